"""What to make of a rehearsal: the sentences that say it to an author who knows no statistics."""

from collections.abc import Collection, Iterator, Sequence

from engine.rehearsal.best_reply import Reply
from engine.rehearsal.figures import Figures, Goal
from engine.rules.exercise import Exercise
from engine.words.language import Language
from engine.words.wording import Wording

ENOUGH = 200
"""Runs from which on anything is made of them."""
HARDLY, NEARLY = 0.1, 0.9
"""Shares below and above which an objective decides nothing."""
MUCH = 1.0
"""Capital lost to the bank in each turn from which on it does not bind."""
IDLE = 0.1
"""Share of turns without an order from which on a seat has too little to do."""


def remarks(
    found: Figures, exercise: Exercise, language: Language, *, from_start: bool, doctrine: Collection[str]
) -> Iterator[str]:
    """What an author should look at, the gravest first. Nothing where nothing stands out, or of too few runs.

    `from_start` says whether the runs began with the exercise, `doctrine` which seats play by theirs.
    """
    say, total = language.say, len(found.objectives)
    if found.runs < ENOUGH:
        return
    early = [goal for goal in found.objectives if goal.at_start and from_start]
    free = [goal for goal in early if goal.share.part > NEARLY]
    if free:
        yield say(
            "{number} of {all} objectives are met before the first order and nearly always at the end: they "
            "reward nobody: {names}.",
            number=len(free),
            all=total,
            names=listed(free, exercise, language),
        )
    kept = [goal for goal in early if goal not in free]
    if kept:
        yield say(
            "{number} of {all} objectives are met before the first order and have only to be kept: {names}.",
            number=len(kept),
            all=total,
            names=listed(kept, exercise, language),
        )
    easy = [goal for goal in found.objectives if goal.share.part > NEARLY and goal not in free]
    if easy:
        yield say(
            "These objectives are met in more than 90 of 100 runs, as the seats play here: {names}.",
            names=listed(easy, exercise, language),
        )
    hard = [goal for goal in found.objectives if goal.share.part < HARDLY]
    if hard:
        yield say(
            "These objectives are met in fewer than 10 of 100 runs: {names}.",
            names=listed(hard, exercise, language),
        )
    titles = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}
    never = [titles[ending.id] for ending in found.endings if not ending.share.number]
    if never:
        yield say("No run came to these endings: {names}.", names=", ".join(never))
    yield from unused(found, language)
    full = [seat.role for seat in found.seats if seat.lost / max(found.turns.mean, 1) >= MUCH]
    if full:
        yield say(
            "The bank is full turn after turn for {roles}: their capital does not bind. "
            "Cut incomes, or let orders cost more.",
            roles=roles(full, exercise, language),
        )
    idle = [
        seat.role
        for seat in found.seats
        if seat.role in doctrine and seat.idle / max(found.turns.mean, 1) > IDLE
    ]
    if idle:
        yield say(
            "More than one turn in ten passes without an order of these seats, whose doctrine finds nothing "
            "to do: {roles}.",
            roles=roles(idle, exercise, language),
        )


def unused(found: Figures, language: Language) -> Iterator[str]:
    """How much of what was written never came."""
    kinds = {"row": language.say("rows"), "order": language.say("orders"), "inject": language.say("injects")}
    parts = []
    for kind, word in kinds.items():
        entries = [entry for entry in found.came if entry.kind == kind]
        never = sum(not entry.number for entry in entries)
        if never:
            parts.append(language.say("{word} {number} of {all}", word=word, number=never, all=len(entries)))
    if parts:
        yield language.say(
            "Some of what is written never came ({counts}): nobody would see it, as the seats play here. Ask "
            "with half of all turns by chance, and with control releasing what is offered, before taking it "
            "out.",
            counts=", ".join(parts),
        )


def listed(goals: Sequence[Goal], exercise: Exercise, language: Language) -> str:
    """Objectives by their titles, each with the code of its role."""
    titles = {goal.id: language.text(goal.title) for goal in exercise.objectives}
    file = exercise.file
    return "; ".join(f"{titles[goal.id]} ({language.text(file.roles[goal.role].code)})" for goal in goals)


def roles(names: Sequence[str], exercise: Exercise, language: Language) -> str:
    return ", ".join(language.text(exercise.file.roles[name].title) for name in names)


def reply_said(reply: Reply, exercise: Exercise, language: Language) -> str:
    """What a best reply means for the exercise."""
    say, name = language.say, language.text(exercise.file.roles[reply.role].title)
    if not reply.orders or not reply.gain.low > 0:
        return say("{role}: the search found nothing that beats doctrine.", role=name)
    return say(
        "{role}: {score} points instead of {doctrine}, by orders tried first in every turn: {orders}.",
        role=name,
        score=language.number(f"{reply.score:.1f}"),
        doctrine=language.number(f"{reply.doctrine:.1f}"),
        orders=", ".join(order_named(key, exercise, language) for key in reply.orders),
    )


def order_named(key: str, exercise: Exercise, language: Language) -> str:
    """An order by the title of its move, with its arguments."""
    return Wording(exercise, language).order(key)
