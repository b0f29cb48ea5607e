"""What came of a rehearsal as tables for its page: each cell with its words and with what it is sorted by."""

from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from markupsafe import Markup

from engine.pictures.fans import score_bar, share_bar
from engine.pictures.marks import mark
from engine.rules.exercise import Exercise
from engine.rules.shown import marks
from engine.words.language import Language
from engine.words.numbers import minus, percent, signed
from engine.words.wording import Wording
from web.pages.rehearsal_form import limit_title

if TYPE_CHECKING:
    from engine.rehearsal.best_reply import Reply
    from engine.rehearsal.comparison import Comparison, Difference
    from engine.rehearsal.figures import Figures, Goal, Mean, Share
    from engine.rehearsal.leverage import Forced, Limit
    from engine.rehearsal.sensitivity import Change
    from engine.rehearsal.weights import Weights


class Cell(NamedTuple):
    """One cell."""

    text: str | Markup
    sort: float | str | None = None
    """What it is sorted by, where that is not its text."""
    quiet: bool = False


class Column(NamedTuple):
    """One column."""

    title: str
    number: bool = False
    drawn: bool = False
    """Whether it holds pictures: nobody sorts by it, and a phone leaves it out."""


class Table(NamedTuple):
    """One table with its heading."""

    id: str
    title: str
    note: str
    columns: list[Column]
    rows: list[list[Cell]]
    sheet: str = ""
    """The sheet that holds its figures."""


