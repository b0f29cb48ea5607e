"""Argued orders: a seat's own words, the counter-arguments of others, and control's weighing of both."""

from msgspec import UNSET

from engine.play import phases
from engine.play.arguing import AGAINST, NOTHING, counters, reasons, sealed
from engine.play.commands import declared
from engine.play.commands.ask import Ask, choosing, decides, in_play, text, word
from engine.play.commands.declared import MOST_REASON
from engine.play.commands.rulings import by, called
from engine.play.events import Answered, Argued, Weighed
from engine.play.refusal import Refusal
from engine.play.state import Question
from engine.rules.argued import Wanted, argue, path_of, wanted


@decides(declared.Argue)
def argued(ask: Ask, given: declared.Argue) -> None:
    """Seal an argued order, or take it back. Raises Refusal."""
    if not wanted(ask.draft.exercise):
        raise Refusal("This exercise has no argued orders.")
    role = choosing(ask, given)
    effect = wanted(ask.draft.exercise)[word(given.effect, wanted(ask.draft.exercise))]
    if role not in argue(ask.draft.exercise):
        raise Refusal("This role does not argue in this exercise.")
    capacity = "control" if ask.actor != role else "role"
    if given.withdrawn:
        if path_of(role, effect.id) in ask.game.argued:
            ask.draft.emit(Argued(role=role, effect=effect.id, withdrawn=True, capacity=capacity))
        return
    sound(ask, effect, given)
    affordable(ask, role, effect)
    ask.draft.emit(
        Argued(
            role=role,
            effect=effect.id,
            amount=given.amount,
            title=text(given.title),
            text=given.text.strip(),
            reasons=written(given),
            secret=given.secret,
            capacity=capacity,
        )
    )


def written(given: declared.Argue) -> list[str]:
    """The reasons that say something, each once."""
    return list(dict.fromkeys(reason.strip() for reason in given.reasons if reason.strip()))


def sound(ask: Ask, effect: Wanted, given: declared.Argue) -> None:
    """Refuse what is no argued order of this exercise. Raises Refusal."""
    rules = ask.draft.exercise.file.argued
    if not given.title.strip() or not written(given):
        raise Refusal("An argued order says in a title what is done, and has a reason at least.")
    if not effect.takes(given.amount):
        raise Refusal(
            "That is more than an argued order may want here: {most} at most.", most=effect.most or 1
        )
    if given.secret and (rules is None or rules.secret == "no"):
        raise Refusal("Argued orders are open in this exercise.")


def affordable(ask: Ask, role: str, effect: Wanted) -> None:
    """Refuse one more than the limit, or than the capital allows beside what is sealed. Raises Refusal."""
    rules, others = ask.draft.exercise.file.argued, sealed(ask.game, role)
    assert rules is not None
    anew = path_of(role, effect.id) in ask.game.argued
    if not anew and len(others) >= rules.limit:
        raise Refusal("Argued orders in a turn: {limit} at most. Take one back first.", limit=rules.limit)
    able = phases.budget(ask.draft, role)
    for entry in ask.game.orders.get(role, []):
        able.take(ask.draft.exercise.orders[entry["order"]])
    if not anew and rules.cost > able.capital:
        raise Refusal(
            "It costs {cost}, and beside the orders that are sealed {capital} is left.",
            cost=rules.cost,
            capital=max(able.capital, 0),
        )


def counter(ask: Ask, question: Question, given: declared.Answer) -> None:
    """A counter-argument, or that there is none. Raises Refusal."""
    chosen, said = word(given.answer, question.options), ""
    if chosen == AGAINST:
        said = text(given.text)
        if len(said) > MOST_REASON:
            raise Refusal("A counter-argument has {most} characters at most.", most=MOST_REASON)
    elif given.text.strip():
        raise Refusal(
            "Answer '{against}' with a text, or '{nothing}' without.", against=AGAINST, nothing=NOTHING
        )
    ask.draft.emit(Answered(question=question.id, answer=chosen, by="person", text=said))


@decides(declared.Weigh)
def weigh(ask: Ask, given: declared.Weigh) -> None:
    """Fix the weights of an argued order. Overrides of rulings that change with it lapse. Raises Refusal."""
    in_play(ask, "rulings")
    path = word(given.order, ask.game.laid)
    entry, reason = ask.game.laid[path], given.reason.strip()
    if given.inadmissible and not reason:
        raise Refusal("What is ruled inadmissible has a reason.")
    if path in ask.game.weighings and not reason:
        raise Refusal("The weights are fixed: to change them takes a reason.")
    known = [*reasons(entry), *counters(ask.game, path)]
    for name in given.counts:
        word(name, known)
    amount = None if given.amount is UNSET else given.amount
    if amount is not None and not smaller(amount, entry.amount):
        raise Refusal("An effect can be made smaller, and keeps its direction.")
    ask.draft.emit(
        Weighed(
            order=path,
            title=entry.title,
            counts=[name for name in known if name in given.counts],
            difficulty=given.difficulty,
            amount=None if amount == entry.amount else amount,
            inadmissible=given.inadmissible,
            reason=reason,
            by=by(ask),
        )
    )
    for lapsed in phases.rule(ask.draft).lapsed:
        ask.draft.emit(phases.lapse(ask.game, lapsed, call=called(ask, lapsed)))


def smaller(amount: int, wanted: int) -> bool:
    """Whether an effect goes the same way as the one that is wanted, and no further."""
    return amount * wanted > 0 and abs(amount) <= abs(wanted)
