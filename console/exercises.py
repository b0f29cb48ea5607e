"""Commands about exercises: list, check, schema."""

import json
import sys
from textwrap import shorten
from typing import Any

from console.speech import speech

WIDTH = 80
"""Columns of a line: what the narrowest terminal shows without a break."""


def list_exercises(lang: str | None) -> None:
    """A line for each exercise that ships."""
    from engine.rules.load import names, shipped

    language = speech(lang)
    for name in names():
        head = heading(shipped() / name)
        about = ". ".join(filter(None, (language.text(head.get(part)) for part in ("title", "subtitle"))))
        print(shorten(f"{name:<13}{about}", WIDTH, placeholder=" …", break_on_hyphens=False))


def heading(folder: Any) -> dict[str, Any]:
    """What an exercise says of itself, without reading the whole of it."""
    from engine.rules.read import read

    first = folder / "exercise.yaml"
    return dict(read(first if first.exists() else folder).data)


def check_exercise(name: str, as_json: bool) -> int:
    """Print what is found; 0 where there is no error."""
    from engine.rules.counts import counts
    from engine.rules.load import examine
    from engine.rules.problems import ExerciseError
    from engine.words.locale import languages

    numbers: dict[str, int] = {}
    try:
        exercise, findings = examine(name)
        for place, code in enumerate(exercise.file.languages):
            if code not in languages():
                message = f"no folder in engine/locale speaks '{code}'; the program's own words stay English"
                findings.warn(("languages", place), "unspoken", message)
        problems = list(findings.problems)
        if not findings.errors:
            numbers = counts(exercise)
    except ExerciseError as fault:
        problems = list(fault.problems)
    if as_json:
        import msgspec

        found = {"counts": numbers, "problems": [msgspec.to_builtins(problem) for problem in problems]}
        print(json.dumps(found, ensure_ascii=False, indent=1))
    else:
        report(name, numbers, problems)
    return int(any(problem.severity == "error" for problem in problems))


def report(name: str, numbers: dict[str, int], problems: list[Any]) -> None:
    """Problems one a line, as compilers print them; the counts where the exercise is sound.

    They are what was asked for, so they go to stdout; only that there is no such exercise is an error.
    """
    to = sys.stderr if any(problem.code == "not-found" for problem in problems) else sys.stdout
    for problem in problems:
        warning = "warning: " if problem.severity == "warning" else ""
        print(f"{problem.file}:{problem.line}:{problem.column}: {warning}{problem.message}", file=to)
    errors = sum(problem.severity == "error" for problem in problems)
    if errors:
        print(f"{counted(errors, 'problems')} in {name}.", file=to)
    else:
        print(f"{name} is sound: {', '.join(counted(number, kind) for kind, number in numbers.items())}.")


def counted(number: int, kind: str) -> str:
    """A number with its noun, which is given in the plural."""
    noun = kind.replace("_", " ")
    return f"{number} {noun.removesuffix('s') if number == 1 else noun}"


def print_schema(part: bool) -> None:
    """The JSON Schema of the exercise format, or of one of several files that add up to an exercise."""
    from engine.rules.schema import json_schema

    print(json.dumps(json_schema(part=part), ensure_ascii=False, indent=1))
