"""A search for crashes, dead ends, runs without an end, and for what ordinary play never reaches.

Ordinary play is doctrine, and doctrine and chance by halves. The search plays scripts, which say by turn and
role what is ordered; it keeps those that reach something new and changes them further. New are rows, orders,
injects, agreements, endings and ends of tracks, and on the way to them every value that a slot takes.
Signatures and answers are left to doctrine, so that a script makes the same run in a log.
"""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct

from engine.play import doctrine
from engine.play.automatic import act, everywhere_bots, next_act
from engine.play.combine import State as Vector
from engine.play.draft import Draft
from engine.play.legality import Budget as OneBudget
from engine.play.phases import begin
from engine.play.state import State
from engine.rehearsal.budget import Budget
from engine.rehearsal.columns import Runs
from engine.rehearsal.ensemble import Ensemble, Outcome
from engine.rehearsal.figures import came
from engine.rehearsal.masks import Array, Mask, either, some, without
from engine.rehearsal.policies import Doctrine, Play
from engine.rehearsal.question import Progress, Question, each
from engine.rehearsal.trees import Look
from engine.rules.exercise import Exercise
from engine.rules.vocabulary import TURN

Wishes = Mapping[str, tuple[str, ...]]
"""By role, the orders that are tried in a turn, the most wanted first; doctrine for a role not named."""
Thing = tuple[str, str]
"""What can be reached: its kind and its name."""
AT_ONCE = 250
"""Scripts of one generation: the next one learns from it."""
MOST_WISHES = 4
FRESH = 0.3
"""The share of scripts that are made up and change no other."""
WITHOUT_END = 3
"""So many times its turns a run is played in a log before it is said to have no end."""
FAULTS = ("crash", "endless", "stuck")
"""Kinds of finds that no run should come to."""
HISTORY = ("last", "entered", "set", "capital")
"""Slots whose every value would be something new."""


class Script(Struct, frozen=True):
    """A run that can be played again: its seed, and by turn what is ordered."""

    seed: int
    turns: tuple[Wishes, ...]

    def of(self, turn: int, role: str) -> tuple[str, ...] | None:
        """What a role tries in a turn; None where doctrine plays."""
        return self.turns[turn - 1].get(role) if 0 < turn <= len(self.turns) else None


class Find(Struct, frozen=True):
    """Something that the search reached and ordinary play did not, or that no run should come to."""

    kind: str
    """row, order, inject, agreement, ending, track; or crash, stuck (a seat without an order), endless."""
    id: str
    script: Script
    turn: int = 0
    """In which it came; 0 where that is not known."""


class Explored(Struct, frozen=True):
    """What a search found."""

    runs: int
    """Played by the search."""
    found: list[Find]
    never: list[Thing]
    """What can come by the exercise and came in no run at all."""


class Asked(Doctrine):
    """Plays one script in each run."""

    def __init__(self, scripts: Sequence[Script], hunt: "Hunt") -> None:
        self.scripts, self.hunt = scripts, hunt

    def orders(self, runs: Runs, role: str, look: Look, budget: Budget, where: Mask) -> None:
        self.hunt.look(runs, role, budget, where)
        wishes = [script.of(runs.turn, role) for script in self.scripts]
        for rank in range(MOST_WISHES):
            ranked = [keys[rank] if keys and rank < len(keys) else "" for keys in wishes]
            names = np.array(ranked)
            for key in sorted(set(ranked) - {""}):
                order = runs.exercise.orders[key]
                budget.take(order, budget.allowed(order, (names == key) & where))
        wished = np.array([keys is not None for keys in wishes])
        super().orders(runs, role, look, budget, without(where, wished))


class Wished(doctrine.Doctrine):
    """The same for the ordinary engine."""

    def __init__(self, exercise: Exercise, script: Script) -> None:
        super().__init__(exercise)
        self.script = script

    def orders(self, role: str, opening: Vector, budget: OneBudget) -> None:
        keys = self.script.of(opening[TURN], role)
        if keys is None:
            return super().orders(role, opening, budget)
        for key in keys:
            order = self.exercise.orders[key]
            if not budget.refusal(order):
                budget.take(order)
        return None


