"""Injects: release, hold, defer, skip."""

from engine.play import injects
from engine.play.commands import declared
from engine.play.commands.ask import Ask, decides, in_play, roles, word
from engine.play.commands.writing import injects_open
from engine.play.events import Declined, Shelved, Sought
from engine.play.permissions import is_control, needs_approval, releasable
from engine.play.refusal import Refusal


@decides(declared.Release)
def release(ask: Ask, given: declared.Release) -> None:
    control = is_control(ask.state, ask.actor)
    name = word(given.inject, known(ask) if control else releasable(ask.state, ask.actor))
    injects_open(ask)
    if name in ask.game.written:
        written = ask.game.written[name]
        injects.improvise(ask.draft, written, roles(ask, given.to, written.to), given.reason.strip())
        return
    rule = ask.draft.exercise.injects[name]
    if not control and needs_approval(ask.state, ask.actor, name):
        seek(ask, name)
        return
    put_back = ask.game.shelf.get(name, ("", 0))[0] in ("held", "deferred")
    if not control and (put_back or not injects.left(ask.state, rule)):
        raise Refusal("This cannot be released now.")  # what control did with it is not said
    if not injects.left(ask.state, rule):
        raise Refusal("{inject} has been released or skipped already.", inject=name)
    if rule.inject.mode == "timetable" and ask.game.shelf.get(name, ("", 0))[0] == "released":
        raise Refusal("{inject} has been released or skipped already.", inject=name)
    choices = {
        choice: word(given.choices.get(choice, options[0]), options)
        for choice, options in rule.inject.choose.items()
    }
    to = injects.addressed(ask.state, rule)
    if control:
        to = roles(ask, given.to, to)
        injects.release(ask.draft, rule, to, choices, reason=given.reason.strip())
    else:
        injects.release(ask.draft, rule, to, choices, "chair")


def seek(ask: Ask, name: str) -> None:
    """Ask control for an inject. Nothing is said of what control has done with it already."""
    if name in ask.game.sought:
        raise Refusal("Control has been asked already.")
    ask.draft.emit(Sought(inject=name, role=ask.actor))


@decides(declared.Decline)
def decline(ask: Ask, given: declared.Decline) -> None:
    """Not to release what a role has asked for."""
    in_play(ask)
    name = word(given.inject, ask.game.sought)
    role = ask.game.sought[name]
    ask.draft.emit(Declined(inject=name, role=role, reason=given.reason.strip()))


def known(ask: Ask) -> list[str]:
    """The injects of the exercise, and those control wrote and still keeps."""
    return [*ask.draft.exercise.injects, *injects.waiting(ask.state)]


@decides(declared.Hold)
def hold(ask: Ask, given: declared.Hold) -> None:
    shelve(ask, given, "held")


@decides(declared.Defer)
def defer(ask: Ask, given: declared.Defer) -> None:
    shelve(ask, given, "deferred")


@decides(declared.Skip)
def skip(ask: Ask, given: declared.Skip) -> None:
    shelve(ask, given, "skipped")


def shelve(ask: Ask, given: declared.OfTray, status: str) -> None:
    """Hold, defer or skip an inject."""
    in_play(ask)
    name = word(given.inject, known(ask))
    if name not in ask.game.written and not injects.left(ask.state, ask.draft.exercise.injects[name]):
        raise Refusal("{inject} has been released or skipped already.", inject=name)
    if status == "skipped" and name in ask.game.sought:
        ask.draft.emit(Declined(inject=name, role=ask.game.sought[name], reason=""))
    until = ask.game.turn + 1 if status == "deferred" else 0
    ask.draft.emit(Shelved(inject=name, status=status, until=until, reason=given.reason.strip()))
