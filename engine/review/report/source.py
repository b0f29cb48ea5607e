"""What a report is written from: what the views release to whoever reads it, gathered once."""

from collections.abc import Callable
from functools import cached_property

from engine.exchange.msel import msel_rows
from engine.exchange.msel.plan import Row
from engine.exchange.startex import played_minutes
from engine.play.events import Released, Shelved
from engine.play.permissions import is_control
from engine.record.run import Run
from engine.review.chances import swings
from engine.review.checkpoints import Checkpoints
from engine.review.evidence import EvidencePicture, questions
from engine.review.learned import Ledger, Swings
from engine.review.luck import luck
from engine.review.pieces import DebriefQuestion, Piece
from engine.review.replay import last_line, turns
from engine.review.report.nameless import nameless
from engine.views import CONTROL, PUBLIC, Stories, effective, view
from engine.views.protection import protection
from engine.views.seen import Fact, RulingFact, View
from engine.views.stories import Recent
from engine.words.language import Language
from engine.words.wording import Wording, wording

Progress = Callable[[int, int], None]


class ReportSource:
    """A run as one point of view knows it. Nothing here is known to anybody else's copy."""

    def __init__(
        self,
        run: Run,
        eyes: str,
        language: str,
        names: dict[str, list[str]] | None = None,
        anonymous: bool = False,
        own: bool = True,
    ) -> None:
        run = nameless(run) if anonymous else run
        self.run, self.eyes, self.anonymous = run, eyes, anonymous
        self.names = {} if anonymous else names or {}
        self.language = Language(language)
        self.say, self.count = self.language.say, self.language.count
        self.stories = Stories(run.state)
        self.view = view(run.state, eyes, language, self.stories)
        self.control = effective(run.state, eyes) == CONTROL
        self.public = eyes == PUBLIC
        self.own = own and is_control(run.state, eyes)
        """Whether it is for control itself: what it wrote for itself alone is never released."""
        self.protection = protection(run.state)
        self.reckoned: Swings | None = None
        self.lettered = 0
        """How many appendices there are so far."""

    @cached_property
    def checkpoints(self) -> Checkpoints:
        """The log folded once, for its states at the ends of turns."""
        found = Checkpoints(self.run.exercise, self.run.state.seed)
        for line in self.run.log.lines:
            found.take(line)
        return found

    @cached_property
    def questions(self) -> list[DebriefQuestion]:
        return questions(self.run.state, self.eyes, self.language.code, self.stories)

    @cached_property
    def luck(self) -> Ledger:
        return luck(self.run.state, self.eyes, self.language.code, self.stories)

    def swings(self, progress: Progress | None = None) -> Swings:
        """What the dice and control's overrides were worth; reckoned once."""
        if self.reckoned is None:
            self.reckoned = swings(self.run, self.language.code, progress)
        return self.reckoned

    @cached_property
    def turns(self) -> list[int]:
        """The turns that were played; everybody knows them."""
        return turns(self.run)

    @cached_property
    def played_on(self) -> str:
        """The day, in UTC."""
        return self.language.date(self.run.log.lines[0].at)

    @cached_property
    def minutes(self) -> int:
        """From STARTEX to ENDEX, or to the last line of a run that goes on, which is control's to know."""
        return played_minutes(self.run.state, self.run.log.lines)

    @cached_property
    def msel(self) -> list[Row]:
        """The list of injects with what became of them; control's alone."""
        return msel_rows(self.run, self.language.code, anonymous=self.anonymous)

    @property
    def preset(self) -> str:
        """How the table was seated, as the exercise calls it, for control."""
        preset = self.run.exercise.file.presets.get(self.view["preset"])
        return self.language.text(preset.title) if preset else ""

    def appendix(self, title: str) -> str:
        """The heading of the next appendix: control's copy has so many that each has a letter."""
        self.lettered += 1
        if not self.control:
            return self.say("Appendix: {title}", title=title)
        return self.say("Appendix {letter}: {title}", letter=chr(ord("A") + self.lettered - 1), title=title)

    @cached_property
    def wording(self) -> Wording:
        return wording(self.run.exercise, self.language)

    def released(self, inject: str) -> list[Released]:
        """For control: how an inject of the exercise was released, as often as it was."""
        events = (moment.event for moment in self.run.state.game.history)
        return [event for event in events if isinstance(event, Released) and event.inject == inject]

    def sent_to(self, inject: str) -> list[str]:
        """Whom it went to."""
        return list(dict.fromkeys(role for event in self.released(inject) for role in event.to))

    def reasons(self, inject: str) -> list[str]:
        """Why it was released, held, put off or skipped, where control said so."""
        return [
            moment.event.reason
            for moment in self.run.state.game.history
            if isinstance(moment.event, Released | Shelved)
            and moment.event.inject == inject
            and moment.event.reason
        ]

    def meant(self, inject: str, to: list[str]) -> list[str]:
        """For control: whom an inject of the exercise is written for, where it went to others."""
        known = self.run.exercise.file.injects.get(inject)
        meant = list(self.run.exercise.roles if known.to == "all" else known.to) if known else []
        return [] if set(meant) == set(to) else meant

    def facts(self, turn: int | None = None) -> list[Fact]:
        """The facts of one turn or of all, in order."""
        return [fact for fact in self.view["story"] if turn is None or fact["turn"] == turn]

    def texts(self, *kinds: str, turn: int | None = None) -> list[str]:
        """The sentences of the facts of some kinds."""
        return [fact["text"] for fact in self.facts(turn) if fact["kind"] in kinds]

    def moved(self) -> list[RulingFact]:
        """The rulings that control moved."""
        return [fact for fact in self.facts() if fact["kind"] == "ruling" and "replaced" in fact["details"]]

    def at_turn(self, turn: int) -> View:
        """The view as it was at the end of a turn, with the story of that turn alone."""
        state = self.checkpoints.at(self.checkpoints.number_of(last_line(self.run, turn)))
        return view(state, self.eyes, self.language.code, Recent())

    def pieces(self, objective: str) -> list[Piece]:
        """The evidence that the exercise names for one of its own objectives."""
        wanted = self.run.exercise.file.evaluation[objective].evidence
        picture = EvidencePicture(
            self.run.state, self.eyes, effective(self.run.state, self.eyes), self.language.code, self.stories
        )
        return picture.pieces(wanted)

    def month(self, turn: int) -> str:
        calendar = self.view["calendar"]
        return str(calendar[turn - 1]) if 0 < turn <= len(calendar) else ""

    def when(self, turn: int, phase: str = "") -> str:
        """A moment in words."""
        if not turn:
            return "STARTEX"
        words = self.say("turn {turn}", turn=turn)
        return f"{words}, {self.say(phase)}" if phase else words

    def code(self, role: str) -> str:
        known = {entry["id"]: str(entry["code"]) for entry in self.view["roles"]}
        return known.get(role, role and self.say("Control"))
