"""What was said and written, as threads: with one role or several, with control, and the statements."""

from operator import is_not
from typing import NamedTuple

from engine.views.seen import Fact, MessageFact, ReplyFact, RequestFact, RoleView, StatementFact

SENT = "&sent="
"""Ends the query that a form goes on with where the page is to show what was sent; its number is added."""


class Said(NamedTuple):
    """One message, statement, question to control or its answer."""

    number: int
    turn: int
    phase: str
    kind: str
    sender: str
    to: list[str]
    text: str
    mine: bool
    """Whether this seat wrote it."""
    key: str
    """The thread it belongs to."""
    through: str = ""
    """Whom a message goes through; empty for a letter that was handed to a carrier."""
    by: str = ""
    """Who carried it, where that is somebody else."""
    carry: bool = False
    """Whether it is a letter to be carried."""
    exposed: bool = False
    """Whether it came to hand and nobody says through whom."""
    sealed: bool = False
    topic: str = ""
    """What its sender says that it is about."""
    cell: str = ""
    """Within a seat, the title of the cell that it is for."""
    by_doctrine: bool = False
    """Whether a bot answers."""


class Thread(NamedTuple):
    """The words that belong together."""

    key: str
    words: list[Said]
    last: Said
    others: list[str]
    """The other roles in it."""
    topic: str
    """What it is about, where its words say so."""
    cell: str
    """Within a seat, the title of the cell whose chat it is."""
    among_us: bool
    """Whether the people of this seat write to each other in it."""
    newest: int
    """The number of the newest word that somebody else wrote, or may have; 0 for none."""
    incoming: list[int]
    """The numbers of the newest words of that kind, as many as are counted."""
    fresh: int
    """How many words came from other seats in the phase that stands."""


MOST_SHOWN = 40
"""How many words of a thread are shown, the newest; the rest when it is asked for."""
ABOUT, WITHIN = "~", "@"
"""Between those who are in a thread and what it is about, and between a seat and its cell."""
MOST_COUNTED = 99
"""How many incoming words of a thread a page counts as new at most."""


class Correspondence:
    """Everything said, written and asked that one seat knows of, read on from where it was read to.

    The facts of a story stay the same objects for as long as nothing in them changes.
    """

    def __init__(self) -> None:
        self.facts: list[Fact] = []
        self.words: list[Said | None] = []
        """By fact; none of a fact that is no word."""

    def read(self, view: RoleView) -> tuple[list[Said], list[Fact]]:
        """The words, and the facts that are none: each the oldest first."""
        story = view["story"]
        changed = map(is_not, self.facts, story)
        both = min(len(self.facts), len(story))
        same = next((index for index, other in enumerate(changed) if other), both)
        self.facts, new = story, story[same:]
        self.words[same:] = [word(view, fact) for fact in new]
        words = [said for said in self.words if said is not None]
        return words, [fact for fact, said in zip(story, self.words, strict=True) if said is None]


def word(view: RoleView, fact: Fact) -> Said | None:
    """What was said, written or asked, if it is that."""
    if fact["kind"] == "message":
        return message(view, fact)
    if fact["kind"] == "statement" or fact["kind"] == "request" or fact["kind"] == "reply":
        return spoken(view, fact)
    return None


def newest_own(view: RoleView) -> int:
    """The number of the newest word this seat wrote; 0 where it wrote none."""
    for fact in reversed(view["story"]):
        said = word(view, fact)
        if said is not None and said.mine:
            return said.number
    return 0


def found(words: list[Said], asked: str, view: RoleView) -> list[Said]:
    """The words in which everything stands that is looked for: in the text, the topic, or who is in it."""
    names = {role["id"]: f"{role['code']} {role['title']}" for role in view["roles"]}
    wanted = asked.lower().split()

    def whole(entry: Said) -> str:
        people = " ".join(names.get(role, "") for role in (entry.sender, *entry.to))
        return f"{entry.text} {entry.topic} {entry.cell} {people}".lower()

    return [entry for entry in words if all(part in whole(entry) for part in wanted)]


