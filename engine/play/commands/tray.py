"""Injects: release, hold, defer, skip."""

from collections.abc import Callable

from engine.play import injects
from engine.play.commands.ask import Ask, Refusal, in_play, only_control
from engine.play.commands.writing import injects_open
from engine.play.events import Declined, Shelved, Sought
from engine.play.permissions import is_control, needs_approval, releasable


def release(ask: Ask) -> None:
    control = is_control(ask.state, ask.actor)
    if not control and not releasable(ask.state, ask.actor):
        raise Refusal("This seat may not release that.")
    name = ask.word("inject", known(ask) if control else releasable(ask.state, ask.actor))
    injects_open(ask)
    if name in ask.game.written:
        written = ask.game.written[name]
        injects.improvise(ask.draft, written, ask.roles("to", written.to), ask.note("reason"))
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
    choices = {}
    for choice, options in rule.inject.choose.items():
        given = ask.data.get("choices", {})
        choices[choice] = given.get(choice, options[0]) if isinstance(given, dict) else options[0]
        if choices[choice] not in options:
            raise Refusal(
                "'{value}' is not known here. Possible: {known}.",
                value=choices[choice],
                known=", ".join(options),
            )
    to = injects.addressed(ask.state, rule)
    if control:
        injects.release(ask.draft, rule, ask.roles("to", to), choices, reason=ask.note("reason"))
    else:
        injects.release(ask.draft, rule, to, choices, "chair")


def seek(ask: Ask, name: str) -> None:
    """Ask control for an inject. Nothing is said of what control has done with it already."""
    if name in ask.game.sought:
        raise Refusal("Control has been asked already.")
    ask.draft.emit(Sought(inject=name, role=ask.actor))


def decline(ask: Ask) -> None:
    """Not to release what a role has asked for."""
    only_control(ask)
    in_play(ask)
    name = ask.word("inject", ask.game.sought)
    role = ask.game.sought[name]
    ask.draft.emit(Declined(inject=name, role=role, reason=ask.note("reason")))


def known(ask: Ask) -> list[str]:
    """The injects of the exercise, and those control wrote and still keeps."""
    return [*ask.draft.exercise.injects, *injects.waiting(ask.state)]


def shelve(status: str) -> Callable[[Ask], None]:
    """Hold, defer or skip an inject."""

    def act(ask: Ask) -> None:
        only_control(ask)
        in_play(ask)
        name = ask.word("inject", known(ask))
        if name not in ask.game.written and not injects.left(ask.state, ask.draft.exercise.injects[name]):
            raise Refusal("{inject} has been released or skipped already.", inject=name)
        if status == "skipped" and name in ask.game.sought:
            ask.draft.emit(Declined(inject=name, role=ask.game.sought[name], reason=""))
        until = ask.game.turn + 1 if status == "deferred" else 0
        ask.draft.emit(Shelved(inject=name, status=status, until=until, reason=ask.note("reason")))

    return act
