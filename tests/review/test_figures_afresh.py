"""Every figure of a report, worked out afresh from the lines of the log by a script that knows nothing of the
engine: it reads JSON and counts. The run has a capped score, an override, typed dice and two undos.
"""

import json
import re
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from engine.review.report import report
from engine.review.report.blocks import Bullets, Figures, Heading, Report, TableBlock
from tests.review.closed import closed_run

NAMES = {"north": "Northland", "south": "Southland", "east": "Eastland"}
CODES = {"north": "NOR", "south": "SOU", "east": "EAS"}


class Script:
    """The log as JSON, and what can be counted in it."""

    def __init__(self, path: Path) -> None:
        self.lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        self.exercise = self.lines[0]["data"]["exercise"]
        self.standing = self.stand()
        self.tracks = {name: entry["start"] for name, entry in self.exercise["tracks"].items()}
        self.series = {name: [value] for name, value in self.tracks.items()}
        self.rulings: list[dict[str, Any]] = []
        for line in self.standing:
            ruled, before = [], dict(self.tracks)
            for event in line["events"]:
                ruled += [event] if event["type"] == "ruled" else []
                changes = event.get("changes") or {}
                self.tracks |= {name: changes[name] for name in self.tracks if name in changes}
                if event["type"] == "published":
                    for name, value in self.tracks.items():
                        self.series[name].append(value)
            self.rulings += [{**event, "before": before, "after": dict(self.tracks)} for event in ruled]
        self.ending = next(
            event for line in self.standing for event in line["events"] if event["type"] == "finished"
        )

    def stand(self) -> list[dict[str, Any]]:
        """The lines that no undo took back, and the undos themselves."""
        number, found = len(self.lines), []
        while number:
            line = self.lines[number - 1]
            found.append(line)
            undone = [event["line"] for event in line["events"] if event["type"] == "undone"]
            number = undone[0] if undone else number - 1
        return found[::-1]

    def earned(self, role: str, tracks: dict[str, int]) -> int:
        """Points of the objectives that hold."""
        goals = self.exercise["roles"][role]["objectives"]
        return sum(goal["points"] for goal in goals if self.holds(goal["if"], tracks))

    def holds(self, condition: str, tracks: dict[str, int]) -> bool:
        name, least = re.fullmatch(r"(\w+) >= (\d+)", condition).groups()  # type: ignore[union-attr]
        return tracks[name] >= int(least)

    @property
    def cap(self) -> int:
        endings = {entry["id"]: entry for entry in self.exercise["endings"]}
        return int(endings[self.ending["ending"]]["score_cap"])

    def score(self, role: str) -> int:
        return min(self.cap, self.earned(role, self.tracks))

    def bands(self, table: str) -> dict[str, list[int]]:
        """By row, the faces of the one die that give it."""
        found = {}
        for row in self.exercise["tables"][table]["rows"]:
            low, high = row["roll"].split("..")
            found[row["id"]] = list(range(int(low or 1), int(high or 6) + 1))
        return found

    def heat(self, table: str, row: str) -> int:
        rows = {entry["id"]: entry for entry in self.exercise["tables"][table]["rows"]}
        return int(rows[row].get("then", {}).get("heat", 0))

    def swing(self, ruling: dict[str, Any], role: str) -> tuple[float, int]:
        """What the dice were worth, and what control's choice was."""
        bands, before = self.bands(ruling["table"]), ruling["before"]
        worth = {
            row: self.earned(role, before | {"heat": before["heat"] + self.heat(ruling["table"], row)})
            for row in bands
        }
        mean = sum(worth[row] * len(faces) / 6 for row, faces in bands.items())
        natural = next(row for row, faces in bands.items() if ruling["dice"][0] in faces)
        return worth[natural] - mean, worth[ruling["row"]] - worth[natural]


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Script, Report]:
    run = closed_run(tmp_path_factory.mktemp("afresh") / "run.jsonl")
    return Script(run.log.path), report(run)


def chapters(found: Report) -> dict[str, list[Any]]:
    """The blocks by chapter."""
    parts: dict[str, list[Any]] = {}
    for block in found.blocks:
        if isinstance(block, Heading) and block.level == 1:
            parts[block.text.partition(":")[0]] = []
        elif parts:
            parts[list(parts)[-1]].append(block)
    return parts


def cells(blocks: list[Any], *head: str) -> list[list[str]]:
    """The rows of the tables with this head, without what is drawn."""
    tables = [
        block for block in blocks if isinstance(block, TableBlock) and tuple(block.head[: len(head)]) == head
    ]
    return [[str(cell) for cell in row] for block in tables for row in block.rows]


def signed(number: float) -> str:
    text = f"{number:+.0f}" if isinstance(number, int) else f"{number:+.1f}"
    return text.replace("-", "−") if float(number) else text.lstrip("+-")


