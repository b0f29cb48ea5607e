"""Replay: a run stood at any of its events, or at the end of any turn, as anybody knew it then."""

import sys
from typing import cast

from engine.play.events import PhaseBegan, Ruled, TurnBegan
from engine.play.state import PHASES, State
from engine.record.folded import Record
from engine.record.log import uncollected
from engine.record.run import Run
from engine.review.accounts import Account
from engine.review.checkpoints import Checkpoints, put_back
from engine.review.learned import ExplainedRuling, StopEntry
from engine.review.stops import Stop, Stops
from engine.review.truth_and_belief import Pair, RoleStory, TruthAndBelief, beside_tracks
from engine.views import CONTROL, effective, view
from engine.views.control import ControlPicture
from engine.views.rulings import find_call
from engine.views.seen import Fact, View
from engine.views.stories import Excerpt, Stories
from engine.views.story import Fact as Told
from engine.views.story import Place


class Replay:
    """A run to be stood at any of its events, as control or any role knew it then.

    Control's stops are the events of the log, those that were taken back, too. A role's are what it was told,
    numbered for it alone. It learned all of a line at once; within it, the tracks and the story stand as far
    as it has read, so that nothing shows in which order hidden things happened.
    """

    def __init__(self, run: Run) -> None:
        self.run = run
        self.checkpoints = Checkpoints(run.exercise, run.state.seed)
        self.accounts: dict[tuple[str, str], Account] = {}
        self.withdrawn: dict[tuple[str, str], int] = {}
        """By account, how many statements had been withdrawn when it was told."""
        self.lists: dict[tuple[str, str], list[Stop]] = {}
        self.entries: dict[tuple[str, str], list[StopEntry]] = {}
        self.taken = 0
        self.refresh()

    def refresh(self) -> None:
        """Take in lines that were added."""
        lines = self.run.log.lines
        if self.taken == len(lines):
            return
        with uncollected(lines[self.taken :]):
            for line in lines[self.taken :]:
                self.checkpoints.take(line)
        self.lists.clear()
        self.entries.clear()
        self.taken = len(lines)

    def stops(self, eyes: str, language: str = "en") -> list[StopEntry]:
        """What the slider steps over for these eyes: control, a role or the public."""
        found = self.listed(eyes, language)
        if (eyes, language) not in self.entries:
            self.entries[eyes, language] = [stop.entry for stop in found]
        return self.entries[eyes, language]

    def first_of(self, eyes: str, turn: int, phase: str = "") -> int:
        """The stop where a turn or one of its phases begins. Raises KeyError where it was not played."""
        wanted = turn, "phase", phase or PHASES[0]
        found = [
            entry for entry in self.stops(eyes) if (entry["turn"], entry["kind"], entry["phase"]) == wanted
        ]
        if not found:
            raise KeyError(turn)
        standing = [entry for entry in found if entry["standing"]]
        return (standing or found)[-1]["stop"]

    def picture(self, stop: int, eyes: str, language: str = "en") -> View:
        """The view as it stood right after a stop, with the story of its turn alone. Raises IndexError."""
        return self.seen(self.stop(stop, eyes, language), eyes, language)

    def fresh(self, stop: int, eyes: str, language: str = "en") -> list[Fact]:
        """What was told at a stop. Raises IndexError."""
        return [fact.plain() for fact in self.stop(stop, eyes, language).facts]

    def beside(self, stop: int, role: str, language: str = "en", most: int = 0) -> Pair:
        """The truth at one of control's stops beside what a role knew at that moment; of its turn the last
        `most` rows, where a number is given. Raises IndexError.
        """
        found = self.stop(stop, CONTROL, language)
        place, state = self.checkpoints.place(found.number), self.checkpoints.at(found.number)
        truth, belief = self.seen(found, CONTROL, language), self.believed(found, role, language)
        told = self.account(effective(state, role), language)
        then, now = told.at_place(place), told.chapters[-1]
        later = now if self.checkpoints.leads_on(found.number) else then
        heard = RoleStory(then, then.until(place), later, later.until(place))
        game = self.run.state.game
        released = bool(game.finished) and game.disclosed == "all"
        laid = TruthAndBelief(state, role, language, heard, released)
        rows, left = laid.rows(found.chapter, found.last, most)
        both: Pair = {"truth": truth, "belief": belief, "tracks": beside_tracks(truth, belief), "rows": rows}
        return {**both, "left": left} if most else both

    def card(self, stop: int, language: str = "en") -> ExplainedRuling | None:
        """The whole card of the ruling at one of control's stops, as it was before it was published."""
        found = self.stop(stop, CONTROL, language)
        event = self.checkpoints.moments[found.number - 1].event
        if not isinstance(event, Ruled):
            return None
        state = self.checkpoints.at(found.number - 1)  # a step's rulings are told before what they change
        picture, call = ControlPicture(state, CONTROL, CONTROL, language), find_call(self.run.exercise, event)
        fact = found.facts[0]
        entry = explained(fact)
        entry["overridden"] = bool(event.replaced)
        entry["card"] = picture.card(event, call, state.game.vector)
        entry["read"] = picture.read(event.inputs)
        if event.dice:
            entry["ladder"] = picture.ladder(event, call)
        return entry

    def explained(self, eyes: str, stop: int, language: str = "en") -> ExplainedRuling | None:
        """The ruling at a stop as far as these eyes may read it now: control's is the card.

        Traces that control has released since are in it; a ruling that was taken back is told as it was then.
        """
        if effective(self.run.state, eyes) == CONTROL:
            return self.card(stop, language)
        found = self.stop(stop, eyes, language)
        fact = found.facts[0]
        if fact.kind != "ruling":
            return None
        place, now = found.chapter.places[found.first], self.account(eyes, language).chapters[-1]
        first = now.until((place[0], place[1] - 1))
        if first < len(now.facts) and now.places[first] == place:
            fact = now.facts[first]
        return explained(fact)

    # How it is found

    def account(self, eyes: str, language: str) -> Account:
        """All that these eyes were ever told."""
        withdrawn = len(self.checkpoints.state.room.withdrawn)
        if eyes != CONTROL and withdrawn != self.withdrawn.setdefault((eyes, language), withdrawn):
            # What control withdraws goes from every stop that others look back to, so all is told anew.
            del self.accounts[eyes, language]
            self.withdrawn[eyes, language] = withdrawn
        if (eyes, language) not in self.accounts:
            self.accounts[eyes, language] = Account(self.checkpoints.segments, eyes, language)
            with uncollected(self.run.log.lines):
                self.accounts[eyes, language].go_on()
        found = self.accounts[eyes, language]
        found.go_on()
        return found

    def listed(self, eyes: str, language: str) -> list[Stop]:
        sees = effective(self.run.state, eyes)
        if (sees, language) not in self.lists:
            stops = Stops(self.checkpoints, self.account(sees, language), self.run.log.lines)
            with uncollected(self.run.log.lines):
                self.lists[sees, language] = stops.all() if sees == CONTROL else stops.own()
        return self.lists[sees, language]

    def stop(self, number: int, eyes: str, language: str) -> Stop:
        stops = self.listed(eyes, language)
        if not 1 <= number <= len(stops):
            raise IndexError(number)
        return stops[number - 1]

    def seen(self, stop: Stop, eyes: str, language: str) -> View:
        """The view of whoever the stop belongs to."""
        state, place = self.checkpoints.at(stop.number), self.checkpoints.place(stop.number)
        later = [] if "line" in stop.entry else rest_of_line(stop)
        if later:
            state = put_back(state, stop.facts[-1], later)
        told = Excerpts(
            self, place, {effective(state, eyes): stop.chapter.excerpt(stop.last, state.game.turn)}
        )
        return view(state, eyes, language, told)

    def believed(self, stop: Stop, role: str, language: str) -> View:
        """The view of a role at one of control's stops."""
        place = self.checkpoints.place(stop.number)
        return view(self.checkpoints.at(stop.number), role, language, Excerpts(self, place, {}))