class Hunt:
    """What a search has reached so far, and the scripts that reached it first."""

    def __init__(self, question: Question) -> None:
        self.question, self.exercise = question, question.exercise
        self.ordinary = ordinary(question)
        self.reached: set[Thing] = set()
        self.ordered = Counter[str]()
        """How often each order came: the rare ones are tried more."""
        self.values: set[tuple[int, int]] = set()
        """Slots with the values that they took."""
        self.kept: list[Script] = []
        self.found: list[Find] = []
        self.scripts: list[Script] = []
        self.new: set[int] = set()
        """Which scripts of this generation reached something new."""
        self.turn = 0
        self.watched = [
            (slot, name)
            for name, slot in self.exercise.slots.items()
            if name.partition("(")[0] not in HISTORY and slot != TURN
        ]

    def play(self, scripts: list[Script]) -> None:
        """Play a generation, and keep what is new."""
        question, self.scripts, self.new = self.question, scripts, set()
        seats = {role: Play() for role in self.exercise.roles}
        ensemble = Ensemble(
            self.exercise, question.format, question.preset, seats, question.without, question.forbidden
        )
        ensemble.seats |= dict.fromkeys(self.exercise.roles, Asked(scripts, self))
        try:
            outcome = ensemble.start([script.seed for script in scripts], whole=True, noted=self.note)
            self.close(outcome)
        except Exception:  # whatever an exercise does to the engine: the ordinary one says which script
            self.new = set(range(len(scripts)))
        for index in sorted(self.new):
            fault = crash(question, scripts[index])
            if fault:
                self.find("crash", fault[0], index, fault[1])
        self.kept += [scripts[index] for index in sorted(self.new)]

    def note(self, what: str, where: Mask) -> None:
        """Something came in these runs."""
        kind, _, name = what.partition(" ")
        if kind == "order":
            self.ordered[name] += int(np.count_nonzero(where))
        if kind not in ("idle", "lost"):
            self.reach(kind, name, where)

    def reach(self, kind: str, name: str, where: Mask) -> None:
        if (kind, name) in self.reached or not some(where):
            return
        self.reached.add((kind, name))
        index = 0 if where is True else int(np.argmax(where))
        self.new.add(index)
        if (kind, name) not in self.ordinary:
            self.find(kind, name, index, self.turn)

    def find(self, kind: str, name: str, index: int, turn: int) -> None:
        """Keep the first script that came to it."""
        if not any((entry.kind, entry.id) == (kind, name) for entry in self.found):
            self.found.append(Find(kind, name, self.scripts[index], turn))

    def look(self, runs: Runs, role: str, budget: Budget, where: Mask) -> None:
        """A seat is about to order: look at the state, and whether it can order anything."""
        self.turn = runs.turn
        if role == runs.book.bots[0]:
            for slot, name in self.watched:
                self.values_of(slot, name, runs.column(slot), runs.alive)
        orders, able = self.exercise.orders_of[role], False
        for order in orders:
            able = either(able, budget.allowed(order, where))  # type: ignore[assignment]
        stuck = without(where, able)
        if orders and some(stuck):
            self.find("stuck", role, 0 if stuck is True else int(np.argmax(stuck)), runs.turn)

    def values_of(self, slot: int, name: str, column: Array, within: Mask) -> None:
        """Values that a slot has taken; an end of a track is something that can be reached."""
        for value in np.unique(column[within]).tolist():
            if (slot, value) not in self.values:
                self.values.add((slot, value))
                where = (column == value) & within
                self.new.add(int(np.argmax(where)))
                for thing in ends(self.exercise, name):
                    if thing[1] == f"{name} {value}":
                        self.reach(*thing, where)

    def close(self, outcome: Outcome) -> None:
        """How the runs ended."""
        assert outcome.final is not None
        done = outcome.endings >= 0
        for slot, name in self.watched:
            self.values_of(slot, name, outcome.final[slot], done)
        for code, rule in enumerate(self.exercise.endings):
            self.reach("ending", rule.ending.id, outcome.endings == code)
        if not done.all():
            self.find("endless", "", int(np.argmin(done)), 0)


def ends(exercise: Exercise, name: str) -> list[Thing]:
    """The two ends of a track, as things that can be reached; none for another slot."""
    if exercise.vocabulary.kinds.get(name) != "track":
        return []
    return [("track", f"{name} {value}") for value in exercise.vocabulary.bounds[exercise.slots[name]]]


