"""Control's tray: what lies there, releasing, holding, deferring, skipping, and writing on the spot."""

import re
from typing import TYPE_CHECKING, Any

from rich.console import Group, RenderableType
from rich.table import Table as Grid
from rich.text import Text

from console import news, situation
from console.actions import Action
from console.matching import Option
from engine.language import Language

if TYPE_CHECKING:
    from console.table import Table

View = dict[str, Any]
EFFECT = re.compile(
    r"^(?P<name>[\w.]+(?:\([\w, ]+\))?)\s*(?P<change>[+\-−]\s*\d+.*|at (?:least|most)\s+-?\d+)$"
)
VERBS = ("set", "clear", "open", "close", "run")


def roles(view: View) -> list[Option]:
    """Every role."""
    return [
        Option(entry["id"], f"{situation.mark_of(view, entry['id'])} {entry['title']}", entry["code"])
        for entry in view["roles"]
    ]


def listing(view: View, language: Language) -> RenderableType:
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
        table.add_row(f"{number}", Text(entry["inject"]), Text(entry["title"], style="title"), why)
    if not view["tray"]:
        return Group(news.heading(say("Tray")), Text(say("The tray is empty."), style="quiet"))
    return Group(news.heading(say("Tray")), table)


def show(table: "Table", rest: str) -> None:
    table.show(listing(table.picture, table.language))


def pick(table: "Table", rest: str, entries: list[dict[str, Any]] | None = None) -> dict[str, Any] | None:
    """An inject of the tray, by number, code or title; any other by its code."""
    known = table.picture["tray"] if entries is None else entries
    everything = table.picture["msel"]
    if not known and not rest:
        table.say("The tray is empty.")
        return None
    if rest and not rest.isdigit():
        by_code = next((entry for entry in everything if entry["inject"].casefold() == rest.casefold()), None)
        if by_code:
            return dict(by_code)
    options = [Option(entry["inject"], entry["title"], entry["inject"]) for entry in known or everything]
    key = table.prompt.choose(table.language.say("Which inject"), options, rest)
    return dict(next(entry for entry in everything if entry["inject"] == key))


def release(table: "Table", rest: str) -> None:
    """Read it, choose its variant, see what it does, release it."""
    from console.screen import clean_all
    from engine.play.views import inject_preview

    word, _, to = rest.partition(" ")
    entry = pick(table, word)
    if entry is None:
        return
    say = table.language.say
    table.show(situation.inject(entry, table.language, control=True))
    choices = {name: choose(table, entry, name, words) for name, words in entry["choose"].items()}
    data: dict[str, Any] = {"inject": entry["inject"], "choices": choices}
    if to:
        data["to"] = table.prompt.several(
            say("To whom (several with commas, or all)"), roles(table.picture), to
        )
    foreseen = inject_preview(table.run.state, entry["inject"], choices, table.language.code)
    effects = clean_all(foreseen["facts"])
    drawn = [
        found
        for fact in effects
        if (found := news.fact({"details": fact, **fact}, table.picture, table.language)) is not None
    ]
    if drawn:
        table.show(Text(say("Released now, it does this:"), style="quiet"), *drawn)
    if table.prompt.confirm(say("Release {inject}?", inject=entry["inject"])) and table.do("release", **data):
        table.told = len(table.picture["story"])
        table.say("Released: {inject}.", inject=entry["title"])


def choose(table: "Table", entry: dict[str, Any], name: str, words: list[str]) -> str:
    options = [Option(word, entry["choices"].get(word, word)) for word in words]
    return table.prompt.choose(table.language.say("Which variant"), options)


def shelve(table: "Table", command: str, rest: str) -> None:
    word, _, reason = rest.partition(" ")
    entry = pick(table, word)
    if entry and table.do(command, inject=entry["inject"], reason=reason):
        table.show(listing(table.picture, table.language))


def hold(table: "Table", rest: str) -> None:
    shelve(table, "hold", rest)


def defer(table: "Table", rest: str) -> None:
    shelve(table, "defer", rest)


def skip(table: "Table", rest: str) -> None:
    shelve(table, "skip", rest)


def msel(table: "Table", rest: str) -> None:
    """The whole list with what became of each."""
    say = table.language.say
    grid = Grid.grid(padding=(0, 1))
    for _ in range(4):
        grid.add_column()
    for entry in table.picture["msel"]:
        planned = say("turn {turn}", turn=entry["planned"]) if entry["planned"] else say(entry["mode"])
        status = say(entry["status"]) if entry["status"] else ""
        grid.add_row(Text(entry["inject"]), Text(entry["title"]), Text(planned, style="quiet"), Text(status))
    table.show(news.heading(say("Plan of injects")), grid)


def improvise(table: "Table", rest: str) -> None:
    """An inject written on the spot: text, from, to, effects."""
    say = table.language.say
    text = rest or table.prompt.ask(say("Text of the inject"))
    sender = table.prompt.line(f"{say('From whom it comes (Enter for nobody)')}:")
    table.prompt.leaving(sender)
    to = table.prompt.several(say("To whom (several with commas, or all)"), roles(table.picture))
    while True:
        typed = table.prompt.line(f"{say('Effects, such as: tension +1, set sweetener (Enter for none)')}:")
        table.prompt.leaving(typed)
        effects, wrong = effects_of(typed)
        if wrong:
            table.say(
                "'{part}' is not an effect. Write a name with a change, "
                "or set, clear, open, close with a name.",
                part=wrong,
            )
            continue
        if table.do("improvise", text=text, **{"from": sender}, to=to, effects=effects):
            table.say("Released: {inject}.", inject=say("an inject written on the spot"))
            return
        if not effects:
            return


def effects_of(typed: str) -> tuple[dict[str, Any], str]:
    """`tension +1, set sweetener` as the effects of an exercise file; or the part that is not one."""
    found: dict[str, Any] = {}
    for part in (piece.strip() for piece in re.split(r"[,;](?![^(]*\))", typed)):
        if not part:
            continue
        verb, _, name = part.partition(" ")
        if verb in VERBS and name:
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


ACTIONS = [
    Action("tray", "See what lies in the tray.", show),
    Action("release", "Release an inject, to those it names or to others.", release, "release 1 {role}"),
    Action("hold", "Hold an inject back for now.", hold, "hold 1"),
    Action("defer", "Defer an inject to the next turn.", defer, "defer 2"),
    Action("skip", "Skip an inject for good.", skip, "skip 2 not needed"),
    Action("improvise", "Write an inject on the spot, with effects.", improvise),
    Action("msel", "See the whole plan of injects.", msel),
]
