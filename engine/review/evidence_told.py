"""What one seat was told, each fact with what happened: the ground on which evidence and luck stand.

A fact is matched with an element of the exercise only by what its seat was told. Control is told all, so
its rulings are known by their ids. Anybody else knows a ruling by the title of its table and the words of
its row: where two rows say the same, or a move speaks instead of its row, the seat cannot tell them apart,
and neither can its evidence.
"""

from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from engine.play import events as happened
from engine.play.state import Moment, State
from engine.play.viewer import Viewer
from engine.views.rulings import find_call
from engine.views.story import Fact, Story
from engine.words.language import Language


class Heard(NamedTuple):
    """A fact with the moment it tells of."""

    fact: Fact
    moment: Moment
    actor: str = ""
    """The role whose order led to it, where that is known here."""
    traced: bool = False
    """Of a ruling: whether its inputs, modifiers, odds and dice may be read here."""

    @property
    def event(self) -> Any:
        """What happened."""
        return self.moment.event

    @property
    def place(self) -> tuple[int, int]:
        """Its line of the log and its place there, to set before and after; never shown."""
        return self.moment.line, self.moment.index


class Hearing:
    """Everything one point of view was told, in one language, as the run stands."""

    def __init__(self, state: State, eyes: str, language: Language) -> None:
        self.state, self.exercise, self.language = state, state.exercise, language
        self.viewer = Viewer(state.exercise, eyes)
        self.story = Story(state, self.viewer, language)
        self.heard = list(self.listen())

    def listen(self) -> Iterator[Heard]:
        """The story again, moment by moment: what is known of causes is asked as each is told."""
        told = 0
        for moment in self.story.moments():
            facts = self.story.go_on([moment], told)
            told += len(facts)
            for fact in facts:
                yield self.hear(fact, moment)

    def hear(self, fact: Fact, moment: Moment) -> Heard:
        event = moment.event
        if isinstance(event, happened.Carried):
            return Heard(fact, moment, event.role)
        if not isinstance(event, happened.Ruled):
            return Heard(fact, moment)
        call = find_call(self.exercise, event)
        informed = self.viewer.among(event.knows)
        traced = self.viewer.explains(call, informed) or self.story.traces
        head = event.cause.partition(".")[0]
        known = head in self.exercise.roles and self.story.explained(event.cause)
        return Heard(fact, moment, head if known else "", traced and not self.veiled(event))

    def veiled(self, event: happened.Ruled) -> bool:
        """Whether the move's own words stand for the row here, which may be another one."""
        return event.told and not self.viewer.control

    def of(self, *kinds: type) -> list[Heard]:
        """What was told of these kinds of events, in order."""
        return [heard for heard in self.heard if isinstance(heard.event, kinds)]

    # Which table and row a ruling was, as far as its words tell

    def tables(self, event: happened.Ruled) -> list[str]:
        """The tables that a ruling can be of: those of its title."""
        if self.viewer.control:
            return [event.table]
        return self.titled[self.title(event.table)]

    def rows(self, heard: Heard) -> list[tuple[str, str]]:
        """The rows, each with its table, that a ruling can be: those of its words."""
        event = heard.event
        if self.viewer.control:
            return [(event.table, event.row)]
        return self.worded.get((self.title(event.table), heard.fact.text), [])

    def title(self, table: str) -> str:
        return self.language.text(self.exercise.file.tables[table].title)

    @cached_property
    def titled(self) -> dict[str, list[str]]:
        """Tables by their title."""
        found: dict[str, list[str]] = {}
        for name in self.exercise.file.tables:
            found.setdefault(self.title(name), []).append(name)
        return found

    @cached_property
    def worded(self) -> dict[tuple[str, str], list[tuple[str, str]]]:
        """Rows by the title of their table and their words, for every value these can depend on."""
        found: dict[tuple[str, str], list[tuple[str, str]]] = {}
        for name, table in self.exercise.file.tables.items():
            for argument in ("", *next(iter(table.domains.values()), ())):
                for row in table.rows:
                    words = self.title(name), self.language.text(row.say, argument)
                    rows = found.setdefault(words, [])
                    if (name, row.id) not in rows:
                        rows.append((name, row.id))
        return found

    def happenings(self, heard: Heard) -> set[str]:
        """The names under which conditions know what was told: moves, rows, injects, agreements, tags."""
        event, exercise = heard.event, self.exercise
        if isinstance(event, happened.Carried):
            return set(exercise.orders[event.order].names)
        if isinstance(event, happened.Ruled):
            found = set()
            for table, name in self.rows(heard):
                row = next(row for row in exercise.file.tables[table].rows if row.id == name)
                found |= {f"{table}.{name}", *(f"tag.{tag}" for tag in row.tags)}
            return found
        if isinstance(event, happened.Released):
            return set(exercise.injects[event.inject].names)
        if isinstance(event, happened.Entered):
            return set(exercise.agreements[event.agreement].names)
        if isinstance(event, happened.Ended) and event.why == "breach":
            return {f"breach.{event.agreement}"}
        if isinstance(event, happened.Overdue):
            return {f"overdue.{event.token}", f"overdue.{event.token.partition('(')[0]}"}
        return set()
