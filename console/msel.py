"""Commands about the list of injects: out to a sheet, and in from one."""

from pathlib import Path
from typing import Any

from rich.text import Text

from console.screen import clean, make_console
from console.speech import speech
from engine.play.refusal import Refusal
from engine.words.language import Language


def export_msel(source: str, sheet: str, format_id: str | None, force: bool, lang: str | None) -> None:
    """Write the list of an exercise or of a run, and say where it is."""
    from engine.exchange.msel import msel_of, write_sheet

    language, path = speech(lang), Path(sheet)
    found = opened(source)
    write_sheet(found, path, language.code, format_id or "", force)
    injects = sum("trigger" in row for row in msel_of(found, language.code, format_id or "").rows())
    written = language.say(
        "{number} are written to {path}.", number=language.count(injects, "inject", "injects"), path=path
    )
    make_console().print(Text(clean(written)))


def opened(source: str) -> Any:
    """A run, where it is the log of one, else an exercise."""
    from engine.record.run import Run
    from engine.rules.load import load

    path = Path(source)
    if path.is_file() and path.suffix.lower() not in (".yaml", ".yml"):
        return Run.open(path)
    return load(source)


def import_msel(
    sheet: str,
    exercise: str,
    folder: str | None,
    mapping: str | None,
    format_id: str | None,
    lang: str | None,
) -> int:
    """Say what a sheet would change, and write it where a folder is named. 1 where something is wrong."""
    from engine.exchange.msel import SheetError, Unwritable, import_sheet, write_exercise
    from engine.rules.load import load, locate

    language, source = speech(lang), locate(exercise)
    path = Path(mapping) if mapping else None
    try:
        changes = import_sheet(Path(sheet), load(source), path, format_id or "", language.code)
        told(changes, language)
        if folder is None:
            say_nothing_written(changes, language)
            return 0
        write_exercise(changes, source, Path(folder))
    except SheetError as fault:
        make_console(errors=True).print(Text(clean("\n".join(map(str, fault.faults)))))
        number = language.count(len(fault.faults), "fault", "faults")
        nothing = language.say("{number} in {sheet}; nothing was written.", number=number, sheet=sheet)
        make_console(errors=True).print(Text(clean(nothing)))
        return 1
    except Unwritable:
        raise Refusal(
            "The injects of {exercise} are written with anchors, or in a way that only a person can change.",
            exercise=exercise,
        ) from None
    make_console().print(Text(clean(language.say("The exercise is written to {folder}.", folder=folder))))
    return checked(folder)


def checked(folder: str) -> int:
    """What the check finds in the exercise that was written; 1 where it cannot be played."""
    from console.exercises import check_exercise

    return check_exercise(folder, False)


def told(changes: Any, language: Language) -> None:
    """What a sheet changes, and what else is worth knowing about it."""
    console, say = make_console(), language.say
    named = language.text(changes.exercise.file.formats[changes.format_id].title)
    lines = [("", say("Turns are those of the format {format} ({id}).", format=named, id=changes.format_id))]
    if changes.added:
        lines.append(("title", say("New injects")))
        lines += [("", f"  {name}  {about(changes, name, language)}") for name in changes.added]
    if changes.changed:
        lines.append(("title", say("Changed injects")))
        for change in changes.changed:
            lines.append(("", f"  {change.inject}  {change.column}"))
            lines.append(("quiet", f"      {say('was: {text}', text=short(change.before))}"))
            lines.append(("", f"      {say('is: {text}', text=short(change.after))}"))
    if changes.kept:
        kept = say("Not in the sheet, and kept: {injects}", injects=", ".join(changes.kept))
        lines.append(("", kept))
    if changes.notices:
        lines.append(("title", say("Worth knowing")))
        lines += [("", f"  {line}") for line in gathered(changes.notices, language)]
    for style, line in lines:
        console.print(Text(clean(line), style=style))


def about(changes: Any, name: str, language: Language) -> str:
    """The title of a new inject, and when it comes."""
    data = changes.new[name]
    turns = [turn for turn, names in changes.msel.items() if name in names]
    when = language.say("turn {turn}", turn=", ".join(turns)) if turns else language.say("offered")
    return f"{language.text(data['title'])} ({when})"


def short(text: str) -> str:
    """A text in one line, cut where it is long."""
    line = " ".join(text.split()) or "–"
    return line if len(line) <= 300 else f"{line[:299]}…"


def gathered(notices: list[Any], language: Language) -> list[str]:
    """Remarks, each once with the rows it is about."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for notice in notices:
        rows.setdefault((notice.place.sheet, notice.place.column, notice.text), []).append(notice.place.row)
    found = []
    for (sheet, column, text), numbers in rows.items():
        where = sheet
        if len(numbers) > 1:
            where = language.say("{sheet}, rows {rows}", sheet=sheet, rows=stretches(numbers))
        elif numbers[0]:
            where = language.say("{sheet}, row {row}", sheet=sheet, row=numbers[0])
        found.append(f"{', '.join(filter(None, (where, column)))}: {text}")
    return found


def stretches(numbers: list[int]) -> str:
    """Numbers of rows, those that follow each other as one: `3–5, 9`."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}–{run[-1]}" for run in found)


def say_nothing_written(changes: Any, language: Language) -> None:
    if changes.nothing:
        sentence = language.say("The exercise is already as the sheet has it.")
    else:
        sentence = language.say("Nothing was written; --out DIR writes the exercise with these changes.")
    make_console().print(Text(sentence))
