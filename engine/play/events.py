"""Everything that happens, as typed events. State is only ever the fold of these.

Each field is either a fact for everybody who may know the event or belongs to somebody alone; who
reads what is decided in `engine.play.views` and nowhere else. Adding a field with a default keeps
old logs readable; an unknown event is refused.
"""

from typing import Any

import msgspec
from msgspec import Struct

from engine.play.agreement_events import Announced as Announced
from engine.play.agreement_events import Barred as Barred
from engine.play.agreement_events import Ended as Ended
from engine.play.agreement_events import Entered as Entered
from engine.play.agreement_events import Lapsed as Lapsed
from engine.play.agreement_events import Leaving as Leaving
from engine.play.agreement_events import Proposed as Proposed
from engine.play.agreement_events import Signed as Signed
from engine.play.agreement_events import Unsigned as Unsigned
from engine.play.evaluation_events import Found as Found
from engine.play.evaluation_events import Planned as Planned
from engine.play.evaluation_events import Rated as Rated
from engine.play.event import Changes as Changes
from engine.play.event import Event as Event
from engine.play.inject_events import Declined as Declined
from engine.play.inject_events import Improvised as Improvised
from engine.play.inject_events import Released as Released
from engine.play.inject_events import Shelved as Shelved
from engine.play.inject_events import Sought as Sought
from engine.play.inject_events import Words as Words
from engine.play.inject_events import Written as Written
from engine.play.room_events import Chaired as Chaired
from engine.play.room_events import Counting as Counting
from engine.play.room_events import Messaged as Messaged
from engine.play.room_events import Noted as Noted
from engine.play.room_events import Paused as Paused
from engine.play.room_events import Replied as Replied
from engine.play.room_events import Requested as Requested
from engine.play.room_events import Said as Said
from engine.play.room_events import Seated as Seated
from engine.play.room_events import Settled as Settled
from engine.play.room_events import Started as Started
from engine.play.room_events import Timed as Timed
from engine.play.room_events import Undone as Undone
from engine.play.room_events import Withdrawn as Withdrawn


class Began(Event, frozen=True):
    """The run exists, with its format, preset and seats.

    One that begins in the ready room waits for STARTEX; any other has begun with this.
    """

    format: str
    preset: str
    seats: dict[str, str]
    changes: Changes = {}
    ready: bool = False
    drafts: bool = True
    """Whether what a seat has chosen and not sealed counts at the lock."""


class TurnBegan(Event, frozen=True):
    """A turn opened: lifetimes ended, incomes paid."""

    turn: int
    changes: Changes


class PhaseBegan(Event, frozen=True):
    """The phase that is now open."""

    phase: str


class Ruled(Event, frozen=True):
    """A table's answer with its trace."""

    step: str
    path: str
    call: str
    table: str
    row: str
    knows: list[str]
    """Roles that know the call."""
    to: list[str] | None = None
    """Roles that read this row instead, where the row says so."""
    cause: str = ""
    """What called it: an order, inject, agreement, trigger, or the step."""
    modifiers: list[int] = []
    sum: int = 0
    dice: list[int] = []
    total: int | None = None
    odds: dict[str, float] = {}
    typed: bool = False
    """The dice were thrown on the table and typed in."""
    replaced: str | None = None
    """The row this one replaces by control's override."""
    reason: str = ""
    told: bool = False
    """The actor reads the move's own text, because the row may tell falsely."""
    effects: list[str] = []
    inputs: dict[str, int] = {}


class Carried(Event, frozen=True):
    """An order carried out."""

    role: str
    order: str
    secret: bool = False
    knows: list[str] = []
    effects: list[str] = []
    capacity: str = "role"


class Returned(Event, frozen=True):
    """An order not carried out for lack of consent; its cost is returned."""

    role: str
    order: str
    cost: int
    refused_by: list[str]
    knows: list[str] = []


class Stepped(Event, frozen=True):
    """A step or wave changed the state; `causes` names what moved each track."""

    step: str
    changes: Changes
    causes: dict[str, list[str]] = {}


class Told(Event, frozen=True):
    """A value, given to somebody and dated."""

    to: list[str]
    what: str
    value: int | str | None
    form: str
    path: str
    false: bool = False
    once: str = ""


class Delivered(Event, frozen=True):
    """A carried message reached its receiver."""

    message: str
    to: list[str]
    invites: bool = False


class Exposed(Event, frozen=True):
    """A carried message became known to somebody it was not for."""

    message: str
    to: list[str]


class Opened(Event, frozen=True):
    """Moves offered to a role at a cost for a turn, beyond its limit of orders."""

    role: str
    moves: list[str]
    cost: int
    turn: int
    source: str


