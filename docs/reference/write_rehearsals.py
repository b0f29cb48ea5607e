"""`python -m docs.reference.write_rehearsals`: what the paired rehearsals of each exercise come to.

Beside the files of the exercise: the figures, a picture of each question, and both in its notes.

An exercise whose figures still hold is not played again, and what is made of them is written anew. With
`--anew` all are played: where rehearsals play otherwise although no rule has changed.
"""

import re
import sys
from pathlib import Path

from console.rehearsing import bar
from docs.reference.write_paper import rules
from engine.exchange.recorded import FILE
from engine.exchange.recorded import recorded as standing
from engine.pictures.pairs import paired_sheet
from engine.rehearsal.paired import Paired
from engine.rehearsal.recorded import RUNS, Recorded, record, to_json
from engine.review.claims import drawn
from engine.rules.exercise import Exercise
from engine.rules.load import load, names, shipped
from engine.words.language import Language

LANGUAGE = Language("en")
"""That of the notes."""
EDGE = 14
"""Between a picture and the end of the ground that it brings along."""
BLOCK = re.compile(r"<!-- rehearsed: (\w+) -->\n(.*?)<!-- /rehearsed -->", re.DOTALL)
"""What is written of a question in the notes, between the marks that say where."""


def rehearsed() -> list[Exercise]:
    """The shipped exercises that name paired rehearsals."""
    return [exercise for exercise in map(load, names()) if exercise.file.rehearsals]


def folder_of(exercise: Exercise) -> Path:
    return shipped() / exercise.id


def written(exercise: Exercise, recorded: Recorded) -> dict[Path, str]:
    """Every file that is made of a record, and what stands in it."""
    folder = folder_of(exercise)
    files = {folder / FILE: to_json(recorded).decode()}
    for found in recorded.found:
        files[folder / picture_of(found)] = picture(found, exercise)
    notes = folder / "NOTES.md"
    files[notes] = noted(notes.read_text(encoding="utf-8"), exercise, recorded)
    return files


def picture_of(found: Paired) -> str:
    """Where a picture lies, from the notes."""
    return f"pictures/{found.id}.svg"


# A picture that stands alone


def picture(found: Paired, exercise: Exercise) -> str:
    """A picture with its own colours, light or dark as the reader has them, and its own ground."""
    sheet = str(paired_sheet(drawn(found, exercise, LANGUAGE), LANGUAGE))
    head = re.match(r'<svg [^>]*?width="([\d.]+)" height="([\d.]+)" viewBox="[^"]*"[^>]*>', sheet)
    assert head
    width, height = (float(size) + 2 * EDGE for size in head.groups())
    place = f'x="{-EDGE}" y="{-EDGE}" width="{width:g}" height="{height:g}"'
    frame = f'width="{width:g}" height="{height:g}" viewBox="{-EDGE} {-EDGE} {width:g} {height:g}"'
    opened = re.sub(r'width="[^"]*" height="[^"]*" viewBox="[^"]*"', frame, head[0])
    ground = f'<rect {place} rx="6" class="fill-surface"/>'
    return f"{opened}<style>{styles(sheet)}</style>{ground}{sheet.removeprefix(head[0])}\n"


def styles(sheet: str) -> str:
    """The rules that this picture needs, first the light ones."""
    used = {name for names_ in re.findall(r'class="([^"]*)"', sheet) for name in names_.split()}
    used |= {"fill-surface"}

    def needed(*, dark: bool) -> str:
        kept = [
            f"{selector}{{{body}}}"
            for selector, body in rules(dark=dark)
            if set(re.findall(r"\.([\w-]+)", selector)) <= used | {"picture"}
        ]
        return "\n".join(kept)

    return f"\n{needed(dark=False)}\n@media (prefers-color-scheme: dark){{\n{needed(dark=True)}\n}}\n"


# The notes


def noted(notes: str, exercise: Exercise, recorded: Recorded) -> str:
    """The notes with what came of each question between its marks. Raises KeyError where one has none."""
    found = {entry.id: entry for entry in recorded.found}
    missing = found.keys() - {name for name, _ in BLOCK.findall(notes)}
    if missing:
        raise KeyError(f"the notes of {exercise.id} have no <!-- rehearsed: {missing.pop()} -->")

    def block(match: re.Match[str]) -> str:
        return f"<!-- rehearsed: {match[1]} -->\n{told(found[match[1]], exercise)}\n<!-- /rehearsed -->"

    return BLOCK.sub(block, notes)


def told(found: Paired, exercise: Exercise) -> str:
    """A question in the notes: what it asks of which claims, its picture, and its figures as a table."""
    shown, entry = drawn(found, exercise, LANGUAGE), exercise.file.rehearsals[found.id]
    first, other = shown["sides"]
    because = ", ".join(name for name in entry.because if name in exercise.file.sources)
    rows = [
        f"| {figure['name']} | {' → '.join(figure['values'])} | {'' if figure['sure'] else '≈ '}"
        f"{figure['difference']} | {figure['interval']} |"
        for figure in shown["figures"]
    ]
    return "\n".join(
        (
            f"### {shown['title']}\n",
            f"{LANGUAGE.text(entry.ask)} ({because})\n",
            f"1. {first}",
            f"2. {other}\n",
            f"![{shown['title']}: each figure on both sides, and the difference]({picture_of(found)})\n",
            "| figure | 1 → 2 | difference | interval (95%) |",
            "|---|---|---|---|",
            *rows,
            f"\n{shown['note']}\n",
        )
    )


def main(*, anew: bool) -> None:
    for exercise in rehearsed():
        recorded = None if anew else standing(exercise)
        if recorded is None:
            with bar(exercise.id, LANGUAGE, 2 * RUNS * len(exercise.file.rehearsals)) as more:
                recorded = record(exercise, told=more)
        for path, text in written(exercise, recorded).items():
            path.parent.mkdir(exist_ok=True)
            path.write_text(text, encoding="utf-8")
        print(f"Written: {exercise.id}, {len(recorded.found)} paired rehearsals")


if __name__ == "__main__":
    main(anew="--anew" in sys.argv[1:])
