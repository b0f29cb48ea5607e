"""What counts from STARTEX counts from the moment control pressed it, not from when the room was opened."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

from engine.exchange.export.source import ExportSource
from engine.exchange.msel import msel_rows
from engine.play.commands import Command
from engine.record.run import Run
from engine.review.report.source import ReportSource as Report
from engine.rules.load import load


def test_minutes_are_counted_from_startex_and_not_from_the_ready_room(tmp_path: Path) -> None:
    """Law: in the list of injects, in the data, in the report."""
    clock = [datetime(2026, 1, 5, 9, 0, tzinfo=UTC)]

    def later(minutes: int) -> None:
        clock[0] += timedelta(minutes=minutes)

    place, at = tmp_path / "run.jsonl", lambda: clock[0]
    run = Run.start(load("grey-strait"), place, people=["control"], ready=True, clock=at)
    rows = {row["inject"]: row for row in msel_rows(run)}
    assert rows["STARTEX"]["status"] == "planned"
    later(40)
    run.do(Command("startex", "control"))
    later(5)
    run.do(Command("advance", "control"))
    rows = {row["inject"]: row for row in msel_rows(run)}
    assert rows["STARTEX"]["status"] == "took place"
    assert rows["STARTEX"]["actual_time"].startswith("0:00 (2026-01-05")
    source = ExportSource.of(run)
    assert [source.minutes(line.at) for line in source.lines] == [0.0, 0.0, 5.0]
    assert Report(run, "control", "en", None).minutes == 5
