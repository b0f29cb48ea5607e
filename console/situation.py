"""The situation as one seat knows it: a pure function from its view to what is drawn."""

from rich.console import Group, RenderableType
from rich.panel import Panel
from rich.rule import Rule
from rich.table import Table
from rich.text import Text

from console import gauges
from console.layout import hanging
from engine.views.seen import Inject, InjectDetails, Template, Track, View, is_control
from engine.words.language import Language

PHASES = ("situation", "consultation", "orders", "rulings", "report")
FIRST = 8
"""Tracks shown at first where the exercise names none itself."""
WIDE = 112
"""From this width there is room for a second column."""
WORDS = 22
"""Columns for the words beside a gauge in a narrow window."""

TAKEN_BY = {"person": "a person", "program": "a program", "bot": "a bot", "empty": "nobody"}
"""By who has a seat, how that is said."""

READY = "Ready room: the clock stands until control presses STARTEX."


def mark_of(view: View, role: str) -> str:
    """The mark of a role, and of control."""
    for position, entry in enumerate(view["roles"]):
        if entry["id"] == role:
            return gauges.mark(position)
    return gauges.CONTROL_MARK


def code_of(view: View, role: str) -> str:
    """The short code of a role."""
    return next((str(entry["code"]) for entry in view["roles"] if entry["id"] == role), role)


def role_text(view: View, role: str) -> str:
    """A role as mark and code."""
    return f"{mark_of(view, role)} {code_of(view, role)}" if role != "control" else mark_of(view, role)


def taken_by(view: View, role: str, language: Language) -> str:
    """Who plays a seat, or that the seating makes it control."""
    return language.say("control" if role in view["control_roles"] else TAKEN_BY[view["seats"][role]])


def seats(view: View, language: Language) -> RenderableType:
    """Who sits where, seats of one kind together: nobody reads what is written to a bot."""
    found: dict[str, list[str]] = {}
    for entry in view["roles"]:
        found.setdefault(taken_by(view, entry["id"], language), []).append(role_text(view, entry["id"]))
    said = " · ".join(f"{by}: {', '.join(roles)}" for by, roles in found.items())
    if view["preset_title"]:
        said = f"{language.say('Seating: {preset}', preset=view['preset_title'])} · {said}"
    return Text(said, style="quiet")


def header(view: View, language: Language) -> RenderableType:
    """Where the run stands: exercise, seat, turn, phase."""
    say = language.say
    left = Text.assemble((f"{mark_of(view, view['seat'])} {view['seat_title']}", "title"))
    turn = say("turn {turn} of {turns}", turn=view["turn"], turns=view["turns"])
    right = Text(f"{turn} · {view['month']}  " if view["month"] else f"{turn}  ")
    right.append_text(gauges.months(view["turn"], view["turns"]))
    line = Table.grid(expand=True)
    line.add_column(ratio=1)
    line.add_column(justify="right", no_wrap=True)
    line.add_row(left, right)
    return Group(
        Rule(Text(view["title"], style="title"), align="left", style="quiet"),
        line,
        phases(view, language),
        seats(view, language),
    )


def phase_words(view: View, language: Language) -> str:
    """The phase in words, before STARTEX and after ENDEX too."""
    if view["finished"]:
        return "ENDEX"
    return language.say("ready room" if view["ready"] else view["phase"])


def phases(view: View, language: Language) -> Text:
    """The five phases: done, now, to come."""
    text = Text()
    if view["finished"]:
        return text.append("ENDEX", style="title")
    if view["ready"]:
        return text.append(f"▸ {language.say(READY)}", style="title")
    at = PHASES.index(view["phase"]) if view["phase"] in PHASES else 0
    for position, phase in enumerate(PHASES):
        name = language.say(phase)
        if position == at:
            text.append(f"▸ {name}", style="title")
        else:
            text.append(f"{'✓' if position < at else '○'} {name}", style="quiet")
        text.append("" if position == len(PHASES) - 1 else "   ")
    if view.get("brink"):
        brink = language.say("brink turn: what still stands at its end ends the run")
        text.append(f"\n{gauges.HATCH * 3} {brink}", style="edge")
    if view["endex_next"]:
        text.append(f"\n{language.say('These were the last rulings. ENDEX follows their report.')}", "title")
    elif view["last_turn"]:
        text.append(f"\n{language.say('The last turn: its rulings end the exercise.')}", "quiet")
    if view["paused"]:
        text.append(f"   PAUSEX: {language.say('the exercise is paused')}", style="title")
    return text


def tracks(view: View, language: Language, *, every: bool = False, width: int = 80) -> RenderableType:
    """The tracks as gauges, with their change since the turn began; the first ones, or every one."""
    shown = view["tracks"] if every else first(view)
    table = Table.grid(padding=(0, 1))
    table.add_column(ratio=1)
    table.add_column(no_wrap=True, width=gauges.CELLS + 2)
    table.add_column(no_wrap=True)
    table.add_column(no_wrap=True, justify="right", width=3)
    table.add_column(max_width=None if width >= WIDE else WORDS)
    if width >= WIDE and every:
        table.add_column(no_wrap=True)
    for track in shown:
        cells: list[RenderableType] = [Text(track["title"], overflow="fold"), *value_cells(track, language)]
        if width >= WIDE and every:
            cells.append(Text(gauges.spark(track["series"], track["min"], track["max"]), style="quiet"))
        table.add_row(*cells)
    return table


