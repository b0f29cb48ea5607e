"""What happens to agreements, from the proposal to the end."""

from engine.play.event import Event


class Entered(Event, frozen=True):
    """An agreement entered into force."""

    agreement: str
    terms: dict[str, int]
    signed: list[str]


class Barred(Event, frozen=True):
    """A signed agreement whose condition no longer held when it was to enter into force."""

    agreement: str
    signed: list[str]


class Ended(Event, frozen=True):
    """An agreement ended: left, breached or run out."""

    agreement: str
    why: str
    by: str = ""
    stays: bool = False


class Proposed(Event, frozen=True):
    """An agreement proposed, seen by those whose signature is sought."""

    proposal: str
    agreement: str | None
    by: str
    terms: dict[str, int] = {}
    invites: list[str] = []
    text: str = ""
    parties: list[str] = []


class Signed(Event, frozen=True):
    """A signature, needed or optional."""

    proposal: str
    role: str


class Unsigned(Event, frozen=True):
    """A signature taken back before lock."""

    proposal: str
    role: str


class Announced(Event, frozen=True):
    """A proposal has every signature it needs; it enters into force with the rulings."""

    proposal: str


class Lapsed(Event, frozen=True):
    """A proposal nobody completed in time."""

    proposal: str


class Leaving(Event, frozen=True):
    """A signatory declares that it leaves; it takes effect with the rulings."""

    agreement: str
    role: str