def ordinary(question: Question) -> set[Thing]:
    """What doctrine, and doctrine and chance by halves, come to."""
    exercise, found = question.exercise, set[Thing]()
    endings = [rule.ending.id for rule in exercise.endings]
    mixed = dict.fromkeys((*exercise.roles, "control"), Play("mixed", share=50))
    for outcome in each([question._replace(plays={}), question._replace(plays=mixed)]):
        counted = came(exercise, outcome.counts, outcome.size)
        found |= {(what.kind, what.id) for what in counted if what.number}
        found |= {("ending", endings[code]) for code in set(outcome.endings.tolist()) - {-1}}
        for name, start in outcome.starts.items():
            values = {start}.union(*(np.unique(tracks[name]).tolist() for tracks in outcome.tracks))
            found |= {thing for thing in ends(exercise, name) if int(thing[1].rpartition(" ")[2]) in values}
    return found


def possible(exercise: Exercise, format_id: str) -> list[Thing]:
    """Everything that can come in a length of play, by the text of an exercise."""
    found = [(what.kind, what.id) for what in came(exercise, {}, 1)]
    found += [("ending", rule.ending.id) for rule in exercise.endings if rule.comes_in(format_id)]
    return found + [thing for name in exercise.slots for thing in ends(exercise, name)]


def explore(question: Question, told: Progress = lambda number: None) -> Explored:
    """Search with as many runs as are asked for, from the start."""
    hunt, chance = Hunt(question), np.random.Generator(np.random.PCG64(question.seed))
    for first in range(0, question.runs, AT_ONCE):
        number = min(AT_ONCE, question.runs - first)
        hunt.play([script(hunt, chance, question.seed + first + index) for index in range(number)])
        told(number)
    known = hunt.reached | hunt.ordinary
    never = [
        thing
        for thing in possible(question.exercise, question.format or question.exercise.default_format)
        if thing not in known
    ]
    return Explored(question.runs, hunt.found, never)


def script(hunt: Hunt, chance: np.random.Generator, seed: int) -> Script:
    """A script that is made up, or one that was kept with something changed."""
    exercise, question = hunt.exercise, hunt.question
    turns = exercise.file.formats[question.format or exercise.default_format].turns
    roles = [role for role in exercise.roles if exercise.orders_of[role]]
    if not hunt.kept or chance.random() < FRESH:
        share = chance.choice((0.2, 0.5, 1.0))
        return Script(
            seed,
            tuple(
                {role: wishes(hunt, role, chance) for role in roles if chance.random() < share}
                for _ in range(turns)
            ),
        )
    parent = hunt.kept[int(len(hunt.kept) * (1 - chance.random() ** 2))]  # the latest most often
    changed = [dict(turn) for turn in parent.turns]
    for _ in range(1 + int(chance.integers(3))):
        turn, role = changed[int(chance.integers(turns))], roles[int(chance.integers(len(roles)))]
        more = wishes(hunt, role, chance)
        kept = turn.get(role, ()) if chance.random() < 0.5 else ()
        turn[role] = (*more[:1], *kept)[:MOST_WISHES] if kept else more
    return Script(seed if chance.random() < 0.3 else parent.seed, tuple(changed))


def wishes(hunt: Hunt, role: str, chance: np.random.Generator) -> tuple[str, ...]:
    """Some orders of a role, those the most often that came the least."""
    keys = [order.key for order in hunt.exercise.orders_of[role]]
    came_by_now = np.array([hunt.ordered[key] for key in keys])
    drawn = np.argsort(chance.exponential(size=len(keys)) * (1 + came_by_now))
    return tuple(keys[index] for index in drawn[:MOST_WISHES].tolist())


def crash(question: Question, script: Script) -> tuple[str, int] | None:
    """What the ordinary engine raises over a script, with the turn; None where it plays it to an end."""
    exercise, state = question.exercise, State(question.exercise, script.seed)
    draft = Draft(state, policies={role: Wished(exercise, script) for role in exercise.roles})
    format_id = question.format or exercise.default_format
    preset = exercise.default_preset if question.preset is None else question.preset
    try:
        begin(draft, format_id, preset, everywhere_bots(exercise))
        while not state.game.finished and state.game.turn <= WITHOUT_END * state.game.turns:
            act(draft, next_act(state))
    except Exception as fault:  # that is what is looked for
        return f"{type(fault).__name__}: {fault}", state.game.turn
    return None
