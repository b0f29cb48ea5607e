"""The odds of a run as it went: found beside the room when somebody asks, kept while the game stands so."""

from typing import TYPE_CHECKING

from engine.record.run import Run
from web.apart import looked_back
from web.beside import Beside, Computation

if TYPE_CHECKING:
    from engine.rehearsal.figures import Figures
    from engine.review.turning_points import Course


class RunOdds:
    """What is known, or being found, of one run."""

    def __init__(self) -> None:
        self.known: tuple[str, Computation[tuple[Course, Figures]]] | None = None

    def asked(self, run: Run, beside: Beside) -> "Computation[tuple[Course, Figures]]":
        """Those of the game as it stands; found anew where that went wrong."""
        if self.known is None or not self.stands(run) or self.known[1].stage in ("stopped", "refused"):
            self.known = run.undo_version, Computation(looked_back, f"{run.log.path}".encode())
            beside.take(self.known[1])
        return self.known[1]

    def made(self, run: Run) -> "tuple[Course, Figures] | None":
        """Those that have been found; nobody waits for them."""
        return self.known[1].made if self.known and self.stands(run) else None

    def stands(self, run: Run) -> bool:
        return self.known is not None and self.known[0] == run.undo_version
