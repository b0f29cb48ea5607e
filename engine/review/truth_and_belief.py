"""What was true beside what a role knew of it, for whoever may look with control's eyes.

Two stories of the same moments are laid side by side: control's, and the role's; what the role was told
later is looked up in the rest of its story.
"""

from bisect import bisect_left
from typing import Annotated, NamedTuple, NotRequired, TypedDict

from engine.play.state import State
from engine.review.accounts import SIGNATURES, Chapter, Subject, TurnTold, subject_of
from engine.views.seen import ProposalDetails, Track, View
from engine.views.story import Fact, Place
from engine.words.language import Language
from engine.words.meaning import says
from engine.words.wording import wording


class RoleStory(NamedTuple):
    """What a role was told, up to a stop and after it."""

    chapter: Chapter
    until: int
    """How many facts it had been told."""
    later: Chapter
    """Where what came after is told: the story as it stands, or the one that was taken back."""
    after: int

    def at(self, place: Place) -> list[Fact]:
        """What it was told there, of what it had been told by the stop."""
        first, last = bisect_left(self.chapter.places, place), self.chapter.until(place)
        return self.chapter.facts[first : min(last, self.until)]

    def before_of(self, subject: Subject) -> list[Fact]:
        return [self.chapter.facts[index] for index in self.chapter.about(subject) if index < self.until]

    def after_of(self, subject: Subject) -> list[Fact]:
        return [self.later.facts[index] for index in self.later.about(subject) if index >= self.after]


class Happening(TypedDict):
    """Something that happened."""

    kind: Annotated[str, says("The kind of its fact.")]
    role: Annotated[str, says("Whose doing it is; empty where it is nobody's.")]
    text: Annotated[str, says("What it says.")]


class Belief(TypedDict):
    """What a role knew of it."""

    belief: Annotated[str | None, says("What it was told; none where it was not.")]
    known: Annotated[str, says("How much it knew.", "known", "part", "later", "never")]
    when: Annotated[str, says("When it learned the rest; empty where there is none.")]


class Knew(Happening, Belief):
    """Something that happened, and what a role knew of it."""


class Compared(TypedDict):
    """A track as it was, and as it was believed to be."""

    id: Annotated[str, says("By its id.")]
    title: Annotated[str, says("What it is called.")]
    truth: Annotated[Track, says("As it was.")]
    belief: Annotated[Track | None, says("As the role knew it; none where it knew nothing of it.")]
    differs: Annotated[bool, says("Whether the role did not know it as it was.")]


class Pair(TypedDict):
    """The truth at a moment beside what a role knew then."""

    truth: Annotated[View, says("The view of control.")]
    belief: Annotated[View, says("The view of the role.")]
    tracks: Annotated[list[Compared], says("Each track on both sides.")]
    rows: Annotated[list[Knew], says("What happened in the turn, on both sides.")]
    left: NotRequired[
        Annotated[int, says("How many rows were left out before them, where not all are asked for.")]
    ]


