"""Injects that control writes itself: read from a command, from a template of the exercise, or from both."""

from msgspec import UNSET, UnsetType

from engine.play import injects
from engine.play.commands import declared
from engine.play.commands.ask import Ask, decides, in_play, roles, spoken, word
from engine.play.events import Words, Written
from engine.play.refusal import Refusal
from engine.rules.model import Template, Text

JUDGEMENT = "judgement"


@decides(declared.Improvise)
def improvise(ask: Ask, given: declared.Improvise) -> None:
    """Release an inject written on the spot, or put it into the tray of this turn or a later one."""
    now, turn = when(ask, given)
    if now:
        injects_open(ask)
    else:
        in_play(ask)
    written = read(ask, given, turn)
    if now:
        injects.improvise(ask.draft, written, written.to)
    else:
        ask.draft.emit(written)


def injects_open(ask: Ask) -> None:
    """Injects are released until lock."""
    in_play(ask, "situation", "consultation", "orders")
    if ask.game.locked:
        raise Refusal("After lock an inject waits for the next situation.")


def when(ask: Ask, given: declared.Improvise) -> tuple[bool, int]:
    """Whether it is released now; else from which turn it lies in the tray, 0 for at once."""
    earlier = ask.game.written.get(given.inject)
    chosen = given.when
    if chosen is UNSET:
        return earlier is None, earlier.turn if earlier else 0
    if isinstance(chosen, str):
        return chosen == "now", 0
    if not ask.game.turn <= chosen <= ask.game.turns:
        raise Refusal(
            "It comes now, into the tray, or in a turn from {turn} to {turns}.",
            turn=ask.game.turn,
            turns=ask.game.turns,
        )
    return False, chosen


def read(ask: Ask, given: declared.Improvise, turn: int = 0, *, unfinished: bool = False) -> Written:
    """The inject a command describes; what it leaves out comes from its template. Raises Refusal.

    An unfinished one, of which somebody only wants to see what it would do, needs no text yet.
    """
    template = template_of(ask, given)
    effects = (template.then if template else {}) if given.effects is UNSET else given.effects
    everybody = list(ask.draft.exercise.roles)
    default = everybody if template is None or template.to == "all" else list(template.to)
    text = words(ask, given.text, template.text if template else "")
    if not (text or unfinished):
        raise Refusal("The text is empty.")
    written = Written(
        inject=name_of(ask, given),
        text=text,
        to=roles(ask, given.to, default),
        sender=words(ask, given.from_, template.from_ if template else ""),
        title=words(ask, given.title, template.title if template else ""),
        kind=given.type or (template.type if template else ""),
        expect=words(ask, given.expect, template.expect if template else ""),
        because=because(ask, given, template),
        effects=effects,
        turn=turn,
    )
    injects.compiled(ask.draft.exercise, effects)
    return written


def template_of(ask: Ask, given: declared.Improvise) -> Template | None:
    templates = ask.draft.exercise.file.templates
    return templates[word(given.template, templates)] if given.template else None


def name_of(ask: Ask, given: declared.Improvise) -> str:
    """Its name: that of the one it replaces, or the next that is free."""
    if given.inject:
        return word(given.inject, injects.waiting(ask.state))
    return injects.next_name(ask.game)


def words(ask: Ask, given: str | dict[str, str] | UnsetType, default: Text) -> Words:
    """A text of the command, or of its template."""
    return spoken(default if given is UNSET else given, ask.draft.exercise.file.languages)


def because(ask: Ask, given: declared.Improvise, template: Template | None) -> list[str]:
    """The claims it rests on, or the word judgement."""
    if given.because is UNSET:
        return list(template.because) if template else []
    known = (JUDGEMENT, *ask.draft.exercise.file.sources)
    if not all(claim in known for claim in given.because):
        raise Refusal("An inject rests on claims of the exercise, or on the word judgement.")
    return list(dict.fromkeys(given.because))
