"""Messages, statements, and control's marks on them."""

from engine.play.combine import combine, difference
from engine.play.commands import declared
from engine.play.commands.ask import Ask, decides, in_play, only_role, reached, roles, text, word
from engine.play.events import Jotted, Messaged, Promised, Said, Stamped, Withdrawn
from engine.play.messages import carriers, invited, readers
from engine.play.refusal import Refusal


def send(
    ask: Ask,
    sender: str,
    to: list[str],
    words: str,
    *,
    carry: bool = False,
    sealed: bool = False,
    through: str = "",
    topic: str = "",
    cell: str = "",
    says: int = 0,
) -> str:
    name = ask.draft.name("message")
    others = readers(ask.draft.exercise, ask.game.vector, sender, to)
    ask.draft.emit(
        Messaged(
            message=name,
            sender=sender,
            to=to,
            text=words,
            carry=carry,
            sealed=sealed,
            through=through,
            read_by=others,
            topic=topic,
            cell=cell,
            says=says,
        )
    )
    return name


@decides(declared.Message)
def message(ask: Ask, given: declared.Message) -> None:
    """A private text to other seats, or to the people of one's own; with `carry`, given to a carrier."""
    role = only_role(ask, given.role)
    in_play(ask)
    words = text(given.text)
    if given.carry:
        carrier = word(given.through, carriers(ask.state))
        send(ask, role, [], words, carry=True, sealed=given.sealed, through=carrier)
        return
    if given.through:
        carrier = word(given.through, carriers(ask.state))
        if not invited(ask.state, role):
            raise Refusal(
                "Nothing was delivered here that could be answered through {carrier}.", carrier=carrier
            )
        to = roles(ask, given.to)
        if to[0] not in invited(ask.state, role):
            raise Refusal(
                "Nothing was delivered here that could be answered through {carrier}.", carrier=carrier
            )
        send(ask, role, [to[0]], words, through=carrier, sealed=given.sealed)
        return
    named = reached(ask, role, given.to)
    to = [other for other in named if other != role] or named
    topic, cell = " ".join(given.topic.split()), ""
    if given.cell:
        if to != [role]:
            raise Refusal("A message to a cell goes to the people of one's own seat alone.")
        cell = word(given.cell, ask.draft.exercise.file.roles[role].cells)
    send(ask, role, to, words, topic=topic, cell=cell)
    for other in to:
        answer_by_doctrine(ask, other, role, topic)


def answer_by_doctrine(ask: Ask, bot: str, sender: str, topic: str) -> None:
    """A bot whose doctrine has lines for that answers whoever writes to it with one of them, or says that it
    does not negotiate. What was written is not read.
    """
    rule, bots = ask.draft.exercise.doctrines[bot], ask.state.bots
    if not rule.says or bot not in bots or sender in bots:
        return
    held = (
        number
        for number, (test, to) in enumerate(rule.says, 1)
        if sender in to and test.holds(ask.game.opening)
    )
    send(ask, bot, [sender], "", topic=topic, says=next(held, -1))


@decides(declared.Notebook)
def notebook(ask: Ask, given: declared.Notebook) -> None:
    """What the people of one seat write down for each other; one text, which they may all change."""
    role = only_role(ask, given.role)
    in_play(ask)
    ask.draft.emit(Jotted(role=role, text=given.text.strip()))


@decides(declared.Promise)
def promise(ask: Ask, given: declared.Promise) -> None:
    """An order of one's own or an agreement, by a turn whose rulings are still to come."""
    role = only_role(ask, given.role)
    in_play(ask)
    to = [other for other in reached(ask, role, given.to) if other != role]
    if not to:
        raise Refusal("Name at least one role.")
    if bool(given.order) == bool(given.agreement):
        raise Refusal("A promise names one order, or one agreement.")
    exercise, game = ask.draft.exercise, ask.game
    if given.order:
        word(given.order, [order.key for order in exercise.orders_of[role]])
    else:
        signed_by = {name: rule.agreement for name, rule in exercise.agreements.items()}
        word(given.agreement, [name for name, rule in signed_by.items() if role in (*rule.needs, *rule.may)])
    if not game.published < given.turn <= game.turns:
        raise Refusal(
            "A promise is kept in a turn from {turn} to {turns}.", turn=game.published + 1, turns=game.turns
        )
    ask.draft.emit(
        Promised(
            promise=ask.draft.name("promise"),
            role=role,
            to=to,
            order=given.order,
            agreement=given.agreement,
            turn=given.turn,
            text=given.text.strip(),
        )
    )


@decides(declared.Statement)
def statement(ask: Ask, given: declared.Statement) -> None:
    role = only_role(ask, given.role)
    in_play(ask)
    name = ask.draft.name("statement")
    ask.draft.emit(Said(statement=name, role=role, text=text(given.text)))


@decides(declared.Withdraw)
def withdraw(ask: Ask, given: declared.Withdraw) -> None:
    """Take a public statement off every page. What its marks did stands; undo takes that back."""
    name = word(given.statement, ask.state.room.statements)
    if name in ask.state.room.withdrawn:
        raise Refusal("This statement has been withdrawn already.")
    ask.draft.emit(Withdrawn(statement=name, role=ask.state.room.statements[name].role))


@decides(declared.Mark)
def mark(ask: Ask, given: declared.Mark) -> None:
    in_play(ask, "situation", "consultation", "orders")
    name = word(given.statement, ask.state.room.statements)
    if name in ask.state.room.withdrawn:
        raise Refusal("This statement has been withdrawn already.")
    kind = word(given.mark, ask.draft.exercise.file.marks)
    author = ask.state.room.statements[name].role
    if any(
        getattr(moment.event, "statement", None) == name and type(moment.event) is Stamped
        for moment in ask.game.history
    ):
        raise Refusal("This statement carries a mark already.")
    other = (
        word(given.role, [role for role in ask.draft.exercise.roles if role != author])
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
