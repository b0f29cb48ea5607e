"""The form that asks a rehearsal: what there is to choose, and what was chosen."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, NamedTuple

from werkzeug.datastructures import MultiDict

from engine.play.refusal import Refusal
from engine.play.scores import scored
from engine.play.state import Game, State
from engine.rules.exercise import Exercise
from engine.rules.problems import among
from engine.rules.shown import marks
from engine.words.language import Language
from engine.words.wording import Wording

if TYPE_CHECKING:
    from engine.rehearsal.inquiry import Inquiry
    from engine.rehearsal.policies import Play

Form = MultiDict[str, str]
RUNS = (1_000, 10_000, 50_000)
"""How many runs can be asked for at once."""
MOST_SEED = 2**62
POLICIES = ("doctrine", "chance", "mixed:50", "pass")
OFFERED = "offered"
"""How control is played that releases what is offered, too."""
ROWS = 3
"""Numbers that can be changed at once."""
ALL = "all"


class Choice(NamedTuple):
    """One thing to choose."""

    value: str
    title: str


class SeatChoice(NamedTuple):
    """A seat with how it can be played."""

    role: str
    title: str
    mark: str
    ways: list[Choice]


class Asking(NamedTuple):
    """Everything there is to choose."""

    formats: list[Choice]
    presets: list[Choice]
    runs: list[int]
    ways: list[Choice]
    seats: list[SeatChoice]
    numbers: list[Choice]
    injects: list[Choice]
    replies: list[Choice]
    paired: int
    """How many paired questions the exercise names that can be asked here."""


def asking(exercise: Exercise, form: Form, language: Language, *, from_start: bool) -> Asking:
    """What there is to choose of an exercise; of a run, neither format nor preset nor the start of tracks."""
    file, text, wording = exercise.file, language.text, Wording(exercise, language)
    shapes = marks(exercise)
    return Asking(
        [Choice(name, text(entry.title)) for name, entry in file.formats.items()] if from_start else [],
        [Choice(name, text(entry.title)) for name, entry in file.presets.items()] if from_start else [],
        list(RUNS),
        ways(form.get("play", ""), language),
        [
            SeatChoice(
                role,
                wording.role(role),
                shapes[role],
                [
                    Choice("", language.say("as everybody")),
                    *ways(form.get(f"seat.{role}", ""), language),
                ],
            )
            for role in exercise.roles
        ]
        + [control(language)],
        list(numbers(exercise, language, from_start=from_start)),
        [Choice(name, f"{name} · {text(entry.title)}") for name, entry in file.injects.items()],
        [Choice(role, wording.role(role)) for role in exercise.roles],
        len(file.rehearsals) if from_start else 0,
    )


def control(language: Language) -> SeatChoice:
    """Control, which can release what is offered, too, and not only what the timetable names."""
    say = language.say
    found = [Choice("", say("as everybody")), Choice(OFFERED, say("releases what is offered, too"))]
    return SeatChoice("control", say("Control"), "control", found)


def ways(chosen: str, language: Language) -> list[Choice]:
    """How seats can be played; one that was asked for otherwise stands with them."""
    say = language.say
    titles = (
        say("by doctrine"),
        say("by chance"),
        say("half of all turns by chance"),
        say("pass: no order, no answer"),
    )
    found = [Choice(value, title) for value, title in zip(POLICIES, titles, strict=True)]
    if chosen and chosen not in POLICIES:
        kind, _, rest = chosen.partition(":")
        said = (
            say("these orders first: {orders}", orders=rest.replace(",", ", "))
            if kind == "orders"
            else chosen
        )
        found.append(Choice(chosen, said))
    return found


def numbers(exercise: Exercise, language: Language, *, from_start: bool) -> Iterator[Choice]:
    """Every number that can be another one, with what it is now."""
    from engine.rehearsal import leverage

    for name, value in leverage.numbers(exercise.data).items():
        yield Choice(name, f"{limit_title(name, exercise, language)} ({value})")
    for name, track in exercise.file.tracks.items() if from_start else ():
        title = language.say("Start of {track}", track=language.text(track.title))
        yield Choice(name, f"{title} ({exercise.data['tracks'][name].get('start', track.min)})")


def limit_title(name: str, exercise: Exercise, language: Language) -> str:
    """A limit in words, by the name that it is changed by."""
    kind, _, of = name.partition(".")
    file, text, say = exercise.file, language.text, language.say
    if kind == "income":
        return say("Income: {role}", role=text(file.roles[of].title))
    if kind == "cost":
        return say("Cost: {move}", move=text(file.moves[of].title))
    titles = {
        "bank": say("Bank of capital"),
        "paid": say("Paid orders a turn"),
        "free": say("Free orders a turn"),
        "fades": say("Unspent capital that fades"),
    }
    return titles[name]


# What was chosen


def read(exercise: Exercise, form: Form, start: State | None) -> "Inquiry":
    """What a form asks. Raises Refusal for what makes no sense."""
    from engine.rehearsal.inquiry import Inquiry
    from engine.rehearsal.question import Question

    file = exercise.file
    if start and start.game.finished:
        raise Refusal("This run has ended. Rehearse a fork of it, or its exercise.")
    format_id = start.game.format if start else form.get("format") or exercise.default_format
    preset = start.game.preset if start else form.get("preset") or exercise.default_preset
    known(format_id, file.formats, "There is no format '{name}'.{help}")
    if preset:
        known(preset, file.presets, "There is no preset '{name}'.{help}")
    question = Question(
        exercise, runs(form), seed(form), format_id, preset, dict(plays(exercise, form)), start=start
    )
    without = tuple(dict.fromkeys(form.getlist("without")))
    for name in without:
        known(name, file.injects, "There is no inject '{name}'.{help}")
    return Inquiry(
        question,
        settings(form),
        without,
        replies(exercise, preset, form.get("reply", "")),
        "limits" in form,
        "moves" in form,
        "weights" in form,
        "sensitivity" in form,
        "paired" in form and start is None and bool(file.rehearsals),
    )


def known(name: str, names: Collection[str], message: str) -> None:
    """Raise Refusal where a name is none of these."""
    if name not in names:
        raise Refusal(message, name=name[:80], help=among(name, names))


def runs(form: Form) -> int:
    number = whole(form.get("runs", str(RUNS[1])))
    if number is None or not 1 <= number <= RUNS[-1]:
        raise Refusal("Between 1 and {most} runs can be asked for at once.", most=RUNS[-1])
    return number


def seed(form: Form) -> int:
    number = whole(form.get("seed", "") or "0")
    if number is None or not 0 <= number <= MOST_SEED:
        raise Refusal("The first seed is a whole number, 0 or more.")
    return number


def whole(text: str) -> int | None:
    """A whole number as it was typed; None where it is none."""
    text = text.strip().replace("\u2212", "-")
    digits = text.removeprefix("-").removeprefix("+")
    return int(text) if digits.isascii() and digits.isdigit() and len(digits) < 20 else None


def plays(exercise: Exercise, form: Form) -> Iterator[tuple[str, "Play"]]:
    """How each seat is played, and control."""
    from engine.rehearsal.policies import Play
    from engine.rehearsal.question import play

    everybody = play(form.get("play") or "doctrine", exercise)
    for seat in (*exercise.roles, "control"):
        own = form.get(f"seat.{seat}", "")[:400]
        if seat == "control" and own == OFFERED:
            yield seat, Play(OFFERED)
            continue
        way = play(own, exercise) if own else everybody
        for key in way.orders:
            if exercise.orders[key].role != seat:
                raise Refusal("'{order}' is no order of {role}.", order=key, role=seat)
        yield seat, way


def settings(form: Form) -> dict[str, int]:
    """Other numbers, by what they belong to."""
    found = {}
    for name, text in zip(form.getlist("set"), form.getlist("to"), strict=False):
        if not name:
            continue
        number = whole(text)
        if number is None:
            raise Refusal(
                "'{value}' is no whole number: say what '{name}' is to be.", value=text[:40], name=name[:80]
            )
        found[name] = number
    return found


def replies(exercise: Exercise, preset: str, asked: str) -> tuple[str, ...]:
    """The seats whose best reply is searched: those with a score."""
    game = Game(exercise)
    game.preset = preset
    seats = scored(exercise, game)
    if asked not in ("", ALL):
        known(asked, seats, "There is no seat '{name}' with a score.{help}")
    return tuple(seats) if asked == ALL else (asked,) if asked else ()


def rows(form: Form) -> list[tuple[str, str]]:
    """The rows of numbers to be changed, as they were filled in."""
    found = [*zip(form.getlist("set"), form.getlist("to"), strict=False)][:ROWS]
    return [*found, *[("", "")] * (ROWS - len(found))]
