"""States that nobody played: every slot drawn by itself, with what can stand beside a state drawn, too."""

import json
import re
from functools import lru_cache
from random import Random

from engine.play.automatic import everywhere_bots
from engine.play.events import Opened
from engine.play.state import Proposal, Question, State
from engine.rules.exercise import Exercise
from engine.rules.vocabulary import BRINK, FOREVER, MONTH, NEVER, TURN

LIMIT = re.compile(r"(since|times)\([^<>=!]*\)\s*[<>=!]=?\s*(\d+)")


@lru_cache(maxsize=16)
def limits(exercise: Exercise) -> dict[str, list[int]]:
    """What is asked of turns since something happened, and of how often it did, with both sides of each."""
    found: dict[str, set[int]] = {"since": {0, 1, 2}, "times": {0, 1, 2}}
    for what, number in LIMIT.findall(json.dumps(exercise.data)):
        found[what] |= {int(number) - 1, int(number), int(number) + 1}
    for move in exercise.file.moves.values():
        if move.limit and move.limit.every:
            found["since"] |= {move.limit.every - 1, move.limit.every}
        if move.limit and move.limit.run:
            found["times"] |= {move.limit.run - 1, move.limit.run}
    return {
        what: [number for number in sorted(numbers) if 0 <= number < 90] for what, numbers in found.items()
    }


def vector(exercise: Exercise, chance: Random, turn: int) -> list[int]:
    """Every slot within its bounds, histories on both sides of every limit, tokens due now, next or never."""
    known, found = exercise.vocabulary, [0] * len(exercise.vocabulary.start)
    for name, slot in exercise.slots.items():
        head = name.partition("(")[0]
        if head in ("last", "set"):
            passed = chance.choice((*limits(exercise)["since"], 0, 1, 99))
            found[slot] = turn - passed if passed <= turn else NEVER
        elif head == "entered":
            passed = chance.randint(0, 4)
            found[slot] = turn - passed if passed <= turn else NEVER
        elif head == "times":
            found[slot] = chance.choice(limits(exercise)["times"])
        elif head == "held":
            found[slot] = chance.choice((0, 0, 1, 2, 3))
        elif head in exercise.file.tokens:
            found[slot] = chance.choice((0, turn - 1, turn, turn + 1, FOREVER))
        elif name in known.domains:
            found[slot] = known.words[chance.choice(known.domains[name])]
        elif head != "income":
            found[slot] = chance.randint(*known.bounds[slot])
    found[TURN], found[MONTH], found[BRINK] = turn, chance.randint(1, 9), chance.randint(0, 1)
    return found


def drawn(exercise: Exercise, number: int, format_id: str = "", turn: int = 0, phase: str = "") -> State:
    """A state of one number, of any turn and phase where none is named."""
    chance, file = Random(f"drawn {number}"), exercise.file
    state = State(exercise, number)
    state.room.seats, game = everywhere_bots(exercise), state.game
    game.format = format_id or chance.choice(list(file.formats))
    game.preset = chance.choice(list(file.presets) or [""])
    turn = turn or chance.randint(1, game.turns)
    game.vector = vector(exercise, chance, turn)
    game.phase = phase or chance.choice(("situation", "situation", "consultation", "orders"))
    other = vector(exercise, chance, turn)
    game.opening = [
        one if chance.random() < 0.8 else two for one, two in zip(game.vector, other, strict=True)
    ]
    game.opening[TURN] = turn
    for name in chance.sample(list(file.agreements), len(file.agreements)):
        entry = file.agreements[name]
        for again in range(chance.choice((0, 1, 1, 2))):
            most = len(entry.needs) - (game.phase == "situation")
            signed = chance.sample(entry.needs, chance.randint(0, most))
            proposed(state, f"{name}.{again}", name, signed, chance)
    for role in exercise.roles:
        offered(state, role, chance)
    for name in exercise.injects if chance.random() < 0.4 else ():
        if chance.random() < 0.3:
            status = chance.choice(("held", "skipped", "released", "deferred", "deferred"))
            game.shelf[name] = status, turn + chance.randint(0, 2) if status == "deferred" else 0
        elif chance.random() < 0.1:
            game.sought[name] = exercise.roles[0]
    if game.phase != "situation":
        decided(state, chance)
    return state


def proposed(state: State, name: str, agreement: str, signed: list[str], chance: Random) -> None:
    """A proposal that some have signed; announced where all have. It may have lapsed, or be free text."""
    exercise, game = state.exercise, state.game
    rule, known, terms = exercise.agreements[agreement], exercise.vocabulary, dict[str, int]()
    for term, slot in rule.terms.items():
        words = known.domains.get(f"{agreement}.{term}")
        terms[term] = known.words[chance.choice(words)] if words else chance.randint(*known.bounds[slot])
    invites = [role for role in rule.agreement.may if chance.random() < 0.6]
    joined = [role for role in invites if chance.random() < 0.3]
    parties, turn = list(rule.agreement.needs), game.turn - chance.randint(0, 1)
    status = "announced" if len(signed) == len(parties) else chance.choice(("open", "open", "open", "lapsed"))
    game.proposals[name] = Proposal(
        name,
        agreement if chance.random() < 0.95 else None,
        signed[0] if signed else parties[0],
        terms,
        invites,
        parties,
        "",
        turn,
        [*signed, *joined],
        status,
    )


def offered(state: State, role: str, chance: Random) -> None:
    """Moves that are offered to a role this turn or the next; before the lock none is taken."""
    own = [name for name, move in state.exercise.file.moves.items() if move.by == role]
    for cost in chance.sample((0, 1, 2), chance.randint(0, 2)) if own else ():
        moves = chance.sample(own, chance.randint(1, min(2, len(own))))
        turn = state.game.turn + chance.randint(0, 1)
        state.game.offers.append(Opened(role=role, moves=moves, cost=cost, turn=turn, source="drawn"))


def decided(state: State, chance: Random) -> None:
    """What is decided in a turn before it is ruled on: who leaves, what injects ask, orders given."""
    exercise, game = state.exercise, state.game
    for name, rule in exercise.agreements.items():
        for role in rule.agreement.needs:
            if chance.random() < 0.2:
                game.leaving.append((name, role))
    for name, inject in exercise.injects.items():
        asks = inject.inject.asks
        for role in asks.of if asks and chance.random() < 0.5 else ():
            assert asks is not None
            answer = chance.choice(("", *asks.answers))
            key = f"inject.{name}?{role}"
            game.questions[key] = Question(key, role, list(asks.answers), name, "", [], False, answer=answer)
    if game.phase == "orders":
        for role in exercise.roles:
            if exercise.orders_of[role] and chance.random() < 0.25:
                orders = chance.sample(exercise.orders_of[role], min(3, len(exercise.orders_of[role])))
                game.orders[role] = [{"order": order.key} for order in orders]
