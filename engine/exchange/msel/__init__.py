"""The MSEL, the list of injects: out of an exercise or a run as a sheet, and out of a sheet into an exercise.

It is control's and shows everything; for a role there is none.
"""

from datetime import tzinfo
from pathlib import Path

from engine.exchange.delivery import delivery
from engine.exchange.msel import commas, mapping, sheet, workbook
from engine.exchange.msel.changes import Changes, compare
from engine.exchange.msel.faults import Remarks, SheetError, SheetPlace
from engine.exchange.msel.mapping import NOTHING, Mapping
from engine.exchange.msel.plan import Plan, Row
from engine.exchange.msel.played import Played
from engine.exchange.msel.rewriting import Unwritable, rewritten
from engine.exchange.msel.sheet import read_sheet
from engine.play.refusal import Refusal
from engine.record.run import Run
from engine.rules.exercise import Exercise
from engine.words.language import Language

__all__ = [
    "Changes",
    "Mapping",
    "Plan",
    "SheetError",
    "Unwritable",
    "import_sheet",
    "msel_of",
    "msel_rows",
    "read_sheet",
    "to_csv",
    "to_xlsx",
    "write_exercise",
    "write_sheet",
]


def msel_of(
    source: Run | Exercise,
    language: str = "en",
    format_id: str = "",
    zone: tzinfo | None = None,
    anonymous: bool = False,
) -> Plan:
    """The list of a run with what became of it, or of an exercise for one of its formats.

    Times of day are those of `zone`, or of this machine; `anonymous` ones have none. Raises Refusal for an
    unknown format.
    """
    spoken = Language(language)
    if isinstance(source, Run):
        return Played(source, spoken, zone, anonymous)
    return Plan(source, spoken, format_id)


def msel_rows(
    source: Run | Exercise, language: str = "en", format_id: str = "", anonymous: bool = False
) -> list[Row]:
    """Its rows by column: `inject`, `turn`, `title`, `status`, `actual_turn`, `actual_time`, `actual` …"""
    return msel_of(source, language, format_id, None, anonymous).rows()


def to_xlsx(
    source: Run | Exercise, language: str = "en", format_id: str = "", zone: tzinfo | None = None
) -> bytes:
    """The list as a workbook."""
    return workbook.written(msel_of(source, language, format_id, zone))


def to_csv(
    source: Run | Exercise, language: str = "en", format_id: str = "", zone: tzinfo | None = None
) -> bytes:
    """The list as a CSV file."""
    return commas.written(msel_of(source, language, format_id, zone))


def write_sheet(
    source: Run | Exercise, path: Path, language: str = "en", format_id: str = "", force: bool = False
) -> None:
    """The list as a file; its name says in which form. Raises Refusal for a name that ends otherwise, and for
    a sheet that somebody has changed since it was written, or that was not written here.
    """
    writers = {".xlsx": to_xlsx, ".csv": to_csv}
    if path.suffix.lower() not in writers:
        raise Refusal("The name of a sheet ends in .xlsx or .csv, not as {name} does.", name=path.name)
    with delivery(force) as found:
        found.spare([path])
        found.add(path, writers[path.suffix.lower()](source, language, format_id))


def import_sheet(
    path: Path,
    exercise: Exercise,
    mapped: Path | Mapping | None = None,
    format_id: str = "",
    language: str = "en",
) -> Changes:
    """What a sheet would change in an exercise. Nothing is written.

    Without a format it is the one that the sheet says it was written for, else the exercise's first. Raises
    SheetError with everything that is wrong with the sheet, ExerciseError for a mapping file without sense,
    Refusal for an unknown format.
    """
    report = Remarks(Language(language))
    known = mapping.read(mapped) if isinstance(mapped, Path) else mapped or NOTHING
    found = sheet.read(path, known, report)
    written_for = found.about.get("format", "")
    if not format_id and written_for and written_for not in exercise.file.formats:
        other = report.say(
            "it was written for a format '{name}', which this exercise lacks", name=written_for
        )
        report.notice(SheetPlace(path.name), other)
        written_for = ""
    return compare(found, exercise, format_id or written_for, report)


def write_exercise(changes: Changes, source: Path, folder: Path) -> list[Path]:
    """The exercise at a path with the changes, in a folder that is new or empty; the files that differ.

    Raises Refusal for another folder, Unwritable where the files are written so that they cannot be changed.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refusal("{folder} is there already; name a folder that is new or empty.", folder=str(folder))
    made = rewritten(changes, source)
    others = source.iterdir() if source.is_dir() else ()
    with delivery(noted=False) as found:
        for path in others:
            if path not in made and path.is_file() and not path.name.startswith("."):
                found.add(folder / path.name, path.read_bytes())
        for path, raw in made.items():
            found.add(folder / path.name, raw)
    return [path for path, raw in made.items() if not path.exists() or path.read_bytes() != raw]
