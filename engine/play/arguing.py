"""Argued orders in a turn: from sealed to locked, the counter-arguments they ask for, and what is ruled on.

What control has not weighed counts nothing: no argument, an ordinary difficulty. Bots and silence argue not.
"""

from collections.abc import Iterable
from typing import Any

from msgspec.structs import replace

from engine.play.draft import Draft
from engine.play.events import Answered, Argued, Argument, Asked, Laid, Rejected, Weighed
from engine.play.permissions import is_control
from engine.play.state import Game, Question
from engine.play.work import Carry, Plea
from engine.rules.argued import effect_of, key_of, order_of, path_of, wanted
from engine.rules.model import MOST_REASONS

AGAINST, NOTHING = "against", "no_argument"
ANSWERS = (AGAINST, NOTHING)
"""How a seat answers that may argue against an order: with a text, or that it has nothing to say."""


def reserved(game: Game, role: str) -> int:
    """What the argued orders cost that a role has sealed and that are not locked."""
    argued = game.exercise.file.argued
    return argued.cost * len(sealed(game, role)) if argued else 0


def sealed(game: Game, role: str) -> list[Argued]:
    """The argued orders of a role that are not locked yet."""
    return [entry for entry in game.argued.values() if entry.role == role]


def lay(draft: Draft) -> None:
    """Lock the argued orders, as far as their teams can pay: before all others, which pay of what is left."""
    game, argued = draft.game, draft.exercise.file.argued
    scripted(draft)
    for path in in_order(game, game.argued):
        entry = game.argued[path]
        left = game.capital(entry.role)
        if argued is None or argued.cost > left:
            draft.emit(Rejected(role=entry.role, order=key_of(entry.effect), reason="capital"))
            draft.emit(Argued(role=entry.role, effect=entry.effect, withdrawn=True))
            continue
        knows = [entry.role] if entry.secret else list(draft.exercise.roles)
        changes = {f"capital({entry.role})": left - argued.cost} if argued.cost else {}
        draft.emit(Laid(**content(entry), cost=argued.cost, knows=knows, changes=changes))


def in_order(game: Game, paths: Iterable[str]) -> list[str]:
    """Argued orders in the order of their roles, so that it makes no difference who sealed first."""

    def place(path: str) -> tuple[int, str]:
        role, _, key = path.partition(".")
        return game.exercise.roles.index(role), key

    return sorted(paths, key=place)


def content(entry: Argued | Laid) -> dict[str, Any]:
    """What its team wrote."""
    return {name: getattr(entry, name) for name in Argument.__struct_fields__}


def scripted(draft: Draft) -> None:
    """Seats that nobody plays argue again as in the run that this one was forked from."""
    script = draft.state.room.script
    turn = script.turn(draft.game.turn) if script else None
    for written in turn.argued if turn else ():
        entry = Argued(**written)
        possible = entry.effect in wanted(draft.exercise) and entry.role in draft.state.bots
        if possible and path_of(entry.role, entry.effect) not in draft.game.argued:
            draft.emit(entry)


def ask_against(draft: Draft) -> None:
    """Ask every other seat that somebody plays for a counter-argument to what is open."""
    for path, entry in draft.game.laid.items():
        for role in draft.exercise.roles:
            if role in entry.knows and role != entry.role and may_counter(draft, role, path):
                draft.emit(
                    Asked(
                        question=f"{path}?{role}",
                        to=role,
                        options=list(ANSWERS),
                        source=key_of(entry.effect),
                        by=entry.role,
                        knows=[role],
                        free=True,
                    )
                )


def may_counter(draft: Draft, role: str, path: str) -> bool:
    """Whether a seat is asked: somebody plays it and does not weigh, or it argued against it once already."""
    state = draft.state
    if state.played(role):
        return not is_control(state, role)
    return bool(said_again(draft, role, path))


def said_again(draft: Draft, role: str, path: str) -> str:
    """The counter-argument of a seat that nobody plays, as in the run that this one was forked from."""
    script = draft.state.room.script
    turn = script.turn(draft.game.turn) if script else None
    return turn.counters.get(f"{path}?{role}", "") if turn and role in draft.state.bots else ""


def counters(game: Game, path: str) -> dict[str, Question]:
    """The counter-arguments to an order, by role in the order of the exercise."""
    asked = ((role, game.questions.get(f"{path}?{role}")) for role in game.exercise.roles)
    return {role: question for role, question in asked if question and question.free and question.text}


def pleas(game: Game, *, blind: bool) -> tuple[Plea, ...]:
    """The argued orders that are ruled on. `blind` to those that control has not weighed: it does not see
    their dice before.
    """
    paths = (path for path in game.laid if not blind or path in game.weighings)
    return tuple(plea(game, path) for path in in_order(game, paths))


def plea(game: Game, path: str, trial: Weighed | None = None) -> Plea:
    """One of them, with what control made of it, or makes of it on trial."""
    entry, weighing = game.laid[path], trial or game.weighings.get(path)
    amount = entry.amount if weighing is None or weighing.amount is None else weighing.amount
    against = {role: question.text for role, question in counters(game, path).items()}
    known = {*reasons(entry), *against}
    order = order_of(game.exercise, entry.role, entry.effect, amount)
    found = Plea(
        Carry(order, entry.secret),
        entry.effect,
        amount,
        entry.amount,
        entry.cost,
        entry.title,
        tuple(entry.reasons),
        against,
    )
    if weighing is None:
        return found
    return found._replace(
        counts=tuple(sorted(known.intersection(weighing.counts))),
        difficulty=weighing.difficulty,
        weighed=True,
        inadmissible=weighing.inadmissible,
        reason=weighing.reason,
    )


def reasons(entry: Argued | Laid) -> dict[str, str]:
    """The reasons of an order by their number, as a weighing names them."""
    return {str(number): text for number, text in enumerate(entry.reasons[:MOST_REASONS], 1)}


def unweighed(game: Game) -> list[str]:
    """Argued orders that control has still to weigh."""
    return in_order(game, (path for path in game.laid if path not in game.weighings))


def weighed_again(draft: Draft) -> Iterable[Weighed]:
    """The weighings of the run that this one was forked from, of orders that stand as they stood there."""
    script, game = draft.state.room.script, draft.game
    turn = script.turn(game.turn) if script else None
    before = {path_of(entry["role"], entry["effect"]): entry for entry in turn.argued} if turn else {}
    for weighing in (Weighed(**entry) for entry in turn.weighings) if turn else ():
        path = weighing.order
        if turn and path in game.laid and content(game.laid[path]) == before.get(path):
            said = {role: question.text for role, question in counters(game, path).items()}
            same = {role for role, text in said.items() if text == turn.counters.get(f"{path}?{role}")}
            known = {*reasons(game.laid[path]), *same}
            yield replace(weighing, counts=sorted(known.intersection(weighing.counts)), by="script")


def answer_again(draft: Draft, question: Question) -> None:
    """The answer of a bot or an empty seat: silence, but for what it said in the run forked from."""
    text = said_again(draft, question.to, question.id.rpartition("?")[0])
    by = "script" if text else "doctrine"
    draft.emit(Answered(question=question.id, answer=AGAINST if text else "none", by=by, text=text))


def of_source(question: Question) -> str:
    """The path of the argued order that a question is about; empty for any other question."""
    return f"{question.by}.{question.source}" if question.free and effect_of(question.source) else ""