class TruthAndBelief:
    """Lays the truth of a turn so far beside what one role knew of it."""

    def __init__(self, state: State, role: str, language: str, heard: RoleStory, released: bool) -> None:
        """`released`: at the end, control released everything."""
        self.state, self.role, self.language = state, role, Language(language)
        self.wording = wording(state.exercise, self.language)
        self.heard, self.released = heard, released

    def rows(self, truth: Chapter, told: int, most: int = 0) -> tuple[list[Knew], int]:
        """Orders of the turn, then everything else of it in the order it happened, of the first so many facts
        of the truth; and how many are left out before the last rows, where only so many are asked for.
        """
        first = self.orders()
        now = truth.by_turn.get(self.state.game.turn, TurnTold()).happened(told)
        left = max(0, len(first) + len(now) - most) if most else 0
        last = now[max(0, left - len(first)) :]
        return [*first[left:], *(self.row(truth.places[index], truth.facts[index]) for index in last)], left

    def row(self, place: Place, fact: Fact) -> Knew:
        """One thing that happened, and what the role knew of it."""
        entry = self.entry(fact.kind, self.who(fact), fact.text)
        if fact.kind == "message":
            told = self.heard.before_of(subject_of(fact))
        else:
            told = [found for found in self.heard.at(place) if kind_of(found) == kind_of(fact)]
        for found in told:
            if same(fact, found):
                return {**entry, "belief": found.text, "known": "known", "when": ""}
        later = self.learned(fact)
        if told:
            return {
                **entry,
                "belief": told[0].text,
                "known": "part",
                "when": self.when(later) if later else "",
            }
        return {**entry, **self.unknown(later)}

    def entry(self, kind: str, role: str, text: str) -> Happening:
        return {"kind": "signature" if kind in SIGNATURES else kind, "role": role, "text": text}

    def who(self, fact: Fact) -> str:
        """Whose doing it is, where it is one role's."""
        return str(fact.details.get("sender") or fact.details.get("role") or "")

    def learned(self, fact: Fact) -> Fact | None:
        """What the role was told of it later."""
        subject = subject_of(fact)
        if fact.kind in ("proposal", "signature"):
            found = self.state.game.proposals.get(fact.read(ProposalDetails)["proposal"])
            subject = ("agreement", found.agreement) if found and found.agreement else ()
        told = self.heard.after_of(subject) if subject else []
        return next((found for found in told if not found.details.get("sealed")), None)

    def unknown(self, later: Fact | None) -> Belief:
        """What the role does not know yet."""
        if later is not None:
            return {"belief": None, "known": "later", "when": self.when(later)}
        when = self.language.say("only after ENDEX" if self.released else "never learned")
        return {"belief": None, "known": "never", "when": when}

    def when(self, fact: Fact) -> str:
        if fact.turn != self.state.game.turn:
            return self.language.say("learned in turn {turn}", turn=fact.turn)
        if fact.phase in ("rulings", "report"):
            return self.language.say("at publication")
        return self.language.say("later in this turn")

    def orders(self) -> list[Knew]:
        """What every role has ordered so far this turn."""
        found = list[Knew]()
        for role, entries in self.state.game.orders.items():
            for entry in entries:
                text = f"{self.wording.role(role)}: {self.wording.order(entry['order'])}"
                if entry.get("secret"):
                    text += f" ({self.language.say('secret')})"
                found.append({**self.entry("order", role, text), **self.order(role, entry["order"])})
        return found

    def order(self, role: str, order: str) -> Belief:
        """Whether an order is known: its own at once, others' when they are carried out, if ever."""
        turn = self.state.game.turn
        subject = ("order", role, order, turn)
        if role == self.role or self.heard.before_of(subject):
            belief = f"{self.wording.role(role)}: {self.wording.order(order)}"
            return {"belief": belief, "known": "known", "when": ""}
        return self.unknown(next(iter(self.heard.after_of(subject)), None))


def kind_of(fact: Fact) -> tuple[str, bool]:
    """The kind of a fact; an inject's words for one role alone are apart from those for everybody."""
    return fact.kind, "private" in fact.details


def same(fact: Fact, told: Fact) -> bool:
    """Whether the role was told all of it: the words, and the effects."""
    mine, theirs = fact.details, told.details
    if fact.kind == "message":
        return bool(mine.get("text") == theirs.get("text"))
    return fact.text == told.text and mine.get("effects") == theirs.get("effects")


def beside_tracks(truth: View, belief: View) -> list[Compared]:
    """Each track as it was, and as it was believed to be."""
    true = {entry["id"]: entry for entry in truth["tracks"]}
    known = {entry["id"]: entry for entry in belief["tracks"]}
    return [
        {
            "id": name,
            "title": true[name]["title"],
            "truth": true[name],
            "belief": known.get(name),
            "differs": name not in known or known[name]["value"] != true[name]["value"],
        }
        for name in true
    ]
