"""Control's tray: what lies there, releasing, holding, deferring, skipping, and writing on the spot."""

import re
from collections.abc import Sequence
from typing import Any

from msgspec.structs import replace
from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from console import news, situation
from console.actions import Action
from console.hand import Hand
from console.layout import heading
from console.matching import Option
from console.screen import clean_all
from engine.play.commands.declared import (
    Decline,
    Defer,
    Hold,
    Improvise,
    Moment,
    OfTray,
    Release,
    Skip,
)
from engine.rules.verbs import NAMING
from engine.views import draft_preview, inject_preview
from engine.views.seen import ControlView, Inject, InjectOfList, Preview
from engine.words.language import Language

EFFECT = re.compile(
    r"^(?P<name>[\w.]+(?:\([\w, ]+\))?)\s*(?P<change>[+\-−]\s*\d+.*|at (?:least|most)\s+-?\d+)$"
)


def roles(view: ControlView) -> list[Option[str]]:
    """Every role."""
    return [
        Option(entry["id"], f"{situation.mark_of(view, entry['id'])} {entry['title']}", entry["code"])
        for entry in view["roles"]
    ]


def listing(view: ControlView, language: Language) -> RenderableType:
    """The tray: number, code, title, to whom, why it lies there."""
    say = language.say
    table = Grid.grid(padding=(0, 1))
    table.add_column(justify="right", no_wrap=True, style="act")
    table.add_column(no_wrap=True)
    table.add_column(ratio=1)
    table.add_column(justify="right")
    for number, entry in enumerate(view["tray"], 1):
        blocked = f", {say('its condition speaks against it')}" if entry["blocked"] else ""
        to = (
            say("everybody")
            if len(entry["to"]) == len(view["roles"])
            else ", ".join(situation.code_of(view, role) for role in entry["to"])
        )
        why = Text(f"{to} · {say(entry['why'])}{blocked}", style="quiet")
        if entry["sought"]:
            role = situation.code_of(view, entry["sought"])
            why.append(f"\n{say('{role} asks for it', role=role)}", style="title")
        table.add_row(f"{number}", Text(entry["inject"]), Text(entry["title"], style="title"), why)
    if not view["tray"]:
        return Group(heading(say("Tray")), Text(say("The tray is empty."), style="quiet"))
    return Group(heading(say("Tray")), table)


def show(hand: Hand, rest: str) -> None:
    hand.show(listing(hand.as_control, hand.language))


def pick(hand: Hand, rest: str, entries: list[InjectOfList] | None = None) -> InjectOfList | None:
    """An inject of the tray, by number, code or title; any other by its code."""
    known: Sequence[Inject] = hand.as_control["tray"] if entries is None else entries
    everything = hand.as_control["msel"]
    if not known and not rest:
        hand.say("The tray is empty.")
        return None
    if rest and not rest.isdigit():
        by_code = next((entry for entry in everything if entry["inject"].casefold() == rest.casefold()), None)
        if by_code:
            return by_code
    options = [Option(entry["inject"], entry["title"], entry["inject"]) for entry in known or everything]
    key = hand.prompt.choose(hand.language.say("Which inject"), options, rest)
    return next(entry for entry in everything if entry["inject"] == key)


def release(hand: Hand, rest: str) -> None:
    """Read it, choose its variant, see what it does, release it."""
    word, _, to = rest.partition(" ")
    entry = pick(hand, word)
    if entry is None:
        return
    say = hand.language.say
    hand.show(situation.inject(entry, hand.language, control=True))
    choices = {name: choose(hand, entry, name, words) for name, words in entry["choose"].items()}
    given = Release(inject=entry["inject"], choices=choices)
    if to:
        others = hand.prompt.several(say("To whom (several with commas, or all)"), roles(hand.as_control), to)
        given = replace(given, to=others, reason=hand.prompt.perhaps(say("Reason (Enter for none)")))
    foresee(hand, inject_preview(hand.run.state, entry["inject"], choices, hand.language.code))
    if hand.prompt.confirm(say("Release {inject}?", inject=entry["inject"])) and hand.do(given):
        hand.told = len(hand.as_control["story"])
        hand.say("Released: {inject}.", inject=entry["title"])


def foresee(hand: Hand, preview: Preview) -> None:
    """What an inject would do if it were released now."""
    drawn = [
        found
        for fact in clean_all(preview["facts"])
        if (found := news.foretold(fact, hand.as_control, hand.language)) is not None
    ]
    if drawn:
        hand.show(Text(hand.language.say("Released now, it does this:"), style="quiet"), *drawn)


def choose(hand: Hand, entry: InjectOfList, name: str, words: list[str]) -> str:
    options = [Option(word, entry["choices"].get(word, word)) for word in words]
    return hand.prompt.choose(hand.language.say("Which variant"), options)


def shelve(hand: Hand, kind: type[OfTray], rest: str) -> None:
    word, _, reason = rest.partition(" ")
    entry = pick(hand, word)
    if entry and hand.do(kind(inject=entry["inject"], reason=reason)):
        hand.show(listing(hand.as_control, hand.language))


def hold(hand: Hand, rest: str) -> None:
    shelve(hand, Hold, rest)


def defer(hand: Hand, rest: str) -> None:
    shelve(hand, Defer, rest)


def skip(hand: Hand, rest: str) -> None:
    shelve(hand, Skip, rest)


def msel(hand: Hand, rest: str) -> None:
    """The whole list with what became of each."""
    say = hand.language.say
    grid = Grid.grid(padding=(0, 1))
    for _ in range(4):
        grid.add_column()
    for entry in hand.as_control["msel"]:
        planned = say("turn {turn}", turn=entry["planned"]) if entry["planned"] else say(entry["mode"])
        status = say(entry["status"]) if entry["status"] else ""
        grid.add_row(Text(entry["inject"]), Text(entry["title"]), Text(planned, style="quiet"), Text(status))
    hand.show(heading(say("Plan of injects")), grid)


