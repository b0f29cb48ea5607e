"""What the replay draws at a stop: the slider, the situation, truth beside belief, a ruling explained."""

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from rich.console import Console, Group, RenderableType
from rich.segment import Segment, Segments
from rich.table import Table
from rich.text import Text

from console import gauges, news, rulings, situation
from console.layout import hanging
from engine.review.learned import ExplainedRuling, StopEntry
from engine.review.truth_and_belief import Compared, Knew, Pair
from engine.views.seen import Fact, Track, View
from engine.words.language import Language
from engine.words.numbers import signed

PHASES = situation.PHASES
SIGNS = {"inject": "◇", "override": "■", "ending": "╱", "undo": "↶"}
MOST_TRACKS, MOST_ROWS = 10, 100
"""Beside each other, more of them say less; of what happened in a turn, the newest."""
HATCHED = gauges.HATCH * 8
KNOWN = {"known": "✓", "part": "◐", "later": "", "never": ""}
STANDING = {"hit": "▶", "possible": "○", "closed": "–"}


class ReplayLayout(NamedTuple):
    """Where stops lie on a slider of some width."""

    wide: int
    """Cells for a turn."""
    cells: list[tuple[int, int]]
    """The turn of each stop, and the cell in it."""
    counted: Counter[tuple[int, int]]
    signs: dict[int, str]
    """By turn, the signs of what stands out in it."""


