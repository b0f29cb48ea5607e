"""What many runs say: of an exercise, in the terminal and on a page, and of a run that has ended."""

import time
from pathlib import Path
from typing import Any

from engine.record.run import Run
from engine.rehearsal.question import Question, answer
from engine.review.decided import decided
from engine.review.turning_points import course
from engine.rules.exercise import Exercise
from tests.looks.console import typed
from tests.looks.engine import CODES, Looks
from tests.looks.web import said, standing
from tests.web.company import Company
from web.apart import looked_back
from web.beside import Computation
from web.run_odds import ended

RUNS, FEW = 200, 6
"""Runs that a question is asked of, enough for remarks, and those by which the odds of a run are found."""
MOST_MOVES = 30
"""Of a larger exercise it takes too long to change one thing after the other."""


def of_exercise(exercise: Exercise) -> Looks:
    """What `rehearse` says of it, question by question."""
    role, inject = next(iter(exercise.roles)), next(iter(exercise.file.injects))
    asked: list[tuple[str, ...]] = [
        (),
        ("--weights",),
        ("--play", "chance"),
        ("--play", "mixed:30", "--seat", f"{role}=pass"),
        ("--set", "bank=2", "--without", inject),
        ("--questions",),
    ]
    if len(exercise.file.moves) <= MOST_MOVES:
        asked += [("--limits",), ("--moves",), ("--sensitivity",), ("--best-reply", "all")]
    for words in asked:
        for code in CODES:
            shown = typed("rehearse", exercise.id, "--runs", f"{RUNS}", *words, "--lang", code)
            yield f"terminal: rehearse {' '.join(words)}", shown
        yield (
            f"data: rehearse {' '.join(words)}",
            typed("rehearse", exercise.id, "--runs", f"{RUNS}", *words, "--json"),
        )


def of_pages(exercise: Exercise, folder: Path) -> Looks:
    """The page of a rehearsal, filled in and answered, and its sheets."""
    company = Company(folder)
    host, role = company.host(), next(iter(exercise.roles))
    asked: dict[str, Any] = {"exercise": exercise.id, "runs": f"{RUNS}", "seed": "7", "play": "doctrine"}
    more: list[dict[str, Any]] = [{}, {"set": ["bank"], "to": ["2"], "weights": "on"}]
    if len(exercise.file.moves) <= MOST_MOVES:
        more.append({"limits": "on", "moves": "on", "sensitivity": "on", "reply": role})
    try:
        yield "page: rehearsal", said(host.get(f"/rehearsal?exercise={exercise.id}"))
        for fields in more:
            address = host.post("/rehearsal", asked | fields).headers["Location"]
            while "data-going" in host.get(address).get_data(as_text=True):
                time.sleep(0.02)
            for code in CODES:
                yield "page: rehearsed", said(host.get(address, headers={"Accept-Language": code}))
            for sheet in ("endings", "tracks", "differences", "limits", "moves", "weights", "best_replies"):
                yield f"sheet: {sheet}", said(host.get(f"{address}/{sheet}.csv"))
    finally:
        company.runs.beside.close()


def of_end(run: Run, folder: Path) -> Looks:
    """What decided a run: the points in words, and the pages that lead through them."""
    game = run.state.game
    made = course(run, runs=FEW), answer(Question(run.exercise, FEW, 0, game.format, game.preset))
    company, name = Company(folder), run.log.path.stem
    open_run = company.serve(name, standing(run))
    debrief = open_run.open_debrief()
    for code in CODES:
        for key, shown in decided(run.state, made[0], code, made[1]).items():
            yield f"decided: {key}", shown
    with debrief.reading():
        known: Computation[Any] = Computation(looked_back, b"")
        known.stage, known.made = "done", made
        debrief.run_odds.known = ended(debrief.run.state.game), known
    host = company.host()
    for page in ("decided", "hot-wash", "claims"):
        for code in CODES:
            address = f"/run/{name}/control/debrief/{page}"
            yield f"page: {page}", said(host.get(address, headers={"Accept-Language": code}))
