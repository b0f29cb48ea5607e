"""Promises that roles gave each other, and what became of them, as far as one viewer can tell.

A promise names an order of its giver or an agreement, and the last turn for it. It is kept when the order is
carried out, or the agreement enters into force, in a turn from the one it was given in to that one. The rules
know nothing of it.
"""

from typing import cast

from engine.play import events as happened
from engine.play.events import Promised
from engine.play.state import Moment
from engine.views.picture import Picture
from engine.views.seen import Promise, PromiseState


def promises(picture: Picture) -> list[Promise]:
    """The promises that this viewer gave or was given, the oldest first; all of them for control."""
    given = picture.state.room.promises
    known = [moment for moment in given if picture.viewer.among(parties(moment))]
    return [promise(picture, moment) for moment in known]


def parties(moment: Moment) -> tuple[str, ...]:
    """Who gave it, and to whom."""
    event = cast(Promised, moment.event)
    return event.role, *event.to


def promise(picture: Picture, moment: Moment) -> Promise:
    event = cast(Promised, moment.event)
    return {
        "id": event.promise,
        "by": event.role,
        "to": event.to,
        "title": picture.wording.promised_thing(event),
        "order": event.order,
        "agreement": event.agreement,
        "given": max(moment.turn, 1),
        "turn": event.turn,
        "text": event.text,
        "state": state_of(picture, moment),
    }


def state_of(picture: Picture, moment: Moment) -> PromiseState:
    """Whether it was kept. Where it may have been kept unseen, only its giver and control can tell that it
    was not; once control has released everything, everybody can.
    """
    event, game = cast(Promised, moment.event), picture.game
    if any(keeps(event, done) and told(picture, done) for done in game.history if since(moment, done)):
        return "kept"
    if game.published < event.turn:
        return "open"
    return "broken" if plain(picture, event) else "unseen"


def since(moment: Moment, done: Moment) -> bool:
    """Whether something happened in time for a promise."""
    return moment.line < done.line and done.turn <= cast(Promised, moment.event).turn


def keeps(event: Promised, done: Moment) -> bool:
    """Whether this is what was promised."""
    match done.event:
        case happened.Carried(role=role, order=order):
            return (role, order) == (event.role, event.order)
        case happened.Entered(agreement=agreement):
            return agreement == event.agreement
    return False


def told(picture: Picture, done: Moment) -> bool:
    """Whether this viewer knows of it."""
    event = done.event
    return not isinstance(event, happened.Carried) or disclosed(picture) or picture.viewer.among(event.knows)


def plain(picture: Picture, event: Promised) -> bool:
    """Whether this viewer would know if it had been kept."""
    if event.agreement or disclosed(picture) or picture.viewer.among([event.role]):
        return True
    return picture.exercise.orders[event.order].move.secret == "no"


def disclosed(picture: Picture) -> bool:
    return picture.game.disclosed == "all"