class Excerpts(Stories):
    """Stories as they had been told at a place of the log, no more of them than a view needs."""

    def __init__(self, replay: Replay, place: Place, given: dict[str, Excerpt]) -> None:
        self.replay, self.place, self.given = replay, place, given

    def of(self, state: State, eyes: str, language: str) -> Excerpt:
        if eyes in self.given:
            return self.given[eyes]
        chapter = self.replay.account(eyes, language).at_place(self.place)
        return chapter.excerpt(chapter.until(self.place), state.game.turn)


def explained(fact: Told) -> ExplainedRuling:
    """The fact of a ruling with all it says."""
    return cast(ExplainedRuling, {"kind": fact.kind, "text": fact.text, **fact.details})


def rest_of_line(stop: Stop) -> list[Told]:
    """What was told in the same line after a stop."""
    chapter, line = stop.chapter, stop.chapter.places[stop.first][0]
    return chapter.facts[stop.last : chapter.until((line, sys.maxsize))]


def at_line(run: Run, line: int) -> State:
    """The state as it stood after a line, as people then knew it: later undoing is not looked ahead to."""
    record = Record(run.exercise, run.state.seed)
    for entry, events in zip(run.log.lines[:line], run.record.events, strict=False):
        record.take(entry, events)
    return record.state


def turns(run: Run) -> list[int]:
    """The turns of the game as it stands."""
    return sorted(
        {
            event.turn
            for line in run.record.standing()
            for event in run.record.events[line - 1]
            if isinstance(event, TurnBegan)
        }
    )


def last_line(run: Run, turn: int) -> int:
    """The last line of a turn in the game as it stands. Raises KeyError for a turn that was not played."""
    last, current = 0, 0
    for line in run.record.standing():
        for event in run.record.events[line - 1]:
            if isinstance(event, TurnBegan):
                current = event.turn
        if current == turn:
            last = line
    if not last:
        raise KeyError(turn)
    return last


def situation_line(run: Run, turn: int) -> int:
    """The line with which a turn's situation opened, in the game as it stands. Raises KeyError."""
    for line in run.record.standing():
        events = run.record.events[line - 1]
        if any(isinstance(event, TurnBegan) and event.turn == turn for event in events) and any(
            isinstance(event, PhaseBegan) for event in events
        ):
            return line
    raise KeyError(turn)


def at_turn(run: Run, turn: int) -> State:
    """The state at the end of a turn (or as it stands, in the turn being played). Raises KeyError."""
    return at_line(run, last_line(run, turn))
