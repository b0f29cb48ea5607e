"""Effects: what a move, row, agreement, inject or mark does, specialised for its caller.

An `Effects` value says what is to be done; how the effects of a step combine is the business of
`engine.play.combine`, and what each verb means stands in `engine.rules.verbs`.
"""

from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from engine.rules.changes import Effect, track_change
from engine.rules.emit import Emitter
from engine.rules.findings import Findings, Path
from engine.rules.nodes import PLAIN, ExpressionFault, Scope
from engine.rules.references import References
from engine.rules.verbs import VERBS, DeliverMessage, Done, OfferMoves, RunTable, TellRoles
from engine.rules.vocabulary import Vocabulary


class Effects(Struct, frozen=True):
    """What is to be done."""

    changes: tuple[Effect, ...] = ()
    """In the order of their verbs."""
    runs: tuple[RunTable, ...] = ()
    tells: tuple[TellRoles, ...] = ()
    offers: tuple[OfferMoves, ...] = ()
    deliver: bool = False

    def settled(self, state: Sequence[int], words: Sequence[str]) -> "Effects":
        """The same with formulas worked out on a state, for an agreement whose terms end with it."""
        return replace(
            self,
            changes=tuple(effect.settled(state) for effect in self.changes),
            runs=tuple(run.settled(state, words) for run in self.runs),
        )


NOTHING = Effects()


def asked_beside(effects: Effects, tables: Collection[str]) -> Effects:
    """The same effects, with the calls of these tables told apart: their source asks them elsewhere, too."""
    runs = tuple(replace(run, apart=run.apart or run.table in tables) for run in effects.runs)
    return replace(effects, runs=runs) if runs else effects


def asked_twice(*effects: Effects) -> frozenset[str]:
    """The tables that the effects of one source ask more than once."""
    tables = Counter(run.table for each in effects for run in each.runs)
    return frozenset(table for table, number in tables.items() if number > 1)


class EffectReader:
    """Reads effect maps of one exercise."""

    def __init__(self, vocabulary: Vocabulary, emitter: Emitter, findings: Findings) -> None:
        self.names, self.findings = References(vocabulary, emitter), findings

    def read(self, effects: Mapping[str, Any], path: Path, scope: Scope = PLAIN) -> Effects:
        """The effects of a map, its names resolved in `scope`; problems are reported, not raised."""
        found: list[Done] = []
        for key, value in effects.items():
            at = (*path, key)
            with self.findings.at(at):
                if key in VERBS:
                    for item in value if isinstance(value, list) and key != "deliver" else [value]:
                        found += VERBS[key].read(item, self.names, scope)
                elif track := self.track(key, at, scope):
                    found.append(track_change(self.names.scale(track), value, self.names, scope))
        changes = [effect for effect in found if isinstance(effect, Effect)]
        result = Effects(
            changes=tuple(sorted(changes, key=lambda effect: effect.rank)),
            runs=tuple(effect for effect in found if isinstance(effect, RunTable)),
            tells=tuple(effect for effect in found if isinstance(effect, TellRoles)),
            offers=tuple(effect for effect in found if isinstance(effect, OfferMoves)),
            deliver=any(isinstance(effect, DeliverMessage) for effect in found),
        )
        return asked_beside(result, asked_twice(result))

    def track(self, key: str, at: Path, scope: Scope) -> str:
        """The slot name of a track; where it is none, that is reported of the key."""
        try:
            return self.names.thing(key, "tracks", scope, tuple(VERBS))
        except ExpressionFault as fault:
            self.findings.add(at, fault.code, fault.message, key=True)
            return ""
