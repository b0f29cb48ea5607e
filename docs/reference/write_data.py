"""`python -m docs.reference.write_data`: write the data dictionary from the tables of an export."""

from pathlib import Path

from engine.exchange.export.columns import TABLES
from engine.exchange.export.dictionary import introduction, section

PAGE = Path(__file__).parents[1] / "data.md"
HEAD = """# The data of a run

*Written by `make reference` from `engine/exchange/export/columns.py`; change that, not this page.*

    whitecell export runs/tuesday.jsonl --out data                 tables as CSV, with this dictionary
    whitecell export runs/tuesday.jsonl --out data --as dprk       only what a role was told; also --as public
    whitecell export runs/tuesday.jsonl --out data --anonymous     without what people wrote, without times
    whitecell export runs/tuesday.jsonl --out events.jsonl --format cloudevents
    whitecell export runs/tuesday.jsonl --out log.jsonl --format jsonl

A run may go on while it is exported. Every row has turn and phase. Names of people are in no export: they
are in no log.

**Whose.** Control's tables are made from the log and hold what was taken back, too (`standing` is 0). Those
of a role and of the public are made from what their view released to them: they have no lines and no times,
and the columns marked *control's alone* are missing.

**Anonymous.** What people wrote is replaced by its length in brackets before anything is made of it:
messages, statements, notes, requests, reasons, injects on the spot, the evaluation. There are no times, only
whole minutes since STARTEX, no ids of commands and no name of the run's file. Texts of the exercise stay.

**CloudEvents** 1.0, structured, one JSON object a line. Control has every event of the log, with its time,
line and place (`id`), and the hash of line 1 for a `source`; a role has its facts. Both have the extensions
`sequence`, `turn` and, from the first phase on, `phase`. Control's also have `minutes` (whole ones since
STARTEX), `standing`, `command`, `actor` and `capacity`. The `source` of a role's facts is the exercise with
the role, that of anonymous events the exercise alone: two runs of one exercise share it, so keep their
files apart.

**The log** itself comes byte for byte, for control alone. It cannot be anonymous: without its texts it would
break its own chain. What its events mean stands in `engine/play/events.py`.

"""


def page() -> str:
    """The page as it should be."""
    parts = [HEAD, introduction()]
    parts += [section(name, list(table.columns), whose=True) for name, table in TABLES.items()]
    return "".join(parts).rstrip("\n") + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Written: {PAGE.name}")
