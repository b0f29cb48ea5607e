"""`python -m bench`: print the figures, and by how much each meets its target. Nothing fails here."""

import argparse
from collections.abc import Iterator

from bench import debrief, fold, growth, loading, many, message, pages, room, runs, table
from bench.measure import Figure
from engine.rules.load import load

EXERCISE = "korea-2025"
PARTS = ("table", "runs", "fold", "message", "loading", "many", "growth", "pages", "room", "debrief")
COLUMNS = "{:<44} {:>12} {:>27} {:>7} {:>9}  {}"


def figures(parts: list[str], quick: bool) -> Iterator[Figure]:
    """The figures, as they are measured."""
    exercise = load(EXERCISE)
    if "table" in parts:
        yield from table.figures(exercise, quick)
    if "runs" in parts:
        yield from runs.figures(exercise, quick)
    if "fold" in parts:
        yield from fold.figures(exercise, quick)
    if "message" in parts:
        yield from message.figures(exercise, quick)
    if "loading" in parts:
        yield from loading.figures(quick)
    if "many" in parts:
        yield from many.figures(exercise, quick)
    if "growth" in parts:
        yield from growth.figures(exercise, quick)
    if "pages" in parts:
        yield from pages.figures(exercise, quick)
    if "room" in parts:
        yield from room.figures(exercise, quick)
    if "debrief" in parts:
        yield from debrief.figures(exercise, quick)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: only to see that it runs")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all by default")
    chosen = parser.parse_args()
    print(COLUMNS.format("Korea 2025", "ours", "baseline", "ratio", "target", "").rstrip())
    for figure in figures(chosen.parts or list(PARTS), chosen.quick):
        line = COLUMNS.format(
            figure.name, figure.ours, figure.baseline, f"{figure.ratio:.2f}", figure.target, figure.verdict
        )
        print(line.rstrip(), flush=True)


if __name__ == "__main__":
    main()