def sent(words: list[Said], number: str) -> Said | None:
    """The word that was just sent, by the number in the address of the page."""
    if not number:
        return None
    return next((entry for entry in words if entry.mine and str(entry.number) == number), None)


def message(view: RoleView, fact: MessageFact) -> Said:
    """A message or a letter, as it was sent, or as it came to hand."""
    details, me = fact["details"], view["seat"]
    sender, to, through = details["sender"], list(details.get("to", ())), details.get("through") or ""
    sealed, delivered = bool(details.get("sealed")), "to" not in details
    carry = bool(details.get("carry")) or sealed
    topic = details.get("topic", "")
    key = key_of(fact["kind"], sender, [me] if delivered else to, through if carry else "", me)
    cell = details.get("cell", "")
    if cell:
        key = f"{key}{WITHIN}{cell}"
    return Said(
        number=fact["number"],
        turn=fact["turn"],
        phase=fact["phase"],
        kind=fact["kind"],
        sender=sender,
        to=[me] if delivered else to or ([through] if carry and through else []),
        text=details.get("text") or after_colon(fact["text"]),
        mine=sender == me,
        key=f"{key}{ABOUT}{topic}" if topic else key,
        through="" if carry else through,
        by=through if through != me else "",
        carry=carry and not delivered,
        exposed=delivered and not through,
        sealed=sealed,
        topic=topic,
        cell=next((one["title"] for one in view["cells"] if one["id"] == cell), cell),
        by_doctrine=bool(details.get("by_doctrine")),
    )


def spoken(view: RoleView, fact: StatementFact | RequestFact | ReplyFact) -> Said:
    """A statement, a question to control or its answer."""
    me, text = view["seat"], ""
    sender, to = me, list[str]()
    if fact["kind"] == "statement":
        sender, text = fact["details"]["role"], fact["details"]["text"]
    elif fact["kind"] == "reply":
        sender, text, to = "control", fact["details"].get("text", ""), fact["details"].get("to", [])
    return Said(
        number=fact["number"],
        turn=fact["turn"],
        phase=fact["phase"],
        kind=fact["kind"],
        sender=sender,
        to=list(to),
        text=text or after_colon(fact["text"]),
        mine=sender == me,
        key=key_of(fact["kind"], sender, to, "", me),
    )


def key_of(kind: str, sender: str, to: list[str], carrier: str, me: str) -> str:
    """The thread a word belongs to: the others in it, or `statements`, or `control`."""
    if kind == "statement":
        return "statements"
    if kind in ("request", "reply"):
        return "control"
    others = {sender, *to, carrier} - {me, ""}
    return "+".join(sorted(others)) or me


def after_colon(text: str) -> str:
    """A sentence without who says it."""
    return text.partition(": ")[2] or text


def threads(words: list[Said], view: RoleView) -> list[Thread]:
    """The words by thread, the thread with the newest word first."""
    found: dict[str, list[Said]] = {}
    for entry in words:
        found.setdefault(entry.key, []).append(entry)
    told = [thread(view, key, entries) for key, entries in found.items()]
    return sorted(told, key=lambda one: -one.last.number)


def thread(view: RoleView, key: str, entries: list[Said]) -> Thread:
    """One thread: its words, and who is in it. Among the people of one seat any word may be another's."""
    people, _, topic = key.partition(ABOUT)
    among_us = people.partition(WITHIN)[0] == view["seat"]
    incoming = [entry for entry in entries if among_us or not entry.mine]
    now = view["turn"], view["phase"]
    return Thread(
        key=key,
        words=entries,
        last=entries[-1],
        others=[role["id"] for role in view["roles"] if not among_us and role["id"] in people.split("+")],
        topic=topic,
        cell=entries[-1].cell,
        among_us=among_us,
        newest=incoming[-1].number if incoming else 0,
        incoming=[entry.number for entry in incoming[-MOST_COUNTED:]],
        fresh=sum(not entry.mine and (entry.turn, entry.phase) == now for entry in incoming),
    )
