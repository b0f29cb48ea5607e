"""What was true beside what a role knew of it, for whoever may look with control's eyes.

Two stories of the same moments are laid side by side: control's, and the role's; what the role was told
later is looked up in the rest of its story.
"""

from typing import Any, NamedTuple

from engine.language import Language
from engine.play.state import State
from engine.play.views.story import Fact
from engine.play.views.wording import wording

SIGNATURES = ("proposal", "signature", "announced", "leaving", "agreement")
ROWS = ("message", "statement", "inject", "ruling", *SIGNATURES)
"""Kinds of facts that are laid beside each other; orders are read from the state."""


class Placed(NamedTuple):
    """A fact with its place in the log."""

    place: tuple[int, int]
    fact: Fact


class Beside:
    """Lays the truth of a turn so far beside what one role knew of it."""

    def __init__(
        self,
        state: State,
        role: str,
        language: str,
        known: list[Placed],
        later: list[Placed],
        released: bool,
    ) -> None:
        """`known` is what the role was told up to the stop, `later` what it was told after it.

        `released`: at the end, control released everything.
        """
        self.state, self.role, self.language = state, role, Language(language)
        self.wording = wording(state.exercise, self.language)
        self.known, self.later, self.released = known, later, released
        self.at: dict[tuple[int, int], list[Fact]] = {}
        for placed in known:
            self.at.setdefault(placed.place, []).append(placed.fact)

    def rows(self, truth: list[Placed]) -> list[dict[str, Any]]:
        """Orders of the turn, then everything else of it in the order it happened."""
        found, letters = self.orders(), set[str]()
        for place, fact in truth:
            if fact.kind not in ROWS:
                continue
            letter = fact.details.get("id", "")
            if fact.kind == "message" and letter in letters:
                continue
            letters.add(letter)
            found.append(self.row(place, fact))
        return found

    def row(self, place: tuple[int, int], fact: Fact) -> dict[str, Any]:
        here = self.letters(fact) if fact.kind == "message" else self.at.get(place, [])
        here = [told for told in here if told.kind == fact.kind]
        if here:
            whole = any(same(fact, told) for told in here)
            belief = next((told for told in here if same(fact, told)), here[0]).text
            found = {"belief": belief, "known": "known" if whole else "part", "when": ""}
            if whole or not (after := self.learned(fact)):
                return self.entry(fact.kind, self.who(fact), fact.text) | found
            return self.entry(fact.kind, self.who(fact), fact.text) | found | {"when": self.when(after)}
        return self.entry(fact.kind, self.who(fact), fact.text) | self.unknown(self.learned(fact))

    def entry(self, kind: str, role: str, text: str) -> dict[str, Any]:
        return {"kind": "signature" if kind in SIGNATURES else kind, "role": role, "text": text}

    def who(self, fact: Fact) -> str:
        """Whose doing it is, where it is one role's."""
        return str(fact.details.get("sender") or fact.details.get("role") or "")

    def letters(self, fact: Fact) -> list[Fact]:
        """What the role was told of a message, also when it was carried on or came to hand."""
        letter = fact.details.get("id")
        return [told.fact for told in self.known if told.fact.details.get("id") == letter]

    def learned(self, fact: Fact) -> Fact | None:
        """What the role was told of it later."""
        if fact.kind == "message":
            letter = fact.details.get("id")
            return self.first(lambda told: told.details.get("id") == letter and "text" in told.details)
        if fact.kind in ("proposal", "signature"):
            found = self.state.game.proposals.get(fact.details.get("proposal", ""))
            agreement = found.agreement if found else None
            return self.first(
                lambda told: (
                    told.kind in ("announced", "agreement")
                    and agreement is not None
                    and told.details.get("agreement") == agreement
                )
            )
        return None

    def first(self, fits: Any) -> Fact | None:
        return next((placed.fact for placed in self.later if fits(placed.fact)), None)

    def unknown(self, later: Fact | None) -> dict[str, Any]:
        """What the role does not know yet."""
        if later is not None:
            return {"belief": None, "known": "later", "when": self.when(later)}
        if self.released:
            return {"belief": None, "known": "later", "when": self.language.say("released after ENDEX")}
        return {"belief": None, "known": "never", "when": self.language.say("never learned")}

    def when(self, fact: Fact) -> str:
        if fact.turn != self.state.game.turn:
            return self.language.say("learned in turn {turn}", turn=fact.turn)
        if fact.phase in ("rulings", "report"):
            return self.language.say("at publication")
        return self.language.say("later in this turn")

    def orders(self) -> list[dict[str, Any]]:
        """What every role has ordered so far this turn."""
        found = []
        for role, entries in self.state.game.orders.items():
            for entry in entries:
                text = f"{self.wording.role(role)}: {self.wording.order(entry['order'])}"
                if entry.get("secret"):
                    text += f" ({self.language.say('secret')})"
                found.append(self.entry("order", role, text) | self.order(role, entry["order"]))
        return found

    def order(self, role: str, order: str) -> dict[str, Any]:
        """Whether an order is known: its own at once, others' when they are carried out, if ever."""

        def carried(fact: Fact) -> bool:
            given = fact.details
            this = fact.turn == self.state.game.turn
            return this and fact.kind == "order" and (given["role"], given["order"]) == (role, order)

        told = next((placed.fact for placed in self.known if carried(placed.fact)), None)
        if told or role == self.role:
            belief = f"{self.wording.role(role)}: {self.wording.order(order)}"
            return {"belief": belief, "known": "known", "when": ""}
        return self.unknown(self.first(carried))


def same(fact: Fact, told: Fact) -> bool:
    """Whether the role was told all of it: the words, and the effects."""
    mine, theirs = fact.details, told.details
    if fact.kind == "message":
        return bool(mine.get("text") == theirs.get("text"))
    return fact.text == told.text and mine.get("effects") == theirs.get("effects")


def beside_tracks(truth: dict[str, Any], belief: dict[str, Any]) -> list[dict[str, Any]]:
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
