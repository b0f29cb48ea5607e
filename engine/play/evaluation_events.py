"""What evaluators record: ratings, findings and the improvement plan. An undo of the game leaves them."""

from engine.play.event import Event


class Rated(Event, frozen=True):
    """How an objective of the exercise was met, as its evaluators see it; the latest stands."""

    objective: str
    rating: str = ""
    """P, S, M or U; empty where it is not rated, or no longer."""
    text: str = ""
    links: list[int] = []
    """Lines of the log that bear it out."""


class Found(Event, frozen=True):
    """A strength, or something to improve. The same name again is the finding as it was edited."""

    finding: str
    kind: str
    title: str
    objective: str = ""
    analysis: str = ""
    recommendation: str = ""
    links: list[int] = []
    withdrawn: bool = False


class Planned(Event, frozen=True):
    """A step of the improvement plan. The same name again is the step as it was edited."""

    action: str
    text: str
    finding: str = ""
    """The finding it answers."""
    element: str = ""
    """The element of the capability it belongs to: planning, training and so on."""
    owner: str = ""
    """The organisation or office that sees to it."""
    contact: str = ""
    start: str = ""
    """Dates are written as in ISO 8601: 2025-06-30."""
    due: str = ""
    status: str = "open"
    withdrawn: bool = False