class Overdue(Event, frozen=True):
    """A token fell due unanswered."""

    token: str


class Brink(Event, frozen=True):
    """A stop ending stands for the first time; the next turn decides."""

    endings: list[str]


class Crossed(Event, frozen=True):
    """A red line was crossed; it stays crossed."""

    role: str
    line: str


class Finished(Event, frozen=True):
    """ENDEX: the run ended."""

    ending: str
    scores: dict[str, int]
    objectives: dict[str, bool]
    common: int | None = None
    cut: bool = False
    """Control ended it before its rulings did."""


class Ordered(Event, frozen=True):
    """A seat's orders for the turn, replacing what it ordered before."""

    role: str
    orders: list[dict[str, Any]]
    sealed: bool = False
    capacity: str = "role"


class Rejected(Event, frozen=True):
    """An order that is not allowed, with the reason."""

    role: str
    order: str
    reason: str


class Locked(Event, frozen=True):
    """Orders are locked: legality settled and costs paid, once.

    The seats that people hold and nobody had sealed are named: those whose `drafts` were taken, those whose
    draft was `left` because only sealed orders count, and those that had chosen nothing (`silent`).
    """

    orders: dict[str, list[dict[str, Any]]]
    changes: Changes = {}
    drafts: list[str] = []
    left: list[str] = []
    silent: list[str] = []


class Asked(Event, frozen=True):
    """A question that a locked order or an inject puts to a role (or control)."""

    question: str
    to: str
    options: list[str]
    source: str
    by: str = ""
    knows: list[str] = []
    consent: bool = False


class Answered(Event, frozen=True):
    """The answer to a question."""

    question: str
    answer: str
    by: str = "person"
    """person, doctrine, message (a letter handed over beforehand is consent) or silence."""
    message: str = ""


class Stamped(Event, frozen=True):
    """Control's mark on a statement, with what it does at once."""

    statement: str
    mark: str
    role: str | None = None
    changes: Changes = {}


class Overridden(Event, frozen=True):
    """Control's choice of another row of the ladder."""

    ruling: str
    replaces: str
    row: str
    reason: str
    call: str = ""
    """The table as it was called, with its arguments."""
    by: str = ""
    """The seat that did so, where it is not control's."""


class Typed(Event, frozen=True):
    """Dice thrown on the table instead of drawn."""

    ruling: str
    dice: list[int]
    call: str = ""
    by: str = ""
    """The seat that did so, where it is not control's."""


class LapsedOverride(Event, frozen=True):
    """An override whose row changed under it, taken away with a notice; or one that control took back."""

    ruling: str
    replaces: str
    row: str = ""
    """The row it had chosen."""
    call: str = ""
    withdrawn: bool = False


class Published(Event, frozen=True):
    """The rulings of a turn were published."""

    turn: int
    ending: str = ""
    """The ending they reached. It stays with control until ENDEX, which follows the report."""


class Edited(Event, frozen=True):
    """The bulletin of a turn as control wrote it; without items, as it writes itself."""

    turn: int
    items: list[Words]


class Disclosed(Event, frozen=True):
    """What ENDEX releases to the roles: nothing, the traces, or all."""

    what: str


KINDS = (
    Began
    | TurnBegan
    | PhaseBegan
    | Ruled
    | Carried
    | Returned
    | Stepped
    | Told
    | Delivered
    | Exposed
    | Opened
    | Entered
    | Barred
    | Ended
    | Overdue
    | Brink
    | Crossed
    | Finished
    | Released
    | Improvised
    | Written
    | Shelved
    | Sought
    | Declined
    | Ordered
    | Rejected
    | Locked
    | Asked
    | Answered
    | Proposed
    | Signed
    | Unsigned
    | Announced
    | Lapsed
    | Leaving
    | Stamped
    | Overridden
    | Typed
    | LapsedOverride
    | Published
    | Edited
    | Disclosed
    | Said
    | Messaged
    | Noted
    | Rated
    | Found
    | Planned
    | Chaired
    | Requested
    | Replied
    | Settled
    | Withdrawn
    | Started
    | Counting
    | Paused
    | Timed
    | Seated
    | Undone
)


class Happened(Struct, frozen=True):
    """The events of a line, as a struct: msgspec works a struct out once and a bare union every time."""

    events: list[KINDS]


def read_events(events: list[dict[str, Any]]) -> list[Event]:
    """Events as they stand in a log. Raises msgspec.ValidationError for an unknown or malformed one."""
    found: list[Event] = [*msgspec.convert({"events": events}, Happened).events]
    return found


def write_events(events: list[Event]) -> list[dict[str, Any]]:
    """Events as they go into a log."""
    return msgspec.to_builtins(events)  # type: ignore[no-any-return]
