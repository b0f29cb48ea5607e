"""`python -m bench`: print the figures, and by how much each meets its target. Nothing fails here."""

import argparse
from collections.abc import Iterator

from bench.catalogue import PARTS, PEERS
from bench.measure import Figure, LeftOut
from bench.report import PAGE, Surroundings, page
from engine.rules.load import load

EXERCISE = "korea-2025"
COLUMNS = "{:<62} {:>12} {:>40} {:>17} {:>10}  {}"


def figures(parts: list[str], quick: bool) -> Iterator[Figure | LeftOut]:
    """The figures, as they are measured."""
    exercise = load(EXERCISE)
    for name, part in PARTS.items():
        if name in parts:
            yield from part.figures(exercise, quick)


def line(found: Figure | LeftOut) -> str:
    """A row as it is printed."""
    if isinstance(found, LeftOut):
        return f"{found.row.name:<62} {found.reason}"
    name = f"{found.row.name} ({found.size})" if found.size else found.row.name
    return COLUMNS.format(
        name, found.ours, found.baseline, found.said_ratio, found.row.aim, found.verdict
    ).rstrip()


def main() -> None:
    """Measure and print, and write the page if that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small sizes: only to see that it runs")
    parser.add_argument("--peers", action="store_true", help="beside other engines and stores, too")
    parser.add_argument("--write", action="store_true", help=f"write {PAGE.name} from a whole run")
    parser.add_argument("parts", nargs="*", metavar="part", help=f"of {', '.join(PARTS)}; all by default")
    chosen = parser.parse_args()
    if chosen.write and (chosen.quick or chosen.parts or not chosen.peers):
        parser.error("the page is made from a whole run: --peers --write, and nothing else")
    parts = chosen.parts or [name for name in PARTS if chosen.peers or name != PEERS]
    begun = Surroundings.now()
    print(COLUMNS.format("Korea 2025", "ours", "baseline", "ratio", "target", "").rstrip())
    found: list[Figure | LeftOut] = []
    for figure in figures(parts, chosen.quick):
        print(line(figure), flush=True)
        found.append(figure)
    if chosen.write:
        PAGE.write_text(page(found, begun, Surroundings.now()), encoding="utf-8")


if __name__ == "__main__":
    main()
