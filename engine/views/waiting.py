"""What waits for control, who is one person: what somebody asked first, then what is due."""

from typing import Unpack

from engine.play import arguing, injects
from engine.play.events import Locked, Said, Sought, Stamped
from engine.play.phases import awaited
from engine.play.requests import requests
from engine.play.state import Moment
from engine.views.locking import AT_LOCK, SEALED, standing, taken
from engine.views.next_step import DUE
from engine.views.seen import Lapsed, Waiting, WaitsOver
from engine.views.stories import since
from engine.views.tray import TrayPicture

LIES = {
    "due": "{inject} is due",
    "held": "{inject} is held",
    "triggered": "{inject} is ready",
    injects.PASSED: "{inject} was passed over",
}
"""By why an inject lies in the tray, how that is said."""
BEFORE_LOCK = ("situation", "consultation", "orders")


def waiting(picture: TrayPicture, lapses: list[Lapsed]) -> list[Waiting]:
    """Each with its `kind`, a `title` and a `text`, what it is about, and the `line` since which it waits.

    Kinds: question, sought, answer, late, weigh, marks, token, inject, lapsed. Done ones leave.
    """
    if picture.game.finished:
        return []
    if picture.state.room.ready:
        return questions(picture)
    asked = [*questions(picture), *sought(picture), *answers(picture), *late(picture)]
    due = [*unweighed(picture), *marks(picture), *tokens(picture), *tray(picture), *lapsed(picture, lapses)]
    return sorted(asked, key=lambda entry: entry["line"] or 10**9) + due


def entry(kind: str, title: str, text: str, line: int = 0, **about: Unpack[WaitsOver]) -> Waiting:
    return {"kind": kind, "title": title, "text": text, "line": line, **about}


def questions(picture: TrayPicture) -> list[Waiting]:
    """What roles asked control and nobody has answered or put aside."""
    say = picture.language.say
    return [
        entry(
            "question",
            say(
                "{role} asks for a move" if found.event.order else "{role} asks",
                role=picture.wording.code(found.event.role),
            ),
            picture.wording.request(found.event),
            found.line,
            request=name,
            role=found.event.role,
            order=found.event.order,
        )
        for name, found in requests(picture.state).items()
        if not found.done
    ]


def sought(picture: TrayPicture) -> list[Waiting]:
    """Injects that a role asks control to release."""
    say = picture.language.say
    return [
        entry(
            "sought",
            say("{role} asks for {inject}", role=picture.wording.code(role), inject=name),
            picture.language.text(picture.exercise.injects[name].inject.title),
            asked_at(picture, name),
            inject=name,
            role=role,
        )
        for name, role in picture.game.sought.items()
    ]


def asked_at(picture: TrayPicture, inject: str) -> int:
    """The line in which an inject was asked for."""
    past = (moment for moment in reversed(picture.game.history) if isinstance(moment.event, Sought))
    return next((moment.line for moment in past if getattr(moment.event, "inject", "") == inject), 0)


def answers(picture: TrayPicture) -> list[Waiting]:
    """Questions of orders and injects that control itself has to answer."""
    if picture.game.phase in ("rulings", "report"):
        return []
    return [
        entry(
            "answer", picture.language.say("A question to control"), question["text"], question=question["id"]
        )
        for question in picture.questions("control")
        if not question["answer"]
    ]


def late(picture: TrayPicture) -> list[Waiting]:
    """Seats that have not sealed: before the lock one by one, after it in one entry."""
    say, state = picture.language.say, picture.state
    if picture.game.phase == "orders" and not picture.game.locked:
        stands = {role: standing(state, role) for role in awaited(state)}
        return [
            entry(
                "late",
                say("{role} has not sealed", role=picture.wording.code(role)),
                say(AT_LOCK[found]),
                role=role,
            )
            for role, found in stands.items()
            if found != SEALED
        ]
    if picture.game.phase != "orders":
        return []
    locked = [moment for moment in picture.game.history[-400:] if of_turn(picture, moment, Locked)]
    seats = {role: picture.wording.code(role) for role in picture.exercise.roles}
    return [
        entry("late", say("Not sealed at the lock"), ". ".join(sentences), moment.line, role="")
        for moment in locked
        if isinstance(moment.event, Locked) and (sentences := taken(moment.event, seats, picture.language))
    ]


def unweighed(picture: TrayPicture) -> list[Waiting]:
    """Argued orders of which nobody has said what counts."""
    if picture.game.phase != "rulings":
        return []
    return [
        entry(
            "weigh",
            picture.language.say("{role} argues", role=picture.wording.code(argued.role)),
            argued.title,
            order=path,
            role=argued.role,
        )
        for path in arguing.unweighed(picture.game)
        if (argued := picture.game.laid[path])
    ]


def of_turn(picture: TrayPicture, moment: Moment, kind: type) -> bool:
    return moment.turn == picture.game.turn and isinstance(moment.event, kind)


def marks(picture: TrayPicture) -> list[Waiting]:
    """Statements of this turn that control has not marked, in one entry."""
    if not picture.file.marks or picture.game.phase not in BEFORE_LOCK or picture.game.locked:
        return []
    marked = {
        moment.event.statement for moment in picture.game.history if isinstance(moment.event, Stamped)
    } | picture.state.room.withdrawn
    said = [
        moment.event
        for moment in since(picture.state.room, picture.game.turn)
        if isinstance(moment.event, Said) and moment.turn == picture.game.turn
    ]
    unmarked = [event for event in said if event.statement not in marked]
    if not unmarked:
        return []
    number = picture.language.count(len(unmarked), "statement", "statements")
    text = f"{picture.wording.code(unmarked[-1].role)}: {unmarked[-1].text}"
    return [entry("marks", picture.language.say("{statements} without a mark", statements=number), text)]


def tokens(picture: TrayPicture) -> list[Waiting]:
    """What falls due at the end of this turn and has not been answered."""
    if picture.game.phase == "report":
        return []
    turn, say = picture.game.turn, picture.language.say
    return [
        entry("token", token["title"], say("due at the end of this turn"), token=token["id"])
        for token in picture.tokens()
        if token["due"] is not None and token["due"] <= turn
    ]


def tray(picture: TrayPicture) -> list[Waiting]:
    """Injects that are due or were held, as long as they can be released."""
    if picture.game.phase not in BEFORE_LOCK or picture.game.locked:
        return []
    say, found = picture.language.say, []
    for lies in injects.tray(picture.state):
        if lies.blocked or lies.why == "offered" or lies.inject in picture.game.sought:
            continue
        said = LIES["due" if lies.why in DUE else lies.why]
        title = picture.inject(lies.inject)["title"]
        found.append(entry("inject", say(said, inject=lies.inject), title, inject=lies.inject))
    return found


def lapsed(picture: TrayPicture, lapses: list[Lapsed]) -> list[Waiting]:
    """Overrides that lapsed because their row changed."""
    return [
        entry("lapsed", picture.language.say("Your override lapsed"), found["title"], ruling=found["ruling"])
        for found in lapses
    ]
