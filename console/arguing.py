"""Argued orders at the table: a seat writes one, others argue against it, control weighs the arguments."""

from msgspec import UNSET
from rich.console import Group, RenderableType
from rich.text import Text

from console.actions import Action
from console.hand import Hand
from console.layout import hanging, heading
from console.matching import Option
from console.situation import role_text
from engine.play.arguing import AGAINST, NOTHING
from engine.play.commands.declared import Answer, Argue, Weigh
from engine.views.seen import ArguedOrder, Arguing, ControlView, JudgedArgument, Plea, Question, View
from engine.words.language import Language
from engine.words.numbers import percent, signed


def order(entry: ArguedOrder, view: View, language: Language, *, whole: bool = True) -> RenderableType:
    """An argued order: whose it is, what is done, what it wants, and where it is shown `whole`, why."""
    say = language.say
    title = Text(f"{role_text(view, entry['role'])} {entry['title']}", style="title")
    if entry["secret"]:
        title.append(f" [{say('secret')}]")
    lines: list[RenderableType] = [title]
    if entry["text"]:
        lines.append(Text(entry["text"], style="world"))
    lines.append(Text(f"{say('Wants')}: {entry['wants']}"))
    reasons = entry["reasons"] if whole else []
    lines += [hanging(f"{number}.", reason) for number, reason in enumerate(reasons, 1)]
    return Group(*lines)


def argue(hand: Hand, rest: str) -> None:
    """Write an order in one's own words, or take one back."""
    arguing = hand.as_role["arguing"]
    if arguing is not None:
        write(hand, arguing, rest)


def write(hand: Hand, arguing: Arguing, rest: str, role: str = "") -> None:
    """An argued order of this seat, or of a role that control plays; or one is taken back."""
    say = hand.language.say
    hand.show(Text(arguing["note"], style="title"))
    for entry in arguing["orders"]:
        hand.show(order(entry, hand.picture, hand.language))
    standing = [Option(entry["effect"], entry["title"]) for entry in arguing["orders"]]
    if standing and hand.prompt.confirm(say("Take one back?")):
        effect = hand.prompt.choose(say("Which order"), standing)
        if hand.do(Argue(role=role, effect=effect, withdrawn=True), arguing["version"]):
            hand.say("Taken back.")
        return
    if arguing["left"] <= 0:
        hand.say("No further argued order is possible now.")
        return
    points = hand.language.count(arguing["cost"], "point", "points")
    hand.say("It costs {points}, sealed as soon as it is written.", points=points)
    if hand.automatic:
        hand.say("Nobody holds control in this run: nobody weighs arguments, so none will count.")
    title = rest or hand.prompt.ask(say("The order in a few words"))
    text = hand.prompt.perhaps(say("What is done, and by whom"))
    effect = hand.prompt.choose(
        say("The effect it is to have"), [Option(one["id"], one["title"]) for one in arguing["effects"]]
    )
    amounts = next(one["amounts"] for one in arguing["effects"] if one["id"] == effect)
    amount = hand.prompt.choose(
        say("How far"), [Option(str(amount["word"]), amount["title"]) for amount in amounts]
    )
    reasons = [hand.prompt.ask(say("Reason {number}", number=1))]
    while len(reasons) < arguing["reasons"]:
        further = hand.prompt.perhaps(say("Reason {number} (Enter: none)", number=len(reasons) + 1))
        if not further:
            break
        reasons.append(further)
    secret = arguing["secret"] and hand.prompt.confirm(say("In secret, for control alone?"))
    given = Argue(
        role=role,
        effect=effect,
        amount=int(amount),
        title=title,
        text=text,
        reasons=reasons,
        secret=secret,
    )
    if hand.do(given, arguing["version"]):
        hand.say("Sealed. It can be taken back until control locks.")


def counter(hand: Hand, question: Question) -> None:
    """A counter-argument, or none."""
    say, argued = hand.language.say, question["argued"]
    if argued:
        hand.show(Text(""), order(argued, hand.picture, hand.language))
    hand.show(Text(question["silence"], style="quiet"))
    text = hand.prompt.perhaps(say("Your counter-argument (Enter: none)"))
    if hand.do(Answer(question=question["id"], answer=AGAINST if text else NOTHING, text=text)):
        hand.say("Answered.")