class Tables:
    """The tables of what came of a rehearsal, in one language."""

    def __init__(self, exercise: Exercise, language: Language) -> None:
        self.exercise, self.language = exercise, language
        self.say, self.wording, self.shapes = language.say, Wording(exercise, language), marks(exercise)
        self.endings = {rule.ending.id: language.text(rule.ending.title) for rule in exercise.endings}

    def number(self, value: float) -> str:
        return minus(self.language.number(f"{value:.1f}"))

    def seat(self, role: str) -> Cell:
        """A seat by its mark and name."""
        name = self.wording.role(role)
        shape = self.shapes.get(role, "control")
        return Cell(Markup('<span class="who">{} {}</span>').format(mark(shape, 13), name), name)

    def code(self, role: str) -> Cell:
        """The same, short: by its mark and code."""
        name, shape = self.wording.code(role), self.shapes.get(role, "control")
        return Cell(Markup('<span class="who">{} <b>{}</b></span>').format(mark(shape, 13), name), name)

    def share(self, found: "Share") -> Iterator[Cell]:
        """A share and its interval, in two cells."""
        yield Cell(percent(found.part), found.part)
        yield Cell(f"{percent(found.low)} – {percent(found.high)}", found.low, quiet=True)

    def shares(self, found: "Share", title: str) -> Iterator[Cell]:
        """The same after its picture."""
        plain = {"part": found.part, "low": found.low, "high": found.high}
        yield Cell(share_bar(plain, title, self.language))
        yield from self.share(found)

    @property
    def of_shares(self) -> list[Column]:
        return [Column("", drawn=True), Column(self.say("runs"), True), Column(self.say("interval"), True)]

    def of_endings(self, found: "Figures") -> Table:
        rows = [
            [Cell(self.endings[entry.id]), *self.shares(entry.share, self.endings[entry.id])]
            for entry in found.endings
        ]
        columns = [Column(self.say("Ending")), *self.of_shares]
        return Table("endings", self.say("How it ends"), "", columns, rows, "endings")

    def of_objectives(self, found: "Figures") -> Table:
        titles = {goal.id: self.language.text(goal.title) for goal in self.exercise.objectives}
        rows = [
            [*self.goal(entry, titles[entry.id]), Cell(self.say("yes") if entry.at_start else "")]
            for entry in found.objectives
        ]
        columns = [Column(self.say("Seat")), Column(self.say("Objective")), *self.of_shares]
        columns.append(Column(self.say("at the start")))
        note = self.say("At the start: met before the first order.")
        return Table("objectives", self.say("Objectives met"), note, columns, rows, "objectives")

    def of_red_lines(self, found: "Figures") -> Table:
        titles = {line.id: self.language.text(line.title) for line in self.exercise.red_lines}
        rows = [self.goal(entry, titles[entry.id]) for entry in found.red_lines]
        columns = [Column(self.say("Seat")), Column(self.say("Red line")), *self.of_shares]
        return Table("red-lines", self.say("Red lines crossed"), "", columns, rows, "red_lines")

    def goal(self, entry: "Goal", title: str) -> list[Cell]:
        """An objective or a red line, and how often it was met or crossed."""
        return [self.code(entry.role), Cell(title), *self.shares(entry.share, title)]

    def of_scores(self, found: "Figures") -> Table:
        """Scores by seat; the common score last."""
        say = self.say
        scores = [(self.seat(seat.role), seat.score) for seat in found.seats if seat.score]
        if found.common:
            common = self.exercise.file.derived[self.exercise.file.common_score or ""]
            scores.append((Cell(self.language.text(common.title)), found.common))
        scale = (
            min((score.tenth for _, score in scores), default=0),
            max((score.ninetieth for _, score in scores), default=1),
        )
        rows = [
            [
                name,
                Cell(score_bar(bare(score), scale, str(name.sort or name.text), self.language)),
                Cell(self.number(score.mean), score.mean),
                Cell(f"{self.number(score.low)} – {self.number(score.high)}", score.low, quiet=True),
                Cell(
                    f"{minus(round(score.tenth))} … {minus(round(score.ninetieth))}", score.tenth, quiet=True
                ),
            ]
            for name, score in scores
        ]
        columns = [Column(say("Seat")), Column("", drawn=True)]
        columns += [Column(title, True) for title in (say("points"), say("interval"), say("most runs"))]
        note = say("Dot: the mean with its interval. Bar: where eight runs of ten lie.")
        return Table("scores", say("Scores by seat"), note, columns, rows, "seats")

    def of_capital(self, found: "Figures") -> Table:
        """What seats did with their capital and their turns."""
        say = self.say
        rows = [
            [
                self.seat(seat.role),
                *(Cell(self.number(value), value) for value in (seat.unspent.mean, seat.lost, seat.idle)),
            ]
            for seat in found.seats
        ]
        titles = (say("left"), say("lost"), say("idle turns"))
        columns = [Column(say("Seat")), *(Column(title, True) for title in titles)]
        note = say("By run. Left: capital at the end. Lost: beyond the bank. Idle turns: without an order.")
        return Table("capital", say("Capital and idle turns"), note, columns, rows, "seats")

    def named(self, kind: str, name: str) -> tuple[str, str]:
        """What something that can come is called, and what kind of thing it is."""
        file, text, say = self.exercise.file, self.language.text, self.say
        if kind == "order":
            return self.wording.order(name), say("order")
        if kind == "inject":
            return f"{name} · {text(file.injects[name].title)}", say("inject")
        if kind == "agreement":
            return text(file.agreements[name].title), say("agreement")
        table, _, row = name.partition(".")
        return f"{text(file.tables[table].title)}: {row}", say("row")

    def of_came(self, found: "Figures") -> Table:
        """How often everything came that can come."""
        rows = []
        for entry in sorted(found.came, key=lambda entry: -entry.number):
            title, kind = self.named(entry.kind, entry.id)
            shown = self.number(100 * entry.number) if entry.number >= 0.001 or not entry.number else "<0.1"
            rows.append(
                [
                    Cell(kind),
                    Cell(title),
                    Cell(Markup("<code>{}</code>").format(entry.id), entry.id, quiet=True),
                    Cell(self.language.number(shown), entry.number),
                ]
            )
        say = self.say
        columns = [Column(say("kind")), Column(say("What")), Column("id"), Column(say("in 100 runs"), True)]
        return Table("came", say("How often everything came"), "", columns, rows, "came")

    def never(self, found: "Figures") -> list[tuple[str, list[str]]]:
        """What came in no run, by kind."""
        say = self.say
        kinds = {
            "row": say("Rows"),
            "order": say("Orders"),
            "inject": say("Injects"),
            "agreement": say("Agreements"),
        }
        listed = {
            kind: [
                self.named(kind, entry.id)[0]
                for entry in found.came
                if entry.kind == kind and not entry.number
            ]
            for kind in kinds
        }
        endings = [self.endings[entry.id] for entry in found.endings if not entry.share.number]
        return [
            (title, names)
            for title, names in (
                (say("Endings"), endings),
                *((kinds[kind], names) for kind, names in listed.items()),
            )
            if names
        ]

    # What was looked into beside

    def difference(self, found: "Difference", scale: int = 1) -> list[Cell]:
        """A difference, its interval, and whether it is one."""
        ends = (self.language.tenths(end * scale) for end in (found.low, found.high))
        return [
            Cell(self.language.tenths(found.mean * scale), found.mean, quiet=not found.sure),
            Cell(" … ".join(ends), found.low, quiet=True),
            Cell("" if found.sure else self.say("no clear difference"), quiet=True),
        ]

    def of_differences(self, found: "Comparison") -> Iterator[Table]:
        """What the change does to endings and to scores."""
        say = self.say
        more = [Column(say("difference"), True), Column(say("interval"), True), Column("")]
        endings = [
            [Cell(self.endings.get(entry.id, entry.id)), *self.difference(entry, 100)]
            for entry in found.endings
        ]
        note = say("Of 100 runs, on the same dice.")
        yield Table(
            "differences",
            say("What the change does"),
            note,
            [Column(say("Ending")), *more],
            endings,
            "differences",
        )
        scores = [[self.seat(entry.id), *self.difference(entry)] for entry in found.scores]
        note = say("In points, on the same dice.")
        columns = [Column(say("Seat")), *more]
        yield Table("score-differences", say("What it does to scores"), note, columns, scores, "differences")

    def of_replies(self, found: "list[Reply]") -> Table:
        """What beats doctrine, seat by seat."""
        say = self.say
        rows = [
            [
                self.seat(entry.role),
                Cell(", ".join(map(self.wording.order, entry.orders)) or say("nothing beats doctrine")),
                Cell(self.number(entry.doctrine), entry.doctrine),
                Cell(self.number(entry.score), entry.score),
                *self.difference(entry.gain)[:2],
            ]
            for entry in found
        ]
        titles = (
            say("Seat"),
            say("Orders first"),
            say("by doctrine"),
            say("with them"),
            say("gain"),
            say("interval"),
        )
        columns = [Column(title, place > 1) for place, title in enumerate(titles)]
        note = say(
            "Tried first in every turn, then doctrine. The gain is measured on dice unknown to the search."
        )
        return Table("replies", say("Best replies"), note, columns, rows, "best_replies")

    def of_limits(self, found: "list[Limit]") -> Table:
        """Every limit, moved by one."""
        say = self.say
        rows = [
            [
                Cell(limit_title(entry.name, self.exercise, self.language)),
                Cell(f"{entry.value} → {entry.other}", entry.value),
                Cell(percent(entry.changed), entry.changed),
                Cell(
                    self.language.tenths(entry.most.mean) if entry.most else "",
                    entry.most.mean if entry.most else 0,
                ),
                self.seat(entry.most.id) if entry.most else Cell(""),
                Cell(
                    Markup("<b>{}</b>").format(say("binds")) if entry.binds else say("idle"),
                    quiet=not entry.binds,
                ),
            ]
            for entry in sorted(found, key=lambda entry: -entry.changed)
        ]
        titles = (say("Limit"), say("moved"), say("changed runs"), say("score"), say("whose"), "")
        columns = [Column(title, place in (1, 2, 3)) for place, title in enumerate(titles)]
        note = say(
            "Each moved by one, on the same dice: how many runs are not the same, and whose score moves most."
        )
        return Table("limits", say("Limits that bind"), note, columns, rows, "limits")

    def of_moves(self, found: "list[Forced]") -> Table:
        """Each move, always and never."""
        say = self.say
        rows = [
            [
                self.seat(entry.role),
                Cell(self.language.text(self.exercise.file.moves[entry.move].title)),
                *(
                    Cell(self.language.tenths(change.mean), change.mean, quiet=not change.sure)
                    for change in (entry.always, entry.never)
                ),
                Cell(percent(entry.endings), entry.endings),
            ]
            for entry in sorted(found, key=lambda entry: -entry.always.mean)
        ]
        titles = (say("Seat"), say("Move"), say("always"), say("never"), say("other endings"))
        columns = [Column(title, place > 1) for place, title in enumerate(titles)]
        note = say("Points of its own seat beside doctrine; dim where there is no clear difference.")
        return Table("moves", say("Always and never"), note, columns, rows, "moves")

    def of_weights(self, found: "Weights") -> Table:
        """What each outcome hangs on: the share of its variance that a seat explains by itself."""
        from engine.rehearsal.weights import DICE
        from engine.review.leverage import outcome_named

        say = self.say
        sources = [portion.source for portion in found.outcomes[0].portions] if found.outcomes else []
        rows = [
            [
                Cell(outcome_named(weight, self.exercise, self.language)),
                *(
                    Cell(percent(portion.alone.share), portion.alone.share, quiet=portion.alone.low <= 0)
                    for portion in weight.portions
                ),
            ]
            for weight in found.outcomes
        ]
        columns = [Column(say("Outcome"))]
        columns += [
            Column(say("dice") if source == DICE else self.code(source).text, number=True)
            for source in sources
        ]
        note = say("How much of the difference between runs hangs on one seat alone, or on the dice alone.")
        return Table("weights", say("Weight of seats"), note, columns, rows, "weights")

    def of_sensitivity(self, found: "list[Change]") -> Table:
        """What moves the endings, one thing at a time; the farthest first."""
        from engine.review.leverage import change_named

        say, titles = self.say, {rule.ending.id: rule.ending.title for rule in self.exercise.endings}
        rows = []
        for change in sorted(found, key=lambda entry: -entry.most):
            most = max(change.endings, key=lambda entry: abs(entry.mean))
            rows.append(
                [
                    Cell(change_named(change, self.exercise, self.language)),
                    Cell(self.language.text(titles[most.id])),
                    Cell(signed(round(100 * most.mean)), most.mean, quiet=not most.sure),
                    Cell(percent(change.changed), change.changed),
                ]
            )
        columns = [Column(say("Change")), Column(say("Ending")), Column(say("in 100"), number=True)]
        columns.append(Column(say("changed runs"), number=True))
        note = say("One thing changed at a time, on the same dice; dim where there is no clear difference.")
        return Table("sensitivity", say("What moves what"), note, columns, rows, "sensitivity")


def bare(score: "Mean") -> dict[str, float]:
    """What a picture of scores is drawn from."""
    return {name: getattr(score, name) for name in ("mean", "low", "high", "tenth", "ninetieth")}
