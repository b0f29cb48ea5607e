"""Who may know what: one point of view, deciding from audiences and from nothing else."""

from collections.abc import Iterable
from typing import Final

from engine.play.trace import band_of
from engine.rules.exercise import Call, Exercise

CONTROL: Final = "control"
PUBLIC: Final = "public"


class Viewer:
    """One point of view: a role, control, or the public."""

    def __init__(self, exercise: Exercise, seat: str) -> None:
        self.exercise, self.seat = exercise, seat
        self.all = frozenset(exercise.roles)
        self.control = seat == CONTROL

    def among(self, audience: Iterable[str]) -> bool:
        """Whether something known to these roles is known here."""
        if self.control:
            return True
        known = set(audience)
        return known >= self.all if self.seat == PUBLIC else self.seat in known

    def reads(self, name: str) -> bool:
        """Whether the exact value of a slot is known here."""
        head, _, member = name.partition("(")
        file = self.exercise.file
        entry = file.tracks.get(head) or file.flags.get(head) or file.tokens.get(head)
        if entry is None:
            return self.control or head.startswith("in_force") or head in ("turn", "month", "brink")
        if entry.seen_by == "all" or self.control:
            return True
        return self.among([member.rstrip(")")] if entry.seen_by == "holder" else entry.seen_by)

    def touched(self, slot: str) -> bool:
        """Whether it is known here what an effect does to a slot."""
        if self.exercise.vocabulary.kinds.get(slot) == "capital":
            return self.among([slot.removeprefix("capital(").removesuffix(")")])
        return self.reads(slot)

    def value(self, name: str, value: int) -> int | str | None:
        """A track as it is known here: a number, the name of its band, or None."""
        if self.reads(name):
            return value
        bands = self.exercise.file.tracks[name.partition("(")[0]].others_see
        return band_of(bands, value) if bands else None

    def explains(self, call: Call, knows: bool) -> bool:
        """Whether modifiers, odds and dice may be shown: all that the call could read is readable here."""
        return self.control or (knows and self.among(call.readers))
