"""The page of a role: what it knows, what it may do, and what became of it."""

import re
from collections.abc import Callable
from typing import TypedDict

from engine.play.state import PLAYERS
from engine.views.seen import GivenOrder, InjectFact, Promise, Question, RoleView, Track, UndoFact
from web.open_run import OpenRun
from web.pages import seat_orders, seat_story, seat_words
from web.pages.control import month_width, months
from web.pages.seat_orders import Carriage, Group
from web.pages.seat_story import ThisTurn, TurnTold
from web.pages.seat_words import Said, Thread
from web.rendering import Builder, Query

TABS = ("situation", "orders", "messages", "brief")
FIRST = {"consultation": "messages", "orders": "orders", "rulings": "orders"}
"""The tab a phase opens on, where it is not the situation."""
WORK = ("situation", "orders")
"""Tabs that are the work of a phase: when the phase is over, the page turns to the next by itself."""
FORMS = (
    "message",
    "team",
    "notebook",
    "statement",
    "letter",
    "reply",
    "proposal",
    "promise",
    "move",
    "control",
)
"""What can be written under Messages."""
MOST_KEY, MOST_FIND = 4, 80


class SeatPage(TypedDict):
    """What the page of a role shows beyond the view."""

    tab: str
    at: str
    form_open: str
    """What is being written; empty where nothing is."""
    was_sent: Said | None
    promised: Promise | None
    """What this seat has promised just now."""
    opened: Thread | None
    threads: list[Thread]
    fresh: int
    find: str
    """What is looked for among the words; empty where nothing is."""
    found_all: int
    """How many words there are that are shown, or could be."""
    locked: bool
    words: list[Said]
    words_of_turn: list[Said]
    """The newest words of this turn."""
    shown: list[Said]
    """The words of the open thread, or of all, the newest first; most often only the newest of them."""
    addressees: list[str]
    months: list[str]
    month_width: int
    slug: Callable[[str], str]
    codes: Callable[[list[str]], str]
    waiting: list[Question]
    groups: list[Group]
    carriages: list[Carriage]
    chosen: list[GivenOrder]
    spent: int
    base: str
    """The keys of the orders that the page shows as chosen."""
    promisable: list[tuple[str, str]]
    """The agreements that this seat could sign, by id and title."""
    played: bool
    unread: list[str]
    taken_back: UndoFact | None
    key_tracks: list[Track]
    now: ThisTurn
    news: list[InjectFact]
    turns_told: list[TurnTold]


def newest_promise(view: RoleView) -> Promise | None:
    """The last promise that this seat gave."""
    return next((entry for entry in reversed(view["promises"]) if entry["by"] == view["seat"]), None)


def builder(open_run: OpenRun, seat: str) -> Builder[RoleView]:
    """What the template needs beyond the view, for this run."""

    def build(view: RoleView, query: Query) -> SeatPage:
        letters = open_run.going_on((seat, view["language"]), seat_words.Correspondence)
        said, done = letters.read(view)
        wordless: RoleView = {**view, "story": done}
        threads = seat_words.threads(said, view)
        was_sent = seat_words.sent(said, query.get("sent", ""))
        asked = was_sent.key if was_sent else query.get("with")
        opened = next((thread for thread in threads if thread.key == asked), None)
        now = seat_story.this_turn(wordless)
        find = query.get("find", "").strip()[:MOST_FIND]
        listed = opened.words if opened else seat_words.found(said, find, view) if find else said
        return {
            "tab": tab_of(view, query),
            "at": at(view),
            "form_open": form_of(query, opened) if not was_sent else "",
            "was_sent": was_sent,
            "promised": newest_promise(view) if query.get("promised") == "yes" else None,
            "opened": opened,
            "threads": threads,
            "fresh": sum(thread.fresh for thread in threads),
            "find": find if not opened else "",
            "found_all": len(listed),
            "locked": view["locked"] or view["phase"] in ("rulings", "report") or view["finished"],
            "words": said,
            "words_of_turn": of_turn(said, view["turn"]),
            "shown": shown(listed, query),
            "addressees": addressees(view, query, opened),
            "months": months(view),
            "month_width": month_width(months(view)),
            "slug": slug,
            "codes": lambda ids: codes(view, ids),
            "waiting": [question for question in view["questions"] if not question["answer"]],
            "groups": seat_orders.groups(view),
            "carriages": seat_orders.carriages(view),
            "chosen": seat_orders.chosen(view),
            "spent": sum(entry["cost"] for entry in seat_orders.chosen(view)),
            "base": " ".join(entry["order"] for entry in seat_orders.chosen(view)),
            "promisable": promisable(open_run, view),
            "played": view["seats"][seat] in PLAYERS,
            "unread": unread(view),
            "taken_back": seat_story.taken_back(wordless),
            "key_tracks": key_tracks(view),
            "now": now,
            "news": [fact for fact in now["injects"] if fact["phase"] == view["phase"]],
            "turns_told": seat_story.turns(wordless),
        }

    return build


