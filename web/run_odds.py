"""What is computed of one run beside the room: its odds as it went, what may come from where it stands."""

from collections.abc import Callable, Hashable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from engine.play.commands import Command
from engine.play.events import Finished
from engine.play.past import Past
from engine.play.state import Game, State
from web.apart import foreseen, looked_back
from web.beside import Beside, Computation

if TYPE_CHECKING:
    from engine.rehearsal.figures import Figures
    from engine.rehearsal.forecast import Forecast, Outlook
    from engine.rehearsal.policies import Play
    from engine.review.turning_points import Course

    Looked = tuple[Course, Figures]

MOST_FORECASTS = 6
"""Kept for each run; one that nobody waits for any more is stopped."""


def ended(game: Game) -> str:
    """As which version the game stands once it has ended: what is said after ENDEX changes no odds."""
    ends = (moment for moment in game.history if isinstance(moment.event, Finished))
    return next((f"{moment.line}" for moment in ends), "")


class RunOdds:
    """The odds of a run as it went, known or being found, while the game stands as `version` says."""

    def __init__(self) -> None:
        self.known: tuple[str, Computation[Looked]] | None = None

    def asked(self, path: Path, version: str, beside: Beside) -> "Computation[Looked]":
        """Those of the game as it stands; found anew where that went wrong."""
        if not self.stands(version) or (self.known and self.known[1].stage in ("stopped", "refused")):
            self.known = version, Computation(looked_back, f"{path}".encode())
            beside.take(self.known[1])
        assert self.known
        return self.known[1]

    def made(self, version: str) -> "Looked | None":
        """Those that have been found; nobody waits for them."""
        return self.known[1].made if self.known and self.stands(version) else None

    def stands(self, version: str) -> bool:
        return self.known is not None and self.known[0] == version


class RunForecasts:
    """The newest forecasts of a run, by what they are of."""

    def __init__(self) -> None:
        self.known: dict[Hashable, Computation[Forecast]] = {}

    def asked(
        self,
        beside: Beside,
        state: State,
        past: Past,
        version: str,
        command: Command | None,
        ways: "Mapping[str, Play]",
    ) -> "Computation[Forecast]":
        """What may come from a state, also with a command done. Raises Refusal for that."""

        def begun() -> "Outlook":
            from engine.rehearsal.forecast import outlook

            return outlook(state, command, ways, past=past)

        return self.of(beside, (version, repr(command), *sorted(ways.items())), begun)

    def of(self, beside: Beside, key: Hashable, begun: "Callable[[], Outlook]") -> "Computation[Forecast]":
        """What may come of something that is known by a key. Raises what making it raises."""
        found = self.known.pop(key, None)
        if found is None or found.stage in ("refused", "stopped"):
            from engine.rehearsal.forecast import sent

            found = Computation(foreseen, sent(begun()))
            beside.take(found, first=True)
        self.known[key] = found
        self.forget(beside)
        return found

    def forget(self, beside: Beside) -> None:
        """Stop what nobody waits for any more."""
        while len(self.known) > MOST_FORECASTS:
            old = self.known.pop(next(iter(self.known)))
            if old.going:
                beside.stop(old)