def first(view: View) -> list[Track]:
    """The tracks the exercise puts first, and those that moved since the turn began."""
    chosen = [track for track in view["tracks"] if track["short"] or track.get("change")]
    return chosen or view["tracks"][:FIRST]


def value_cells(track: Track, language: Language) -> tuple[Text, Text, Text, Text]:
    """Gauge, number, change, and words. What is not known exactly is hatched, never a number."""
    low, high = track["min"], track["max"]
    told = track.get("told")
    dated = (
        language.say("told in turn {turn}: {value}", turn=told["turn"], value=told["text"]) if told else ""
    )
    if isinstance(track["value"], int):
        before = track["before"] if isinstance(track["before"], int) else None
        number = f"{track['value']}/{high}" if not low else f"{track['value']} ({low}…{high})"
        bar = gauges.gauge(track["value"], low, high, before)
        return bar, Text(number), gauges.change(track.get("change", 0)), Text(track["step"])
    if track["known"] == "band":
        words = Text(track["band"])
        if dated:
            words.append(f" ({dated})", style="quiet")
        return gauges.hatched(low, high, track["range"]), Text(""), Text(""), words
    return gauges.hatched(low, high, ""), Text(""), Text(""), Text(dated)


def standing(view: View, language: Language) -> RenderableType | None:
    """What stands at this moment: agreements in force, what waits for an answer, what is known to be so."""
    say, lines = language.say, []
    for entry in view["agreements"]:
        terms = f" ({entry['terms']})" if entry["terms"] else ""
        since = say("since turn {turn}", turn=entry["since"])
        lines.append((say("in force"), f"{entry['title']}{terms}, {since}"))
    for token in view["tokens"]:
        due = say(", due at the end of turn {turn}", turn=token["due"]) if token["due"] else ""
        lines.append((say("open"), f"{token['title']}{due}"))
    for flag in view["flags"]:
        value = f": {flag['value']}" if flag.get("value") else ""
        lines.append((say("noted"), f"{flag['title']}{value}"))
    return labelled(lines) if lines else None


def labelled(lines: list[tuple[str, str]]) -> Table:
    """Lines that each begin with a quiet label; a label is not repeated."""
    table = Table.grid(padding=(0, 2))
    table.add_column(no_wrap=True, style="quiet")
    table.add_column(ratio=1)
    last = ""
    for label, text in lines:
        table.add_row(Text("" if label == last else label), Text(text))
        last = label
    return table


def bulletin(view: View, language: Language) -> RenderableType | None:
    """The public news of the last turn."""
    if not view.get("bulletin"):
        return None
    items = []
    for item in view["bulletin"]:
        line = Text(item["text"], style="world")
        if item["cause"]:
            line.append(f"  ({item['cause']})", style="not italic dim")
        items.append(hanging("—", line))
    return Group(Text(language.say("Bulletin"), style="title"), *items)


def inject(
    details: InjectDetails | Inject | Template, language: Language, *, control: bool = False
) -> RenderableType:
    """An inject as it is read out."""
    name = details.get("inject")
    code = f"{name} · " if control and name else ""
    source = [details["from"]] if details["from"] else []
    if details.get("private"):
        source.append(
            language.say("for {role} only", role=details.get("code", ""))
            if control
            else language.say("for this seat only")
        )
    body = Text(details["text"], style="world")
    if control and details.get("expect"):
        body.append(f"\n\n{language.say('Expected: {what}', what=details['expect'])}", style="not italic dim")
    return Panel(
        body,
        title=Text(f"{code}{details['title']}", style="title"),
        title_align="left",
        subtitle=Text(" · ".join(source)) if source else None,
        subtitle_align="right",
        border_style="quiet",
        padding=(0, 1),
    )


def injects(view: View, language: Language) -> list[RenderableType]:
    """The injects of this turn, read out in full."""
    control = is_control(view)
    return [
        inject(fact["details"], language, control=control)
        for fact in view["story"]
        if fact["kind"] == "inject" and fact["turn"] == view["turn"]
    ]


def parts(view: View, language: Language, *, width: int = 80, every: bool = False) -> list[RenderableType]:
    """The situation in parts, none of them larger than it must be, so that they can be read one by one."""
    side: list[RenderableType] = []
    if not every:
        news = bulletin(view, language)
        side = [news] if news is not None else []
        side += injects(view, language)
    main: list[RenderableType] = [tracks(view, language, every=every, width=width)]
    known = standing(view, language)
    if known is not None:
        main.append(known)
    if width >= WIDE and side:
        pair = Table.grid(padding=(0, 3), expand=True)
        pair.add_column(ratio=11)
        pair.add_column(ratio=9)
        pair.add_row(Group(*spaced(main)), Group(*spaced(side)))
        return [header(view, language), Text(""), pair]
    return [header(view, language), *(Group(Text(""), part) for part in [*main, *side])]


def spaced(parts: list[RenderableType]) -> list[RenderableType]:
    """With an empty line between one part and the next."""
    return [line for part in parts for line in (part, Text(""))][:-1]


def picture(view: View, language: Language, *, width: int = 80, every: bool = False) -> RenderableType:
    """The whole situation."""
    return Group(*parts(view, language, width=width, every=every))