def test_the_summary_counts_what_is_in_the_log(both: tuple[Script, Report]) -> None:
    script, found = both
    summary = chapters(found)["Executive summary"]
    (figures,) = [block.items for block in summary if isinstance(block, Bullets)]
    played = len(script.series["heat"]) - 1
    scores = sorted(NAMES, key=lambda role: -script.score(role))
    moved = sum(bool(event.get("replaced")) for event in script.rulings)
    assert figures == [
        f"{played} of {played} turns were played.",
        f"Points: {', '.join(f'{NAMES[role]} {script.score(role)}' for role in scores)}",
        f"{len(script.rulings)} rulings, of which control moved {moved}.",
    ]
    (drawn,) = [block.drawings for block in summary if isinstance(block, Figures)]
    series = [", ".join(map(str, values)) for values in script.series.values()]
    assert sorted(one.sentence.partition(": ")[2] for one in drawn) == sorted(series)
    assert [
        int(CAP)
        for CAP in re.findall(r"more than (\d+)", str(chapters(found)["Scores and objectives of the roles"]))
    ] == [script.cap]


def test_tracks_chances_and_rolls_are_those_of_the_log(both: tuple[Script, Report]) -> None:
    script, found = both
    course = chapters(found)["What happened, turn by turn"]
    steps = [
        f"{before}\u00a0→\u00a0{after}"
        for values in script.series.values()
        for before, after in pairwise(values)
        if before != after
    ]
    assert [row[2] for row in cells(course, "Track")] == steps
    for rows in (cells(course, "What"), cells(chapters(found)["Appendix E"], "When")):
        assert len(rows) == len(script.rulings)
        for row, event in zip(rows, script.rulings, strict=True):
            share = len(script.bands(event["table"])[event["row"]]) / 6
            assert f"chance {share:.0%}; rolled {event['dice'][0]}" in row[-1]
            assert "typed in" in row[-1]
    for row, event in zip(cells(chapters(found)["Appendix E"], "When"), script.rulings, strict=True):
        others = {name: len(faces) / 6 for name, faces in script.bands(event["table"]).items()}
        others.pop(event["row"])
        assert [f"{name} ({share:.0%})" in row[-1] for name, share in others.items()] == [True, True]


def test_scores_caps_and_swings_add_up_as_the_script_adds_them(both: tuple[Script, Report]) -> None:
    """What the dice, control, decisions and the cap were worth, role by role."""
    script, found = both
    parts = chapters(found)
    start = {name: entry["start"] for name, entry in script.exercise["tracks"].items()}
    for row, role in zip(cells(parts["Dice and decisions"], "Role", "Start"), NAMES, strict=True):
        swings = [script.swing(event, role) for event in script.rulings]
        dice, control = sum(one for one, _ in swings), sum(other for _, other in swings)
        begun, earned, score = (
            script.earned(role, start),
            script.earned(role, script.tracks),
            script.score(role),
        )
        rest = [float(begun), dice, float(control), earned - begun - dice - control, float(score - earned)]
        assert row == [NAMES[role], *map(signed, rest), str(score)]
    moved = [event for event in script.rulings if event.get("replaced")]
    for row, event in zip(cells(parts["Rulings that control moved"], "When"), moved, strict=True):
        shifts = {role: script.swing(event, role)[1] for role in NAMES}
        worth = "; ".join(f"{CODES[role]} {signed(points)}" for role, points in shifts.items() if points)
        assert row[2:] == [event["replaced"], event["row"], event["reason"], worth]


def test_luck_is_that_of_the_dice_that_counted(both: tuple[Script, Report]) -> None:
    """Ruled by the dice alone: one ruling, whose row has a third of the faces, and none lies higher."""
    script, found = both
    chance = chapters(found)["Dice and decisions"]
    alone = [event for event in script.rulings if not event.get("replaced")]
    shares = [len(script.bands(event["table"])[event["row"]]) / 6 for event in alone]
    even = [sum((len(faces) / 6) ** 2 for faces in script.bands(event["table"]).values()) for event in alone]
    text = " ".join(block.text for block in chance if hasattr(block, "text"))
    assert f"{len(alone)} roll: " in text
    assert (
        f"chance of {sum(shares) / len(shares):.0%}; {sum(even) / len(even):.0%} was to be expected" in text
    )
    for row, event in zip(cells(chance, "When"), script.rulings, strict=True):
        faces = script.bands(event["table"])
        names = list(faces)
        better = sum(len(faces[name]) for name in names[names.index(event["row"]) :]) / 6
        assert row[4:6] == [f"{len(faces[event['row']]) / 6:.0%}", f"{better:.0%}"]


def test_the_record_has_every_line_and_marks_what_does_not_stand(both: tuple[Script, Report]) -> None:
    script, found = both
    rows = cells(chapters(found)["Appendix F"], "Line")
    assert [int(row[0]) for row in rows] == [line["seq"] for line in script.lines]
    gone = {line["seq"] for line in script.lines} - {line["seq"] for line in script.standing}
    moved_game = {line["seq"] for line in script.lines if line["command"] in ("improvise", "advance", "dice")}
    assert {int(row[0]) for row in rows if row[4]} == gone & moved_game
    assert gone
