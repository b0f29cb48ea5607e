"""What the replay draws at a stop: the slider, the situation, truth beside belief, a ruling explained."""

from collections import Counter
from typing import Any

from rich.console import RenderableType
from rich.table import Table
from rich.text import Text

from console import gauges, news, rulings, situation
from console.layout import hanging
from engine.language import Language

View = dict[str, Any]
SIGNS = {"inject": "◇", "override": "■", "ending": "╱", "undo": "↶"}
NEVER = -100
"""What has never happened was last in a turn long before the first."""
NOT_KNOWN = {"later": "╱╱╱╱╱╱╱╱", "never": "╱╱╱╱╱╱╱╱"}


def slider(stops: list[dict[str, Any]], at: int, width: int, language: Language) -> Text:
    """The turns side by side with the signs in them, and where one stands; below it the stop in words."""
    now = stops[at - 1]
    turns = sorted({stop["turn"] for stop in stops})
    room = max((width - 2) // max(len(turns), 1), 3)
    counted = Counter(stop["turn"] for stop in stops)
    text = Text()
    for turn in turns:
        signs = "".join(SIGNS[stop["sign"]] for stop in stops if stop["turn"] == turn and stop["sign"])
        text.append(
            f"{turn} {signs}"[: room - 1].ljust(room), style="title" if turn == now["turn"] else "quiet"
        )
    text.append("\n")
    for turn in turns:
        before = sum(counted[each] for each in turns if each < turn)
        share = (at - before) / counted[turn]
        cells = max(0, min(room - 1, round(share * (room - 1))))
        text.append("━" * cells, style="title")
        text.append("●" if turn == now["turn"] else "", style="act")
        rest = room - 1 - cells - (turn == now["turn"])
        text.append("─" * max(rest, 0) + " ", style="quiet")
    where = language.say("turn {turn}", turn=now["turn"]) if now["turn"] else "STARTEX"
    phase = f", {language.say(now['phase'])}" if now["phase"] else ""
    place = language.say("{number} of {all}", number=at, all=len(stops))
    taken = "" if now["standing"] else f" · {language.say('taken back later')}"
    text.append(f"\n{place} · {where}{phase}{taken}\n", style="quiet")
    return text


def keys(language: Language) -> str:
    """What the keys do."""
    say = language.say
    lines = (
        ("← →", say("one event back, one on")),
        ("PgUp PgDn", say("one turn back, one on (also [ and ])")),
        (", .", say("one phase back, one on")),
        ("Home End", say("the first event, the last (also g and G)")),
        (say("Space"), say("play to the end of the turn; Ctrl+C stops")),
        ("e", say("explain the ruling at this event")),
        ("d", say("what was true beside what a role knew")),
        ("q", say("leave")),
    )
    return "\n".join(f"{key:<12}{meaning}" for key, meaning in lines)


def alone(picture: View, language: Language, width: int) -> list[RenderableType]:
    """What was told at this stop, then the tracks as they stood."""
    told = [drawn for entry in picture["fresh"] if (drawn := news.fact(entry, picture, language))]
    if not told:
        told = [Text(picture["stop"]["text"], style="quiet")]
    return [*told, Text(""), situation.tracks(picture, language, width=width)]


def beside(pair: View, role: str, language: Language) -> list[RenderableType]:
    """Tracks and the rows of the turn, with what was true at the left and what the role knew at the right."""
    say, truth = language.say, pair["truth"]
    code = situation.role_text(truth, role)
    table = Table(box=None, padding=(0, 1), expand=True)
    table.add_column(say("Track"), ratio=3)
    table.add_column(say("What was true"), ratio=2)
    table.add_column(say("As {role} knew it", role=code), ratio=2)
    table.add_column("", width=1)
    for track in pair["tracks"]:
        values = [shown(track[side]) for side in ("truth", "belief")]
        if track["differs"] or (track["truth"] and track["truth"].get("short")):
            table.add_row(Text(track["title"]), *values, Text("≠" if track["differs"] else "", style="moved"))
    rows = Table(box=None, padding=(0, 1), expand=True)
    rows.add_column(say("This turn"), ratio=5)
    rows.add_column(say("As {role} knew it", role=code), ratio=4)
    rows.add_column("", ratio=2)
    for row in pair["rows"]:
        who = f"{situation.role_text(truth, row['role'])} " if row["role"] else ""
        belief = row["belief"] or NOT_KNOWN.get(row["known"], "")
        rows.add_row(Text(f"{who}{row['text']}"), Text(belief), Text(row["when"], style="quiet"))
    return [table, Text(""), rows]


def shown(track: dict[str, Any] | None) -> Text:
    """A track as one side knows it."""
    if track is None or track["value"] is None:
        return Text("╱╱╱╱ ?", style="quiet")
    if track["known"] == "exact":
        before = track["before"] if isinstance(track["before"], int) else None
        bar = gauges.gauge(track["value"], track["min"], track["max"], before)
        return bar.append(f" {track['value']}")
    return Text(str(track.get("band") or track["value"]))


def explained(card: View | None, language: Language) -> list[RenderableType]:
    """A ruling with its rows, modifiers and roll; what the neighbouring rows would have done, for control."""
    say = language.say
    if card is None:
        return [Text(""), Text(say("There is no ruling at this event."), style="quiet")]
    found: list[RenderableType] = [Text(""), rulings.ruling(card, card["text"], language)]
    whole = card.get("card")
    if whole:
        for row in whole["rows"]:
            sign = {"hit": "▶", "possible": "○"}.get(row["state"], "–")
            head = f"{row['roll']} {row['title']}".strip()
            more = "; ".join(row["effects"]) or row["why"]
            style = "hit" if row["state"] == "hit" else "quiet" if row["state"] == "closed" else ""
            found.append(hanging(sign, f"{head}: {more}" if more else head, style=style))
        inputs = ", ".join(
            f"{name} {value}" for name, value in card.get("inputs", {}).items() if value > NEVER
        )
        if inputs:
            found.append(Text(say("Read: {inputs}", inputs=inputs), style="quiet"))
    return found