def layout(stops: list[StopEntry], width: int) -> ReplayLayout:
    """Lay stops out: equal turns of equal phases, each phase's stops spread over its cells."""
    places = [(turn_of(stop), phase_of(stop)) for stop in stops]
    turns = max(turn for turn, _ in places)
    wide = max(width // turns, 3) - 1
    wide -= wide % len(PHASES) if wide >= 2 * len(PHASES) else 0
    many, met, cells = Counter(places), Counter[tuple[int, int]](), []
    for turn, phase in places:
        begins, ends = (part * wide // len(PHASES) for part in (phase, phase + 1))
        share = met[turn, phase] / many[turn, phase]
        cells.append((turn, begins + int((ends - begins) * share)))
        met[turn, phase] += 1
    signs = dict.fromkeys(range(1, turns + 1), "")
    for stop, (turn, _) in zip(stops, places, strict=True):
        if stop["sign"]:
            signs[turn] += SIGNS[stop["sign"]]
    return ReplayLayout(wide, cells, Counter(cells), signs)


def slider(laid: ReplayLayout, at: int) -> Text:
    """The turns side by side: the signs in each, how much happened when, and where one stands."""
    heads, bars, rails = Text(), Text(), Text()
    most, here = max(laid.counted.values()), laid.cells[at - 1]
    for turn, signs in laid.signs.items():
        style = "title" if turn == here[0] else "quiet"
        heads.append(f"{turn} {signs}"[: laid.wide].ljust(laid.wide + 1), style=style)
        for cell in range(laid.wide):
            times, place = laid.counted[turn, cell], (turn, cell)
            bars.append(gauges.spark([times], 0, most) if times else " ", style="quiet")
            sign = "●" if place == here else "━" if place < here else "─"
            rails.append(sign, style="act" if place == here else "" if place < here else "quiet")
        bars.append(" ")
        rails.append(" ")
    return Text("\n").join([heads, bars, rails])


def turn_of(stop: StopEntry) -> int:
    """The turn a stop is drawn in: what comes before the first turn opens it."""
    return max(stop["turn"], 1)


def phase_of(stop: StopEntry) -> int:
    return PHASES.index(stop["phase"]) if stop["phase"] in PHASES else 0


def place_in_words(stops: list[StopEntry], at: int, language: Language) -> str:
    """Which stop this is, and when."""
    now, say = stops[at - 1], language.say
    parts = [say("{number} of {all}", number=at, all=len(stops))]
    parts.append(say("turn {turn}", turn=now["turn"]) if now["turn"] else "STARTEX")
    parts += [say(now["phase"])] if now["phase"] else []
    parts += [clock(now["at"])] if "at" in now else []
    parts += [] if now["standing"] else [say("taken back later")]
    return " · ".join(parts)


def clock(at: str) -> str:
    """The time of day of a line, as the clock on the wall here shows it."""
    return datetime.fromisoformat(at).astimezone().strftime("%H:%M:%S")


def keys(language: Language) -> RenderableType:
    """What the keys do."""
    say = language.say
    return Group(
        *(
            hanging(key, meaning, width=12)
            for key, meaning in (
                ("← →", say("one event back, one on")),
                ("PgUp PgDn", say("one turn back, one on (also [ and ])")),
                (", .", say("one phase back, one on")),
                ("Home End", say("the first event, the last (also g and G)")),
                (say("Space"), say("play; any key stops")),
                ("↑ ↓", say("what does not fit on the screen (also k and j)")),
                ("e", say("explain the ruling at this event")),
                ("d", say("what was true beside what a role knew")),
                ("r", say("another role beside the truth")),
                ("q", say("end the replay")),
            )
        )
    )


def alone(
    picture: View, fresh: list[Fact], text: str, language: Language, width: int
) -> list[RenderableType]:
    """What was told at this stop, or else what it is, then the situation as it stood."""
    told = [drawn for entry in fresh if (drawn := news.fact(entry, picture, language))]
    if not told:
        told = [Text(text, style="quiet")]
    found = [*told, Text(""), situation.tracks(picture, language, width=width)]
    known = situation.standing(picture, language)
    return [*found, Text(""), known] if known is not None else found


def without_story(picture: View) -> View:
    """A view without the story of its turn, which may be long, and is stepped through instead."""
    found = picture.copy()
    found["story"] = []
    return found


def cut(pair: Pair) -> Pair:
    """Of truth and belief, what is drawn beside each other."""
    return {
        "truth": without_story(pair["truth"]),
        "belief": without_story(pair["belief"]),
        "tracks": pair["tracks"],
        "rows": pair["rows"],
    }


def beside(pair: Pair, role: str, language: Language) -> list[RenderableType]:
    """Tracks and the rows of the turn, with what was true at the left and what the role knew at the right."""
    say, truth = language.say, pair["truth"]
    code = situation.role_text(truth, role)
    table = Table(box=None, padding=(0, 1), expand=True)
    table.add_column(say("Track"), ratio=3)
    table.add_column(say("What was true"), ratio=2)
    table.add_column(say("As {role} knew it", role=code), ratio=2)
    table.add_column("", width=1)
    for track in weightiest(pair["tracks"]):
        values = [shown(track[side]) for side in ("truth", "belief")]
        table.add_row(Text(track["title"]), *values, Text("≠" if track["differs"] else "", style="moved"))
    rows = Table(box=None, padding=(0, 1), expand=True)
    rows.add_column(say("This turn"), ratio=5)
    rows.add_column("", width=1)
    rows.add_column(say("As {role} knew it", role=code), ratio=4)
    titles = {entry["id"]: entry["title"] for entry in truth["roles"]}
    for row in reversed(pair["rows"]):
        who = f"{situation.role_text(truth, row['role'])} " if row["role"] else ""
        name = f"{titles.get(row['role'], '')}: "
        rows.add_row(
            Text(f"{who}{row['text'].removeprefix(name)}"), Text(KNOWN[row["known"]]), knew(row, name)
        )
    return [table, Text(""), rows]


def weightiest(tracks: list[Compared]) -> list[Compared]:
    """Not all tracks: those that differ, that moved in the turn, that the exercise puts first."""

    def weight(track: Compared) -> int:
        truth = track["truth"]
        return 4 * bool(track["differs"]) + 2 * bool(truth.get("change")) + bool(truth["short"])

    first = sorted(tracks, key=weight, reverse=True)[:MOST_TRACKS]
    return [track for track in tracks if track in first]


def knew(row: Knew, name: str) -> Text:
    """What a role knew of something: nothing again where it knew all of it."""
    if row["known"] == "known":
        return Text("")
    belief = Text((row["belief"] or HATCHED).removeprefix(name), style="" if row["belief"] else "quiet")
    return belief.append(f"  {row['when']}", style="quiet") if row["when"] else belief


def shown(track: Track | None) -> Text:
    """A track as one side knows it."""
    if track is None or track["value"] is None:
        return Text(f"{gauges.HATCH * 4} ?", style="quiet")
    if isinstance(track["value"], int):
        before = track["before"] if isinstance(track["before"], int) else None
        bar = gauges.gauge(track["value"], track["min"], track["max"], before)
        return bar.append(f" {track['value']}")
    return Text(str(track.get("band") or track["value"]))


def explained(card: ExplainedRuling | None, language: Language) -> list[RenderableType]:
    """A ruling with its rows, modifiers and roll; what the neighbouring rows would have done, for control."""
    say = language.say
    if card is None:
        return [Text(say("There is no ruling at this event."), style="quiet")]
    found: list[RenderableType] = [rulings.ruling(card, card["text"], language)]
    whole = card.get("card")
    if not whole:
        return found
    found.append(Text(f"{card['table']} · {whole['hit']}", style="title"))
    for row in whole["rows"]:
        head = f"{row['roll']}  {row['title']}" if row["roll"] else row["title"]
        text = Text(head, style={"hit": "hit", "possible": "", "closed": "quiet"}[row["state"]])
        for effect in row["effects"]:
            text.append(f"  → {effect}", style="quiet")
        if row["why"]:
            text.append(f"  ({row['why']})", style="quiet")
        found.append(hanging(STANDING[row["state"]], text))
    for modifier in whole["modifiers"]:
        if not modifier["holds"]:
            amount = signed(modifier["amount"])
            found.append(
                hanging("–", f"{amount}  {modifier['reason']} ({modifier['condition']})", style="quiet")
            )
    read = ", ".join(f"{name} {value}" for name, value in card["read"])
    if read:
        found.append(Text(say("Read: {inputs}", inputs=read), style="quiet"))
    return found


def fitted(
    console: Console, top: list[RenderableType], body: list[RenderableType], skip: int, language: Language
) -> list[RenderableType]:
    """As much as the screen holds: all of the top, and the body from a line on."""
    room = max(console.height - 2, 4)
    head = console.render_lines(Group(*top), pad=False)
    lines = console.render_lines(Group(*body), pad=False)
    most = max(room - len(head), 3)
    if len(lines) <= most:
        return [*top, *body]
    skip = max(0, min(skip, len(lines) - most))
    cut = lines[skip : skip + most]
    segments = [segment for line in cut for segment in (*line, Segment.line())]
    more = language.count(len(lines) - most - skip, "more line below", "more lines below")
    return [*top, Segments(segments), Text(f"↓ {more}" if skip < len(lines) - most else "", style="quiet")]
