"""What happens in the room: words, seats, the clock. An undo of the game leaves all of it as it is."""

from engine.play.event import Event
from engine.play.inject_events import Words


class Said(Event, frozen=True):
    """A public statement."""

    statement: str
    role: str
    text: str


class Messaged(Event, frozen=True):
    """A private text. `carry` asks the carrier to take it on; `sealed` keeps it from the carrier."""

    message: str
    sender: str
    to: list[str]
    text: str
    carry: bool = False
    sealed: bool = False
    through: str = ""
    read_by: list[str] = []
    """Others who read it, because an agreement in force lets them."""
    stock: str = ""
    """The move whose stock text a bot writes; the exercise holds it in every language."""


class Noted(Event, frozen=True):
    """A note of control's or of an observer, pinned to the moment or to an earlier one."""

    text: str
    by: str = "control"
    kind: str = ""
    """`observation` for what an evaluator saw, `discussion` for what was said in the debrief."""
    about: str = ""
    """What it is about: a ruling by its path, an inject, objective, finding or question by its id."""
    line: int = 0
    """The line of the log it is pinned to; 0 for its own."""
    observer: int = 0
    """Which of the observers wrote it, by number; whose number it is stands beside the run, never here."""
    note: int = 0
    """The line of an earlier note that this one stands in for; 0 for a new one."""
    withdrawn: bool = False
    """The earlier note no longer stands, and this one has no words."""


class Chaired(Event, frozen=True):
    """The chair set the agenda, gave the floor or called a recess."""

    role: str
    act: str
    text: str = ""


class Requested(Event, frozen=True):
    """A role asked control for something."""

    role: str
    text: str
    order: str = ""
    """The order it asks control to give, of a role that control plays on request."""


class Replied(Event, frozen=True):
    """Control answered a role's request, or wrote to it."""

    to: list[str]
    text: str
    request: str = ""
    """The request it answers, where it answers one."""


class Settled(Event, frozen=True):
    """Control has done with a request without an answer in writing: `aside`, `aloud`, or `ordered`."""

    request: str
    role: str
    how: str
    order: str = ""
    """What control ordered as it was asked to."""


class Withdrawn(Event, frozen=True):
    """Control has withdrawn a public statement. What its marks did stands."""

    statement: str
    role: str


class Started(Event, frozen=True):
    """STARTEX: the ready room is over."""


class Counting(Event, frozen=True):
    """From now on drafts count at the lock, or only what is sealed."""

    drafts: bool


class Paused(Event, frozen=True):
    """PAUSEX, or play goes on."""

    paused: bool


class Timed(Event, frozen=True):
    """Control gave the present phase more minutes, or took some."""

    minutes: int


class Seated(Event, frozen=True):
    """A seat is taken by a person, a program, a bot or nobody."""

    seat: str
    by: str


class Undone(Event, frozen=True):
    """The game stands again as it stood after an earlier line."""

    line: int
    reason: str
    takes: dict[str, int] = {}
    """By turn whose published rulings are undone, the take that counts from now on."""
    told: Words = ""
    """What control tells the room about it; the reason is control's own."""
    lines: list[int] = []
    """The lines that it takes from the game."""
    turn: int = 0
    phase: str = ""
    """Where the game stands again."""
