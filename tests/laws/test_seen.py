"""What every seat gets to see is what its type says: no key more, none less, and every key has a meaning."""

from collections.abc import Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path
from types import UnionType
from typing import (
    Annotated,
    Any,
    Literal,
    NotRequired,
    Required,
    Union,
    get_args,
    get_origin,
    get_type_hints,
    is_typeddict,
)

from msgspec import Meta

from engine.play import injects
from engine.play.commands import Command, Refusal
from engine.play.permissions import releasable
from engine.record.run import Run
from engine.review.replay import Replay
from engine.rules import load
from engine.rules.exercise import Exercise
from engine.views import draft_preview, inject_preview, levers, seen, view
from engine.views.journal import Journal
from engine.views.seen import VIEWS
from tests.laws.people import People

ROOTS = (*VIEWS.values(), seen.Preview, seen.Levers)
RUNS = (("korea-2025", "host", 0), ("korea-2025", "facilitator", 5), ("grey-strait", "round_table", 0))
"""Which exercises are played, with which presets and seeds: together they come to nearly every key."""
RARE = {
    *(f"SoughtFact.{key}" for key in ("number", "turn", "phase", "text", "line", "kind", "details")),
    *("SoughtDetails.inject", "Lapsed.ruling", "Lapsed.title", "ForetoldPlain.path"),
    *("Waiting.question", "Waiting.ruling"),
    *("PublicView.journal", "SeatView.journal", "ControlRoleView.journal"),
}
"""Keys that they do not come to."""


@cache
def keys_of(kind: type) -> dict[str, Any]:
    return get_type_hints(kind, include_extras=True)


def bare(kind: Any) -> tuple[Any, list[Meta]]:
    """A type without what is said of it, and that."""
    said: list[Meta] = []
    while get_origin(kind) in (Annotated, NotRequired, Required):
        if get_origin(kind) is Annotated:
            said += [part for part in kind.__metadata__ if isinstance(part, Meta)]
        kind = get_args(kind)[0]
    return kind, said


def faults(value: Any, kind: Any, at: str, met: set[tuple[str, str]]) -> Iterator[str]:
    """Where a value is not of a type; `met` takes the keys of types that were there."""
    kind, said = bare(kind)
    for meta in said:
        known = (meta.extra_json_schema or {}).get("enum")
        if known and value not in known:
            yield f"{at}: {value!r} is none of {known}"
        if (meta.ge is not None and value < meta.ge) or (meta.le is not None and value > meta.le):
            yield f"{at}: {value!r} is out of range"
    origin = get_origin(kind)
    if is_typeddict(kind):
        yield from faults_of_keys(value, kind, at, met)
    elif origin in (Union, UnionType):
        yield from faults_of_one(value, get_args(kind), at, met)
    elif origin is Literal:
        if value not in get_args(kind):
            yield f"{at}: {value!r} is none of {get_args(kind)}"
    elif origin is list:
        if type(value) is not list:
            yield f"{at}: {type(value).__name__} is no list"
            return
        for entry in value:
            yield from faults(entry, get_args(kind)[0], f"{at}[]", met)
    elif origin is dict:
        if type(value) is not dict:
            yield f"{at}: {type(value).__name__} is no dict"
            return
        for key, entry in value.items():
            yield from faults(key, get_args(kind)[0], f"{at} key", met)
            yield from faults(entry, get_args(kind)[1], f"{at}.*", met)
    elif type(value) is not kind and not (kind is float and type(value) is int):
        yield f"{at}: {type(value).__name__} is no {getattr(kind, '__name__', kind)}"


def faults_of_keys(value: Any, kind: Any, at: str, met: set[tuple[str, str]]) -> Iterator[str]:
    if type(value) is not dict:
        yield f"{at}: {type(value).__name__} is no dict"
        return
    known = keys_of(kind)
    for key in value.keys() - known.keys():
        yield f"{at}.{key}: {kind.__name__} does not know it"
    for key in kind.__required_keys__ - value.keys():
        yield f"{at}.{key}: {kind.__name__} needs it"
    for key in value.keys() & known.keys():
        met.add((kind.__name__, key))
        yield from faults(value[key], known[key], f"{at}.{key}", met)


