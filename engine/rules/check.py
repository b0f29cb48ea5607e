"""What an exercise means, checked: everything that loads and would still go wrong, or is surely not meant."""

from engine.rules.checks.agreements import check_agreements
from engine.rules.checks.argued import check_argued
from engine.rules.checks.checker import Checker
from engine.rules.checks.coverage import check_coverage
from engine.rules.checks.debrief import check_endings, check_evaluation, check_questions
from engine.rules.checks.expectations import check_expectations
from engine.rules.checks.guesses import check_guesses
from engine.rules.checks.guide import check_guide
from engine.rules.checks.injects import check_injects
from engine.rules.checks.moves import check_moves
from engine.rules.checks.names import check_names
from engine.rules.checks.rehearsals import check_rehearsals
from engine.rules.checks.roles import check_roles
from engine.rules.checks.scales import check_scales
from engine.rules.checks.schedule import check_schedule
from engine.rules.checks.seats import check_map, check_seats
from engine.rules.checks.secrecy import check_secrecy
from engine.rules.checks.sources import check_sources
from engine.rules.checks.texts import check_texts
from engine.rules.exercise import Exercise
from engine.rules.findings import Findings

OF_THE_FILE = (
    check_names,
    check_texts,
    check_sources,
    check_scales,
    check_schedule,
    check_agreements,
    check_argued,
    check_injects,
    check_seats,
    check_map,
    check_endings,
    check_expectations,
    check_questions,
    check_evaluation,
    check_guesses,
    check_guide,
)
OF_THE_MEANING = (check_coverage, check_moves, check_roles, check_secrecy, check_rehearsals)
"""These look at calls and orders, which are there once the tables are known not to run in a circle."""


def check(exercise: Exercise, findings: Findings) -> None:
    """Report everything that is wrong with the meaning of an exercise."""
    checker = Checker(exercise, findings)
    built = bool(exercise.steps)
    for part in (*OF_THE_FILE, *OF_THE_MEANING) if built else OF_THE_FILE:
        part(checker)
