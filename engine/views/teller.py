"""What the tellers of a story share: who watches, in which language, and what is known of causes."""

from collections.abc import Iterable

from msgspec import to_builtins

from engine.play.events import Changes
from engine.play.state import State
from engine.play.viewer import Viewer
from engine.rules.argued import effect_of, path_of
from engine.rules.changes import Change
from engine.rules.exercise import Exercise
from engine.rules.kept import kept
from engine.views.seen import Details, Done
from engine.words.language import Language
from engine.words.wording import wording

Told = Iterable[tuple[str, str, Details]]
"""The facts one event gives: kind, words, details."""


@kept
def start_values(exercise: Exercise) -> dict[str, int]:
    """Every slot by its name, as it stands before the first turn."""
    return dict(zip(exercise.names, exercise.vocabulary.start, strict=True))


class Teller:
    """Tells facts to one viewer."""

    def __init__(self, state: State, viewer: Viewer, language: Language) -> None:
        self.state, self.viewer, self.language = state, viewer, language
        self.exercise = state.exercise
        self.wording = wording(state.exercise, language)
        self.paths: dict[str, Iterable[str]] = {}
        """Who knows each cause."""
        self.called: dict[str, str] = {}
        """What called each ruling, by its path."""
        self.pleas: dict[str, str] = {}
        """Titles of the argued orders of the turn, by their path."""
        self.titles: dict[str, str] = {}
        """Titles of injects written during play, of those that are known here."""
        self.values = dict(start_values(self.exercise))
        self.traces = state.game.disclosed in ("traces", "all")

    def role(self, role: str) -> str:
        return self.wording.role(role)

    def done(self, changes: list[Change], *, veiled: bool = False) -> Done:
        """What effects did, in words and as values, as far as that is known here.

        Where a move's own text stands for the row, which it may not be, only what moves a number is told.
        """
        kinds = self.exercise.vocabulary.kinds
        seen = [
            change
            for change in changes
            if self.viewer.touched(change.slot) and not (veiled and kinds[change.slot] in ("flag", "token"))
        ]
        return {"effects": [self.wording.change(change) for change in seen], "changes": to_builtins(seen)}

    def cause(self, path: str) -> str:
        """What called something, in words."""
        head = path.partition(">")[0]
        kind, _, name = head.partition(".")
        if kind in self.exercise.roles and (title := self.plea(head)):
            return f"{self.wording.code(kind)}: {title}"
        if kind in self.exercise.roles:
            return f"{self.wording.code(kind)}: {self.wording.order(name)}"
        if kind == "mark":
            return self.language.text(self.exercise.file.marks[name].title) or name
        if kind == "chair":
            return self.language.say("the chair")
        if kind == "inject":
            inject = self.exercise.injects.get(name.partition(":")[0])
            if inject:
                return self.language.text(inject.inject.title)
            return self.titles.get(name) or self.language.say("an inject")
        if kind == "agreement":
            return self.language.text(self.exercise.file.agreements[name].title)
        if kind == "turn":
            return self.language.say("several orders")
        return self.language.say(
            {"drift": "end of the turn", "trigger": "course of events", "start": "start"}.get(kind, kind)
        )

    def plea(self, path: str) -> str:
        """The title of an argued order: of the turn that is told, or else of the one that stands."""
        laid = self.state.game.laid.get(path)
        return self.pleas.get(path) or (laid.title if laid else "")

    def shown(self, name: str, value: int | str | None) -> str:
        """A value of a track as it is read aloud."""
        if isinstance(value, str):
            track = self.exercise.file.tracks[name.partition("(")[0]]
            return self.language.text((track.say or {}).get(value, value))
        return "–" if value is None else str(value)

    def knows(self, path: str) -> bool:
        known = self.paths.get(path)
        if known is None and path.startswith("inject."):
            known = self.paths.get(path.partition(":")[0])
        if known is None:
            known = (
                self.exercise.roles
                if path == "turn" or path.startswith(("agreement.", "trigger.", "drift", "start", "turn>"))
                else ()
            )
        return self.viewer.among(known)

    def explained(self, path: str) -> bool:
        """Whether a cause may be named: the ruling is known here, and so is what had it ruled on."""
        return self.knows(path) and self.knows(self.called.get(path, path).partition(">")[0])

    def moved(self, changes: Changes, causes: dict[str, list[str]]) -> Told:
        """The tracks that moved, as far as this is seen here, each with the causes that may be named."""
        for name, after in changes.items():
            if name.partition("(")[0] not in self.exercise.file.tracks:
                continue
            before, now = self.viewer.value(name, self.values[name]), self.viewer.value(name, after)
            if before == now:
                continue
            paths = [path for path in causes.get(name, []) if self.explained(path)]
            words = list(dict.fromkeys(self.cause(self.called.get(path, path)) for path in paths))
            words = words or [self.language.say("cause not public")]
            shown = [self.shown(name, part) for part in (before, now)]
            yield (
                "track",
                f"{self.wording.slot(name)} {shown[0]} → {shown[1]}",
                {
                    "track": name,
                    "title": self.wording.slot(name),
                    "before": before,
                    "after": now,
                    "before_words": shown[0],
                    "after_words": shown[1],
                    "causes": words,
                },
            )

    def answer_word(self, question: str, answer: str) -> str:
        """An answer as it is read out. The id of its question says what asked: the question itself is gone
        once its turn is over, and a story is told then, too."""
        source = question.partition("?")[0].removeprefix("inject.")
        if source in self.exercise.injects:
            asks = self.exercise.injects[source].inject.asks
            if asks and answer in asks.answers:
                return self.language.text(asks.answers[answer].title)
        return self.language.say("none of the answers") if answer == "none" else self.wording.word(answer)

    def question(self, source: str, by: str) -> str:
        """A question as it is put."""
        if source in self.exercise.injects:
            asks = self.exercise.injects[source].inject.asks
            return self.language.text(asks.question) if asks else ""
        if effect := effect_of(source):
            title = self.plea(path_of(by, effect)) or self.wording.order(source)
            return self.language.say(
                "{role} argues: {title}. What speaks against it?", role=self.role(by), title=title
            )
        order = self.exercise.orders[source]
        asked = self.language.text(order.move.question, next(iter(order.arguments.values()), ""))
        return asked or f"{self.role(by)}: {self.wording.order(source)}?"
