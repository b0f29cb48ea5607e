"""What every seat gets to see is what its type says: no key more, none less, and every key has a meaning."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.play import injects, phases
from engine.play.commands import Command, Refusal
from engine.play.draft import Draft
from engine.play.messages import sender_of
from engine.play.permissions import releasable
from engine.record.run import Run
from engine.review.replay import Replay
from engine.rules import load
from engine.rules.exercise import Exercise, Order
from engine.views import decision, draft_preview, inject_preview, levers, seen, view
from engine.views.journal import Journal
from engine.views.seen import VIEWS
from tests.laws.declared import faults, never_met, reachable, without_meaning
from tests.laws.people import People

ROOTS = (*VIEWS.values(), seen.Preview, seen.Levers, seen.Decision)
RUNS = (
    ("korea-2025", "host", 0),
    ("korea-2025", "facilitator", 1),
    ("korea-2025", "facilitator", 5),
    ("grey-strait", "round_table", 0),
)
"""Which exercises are played, with which presets and seeds: together they come to nearly every key."""
RARE = {
    *(f"SoughtFact.{key}" for key in ("number", "turn", "phase", "text", "line", "kind", "details")),
    *("SoughtDetails.inject", "Lapsed.ruling", "Lapsed.title", "ForetoldPlain.path"),
    *("Waiting.question", "Waiting.ruling", "Rung.misleads"),
    *("PublicView.journal", "SeatView.journal", "ControlRoleView.journal"),
}
"""Keys that they do not come to."""


def looks(run: Run, language: str, told: int) -> Iterator[tuple[str, Any, Any]]:
    """Views of this moment, and what control tries out, each with its type; of the story what is new."""
    clock = run.timer.picture(10, run.clock())
    for seat in (*run.exercise.roles, "control", "observer", "public"):
        found = view(run.state, seat, language)
        open_run: dict[str, Any] = {**found, "clock": clock, "story": found["story"][told:]}
        if seat == "control":
            open_run["journal"] = Journal(run.state, language).tell(run.log.lines, 5)
        yield seat, open_run, VIEWS[found["kind"]]
    for role in run.exercise.roles if not run.state.game.finished else ():
        asked = run.state.game.questions.values()
        questions = (one.id for one in asked if one.to == role and not one.free)
        orders = (order.key for order in run.exercise.orders_of[role][told % 3 :: 3])
        for about in (*orders, *questions, *run.exercise.agreements):
            yield about, decision(run.state, role, about, language), seen.Decision
    for due in injects.tray(run.state)[:2]:
        if not due.blocked:
            rule = run.exercise.injects.get(due.inject)
            choices = {name: words[0] for name, words in rule.inject.choose.items()} if rule else {}
            yield due.inject, inject_preview(run.state, due.inject, choices, language), seen.Preview
    for template in list(run.exercise.file.templates.values())[:2]:
        data = {"text": "Words", "to": list(run.exercise.roles), "effects": template.then}
        with suppress(Refusal):
            yield "draft", draft_preview(run.state, data, language), seen.Preview


def more(company: People, moment: int) -> None:
    """What people at random seldom come to: somebody comments on a draft, a role asks for an inject, a
    carrier carries and has another order refused, control overrides and takes back.
    """
    for role in company.roles:
        order = company.run.exercise.orders_of[role][0]
        draft = {"orders": [{"order": order.key}], "seal": False, "comment": company.text()}
        company.attempt(Command("orders", role, draft))
    phase = company.run.state.game.phase
    if phase == "consultation":
        for order in carrying(company):
            data = {"carry": True, "through": order.role, "text": company.text()}
            company.attempt(Command("message", sender_of(order), data))
    if phase == "orders":
        able = {role: phases.budget(Draft(company.run.state), role) for role in company.roles}
        for order in carrying(company):
            orders = [
                order,
                *(one for one in company.run.exercise.orders_of[order.role] if able[order.role].refusal(one)),
            ]
            data = {"orders": [{"order": one.key} for one in orders[:2]], "seal": True}
            company.attempt(Command("orders", order.role, data))
    for role in company.roles:
        for name in releasable(company.run.state, role):
            company.attempt(Command("release", role, {"inject": name}))
    if phase == "rulings":
        company.attempt(company.override())
    if moment == 12:
        company.attempt(company.counting())
        company.attempt(company.undo())


def carrying(company: People) -> list[Order]:
    """The orders that carry a letter."""
    return [order for order in company.run.exercise.orders.values() if sender_of(order)]


def test_every_view_is_what_its_type_says(tmp_path: Path) -> None:
    """Of every seat, at many moments of runs in which people do at random what they may, in both languages;
    and every key that a type knows is there at some time, or it would be a meaning without a thing.
    """
    met: set[tuple[str, str]] = set()
    for number, (name, preset, seed) in enumerate(RUNS):
        exercise = load.load(name)
        people = list(exercise.roles)[: 3 + number]
        run = Run.start(
            exercise, tmp_path / f"{number}.jsonl", seed=seed, preset=preset, people=people, ready=number == 2
        )
        company, told = People(run, seed), 0
        for moment in range(60):
            if run.state.game.finished:
                break
            company.play(acts=7, most=3)
            more(company, moment)
            if moment % 2 and run.state.game.phase not in ("orders", "rulings"):
                continue
            for at, found, kind in looks(run, ("en", "pl")[moment // 2 % 2], told):
                assert not (wrong := list(faults(found, kind, at, met))[:8]), "\n".join(wrong)
            told = len(view(run.state, "public")["story"])
        company.play(most=400)
        assert not list(faults(levers(run.state), seen.Levers, "levers", met))
        for at, found, kind in looks(run, "en", 0):
            assert not (wrong := list(faults(found, kind, at, met))[:8]), "\n".join(wrong)
    missing = never_met(reachable(ROOTS), met, RARE)
    assert not missing, "\n".join(missing)


def test_every_key_has_a_meaning() -> None:
    """A sentence of its own or that of its type, and every type has one."""
    assert not (found := list(without_meaning(reachable(ROOTS)))), "\n".join(found)


def test_the_kinds_of_views_are_told_apart(exercise: Exercise, path: Path) -> None:
    run = Run.start(exercise, path)
    role = next(iter(exercise.roles))
    found = {seat: view(run.state, seat)["kind"] for seat in ("public", role, "control", "observer")}
    assert found == {"public": "public", role: "role", "control": "control", "observer": "control"}
    for seat, kind in found.items():
        assert seen.is_control(view(run.state, seat)) == (kind == "control")
        assert seen.is_role(view(run.state, seat)) == (kind == "role")


def test_the_replay_shows_views_of_the_same_types(exercise: Exercise, path: Path) -> None:
    run = Run.start(exercise, path, seed=3)
    while not run.state.game.finished:
        run.press_on()
    replay, role = Replay(run), next(iter(exercise.roles))
    for eyes in ("control", role, "public"):
        for stop in range(1, len(replay.stops(eyes)) + 1, 40):
            found = replay.picture(stop, eyes)
            assert not list(faults(found, VIEWS[found["kind"]], eyes, set()))
            assert not list(faults(replay.fresh(stop, eyes), list[seen.Fact], eyes, set()))