def decline(hand: Hand, rest: str) -> None:
    """Not to release what a seat has asked for; the seat reads it, with the reason."""
    say, view = hand.language.say, hand.as_control
    sought = [entry for entry in view["msel"] if entry["sought"]]
    word, _, reason = rest.partition(" ")
    options = [
        Option(
            entry["inject"],
            f"{entry['title']} ({say('{role} asks for it', role=situation.code_of(view, entry['sought']))})",
            entry["inject"],
        )
        for entry in sought
    ]
    key = hand.prompt.choose(say("Which inject"), options, word)
    hand.do(Decline(inject=key, reason=reason or hand.prompt.perhaps(say("Reason (Enter for none)"))))


def improvise(hand: Hand, rest: str) -> None:
    """An inject written on the spot: text, from, to, effects, and when it comes."""
    say = hand.language.say
    text = rest or hand.prompt.ask(say("Text of the inject"))
    title = hand.prompt.perhaps(say("Its title (Enter for none)"))
    sender = hand.prompt.perhaps(say("From whom it comes (Enter for nobody)"))
    to = hand.prompt.several(say("To whom (several with commas, or all)"), roles(hand.as_control))
    when = moment(hand)
    while True:
        typed = hand.prompt.perhaps(say("Effects, such as: tension +1, set sweetener (Enter for none)"))
        effects, wrong = effects_of(typed)
        if wrong:
            hand.say(
                "'{part}' is not an effect. Write a name with a change, "
                "or set, clear, open, close with a name.",
                part=wrong,
            )
            continue
        given = Improvise(text=text, title=title, from_=sender, to=to, effects=effects, when=when)
        if send(hand, given, title) or not effects:
            return


def moment(hand: Hand) -> Moment:
    """When an inject of control's own comes: now, from the tray, or from the tray of a later turn."""
    say, view = hand.language.say, hand.as_control
    later = range(view["turn"] + 1, view["turns"] + 1)
    moments: dict[str, Moment] = {"now": "now", "tray": "tray", **{f"{turn}": turn for turn in later}}
    options = [
        *([Option("now", say("at once"))] if can_release(view) else []),
        Option("tray", say("into the tray")),
        *(Option(f"{turn}", say("into the tray of turn {turn}", turn=turn)) for turn in later),
    ]
    return moments[hand.prompt.choose(say("When it comes"), options)]


def send(hand: Hand, given: Improvise, title: str) -> bool:
    """Release an inject of control's own, or keep it in the tray."""
    if not hand.do(given):
        return False
    if given.when == "now":
        title = title or hand.language.say("an inject written on the spot")
        hand.told = len(hand.as_control["story"])
        hand.say("Released: {inject}.", inject=title)
    return True


def ready_made(hand: Hand, rest: str) -> None:
    """One of the injects that the exercise has ready for control: its text, what it would do, and when."""
    say, entries = hand.language.say, hand.as_control["templates"]
    options = [
        Option(entry["template"], " · ".join(filter(None, (entry["group"], entry["title"]))))
        for entry in entries
    ]
    key = hand.prompt.choose(say("Which inject"), options, rest)
    entry = next(entry for entry in entries if entry["template"] == key)
    hand.show(situation.inject(entry, hand.language, control=True))
    if can_release(hand.as_control):
        foresee(hand, draft_preview(hand.run.state, {"template": key}, hand.language.code))
    send(hand, Improvise(template=key, title=entry["title"], when=moment(hand)), entry["title"])


def effects_of(typed: str) -> tuple[dict[str, Any], str]:
    """`tension +1, set sweetener` as the effects of an exercise file; or the part that is not one."""
    found: dict[str, Any] = {}
    for part in (piece.strip() for piece in re.split(r"[,;](?![^(]*\))", typed)):
        if not part:
            continue
        verb, _, name = part.partition(" ")
        if verb in NAMING and name:
            found.setdefault(verb, []).append(thing(name.strip()))
            continue
        match = EFFECT.match(part)
        if not match:
            return {}, part
        change = re.sub(r"([+\-])\s+", r"\1", match["change"].replace("−", "-"))
        found[match["name"]] = int(change) if re.fullmatch(r"-\d+", change) else change
    return found, ""


def thing(name: str) -> Any:
    """`subject open` or `subject: open` sets a value; a single name stands for itself."""
    key, _, value = name.replace(":", " ").partition(" ")
    return {key: value.strip()} if value.strip() else key


def can_release(view: ControlView) -> bool:
    """Whether an inject can be released now: until orders are locked."""
    return view["phase"] in ("situation", "consultation", "orders") and not view["locked"]


def actions(view: ControlView) -> list[Action]:
    """What can be done with injects; after the lock they wait for the next situation."""
    sought = any(entry["sought"] for entry in view["msel"])
    return [
        Action("tray", "See what lies in the tray.", show),
        *([RELEASE] if can_release(view) else []),
        Action("hold", "Hold an inject back for now.", hold, "hold 1"),
        Action("defer", "Defer an inject to the next turn.", defer, "defer 2"),
        Action("skip", "Skip an inject for good.", skip, "skip 2 not needed"),
        *([Action("decline", "Decline an inject that a seat asks for.", decline)] if sought else []),
        Action("improvise", "Write an inject on the spot, with effects.", improvise),
        *([READY_MADE] if view["templates"] else []),
        Action("msel", "See the whole plan of injects.", msel),
    ]


RELEASE = Action("release", "Release an inject, to those it names or to others.", release, "release 1 {role}")
READY_MADE = Action("template", "Release one of the injects that the exercise has ready.", ready_made)
