"""Injects that control writes itself: read from a command, from a template of the exercise, or from both."""

from typing import Any, get_args

from engine.play import injects
from engine.play.commands.ask import Ask, Refusal, in_play, only_control, spoken
from engine.play.events import Words, Written
from engine.rules.model import InjectKind, Template

JUDGEMENT = "judgement"


def improvise(ask: Ask) -> None:
    """Release an inject written on the spot, or put it into the tray of this turn or a later one."""
    only_control(ask)
    now, turn = when(ask)
    if now:
        injects_open(ask)
    else:
        in_play(ask)
    written = read(ask, turn)
    if now:
        injects.improvise(ask.draft, written, written.to)
    else:
        ask.draft.emit(written)


def injects_open(ask: Ask) -> None:
    """Injects are released until lock."""
    in_play(ask, "situation", "consultation", "orders")
    if ask.game.locked:
        raise Refusal("After lock an inject waits for the next situation.")


def when(ask: Ask) -> tuple[bool, int]:
    """Whether it is released now; else from which turn it lies in the tray, 0 for at once."""
    earlier = ask.game.written.get(str(ask.data.get("inject")))
    chosen = ask.data.get("when")
    if chosen is None:
        return earlier is None, earlier.turn if earlier else 0
    if chosen in ("now", "tray"):
        return chosen == "now", 0
    if type(chosen) is not int or not ask.game.turn <= chosen <= ask.game.turns:
        raise Refusal(
            "It comes now, into the tray, or in a turn from {turn} to {turns}.",
            turn=ask.game.turn,
            turns=ask.game.turns,
        )
    return False, chosen


def read(ask: Ask, turn: int = 0, *, unfinished: bool = False) -> Written:
    """The inject a command describes; what it leaves out comes from its template. Raises Refusal.

    An unfinished one, of which somebody only wants to see what it would do, needs no text yet.
    """
    template = template_of(ask)
    effects = ask.data.get("effects", template.then if template else None) or {}
    if not isinstance(effects, dict):
        raise Refusal("Effects come as a map.")
    everybody = list(ask.draft.exercise.roles)
    default = everybody if template is None or template.to == "all" else list(template.to)
    text = words(ask, "text", template.text if template else "", needed=not unfinished)
    written = Written(
        inject=name_of(ask),
        text=text,
        to=ask.roles("to", default),
        sender=words(ask, "from", template.from_ if template else ""),
        title=words(ask, "title", template.title if template else ""),
        kind=kind(ask, template),
        expect=words(ask, "expect", template.expect if template else ""),
        because=because(ask, template),
        effects=effects,
        turn=turn,
    )
    injects.compiled(ask.draft.exercise, effects)
    return written


def template_of(ask: Ask) -> Template | None:
    if not ask.data.get("template"):
        return None
    templates = ask.draft.exercise.file.templates
    return templates[ask.word("template", templates)]


def name_of(ask: Ask) -> str:
    """Its name: that of the one it replaces, or the next that is free."""
    if ask.data.get("inject"):
        return ask.word("inject", injects.waiting(ask.state))
    return injects.next_name(ask.game)


def words(ask: Ask, name: str, default: Any, *, needed: bool = False) -> Words:
    """A text of the command, or of its template."""
    value = ask.data.get(name)
    found = spoken(default if value is None else value, ask.draft.exercise.file.languages)
    if needed and not found:
        raise Refusal("The text is empty.")
    return found


def kind(ask: Ask, template: Template | None) -> str:
    """Its type, as injects of the exercise have one; it may have none."""
    default = template.type if template else ""
    return ask.word("type", get_args(InjectKind), default) if ask.data.get("type") else default


def because(ask: Ask, template: Template | None) -> list[str]:
    """The claims it rests on, or the word judgement."""
    listed = ask.data.get("because")
    if listed is None:
        return list(template.because) if template else []
    known = (JUDGEMENT, *ask.draft.exercise.file.sources)
    if not isinstance(listed, list) or not all(isinstance(claim, str) and claim in known for claim in listed):
        raise Refusal("An inject rests on claims of the exercise, or on the word judgement.")
    return list(dict.fromkeys(listed))