def of_turn(words: list[Said], turn: int) -> list[Said]:
    """The words of one turn, which stand last: the newest of them, as many as are shown."""
    return [word for word in words[-seat_words.MOST_SHOWN :] if word.turn == turn]


def shown(words: list[Said], query: Query) -> list[Said]:
    """The newest words first: some, or all where the address says so."""
    return words[::-1] if query.get("all") else words[: -seat_words.MOST_SHOWN - 1 : -1]


def tab_of(view: RoleView, query: Query) -> str:
    """The tab that is open: the one asked for, else where the work of the phase is."""
    asked = query.get("tab", "")
    if view["ready"] and asked not in TABS:
        return "brief"
    passed = asked in WORK and query.get("at", at(view)) != at(view)
    if asked in TABS and not passed:
        return asked
    if not view["finished"] and any(not question["answer"] for question in view["questions"]):
        return "orders"
    if view["turn"] <= 1 and view["phase"] == "situation" and not asked:
        return "brief"  # the first screen of a seat
    return "situation" if view["finished"] else FIRST.get(view["phase"], "situation")


def at(view: RoleView) -> str:
    """The moment that a link to the work of a phase is made for; later it leads to other work."""
    return f"{view['turn']}-{view['phase']}"


def form_of(query: Query, opened: Thread | None) -> str:
    """What is being written: the form asked for, or an answer in the thread that is open."""
    asked = query.get("write", "")
    if asked in FORMS:
        return asked
    if opened is None:
        return ""
    if opened.among_us:
        return "team"
    return {"control": "control", "statements": "statement"}.get(opened.key, "message")


def addressees(view: RoleView, query: Query, opened: Thread | None) -> list[str]:
    """The roles ticked in a new message: those asked for, or those of the open thread."""
    asked = query.getlist("to") or (opened.others if opened else [])
    return [role["id"] for role in view["roles"] if role["id"] in asked and role["id"] != view["seat"]]


def promisable(open_run: OpenRun, view: RoleView) -> list[tuple[str, str]]:
    """The agreements of the exercise that this seat can sign, wherever they stand: it may promise any."""
    language = open_run.language(view["language"])
    return [
        (name, language.text(rule.agreement.title))
        for name, rule in open_run.run.exercise.agreements.items()
        if view["seat"] in (*rule.agreement.needs, *rule.agreement.may)
    ]


def unread(view: RoleView) -> list[str]:
    """The other roles that nobody plays who could read a message; control reads every one."""
    return [
        role["id"]
        for role in view["roles"]
        if role["id"] != view["seat"]
        and view["seats"][role["id"]] not in PLAYERS
        and role["id"] not in view["control_roles"]
    ]


def key_tracks(view: RoleView) -> list[Track]:
    """A few tracks for a small page: those that moved this turn first."""
    return sorted(view["tracks"], key=lambda track: not track.get("change"))[:MOST_KEY]


def codes(view: RoleView, ids: list[str]) -> str:
    """Roles by their codes, in one line."""
    known = {role["id"]: role["code"] for role in view["roles"]}
    return ", ".join(known.get(role, role) for role in ids)


def slug(text: str) -> str:
    """A word for an id on the page."""
    return re.sub(r"[^a-z0-9]+", "-", text.lower()).strip("-")
