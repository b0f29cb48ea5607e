"""What the host asks (which runs there are, a new one), and the door: a link or a code becomes a token."""

from contextlib import suppress
from typing import TypedDict

from flask import Blueprint, Response

from engine.play.commands import Command, Refusal
from engine.play.commands.declared import Seat
from engine.play.permissions import OBSERVER
from engine.play.state import PLAYERS
from engine.record.log import LogError
from engine.rules.problems import ExerciseError
from engine.words.handbook import choices
from engine.words.printed import Choices
from web.access import within_pace
from web.api import answers
from web.api.answers import Fault
from web.api.asking import body, sparingly, the_host
from web.api.looking import ME
from web.codes import TooMany, opened
from web.seats import read_join
from web.visitor import SCREEN, runs


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/exercises", "exercises", exercises)
    blueprint.add_url_rule("/runs", "runs", every_run)
    blueprint.add_url_rule("/runs", "start", start, methods=["POST"])
    blueprint.add_url_rule("/join", "join", join, methods=["POST"])


def exercises() -> Response:
    """The exercises there are, with what there is to choose."""
    place, spoken = the_host(), answers.language().code
    return answers.answer({"exercises": [offered(name, spoken) for name in place.exercises.names()]})


UNSOUND = "This exercise has problems and cannot be played: {why}"


class Playable(Choices):
    """An exercise that can be played, with what there is to choose."""

    sound: bool


class Unplayable(TypedDict):
    """One that has problems."""

    id: str
    title: str
    sound: bool


class Unreadable(TypedDict):
    """A run that cannot be read, and why."""

    run: str
    readable: bool
    why: str


class RunTold(TypedDict):
    """Where a run stands, with the token of its control."""

    run: str
    readable: bool
    token: str
    exercise: str
    title: str
    turn: int
    turns: int
    month: str
    phase: str
    ready: bool
    preset: str
    finished: bool


def offered(name: str, spoken: str) -> Playable | Unplayable:
    """An exercise, or that it cannot be played as it stands."""
    try:
        return {**choices(runs().exercises.exercise(name), spoken), "id": name, "sound": True}
    except Exception:  # an ExerciseError, or whatever else somebody has put into the folder
        return {"id": name, "title": name, "sound": False}


def every_run() -> Response:
    """Every run, the newest first, with the token of its control."""
    place, spoken = the_host(), answers.language().code
    found = []
    for name in place.names():
        with suppress(KeyError):  # it was moved away while we looked
            found.append(run_of(name, spoken))
    return answers.answer({"runs": found})


def run_of(name: str, spoken: str) -> RunTold | Unreadable:
    """Where a run stands, from what everybody may see. Raises KeyError."""
    token = runs().seats(name).token("control")
    try:
        view = runs().run(name).picture(SCREEN, spoken)
    except KeyError:
        raise
    except Exception as fault:  # whatever somebody has put into the folder: the others are listed
        why = str(fault) if isinstance(fault, LogError) else f"{type(fault).__name__}: {fault}"
        return {"run": name, "readable": False, "why": why}
    return {
        "run": name,
        "readable": True,
        "token": token,
        "exercise": view["exercise"],
        "title": view["title"],
        "turn": view["turn"],
        "turns": view["turns"],
        "month": view["month"],
        "phase": view["phase"],
        "ready": view["ready"],
        "preset": view["preset"],
        "finished": view["finished"],
    }


def start() -> Response:
    """Begin a run of an exercise."""
    place, sent = the_host(), body("start")
    sparingly()
    if sent["exercise"] not in place.exercises.names():
        return answers.of_refusal(Refusal("There is no such exercise here."))
    try:
        made = place.start(
            sent["exercise"],
            sent.get("format"),
            sent.get("preset"),
            sent.get("people", []),
            sent.get("name", ""),
            sent.get("drafts", True),
        )
    except Refusal as refusal:
        return answers.of_refusal(refusal)
    except ExerciseError as fault:
        return answers.of_refusal(Refusal(UNSOUND, why=str(fault)))
    except (LogError, OSError, KeyError):
        raise Fault(500) from None
    runs().changed()
    return answers.answer({"run": made.name, "token": runs().seats(made.name).token("control")}, 201)


def join() -> Response:
    """Take a seat by its link or its code; a bot that sat there gives way, and the log says so.

    Where a person sits already, a program that joins them changes nothing.
    """
    sent = body("join")
    link, code = sent.get("link", ""), sent.get("code", "")
    try:
        found = opened(lambda: by_link(link) if link else runs().by_code(code), link or code)
    except TooMany:
        raise Fault(429) from None
    if found is None:
        raise Fault(404)
    name, seat = found
    try:
        open_run, seats = runs().run(name), runs().seats(name)
        if not within_pace(open_run, seat):
            raise Fault(429)
        frame = open_run.picture(SCREEN, "en")
        if (
            seat not in (SCREEN, OBSERVER)
            and frame["seats"].get(seat) not in PLAYERS
            and not frame["finished"]
        ):
            with suppress(Refusal):  # somebody has just done it, or the run has just ended
                open_run.do(Command.of(Seat(seat=seat, by=sent.get("by", "person")), seat))
        seats.take(seat)
    except LogError:
        raise Fault(500) from None
    if sent.get("name"):
        seats.sit(seat, ME, sent["name"])
    open_run.extra += 1
    runs().changed()
    return answers.answer({"run": name, "seat": seat, "token": seats.token(seat)})


def by_link(link: str) -> tuple[str, str] | None:
    """The run and the seat of a link that holds; its whole address will do."""
    found = read_join(runs().key, link.rpartition("/")[2].strip())
    if found is None:
        return None
    name, seat, secret = found
    try:
        return (name, seat) if runs().seats(name).holds(seat, secret) else None
    except KeyError:
        return None
