"""Messages, statements, and control's marks on them."""

from engine.play.combine import combine, difference
from engine.play.commands.ask import Ask, Refusal, in_play, only_control, only_role
from engine.play.events import Messaged, Said, Stamped, Withdrawn
from engine.play.messages import carriers, invited, readers


def send(
    ask: Ask,
    sender: str,
    to: list[str],
    text: str,
    *,
    carry: bool = False,
    sealed: bool = False,
    through: str = "",
) -> str:
    name = ask.draft.name("message")
    others = readers(ask.draft.exercise, ask.game.vector, sender, to)
    ask.draft.emit(
        Messaged(
            message=name,
            sender=sender,
            to=to,
            text=text,
            carry=carry,
            sealed=sealed,
            through=through,
            read_by=others,
        )
    )
    return name


def message(ask: Ask) -> None:
    """A private text to other seats; with `carry`, given to a carrier to take on."""
    role = only_role(ask)
    in_play(ask)
    text = ask.text()
    if ask.data.get("carry"):
        carrier = ask.word("through", carriers(ask.state))
        send(ask, role, [], text, carry=True, sealed=bool(ask.data.get("sealed")), through=carrier)
        return
    if ask.data.get("through"):
        carrier = ask.word("through", carriers(ask.state))
        if not invited(ask.state, role):
            raise Refusal(
                "Nothing was delivered here that could be answered through {carrier}.", carrier=carrier
            )
        to = ask.roles("to")
        if to[0] not in invited(ask.state, role):
            raise Refusal(
                "Nothing was delivered here that could be answered through {carrier}.", carrier=carrier
            )
        send(ask, role, [to[0]], text, through=carrier, sealed=bool(ask.data.get("sealed")))
        return
    to = [other for other in ask.roles("to") if other != role]
    if not to:
        raise Refusal("Name at least one role.")
    send(ask, role, to, text)


def statement(ask: Ask) -> None:
    role = only_role(ask)
    in_play(ask)
    name = ask.draft.name("statement")
    ask.draft.emit(Said(statement=name, role=role, text=ask.text()))


def withdraw(ask: Ask) -> None:
    """Take a public statement off every page. What its marks did stands; undo takes that back."""
    only_control(ask)
    name = ask.word("statement", ask.state.room.statements)
    if name in ask.state.room.withdrawn:
        raise Refusal("This statement has been withdrawn already.")
    ask.draft.emit(Withdrawn(statement=name, role=ask.state.room.statements[name].role))


def mark(ask: Ask) -> None:
    only_control(ask)
    in_play(ask, "situation", "consultation", "orders")
    name = ask.word("statement", ask.state.room.statements)
    if name in ask.state.room.withdrawn:
        raise Refusal("This statement has been withdrawn already.")
    kind = ask.word("mark", ask.draft.exercise.file.marks)
    author = ask.state.room.statements[name].role
    if any(
        getattr(moment.event, "statement", None) == name and type(moment.event) is Stamped
        for moment in ask.game.history
    ):
        raise Refusal("This statement carries a mark already.")
    other = (
        ask.word("role", [role for role in ask.draft.exercise.roles if role != author])
        if ask.draft.exercise.file.marks[kind].of
        else None
    )
    before, after = list(ask.game.vector), list(ask.game.vector)
    combine(ask.draft.exercise, before, after, [ask.draft.exercise.marks[kind, author, other]])
    ask.draft.emit(
        Stamped(
            statement=name,
            mark=kind,
            role=other,
            changes=difference(ask.draft.exercise, before, after),
        )
    )
