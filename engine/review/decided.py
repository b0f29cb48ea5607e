"""What decided a run, in words: its turning points, how it ended, and what was expected and did not come."""

from collections.abc import Iterator
from functools import cached_property

from engine.play.state import State
from engine.rehearsal.figures import Figures
from engine.rehearsal.odds import Odds
from engine.review.deciding import Decided, Missed, Otherwise, TurningPoint
from engine.review.evidence_told import Heard, Hearing
from engine.review.how_it_ended import how_it_ended
from engine.review.turning_points import Course, Instead, Point
from engine.views import CONTROL
from engine.words.language import Language
from engine.words.wording import Wording

LIKELY = 0.15
"""Odds from which on an ending was to be expected."""
OFTEN = 0.6
"""How often something comes in runs of bots from which on it was to be expected."""
MOST_MISSED = 5


class Deciding:
    """Tells what decided a run, for control."""

    def __init__(self, state: State, course: Course, language: Language) -> None:
        self.state, self.exercise, self.course, self.language = state, state.exercise, course, language
        self.wording = Wording(self.exercise, language)
        self.hearing = Hearing(state, CONTROL, language)

    @cached_property
    def told(self) -> dict[int, list[Heard]]:
        """What was told, by line."""
        found: dict[int, list[Heard]] = {}
        for heard in self.hearing.heard:
            found.setdefault(heard.place[0], []).append(heard)
        return found

    def decided(self, usual: Figures | None) -> Decided:
        """All of it; `usual` is what came of many runs from the start of the exercise."""
        points = [self.point(rank, point) for rank, point in enumerate(self.course.turning(), 1)]
        return {
            "headline": self.headline(len(points)),
            "endings": [
                {"id": rule.ending.id, "title": self.ending(rule.ending.id), "group": rule.ending.group or ""}
                for rule in self.exercise.endings
                if rule.comes_in(self.state.game.format)
            ],
            "before": [
                {"line": at.line, "turn": at.turn, "phase": at.phase, "odds": at.odds.endings}
                for at in self.course.moments
            ],
            "points": points,
            "ended": how_it_ended(self.hearing),
            "missed": sorted(self.missed(usual), key=lambda entry: -entry["share"])[:MOST_MISSED],
            "note": self.note(),
        }

    def ending(self, name: str) -> str:
        rule = next((rule for rule in self.exercise.endings if rule.ending.id == name), None)
        return self.language.text(rule.ending.title) if rule else ""

    def headline(self, number: int) -> str:
        """The run in a sentence."""
        say, finished = self.language.say, self.state.game.finished
        if not number or not self.course.moments:
            return say("Nothing in this run moved the odds of its endings")
        first = likeliest(self.course.moments[0].odds)
        last = finished.ending if finished else likeliest(self.course.moments[-1].odds)
        moments = self.language.count(number, "moment", "moments")
        if first == last:
            return say(
                "{moments}, and it came as was likeliest from the start: {ending}",
                moments=moments,
                ending=self.ending(last),
            )
        return say(
            "{moments} on the way from {first} to {last}",
            moments=moments,
            first=self.ending(first),
            last=self.ending(last),
        )

    def note(self) -> str:
        say = self.language.say
        found = say(
            "Odds of each ending after each event: {number} runs played on from there, every seat by its "
            "doctrine, on dice that this run does not have.",
            number=self.course.runs,
        )
        if self.course.assumes_rules:
            found += " " + say("This run was played under other rules than those it is played on by here.")
        return found

    # Turning points

    def point(self, rank: int, point: Point) -> TurningPoint:
        """One of them."""
        ending = point.worth.most
        moved = point.worth.endings[ending]
        luck = sum(
            other.worth.endings[ending]
            for other in self.course.points
            if other.kind == "ruling"
            and other.line == point.line
            and point.kind in ("ruling", "inject")
            and (point.kind == "inject" or other.index == point.index)
        )
        choice = moved if point.kind not in ("ruling",) else self.chosen(point, ending)
        heard = self.heard(point)
        return {
            "id": f"{point.line}.{point.index + 1}" + (f".{point.role}" if point.kind == "orders" else ""),
            "rank": rank,
            "turn": point.turn,
            "phase": point.phase,
            "line": point.line,
            "number": heard.fact.number if heard else 0,
            "kind": point.kind,
            "by": point.by,  # type: ignore[typeddict-item]
            "role": point.role,
            "title": self.title(point, heard),
            "text": self.sentence(point, heard),
            "ending": ending,
            "ending_title": self.ending(ending),
            "moved": moved,
            "luck": luck,
            "choice": choice,
            "instead": [self.otherwise(point, entry, ending) for entry in point.instead],
        }

    def chosen(self, ruling: Point, ending: str) -> float:
        """What the orders of the seat that called a ruling were worth in that turn."""
        return sum(
            point.worth.endings[ending]
            for point in self.course.points
            if point.kind == "orders"
            and point.turn == ruling.turn
            and point.role == ruling.role
            and ruling.role
        )

    def heard(self, point: Point) -> Heard | None:
        """What was told of it: its very event, or what its line tells first of its kind."""
        told = self.told.get(point.line, [])
        exact = [heard for heard in told if heard.place == (point.line, point.index)]
        if point.kind == "orders":
            own = [heard for heard in exact if heard.fact.details.get("role") == point.role]
            return next(iter(own), next(iter(exact), None))
        kinds = KINDS.get(point.kind)
        wanted = [heard for heard in told if heard.fact.kind in kinds] if kinds else exact
        return next(iter(wanted), next(iter(told), None))

    def title(self, point: Point, heard: Heard | None) -> str:
        """What happened, in a few words."""
        say = self.language.say
        if point.kind == "orders":
            return (
                say("{role} ordered", role=self.wording.role(point.role)) + ": " + self.orders(point.subject)
            )
        if point.kind == "override":
            return say("Control chose another row")
        if point.kind == "undo":
            return say("An undo")
        if heard is None:
            return point.subject
        title = heard.fact.details.get("title")
        return str(title) if title and point.kind == "inject" else heard.fact.text

    def orders(self, keys: str) -> str:
        """Orders in words."""
        found = [self.wording.order(key) for key in keys.split(", ") if key]
        return ", ".join(found) or self.language.say("nothing")

    def sentence(self, point: Point, heard: Heard | None) -> str:
        """What was decided and by whom."""
        say, role = self.language.say, self.wording.role(point.role) if point.role else ""
        match point.kind, point.by:
            case "ruling", _:
                cause = str(heard.fact.details.get("cause") or "") if heard else ""
                table = str(heard.fact.details.get("table") or "") if heard else ""
                chance = 1 - sum(entry.chance or 0 for entry in point.instead)
                return say(
                    "{cause} · {table}. The row had {chance} chances in 100.",
                    cause=cause,
                    table=table,
                    chance=round(100 * chance),
                )
            case "override", _:
                return say("Control replaced what the dice gave.")
            case "orders", "silence":
                return say("{role} had a team and sealed nothing.", role=role)
            case "orders", "team":
                return say("The team of {role} decided. No dice fell.", role=role)
            case "orders", _:
                return say("{role} played by its doctrine. No dice fell.", role=role)
            case _, "control":
                return say("Control decided.")
            case _, "team":
                return say("The team of {role} decided.", role=role)
            case _, "silence":
                return say("{role} left it without an answer.", role=role)
            case _, "doctrine":
                return say("{role} played by its doctrine.", role=role)
        return say("The exercise brought it, by its timetable or its triggers.")

    def otherwise(self, point: Point, entry: Instead, ending: str) -> Otherwise:
        """What else could have been, in words."""
        if entry.row:
            text = self.row(point, entry.row)
        else:
            text = self.orders(", ".join(entry.orders))
        return {"text": text, "chance": entry.chance, "share": entry.odds.endings[ending]}

    def row(self, point: Point, row: str) -> str:
        """A row of the table that was ruled by."""
        for heard in self.told.get(point.line, []):
            if heard.place == (point.line, point.index) and heard.fact.kind == "ruling":
                table = self.exercise.file.tables[heard.event.table]
                found = next(entry for entry in table.rows if entry.id == row)
                call = heard.event.call.partition("(")[2].rstrip(")").partition(",")[0]
                return self.language.text(found.say, call)
        return row

    # Expected, and did not come

    def missed(self, usual: Figures | None) -> Iterator[Missed]:
        """Endings that were likely once, and injects, agreements and orders that bots usually come to."""
        finished = self.state.game.finished
        came = finished.ending if finished else ""
        for rule in self.exercise.endings:
            name = rule.ending.id
            best = max(self.course.moments, key=lambda moment: moment.odds.endings[name], default=None)
            if best and name != came and best.odds.endings[name] >= LIKELY:
                yield {"title": self.ending(name), "share": best.odds.endings[name], "turn": best.turn}
        if usual is None or finished is None:
            return
        happened = self.happened()
        for entry in usual.came:
            if entry.kind in ("inject", "agreement") and entry.number >= OFTEN and entry.id not in happened:
                yield {"title": self.named(entry.kind, entry.id), "share": min(1.0, entry.number), "turn": 0}

    def named(self, kind: str, name: str) -> str:
        file = self.exercise.file
        entry = file.injects.get(name) if kind == "inject" else file.agreements.get(name)
        return self.language.text(entry.title) if entry else name

    def happened(self) -> set[str]:
        """The injects and agreements that came in this run."""
        game = self.state.game
        released = {name for name, (status, _) in game.shelf.items() if status == "released"}
        entered = {proposal.agreement for proposal in game.proposals.values() if proposal.status == "entered"}
        return released | {name for name in entered if name}


KINDS = {
    "inject": ("inject",),
    "agreement": ("signature", "proposal", "leaving", "agreement"),
    "answer": ("answer",),
    "mark": ("mark",),
    "undo": ("undo",),
}
"""By kind of a turning point, the kinds of facts that tell of it."""


def likeliest(odds: Odds) -> str:
    return max(odds.endings, key=lambda name: odds.endings[name])


def decided(state: State, course: Course, language: str = "en", usual: Figures | None = None) -> Decided:
    """What decided a run, for control's eyes."""
    return Deciding(state, course, Language(language)).decided(usual)
