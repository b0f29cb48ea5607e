"""Questions that locked orders and injects put to seats, and their answers."""

from engine.play.arguing import answer_again
from engine.play.draft import Draft
from engine.play.events import Answered, Asked, Messaged
from engine.play.state import Game, Question, State
from engine.play.work import Deed
from engine.rules.exercise import Order


def ask(draft: Draft) -> None:
    """Questions to everybody concerned; bots answer at once, a message handed over beforehand is consent."""
    game, exercise = draft.game, draft.exercise
    for role, entries in game.orders.items():
        for entry in entries:
            order = exercise.orders[entry["order"]]
            for asked, options in order.asked:
                name = f"{order.path}?{asked}"
                draft.emit(
                    Asked(
                        question=name,
                        to=asked,
                        options=list(options),
                        source=order.key,
                        by=role,
                        knows=[role, asked],
                        consent=order.consent,
                    )
                )
                if order.consent and entry.get("message"):
                    draft.emit(
                        Answered(question=name, answer=options[0], by="message", message=entry["message"])
                    )
    for question in list(game.questions.values()):
        if not question.answer and not waits(draft.state, question):
            answer_by_doctrine(draft, question)


def waits(state: State, question: Question) -> bool:
    """Whether somebody sits where this question goes who can answer it."""
    return state.played(question.to)


def close(draft: Draft, question: Question) -> None:
    """Answer for a seat that has not: doctrine for a bot or an empty seat, for others their silence."""
    if waits(draft.state, question):
        draft.emit(Answered(question=question.id, answer=silence(draft.state, question), by="silence"))
    else:
        answer_by_doctrine(draft, question)


def silence(state: State, question: Question) -> str:
    """What no answer counts as: in a consent refusal, in an offer none, else the inject's default."""
    inject = state.exercise.injects.get(question.source)
    if inject is not None and inject.inject.asks is not None:
        return inject.inject.asks.default
    return question.options[-1] if question.consent else "none"


def answer_by_doctrine(draft: Draft, question: Question) -> None:
    """The answer of a bot or an empty seat."""
    if question.free:
        answer_again(draft, question)
        return
    source = question.source.partition("(")[0]
    script, turn = draft.state.room.script, draft.game.turn
    again = script.answer(turn, question.id, question.options) if script else ""
    answer = again or draft.policy(question.to).answer(
        question.to, source, question.options, draft.game.opening
    )
    if not answer and question.consent:
        answer = question.options[-1]
    by = "script" if again else "doctrine"
    move, message = draft.exercise.file.moves.get(source), ""
    if draft.traced and move and move.carries and answer == question.options[0]:
        message = draft.name("message")
        draft.emit(
            Messaged(
                message=message,
                sender=question.to,
                to=[],
                text="",
                carry=True,
                through=question.by,
                stock=source,
            )
        )
    draft.emit(Answered(question=question.id, answer=answer or "none", by=by, message=message))


def open_questions(state: State) -> list[Question]:
    """Questions a person still has to answer."""
    return [
        question
        for question in state.game.questions.values()
        if not question.answer and waits(state, question)
    ]


def refusals(game: Game, order: Order) -> list[str]:
    """Who refused the consent an order needs."""
    if not order.consent:
        return []
    return [
        asked
        for asked, options in order.asked
        if game.questions[f"{order.path}?{asked}"].answer != options[0]
    ]


def inject_answers(draft: Draft) -> tuple[Deed, ...]:
    """What the answers to questions of injects do: joint ones must agree, else the default stands."""
    given: dict[str, list[str]] = {}
    for question in draft.game.questions.values():
        if question.source in draft.exercise.injects:
            given.setdefault(question.source, []).append(question.answer)
    deeds = []
    for name, answers in given.items():
        rule = draft.exercise.injects[name]
        asks = rule.inject.asks
        assert asks is not None
        words = {answer for answer in answers if answer != "none"}
        if asks.joint:
            chosen = answers[:1] if words and len(set(answers)) == 1 else [asks.default]
        else:
            chosen = sorted(words) or [asks.default]
        known = rule.knowers(draft.exercise.roles)
        deeds += [Deed(rule.answers[word], (), f"inject.{name}:{word}", known) for word in chosen]
    return tuple(deeds)
