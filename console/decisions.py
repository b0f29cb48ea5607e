"""What control decides about rulings before they are published: overrides along the ladder, typed dice."""

from rich.console import RenderableType
from rich.text import Text

from console import rulings
from console.actions import Action
from console.hand import Hand
from console.layout import hanging, heading
from console.matching import Option
from engine.play.commands.declared import Dice, Override
from engine.views.seen import ControlView, ForetoldRuling
from engine.words.language import Language


def numbered(view: ControlView) -> list[ForetoldRuling]:
    """The rulings of the preview, in their order."""
    return [entry for entry in view["rulings"] if entry["kind"] == "ruling"]


def preview(view: ControlView, language: Language) -> list[RenderableType]:
    """The rulings in short: number, what called it, what comes out, the chance of it."""
    say = language.say
    drawn: list[RenderableType] = [heading(say("Rulings before they are published"))]
    for number, entry in enumerate(numbered(view), 1):
        drawn.append(short(entry, number, language))
    if len(drawn) == 1:
        drawn.append(Text(say("There is nothing to rule on."), style="quiet"))
    drawn.append(Text(say("A number shows a ruling in full."), style="quiet"))
    return drawn


def short(entry: ForetoldRuling, number: int, language: Language) -> RenderableType:
    """A ruling in two lines: what comes out, and from where and with what chance."""
    text = Text(entry["text"], style="title")
    about = [entry["cause"], entry["table"]]
    hit = next((row for row in entry.get("odds", []) if row["hit"]), None)
    if hit:
        ways = rulings.throws(entry)
        chance = language.say("{ways} in {all}", ways=round(hit["chance"] * ways), all=ways)
        about.append(f"{chance}, {language.say('rolled {total}', total=entry['total'])}")
    if entry.get("replaced"):
        about.append(language.say("moved by control"))
    text.append(f"\n{' · '.join(part for part in about if part)}", style="not bold dim")
    return hanging(Text(f"{number:>3}", style="act"), text)


def listed(hand: Hand, rest: str) -> None:
    """All rulings in short, or one in full."""
    if not rest:
        hand.show(*preview(hand.as_control, hand.language))
        return
    entry = pick(hand, rest, dice=False)
    number = numbered(hand.as_control).index(entry) + 1
    hand.show(rulings.ruling(entry, entry["text"], hand.language, number))


def pick(hand: Hand, rest: str, *, dice: bool = True) -> ForetoldRuling:
    """A ruling by its number in the preview."""
    entries = numbered(hand.as_control)
    if (
        rest.isdigit()
        and 1 <= int(rest) <= len(entries)
        and (not dice or entries[int(rest) - 1].get("ladder"))
    ):
        return entries[int(rest) - 1]
    open_to = [entry for entry in entries if entry.get("ladder") or not dice]
    options = [Option(entry["path"], f"{entry['table']}: {entry['text']}") for entry in open_to]
    if rest:
        hand.say("Only a ruling with dice can be moved; improvise an inject for any other.")
    key = hand.prompt.choose(hand.language.say("Which ruling"), options)
    return next(entry for entry in entries if entry["path"] == key)


def override(hand: Hand, rest: str) -> None:
    """Another row, one step up or down the ladder, with a reason; or the override taken back."""
    if not any(entry.get("ladder") for entry in numbered(hand.as_control)):
        hand.say("No ruling of this turn has dice.")
        return
    say = hand.language.say
    number, _, rest = rest.partition(" ")
    entry = pick(hand, number)
    hand.show(rulings.ruling(entry, entry["text"], hand.language))
    base = entry.get("replaced") or entry["row"]
    rungs = [rung["row"] for rung in entry["ladder"]]
    at = rungs.index(base)
    for rung in entry["ladder"]:
        if "misleads" in rung:
            told = (
                "'{row}' tells the seat something false that reads like a success: any other row reads worse."
            )
            hand.say(told, row=rung["title"])
    options = [
        Option(rung["row"], f"{rung['title']} ({say('one row down') if place < at else say('one row up')})")
        for place, rung in enumerate(entry["ladder"])
        if abs(place - at) == 1
    ]
    if entry.get("replaced"):
        options.append(Option("", say("as the table says")))
    if not options:
        hand.say("With these modifiers every throw gives this row.")
        return
    row = hand.prompt.choose(
        say("Which row instead"), [Option(option.word or base, option.title) for option in options], ""
    )
    if row == base:
        hand.do(Override(ruling=entry["path"]))
    elif hand.do(Override(ruling=entry["path"], row=row, reason=rest or hand.prompt.ask(say("Reason")))):
        hand.say("Moved. The reason stays with the ruling.")
    hand.show(*preview(hand.as_control, hand.language))
    for line in hand.as_control["also_changed"].get(entry["path"], []):
        hand.show(Text(f"    {line}", style="quiet"))


def typed_dice(hand: Hand, rest: str) -> None:
    """Dice that were thrown on the table."""
    say = hand.language.say
    number, _, faces = rest.partition(" ")
    entry = pick(hand, number)
    count = len(entry["dice"])
    while True:
        typed = faces or hand.prompt.ask(say("Dice thrown ({count} from 1 to 6)", count=count))
        faces = ""
        thrown = [int(part) for part in typed.replace(",", " ").split() if part.isdigit()]
        if len(thrown) == count and all(1 <= face <= 6 for face in thrown):
            break
        hand.say(
            "Type {numbers} from 1 to 6, such as: {example}",
            numbers=hand.language.count(count, "number", "numbers"),
            example=" ".join(["4"] * count),
        )
    if hand.do(Dice(ruling=entry["path"], dice=thrown)):
        hand.show(
            rulings.ruling(
                again := next(e for e in numbered(hand.as_control) if e["path"] == entry["path"]),
                again["text"],
                hand.language,
            )
        )


ACTIONS = [
    Action("rulings", "See all rulings, or one in full.", listed, "rulings 2"),
    Action("override", "Move a ruling one row up or down, with a reason.", override, "override 2"),
    Action("dice", "Type in dice that were thrown on the table.", typed_dice, "dice 2 4 5"),
]