def argument(entry: JudgedArgument, view: View, language: Language, *, weighed: bool) -> RenderableType:
    """An argument with its sign; one that does not count stays, and says so."""
    said = Text(f"{role_text(view, entry['role'])} {entry['text']}")
    if weighed and not entry["counts"]:
        said.append(f"  ({language.say('does not count')})", style="quiet")
    return hanging(signed(-1 if entry["against"] else 1), said)


def plea(entry: Plea, view: View, language: Language) -> RenderableType:
    """An argued order as control weighs it."""
    say = language.say
    lines: list[RenderableType] = [order(entry, view, language, whole=False)]
    lines += [argument(one, view, language, weighed=entry["weighed"]) for one in entry["arguments"]]
    if entry["secret"]:
        lines.append(Text(say("It is secret: nobody was asked what speaks against it."), style="quiet"))
    if entry["inadmissible"]:
        lines.append(Text(say("Inadmissible: {reason}", reason=entry["reason"]), style="title"))
        return Group(*lines)
    for row in entry["rows"]:
        effects = "; ".join(row["effects"]) or say("nothing moves")
        lines.append(hanging(row["roll"], f"{percent(row['chance'])}  {row['title']} → {effects}", width=8))
    stands = say("weighed") if entry["weighed"] else say("not thrown until the weights are fixed")
    total = say("sum {number}", number=signed(entry["sum"]))
    lines.append(Text(f"{total} · {stands}", style="quiet"))
    return Group(*lines)


def listed(view: ControlView, language: Language) -> list[RenderableType]:
    """The argued orders of the turn, for control."""
    if not view["pleas"]:
        return []
    drawn: list[RenderableType] = [Text(""), heading(language.say("Argued orders"))]
    for entry in view["pleas"]:
        drawn += [plea(entry, view, language), Text("")]
    return drawn


def weigh(hand: Hand, rest: str) -> None:
    """Fix the weights of an argued order; then it is rolled."""
    say, pleas = hand.language.say, hand.as_control["pleas"]
    if not pleas:
        hand.say("Nobody has argued an order in this turn.")
        return
    options = [
        Option(entry["path"], f"{role_text(hand.picture, entry['role'])} {entry['title']}") for entry in pleas
    ]
    path = hand.prompt.choose(say("Which order"), options, rest)
    entry = next(entry for entry in pleas if entry["path"] == path)
    hand.show(plea(entry, hand.picture, hand.language))
    if hand.prompt.confirm(say("Is it admissible?")):
        counts = []
        for one in entry["arguments"]:
            hand.show(argument(one, hand.picture, hand.language, weighed=False))
            if hand.prompt.confirm(say("Does it count?")):
                counts.append(one["id"])
        words = [
            Option(str(one["word"]), f"{one['title']} {signed(one['amount'])}")
            for one in entry["difficulties"]
        ]
        hard = hand.prompt.choose(say("Difficulty"), words)
        amounts = [Option(str(one["word"]), one["title"]) for one in entry["amounts"]]
        left = hand.prompt.choose(say("The effect, as it is wanted or smaller"), amounts)
        reason = hand.prompt.ask(say("Why the weights change")) if entry["weighed"] else ""
        cut = int(left) if int(left) != entry["amount"] else UNSET
        given = Weigh(order=path, counts=counts, difficulty=hard, amount=cut, reason=reason)  # type: ignore[arg-type]
    else:
        reason = hand.prompt.ask(say("Why it is not for this table"))
        given = Weigh(order=path, inadmissible=True, reason=reason)
    if hand.do(given, entry["version"]):
        hand.say("The weights are fixed.")


ARGUE = Action("argue", "Write an order in your own words, or take it back.", argue)
WEIGH = Action("weigh", "Say which arguments of an argued order count, and how hard it is.", weigh)