def faults_of_one(value: Any, kinds: tuple[Any, ...], at: str, met: set[tuple[str, str]]) -> Iterator[str]:
    """Of a union: of several maps the one that its `kind` names, else any that fits."""
    maps = [kind for kind in kinds if is_typeddict(kind)]
    if len(maps) > 1 and isinstance(value, dict):
        named = [kind for kind in maps if value.get("kind") in get_args(bare(keys_of(kind)["kind"])[0])]
        if not named:
            yield f"{at}: no type for the kind {value.get('kind')!r}"
            return
        kinds, at = (named[0],), f"{at}<{value['kind']}>"
    found = []
    for kind in kinds:
        inner: set[tuple[str, str]] = set()
        found.append(list(faults(value, kind, at, inner)))
        if not found[-1]:
            met |= inner
            return
    yield from min(found, key=len)


def reachable() -> list[type]:
    """Every map that a view can hold."""
    found: dict[type, None] = {}

    def look(kind: Any) -> None:
        kind = bare(kind)[0]
        if is_typeddict(kind):
            if kind not in found:
                found[kind] = None
                for part in keys_of(kind).values():
                    look(part)
        else:
            for part in get_args(kind):
                look(part)

    for root in ROOTS:
        look(root)
    return list(found)


def looks(run: Run, language: str, told: int) -> Iterator[tuple[str, Any, Any]]:
    """Views of this moment, and what control tries out, each with its type; of the story what is new."""
    clock = run.timer.picture(10, run.clock())
    for seat in (*run.exercise.roles, "control", "observer", "public"):
        found = view(run.state, seat, language)
        open_run: dict[str, Any] = {**found, "clock": clock, "story": found["story"][told:]}
        if seat == "control":
            open_run["journal"] = Journal(run.state, language).tell(run.log.lines, 5)
        yield seat, open_run, VIEWS[found["kind"]]
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
    """What people at random seldom come to: a role asks for an inject, control overrides and takes back."""
    for role in company.roles:
        for name in releasable(company.run.state, role):
            company.attempt(Command("release", role, {"inject": name}))
    if company.run.state.game.phase == "rulings":
        company.attempt(company.override())
    if moment == 12:
        company.attempt(company.counting())
        company.attempt(company.undo())


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
            for at, found, kind in looks(run, ("en", "pl")[moment % 2], told):
                assert not (wrong := list(faults(found, kind, at, met))[:8]), "\n".join(wrong)
            told = len(view(run.state, "public")["story"])
        company.play(most=400)
        assert not list(faults(levers(run.state), seen.Levers, "levers", met))
        for at, found, kind in looks(run, "en", 0):
            assert not (wrong := list(faults(found, kind, at, met))[:8]), "\n".join(wrong)
    known = {f"{kind.__name__}.{key}" for kind in reachable() for key in keys_of(kind)}
    missing = sorted(known - {f"{name}.{key}" for name, key in met} - RARE)
    assert not missing, "\n".join(missing)


def test_every_key_has_a_meaning() -> None:
    """A sentence of its own or that of its type, and every type has one."""
    for kind in reachable():
        assert kind.__doc__, f"{kind.__name__} does not say what it is"
        for key, said in keys_of(kind).items():
            plain, metas = bare(said)
            if is_typeddict(plain) or get_origin(plain) is Literal:  # the docstring of the type says it
                continue
            sentences = [meta.description or "" for meta in metas]
            assert sentences, f"{kind.__name__}.{key} has no meaning"
            assert all(len(sentence) > 7 and sentence.endswith(".") for sentence in sentences), (
                f"{kind.__name__}.{key} says {sentences}"
            )


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
