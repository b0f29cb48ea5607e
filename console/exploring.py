"""`whitecell rehearse --find`: what a search finds and ordinary play does not, told, and written as runs."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

from rich.console import RenderableType
from rich.text import Text

from console.layout import part
from console.rehearsed import MOST_NAMED
from console.rehearsing import Asked, bar, source, understood
from console.screen import make_console
from console.speech import speech
from engine.play.refusal import Refusal
from engine.rehearsal.exploration import FAULTS, Explored, Find, explore
from engine.rehearsal.question import Crew, Question
from engine.review.explored import find_said, kind_said, written
from engine.words.language import Language

MOST_WRITTEN = 40
"""Finds of which the run is written: faults first, then the others as they came."""


def find(asked: Asked, folder: str, as_json: bool, lang: str | None, crew: Crew | None) -> int:
    """Search, write the runs, say what was found; 1 where a run fails or never ends. Raises Refusal."""
    language, console = speech(lang), make_console()
    question = understood(asked, source(asked.source, asked.turn))._replace(crew=crew)
    if question.start:
        raise Refusal("A search begins at the start of an exercise, not where a run stands.")
    if any(Path(folder).glob("*.run")):
        raise Refusal("There are runs in {folder} already; name another folder.", folder=folder)
    with bar(language.say("Runs"), language, question.runs) as told:
        explored = explore(question, told)
    found = sorted(explored.found, key=lambda entry: entry.kind not in FAULTS)
    paths = [
        write(question, entry, number, Path(folder)) for number, entry in enumerate(found[:MOST_WRITTEN])
    ]
    paths += [""] * (len(found) - len(paths))
    if as_json:
        listed = [
            {"kind": entry.kind, "id": entry.id, "turn": entry.turn, "seed": entry.script.seed, "run": path}
            for entry, path in zip(found, paths, strict=True)
        ]
        never = [{"kind": kind, "id": name} for kind, name in explored.never]
        plain = {"runs": explored.runs, "found": listed, "never": never}
        print(json.dumps(plain, ensure_ascii=False, indent=1))
    else:
        console.print(drawn(list(zip(found, paths, strict=True)), question, language))
        console.print(part(language.say("What never came"), *never_came(explored, language)))
    return int(any(entry.kind in ("crash", "endless") for entry in found))


def write(question: Question, entry: Find, number: int, folder: Path) -> str:
    """The path of the run of a find."""
    folder.mkdir(parents=True, exist_ok=True)
    name = "" if entry.kind == "crash" else re.sub(r"[^\w.-]+", "-", entry.id).strip("-")
    path = folder / f"{number + 1:02}-{entry.kind}{'-' if name else ''}{name}.run"
    written(question, entry, path)
    return str(path)


def drawn(found: list[tuple[Find, str]], question: Question, language: Language) -> RenderableType:
    """Each find in a sentence, with its run."""
    lines = []
    for entry, path in found:
        said = find_said(entry, question.exercise, language)
        lines.append(
            Text.assemble("– ", (said, "edge" if entry.kind in FAULTS else ""), (f"  {path}", "quiet"))
        )
    nothing = Text(language.say("The search came to nothing that ordinary play does not come to."))
    note = Text(
        language.say(
            "Ordinary play is doctrine, and doctrine and chance by halves. The search orders whatever may be "
            "ordered; signatures and answers stay with doctrine."
        ),
        "quiet",
    )
    return part(language.say("What a search finds"), *(lines or [nothing]), note)


def never_came(explored: Explored, language: Language) -> Iterator[Text]:
    """What came in no run of any kind, by kind."""
    for kind in dict.fromkeys(kind for kind, _ in explored.never):
        names = [name for of, name in explored.never if of == kind]
        more = f" … +{len(names) - MOST_NAMED}" if len(names) > MOST_NAMED else ""
        yield Text(f"{kind_said(kind, language)}: {', '.join(names[:MOST_NAMED])}{more}")
    if not explored.never:
        yield Text(language.say("Everything that can come came."))
