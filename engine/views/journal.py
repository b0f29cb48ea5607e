"""The log in words, for control: a sentence for each line, and where the game could be taken back to."""

from bisect import bisect_left
from collections.abc import Sequence
from functools import cached_property
from itertools import chain
from typing import Any, Protocol, TypeVar

from engine.play import events as happened
from engine.play.events import Event
from engine.play.fold import MOVES_GAME
from engine.play.state import Moment, State
from engine.play.viewer import CONTROL, Viewer
from engine.rules.argued import path_of
from engine.views.locking import taken
from engine.views.seen import JournalLine
from engine.views.story import Story, place_of
from engine.views.words import WITHDRAWN
from engine.words.language import Language

MOST_TEXT = 400
"""A line of the journal is cut after so many characters."""


NOTED = {"observation": "Observation: {text}", "discussion": "Discussion: {text}"}


def is_refusal(event: Event) -> bool:
    return isinstance(event, happened.Rejected)


class Row(Protocol):
    """A line of the log, as far as it is read here."""

    seq: int
    at: str
    actor: str
    command: str
    data: dict[str, Any]
    events: list[Event]


class Journal(Story):
    """Tells control of every line, those that were taken back too."""

    def __init__(self, state: State, language: str) -> None:
        super().__init__(state, Viewer(state.exercise, CONTROL), Language(language))
        self.lines: Sequence[Any] = ()
        self.most_text: int | None = MOST_TEXT

    def tell(  # type: ignore[override]
        self, lines: Sequence[Any], most: int = 0, *, whole: bool = False
    ) -> list[JournalLine]:
        """The newest lines first, `most` of them (0: all), each with its place and its words; `whole` ones,
        however long.

        The lines are those that the state is the fold of. What is not shown is not walked through.
        """
        self.lines, self.most_text = lines, None if whole else MOST_TEXT
        shown = max(len(lines) - most, 0) if most else 0
        standing = stands(lines, shown + 1)
        return [self.row(line, standing) for line in reversed(lines[shown:])]

    def place(self, number: int) -> tuple[int, str]:
        """The turn and the phase after a line: where its last event, or the one before it, left them."""
        while number:
            events = self.lines[number - 1].events
            undone = first(self.lines[number - 1], happened.Undone)
            moment = self.moment(number, len(events) - 1) if events and not undone else None
            if moment:
                return moment.turn, moment.phase
            number = undone.line if undone else number - 1
        return 0, ""

    def moment(self, line: int, index: int) -> Moment | None:
        """An event as it happened: it was said, it moved the game, or an undo took it back."""
        room, game = self.state.room, self.state.game
        for history in (room.history, game.history):
            at = bisect_left(history, (line, index), key=place_of)
            if at < len(history) and place_of(history[at]) == (line, index):
                return history[at]
        return next((moment for moment in room.gone.get(line, ()) if moment.index == index), None)

    @cached_property
    def proposals(self) -> dict[str, happened.Proposed]:
        """Every proposal there ever was, those that an undo took from the game too."""
        moments = chain(self.state.game.history, *self.state.room.gone.values())
        events = (moment.event for moment in moments)
        return {event.proposal: event for event in events if isinstance(event, happened.Proposed)}

    @cached_property
    def argued_in(self) -> dict[int, dict[str, str]]:
        """By turn, the titles of its argued orders by their path, also of those that an undo took back."""
        found: dict[int, dict[str, str]] = {}
        for moment in chain(*self.state.room.gone.values(), self.state.game.history):
            event = moment.event
            if isinstance(event, happened.Laid):
                found.setdefault(moment.turn, {})[path_of(event.role, event.effect)] = event.title
        return found

    def plea(self, path: str) -> str:
        return self.pleas.get(path, "")

    def row(self, line: Row, standing: set[int]) -> JournalLine:
        turn, phase = self.place(line.seq)
        self.pleas = dict(self.argued_in.get(turn, {}))
        moves = moves_game(line)
        return {
            "seq": line.seq,
            "at": line.at,
            "turn": turn,
            "phase": phase,
            "actor": line.actor,
            "code": self.wording.code(line.actor),
            "command": line.command,
            "text": self.words(line)[: self.most_text],
            "standing": line.seq in standing or not moves,
            "undoable": line.seq > 1 and moves and line.seq in standing,
        }

    def words(self, line: Row) -> str:
        """One sentence for a line."""
        own = getattr(self, f"of_{line.command}", None)
        text = own(line) if own else ""
        if line.command == "undo":
            text = self.of_undoing(line)
        found = [fact for event in line.events for fact in self.facts(event)]
        return text or (found[0] if found else self.language.say("nothing changed"))

    def facts(self, event: Event) -> list[str]:
        return [text for _, text, _ in self.told_of(event)]

    # Commands that need other words than the facts they caused

    def of_advance(self, line: Row) -> str:
        say = self.language.say
        published, began = first(line, happened.Published), first(line, happened.TurnBegan)
        ended, phase = first(line, happened.Finished), first(line, happened.PhaseBegan)
        if published:
            text = say("The rulings of turn {turn} are published", turn=published.turn)
            return f"{text}. {self.facts(ended)[0]}" if ended else text
        if began:
            return say("Turn {turn} begins", turn=began.turn)
        locked = first(line, happened.Locked)
        if locked:
            said = say("Orders are locked") if phase else say("Orders are locked; answers wait")
            seats = {role: self.wording.code(role) for role in self.exercise.roles}
            told = [said, *taken(locked, seats, self.language)]
            refused = [fact for event in line.events for fact in self.facts(event) if is_refusal(event)]
            if refused:
                told.append(f"{say('Not allowed')}: {'; '.join(refused)}")
            return ". ".join(told)
        if ended:
            return self.facts(ended)[0]
        return say("On to: {phase}", phase=say(phase.phase)) if phase else ""

    def of_orders(self, line: Row) -> str:
        say, ordered = self.language.say, first(line, happened.Ordered)
        if not ordered:
            return ""
        refused = [self.refused(event) for event in line.events if isinstance(event, happened.Rejected)]
        text = f"{self.facts(ordered)[0]} ({say('sealed') if ordered.sealed else say('not sealed')})"
        return f"{text}. {say('Not allowed')}: {'; '.join(refused)}" if refused else text

    def of_answer(self, line: Row) -> str:
        event = first(line, happened.Answered)
        return "".join(self.facts(event)) if event else ""

    def of_release(self, line: Row) -> str:
        event = first(line, happened.Released)
        if not event:
            return self.of_improvise(line)
        released = self.language.say("Released: {inject}", inject=self.inject_title(event.inject))
        noticed = self.noticed(event)
        also = (
            self.language.say("also known by {roles}", roles=self.wording.roles(noticed)) if noticed else ""
        )
        whom = "; ".join(filter(None, (self.wording.roles(event.to), also)))
        return f"{released} ({whom})" + (f": {event.reason}" if event.reason else "")

    def of_improvise(self, line: Row) -> str:
        kept = first(line, happened.Written)
        if kept:
            text = f"{kept.inject} {self.facts(kept)[0]}"
            return f"{text} ({self.language.say('turn {turn}', turn=kept.turn)})" if kept.turn else text
        event = first(line, happened.Improvised)
        if not event:
            return ""
        text = self.language.text(event.title) or self.facts(event)[0]
        written = self.language.say("Written on the spot: {inject}", inject=text)
        return f"{written} ({self.wording.roles(event.to)})" + (f": {event.reason}" if event.reason else "")

    def of_statement(self, line: Row) -> str:
        event = first(line, happened.Said)
        if not event or event.statement not in self.state.room.withdrawn:
            return ""
        return f"{self.role(event.role)}: {self.language.say(WITHDRAWN)}"

    def of_hold(self, line: Row) -> str:
        event = first(line, happened.Shelved)
        if not event:
            return ""
        text = f"{self.language.say(event.status)}: {self.inject_title(event.inject)}"
        return f"{text} ({event.reason})" if event.reason else text

    of_defer = of_skip = of_hold

    def inject_title(self, name: str) -> str:
        rule = self.exercise.injects.get(name)
        return f"{name} {self.language.text(rule.inject.title)}" if rule else name

    def of_note(self, line: Row) -> str:
        event = first(line, happened.Noted)
        if not event:
            return ""
        say = self.language.say
        if event.withdrawn:
            return say("The note of line {line} is withdrawn", line=event.note)
        text = say(NOTED.get(event.kind, "Note: {text}"), text=event.text)
        if event.note:
            text = say("The note of line {line} now reads: {text}", line=event.note, text=event.text)
        return f"{text} ({event.about})" if event.about else text

    def of_rate(self, line: Row) -> str:
        return self.evaluated(line, "Rating {text}")

    def of_conclude(self, line: Row) -> str:
        return self.evaluated(line, "Executive summary: {text}")

    def of_finding(self, line: Row) -> str:
        return self.evaluated(line, "Finding {text}")

    def of_action(self, line: Row) -> str:
        return self.evaluated(line, "Improvement plan {text}")

    def evaluated(self, line: Row, sentence: str) -> str:
        return self.language.say(sentence, text=self.facts(line.events[0])[0])

    def of_seat(self, line: Row) -> str:
        """Also where the seat was taken so already, and nothing happened."""
        given = happened.Seated(seat=str(line.data.get("seat")), by=str(line.data.get("by")))
        return self.facts(given)[0]

    def of_mark(self, line: Row) -> str:
        event = first(line, happened.Stamped)
        if not event:
            return ""
        mark = self.exercise.file.marks.get(event.mark)
        said = self.state.room.statements.get(event.statement)
        title = (self.language.text(mark.title) if mark else "") or event.mark
        if said and event.statement in self.state.room.withdrawn:
            return f"{title}: {self.role(said.role)}: {self.language.say(WITHDRAWN)}"
        return f"{title}: {self.role(said.role)}: {said.text}" if said else title

    def of_undoing(self, line: Row) -> str:
        event = first(line, happened.Undone)
        if not event:
            return ""
        turn, phase = self.place(event.line)
        text = self.language.say(
            "Taken back to line {line} (turn {turn}, {phase})",
            line=event.line,
            turn=turn,
            phase=self.language.say(phase),
        )
        told = self.language.text(event.told)
        told = self.language.say("told to the room: {text}", text=told) if told else ""
        return " · ".join(filter(None, (f"{text}: {event.reason}" if event.reason else text, told)))

    def proposal(self, proposal: str) -> happened.Proposed:
        """One that an undo took from the game still has its words."""
        return self.proposals[proposal]


Kind = TypeVar("Kind", bound=Event)


def first(line: Row, kind: type[Kind]) -> Kind | None:
    """The first event of a kind in a line."""
    return next((event for event in line.events if isinstance(event, kind)), None)


def moves_game(line: Row) -> bool:
    """Whether a line moved the game, or took it back: what an undo could undo."""
    kinds = {type(event).__name__ for event in line.events}
    return bool(kinds & MOVES_GAME) or "Undone" in kinds


def stands(lines: Sequence[Row], since: int = 1) -> set[int]:
    """The lines from `since` on that no later undo took back, with the undos that stand themselves."""
    number, found = len(lines), set[int]()
    while number >= since:
        found.add(number)
        undone = first(lines[number - 1], happened.Undone)
        number = undone.line if undone else number - 1
    return found
