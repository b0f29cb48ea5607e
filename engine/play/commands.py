"""Commands: what people (and automatic control) can do, who may do it, and what it causes.

Each command is decided against the state as it stands. What is refused raises `Refusal` and leaves
no trace; what is accepted becomes events. An order that is not allowed is an event, too.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

from engine.play import automatic, injects, phases
from engine.play.combine import combine
from engine.play.events import (
    Answered,
    Chaired,
    Disclosed,
    LapsedOverride,
    Leaving,
    Messaged,
    Noted,
    Ordered,
    Overridden,
    Paused,
    PhaseBegan,
    Proposed,
    Rejected,
    Replied,
    Requested,
    Said,
    Seated,
    Shelved,
    Stamped,
    Typed,
    Unsigned,
)
from engine.play.phases import Draft, readers
from engine.play.state import Game, Proposal, State
from engine.rules.model import PresetSeat
from engine.rules.problems import ExerciseError

MOST_TEXT = 5000
SEATS = ("person", "bot", "empty")


class Refusal(Exception):
    """A command that is not carried out. `message` is an English sentence whose parts are in `values`."""

    def __init__(self, message: str, **values: Any) -> None:
        super().__init__(message.format(**values))
        self.message, self.values = message, values


class Command(NamedTuple):
    """What somebody wants: `actor` is a seat (a role or control), `data` what the command needs."""

    name: str
    actor: str = "control"
    data: dict[str, Any] = {}  # noqa: RUF012 (read, never written)
    id: str = ""


class Ask(NamedTuple):
    """One command being decided."""

    draft: Draft
    actor: str
    data: dict[str, Any]

    @property
    def game(self) -> Game:
        return self.draft.game

    @property
    def state(self) -> State:
        return self.draft.state

    def text(self, name: str = "text") -> str:
        value = self.data.get(name)
        if not isinstance(value, str) or not value.strip():
            raise Refusal("The text is empty.")
        if len(value) > MOST_TEXT:
            raise Refusal("The text is longer than {most} characters.", most=MOST_TEXT)
        return value.strip()

    def word(self, name: str, known: Any, optional: str | None = None) -> str:
        value = self.data.get(name, optional)
        if value not in known:
            raise Refusal(
                "'{value}' is not known here. Possible: {known}.", value=value, known=", ".join(known)
            )
        return str(value)

    def roles(self, name: str, default: list[str] | None = None) -> list[str]:
        value = self.data.get(name)
        if value is None and default is not None:
            return default
        listed = [value] if isinstance(value, str) else value
        if not isinstance(listed, list) or not listed:
            raise Refusal("Name at least one role.")
        exercise = self.draft.exercise
        chosen = list(exercise.roles) if listed == ["all"] else listed
        for role in chosen:
            if role not in exercise.roles:
                raise Refusal(
                    "'{value}' is not known here. Possible: {known}.",
                    value=role,
                    known=", ".join(exercise.roles),
                )
        return [role for role in exercise.roles if role in chosen]


def seat_under(state: State, role: str) -> PresetSeat:
    """How the preset seats a role."""
    preset = state.exercise.file.presets.get(state.game.preset)
    return (preset.seats.get(role) if preset else None) or PresetSeat()


def is_control(state: State, actor: str) -> bool:
    """Whether this seat holds control: the control seat, or a role that the preset makes control."""
    return actor == "control" or (actor in state.exercise.roles and seat_under(state, actor).is_ == "control")


def may(state: State, actor: str, permission: str) -> bool:
    """Whether a seat holds a permission: see_all, advance, override, chair."""
    return is_control(state, actor) or (
        actor in state.exercise.roles and permission in seat_under(state, actor).may
    )


def releasable(state: State, role: str) -> list[str]:
    """The injects a role may release by the preset, whatever their conditions, so that the list tells nothing."""
    tags = {
        entry["release"]
        for entry in seat_under(state, role).may
        if isinstance(entry, dict) and "release" in entry
    }
    exercise = state.exercise
    return [
        name
        for name, rule in exercise.injects.items()
        if tags & set(rule.inject.tags) and injects.left(state, rule) and name not in state.game.shelf
    ]


def decide(state: State, command: Command, line: int = 0) -> Draft:
    """Decide a command; its events are folded into the state. Raises Refusal."""
    entry = COMMANDS.get(command.name)
    if entry is None:
        raise Refusal("There is no command '{name}'.", name=command.name)
    if command.actor != "control" and command.actor not in state.exercise.roles:
        raise Refusal("There is no seat '{seat}'.", seat=command.actor)
    stale(state, command.data.get("seen"))
    draft = Draft(state, line)
    entry(Ask(draft, command.actor, command.data))
    return draft


def stale(state: State, seen: Any) -> None:
    """Refuse a command whose author saw another turn or phase."""
    if not isinstance(seen, dict):
        return
    now = {"turn": state.game.turn, "phase": state.game.phase}
    for name, value in now.items():
        if name in seen and seen[name] != value:
            raise Refusal("The game has moved on to turn {turn}, {phase}.", **now)


def capacity(state: State, command: Command) -> str:
    """In which capacity somebody acts: role, chair or control."""
    if is_control(state, command.actor):
        return "control"
    return "chair" if command.name in ("chair", "release") else "role"


def only_control(ask: Ask) -> None:
    if not is_control(ask.state, ask.actor):
        raise Refusal("Only control can do that.")


def only_role(ask: Ask) -> str:
    """The role a seat command is for: its own, or one that control names."""
    if ask.actor in ask.draft.exercise.roles:
        return ask.actor
    return ask.word("role", ask.draft.exercise.roles)


def in_play(ask: Ask, *allowed: str) -> None:
    if ask.game.finished:
        raise Refusal("The run has ended.")
    if allowed and ask.game.phase not in allowed:
        raise Refusal("That belongs to another phase: now it is {phase}.", phase=ask.game.phase)


# Control: the course of play


def advance(ask: Ask) -> None:
    if not may(ask.state, ask.actor, "advance"):
        raise Refusal("Only control can do that.")
    if ask.game.finished:
        raise Refusal("The run has ended.")
    if ask.state.room.paused:
        raise Refusal("The exercise is paused.")
    automatic.advance(ask.draft)


def pause(ask: Ask) -> None:
    only_control(ask)
    if ask.state.room.paused:
        raise Refusal("The exercise is paused.")
    ask.draft.emit(Paused(paused=True))


def resume(ask: Ask) -> None:
    only_control(ask)
    if not ask.state.room.paused:
        raise Refusal("The exercise is not paused.")
    ask.draft.emit(Paused(paused=False))


def seat(ask: Ask) -> None:
    only_control(ask)
    name = ask.word("seat", (*ask.draft.exercise.roles, "control"))
    by = ask.word("by", SEATS)
    if ask.state.seat(name) != by:
        ask.draft.emit(Seated(seat=name, by=by))


def finish(ask: Ask) -> None:
    only_control(ask)
    in_play(ask)
    final = [
        rule
        for rule in ask.draft.exercise.endings
        if rule.ending.kind == "final" and rule.test.holds(ask.game.vector)
    ]
    ending = final[0].ending.id if final else ask.draft.exercise.endings[-1].ending.id
    ask.draft.emit(phases.finish(ask.draft.exercise, ask.game, ending))
    ask.draft.emit(PhaseBegan(phase="report"))


def disclose(ask: Ask) -> None:
    only_control(ask)
    if not ask.game.finished:
        raise Refusal("Only after ENDEX.")
    ask.draft.emit(Disclosed(what=ask.word("what", ("nothing", "traces", "all"))))


def note(ask: Ask) -> None:
    only_control(ask)
    ask.draft.emit(Noted(text=ask.text()))


# Injects


def open_for_injects(ask: Ask) -> None:
    in_play(ask, "situation", "consultation", "orders")
    if ask.game.locked:
        raise Refusal("After lock an inject waits for the next situation.")


def release(ask: Ask) -> None:
    name = ask.word("inject", ask.draft.exercise.injects)
    rule = ask.draft.exercise.injects[name]
    control = is_control(ask.state, ask.actor)
    if not control and name not in releasable(ask.state, ask.actor):
        raise Refusal("This seat may not release that.")
    open_for_injects(ask)
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
    to = (
        ask.roles("to", injects.addressed(ask.state, rule)) if control else injects.addressed(ask.state, rule)
    )
    injects.release(ask.draft, rule, to, choices, "control" if control else "chair")


def shelve(status: str) -> Callable[[Ask], None]:
    """Hold, defer or skip an inject."""

    def act(ask: Ask) -> None:
        only_control(ask)
        in_play(ask)
        name = ask.word("inject", ask.draft.exercise.injects)
        if not injects.left(ask.state, ask.draft.exercise.injects[name]):
            raise Refusal("{inject} has been released or skipped already.", inject=name)
        until = ask.game.turn + 1 if status == "deferred" else 0
        ask.draft.emit(
            Shelved(inject=name, status=status, until=until, reason=str(ask.data.get("reason", "")))
        )

    return act


def improvise(ask: Ask) -> None:
    only_control(ask)
    open_for_injects(ask)
    effects = ask.data.get("effects") or {}
    try:
        injects.improvise(
            ask.draft,
            ask.text(),
            ask.roles("to", list(ask.draft.exercise.roles)),
            str(ask.data.get("from", "")),
            effects,
        )
    except ExerciseError as fault:
        raise Refusal("These effects make no sense: {why}", why=fault.problems[0].message) from None


# Orders, questions, rulings


def orders(ask: Ask) -> None:
    """A seat's orders, replacing what it ordered before; each that is not allowed is rejected with its reason."""
    role = only_role(ask)
    in_play(ask, "situation", "consultation", "orders")
    if ask.game.locked:
        raise Refusal("Orders are locked.")
    if ask.actor == role and ask.state.seat(role) != "person":
        raise Refusal("A bot sits here; control can give the seat to a person.")
    entries = ask.data.get("orders", [])
    if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
        raise Refusal("Orders come as a list.")
    able, kept = phases.budget(ask.draft, role), []
    for entry in entries[:50]:
        key = str(entry.get("order", ""))
        order = ask.draft.exercise.orders.get(key)
        reason = "unknown" if order is None or order.role != role else able.refusal(order)
        if reason:
            ask.draft.emit(Rejected(role=role, order=key[:80], reason=reason))
            continue
        assert order is not None
        message = (
            carried_text(ask, role, order.arguments, order.move.carries, entry) if order.move.carries else ""
        )
        if message is None:
            ask.draft.emit(Rejected(role=role, order=key, reason="message"))
            continue
        able.take(order)
        accepted: dict[str, Any] = {"order": key}
        if entry.get("secret") and order.move.secret == "optional":
            accepted["secret"] = True
        if message:
            accepted["message"] = message
        kept.append(accepted)
    by = "control" if ask.actor != role else "role"
    ask.draft.emit(Ordered(role=role, orders=kept, sealed=bool(ask.data.get("seal", False)), capacity=by))


def carried_text(
    ask: Ask, carrier: str, arguments: dict[str, str], carries: str, entry: dict[str, Any]
) -> str | None:
    """The message an order carries: the one named, or the newest the sender gave for carrying; None for a wrong name."""
    sender = arguments.get(carries, carries)
    given = [
        name
        for name, message in ask.state.room.messages.items()
        if message.carry and message.sender == sender and message.through == carrier
    ]
    chosen = str(entry.get("message") or (given[-1] if given else ""))
    return None if chosen and chosen not in given else chosen


def answer(ask: Ask) -> None:
    name = ask.word("question", ask.game.questions)
    question = ask.game.questions[name]
    in_play(ask)
    if ask.actor != question.to and not is_control(ask.state, ask.actor):
        raise Refusal("This question goes to another seat.")
    if ask.game.phase in ("rulings", "report"):
        raise Refusal("The answers are closed.")
    chosen, message = ask.word("answer", question.options), ""
    if ask.data.get("text"):
        message = send(
            ask,
            question.to,
            [],
            ask.text(),
            through=question.by,
            carry=True,
            sealed=bool(ask.data.get("sealed")),
        )
    ask.draft.emit(Answered(question=name, answer=chosen, by="person", message=message))


def override(ask: Ask) -> None:
    """Another row of the ladder, one step up or down, with a reason. An empty row takes it back."""
    if not may(ask.state, ask.actor, "override"):
        raise Refusal("Only control can do that.")
    in_play(ask, "rulings")
    path = str(ask.data.get("ruling", ""))
    adjudication = phases.rule(ask.draft)
    ruling = next(
        (
            event
            for event in adjudication.events
            if getattr(event, "path", None) == path and hasattr(event, "dice")
        ),
        None,
    )
    if ruling is None:
        raise Refusal("There is no ruling '{path}'.", path=path)
    if not ask.data.get("row"):
        if path in ask.game.overrides:
            ask.draft.emit(LapsedOverride(ruling=path, replaces=ask.game.overrides[path][0]))
        return
    replaced = ruling.replaced or ruling.row  # type: ignore[attr-defined]
    rows = list(ruling.odds)  # type: ignore[attr-defined]
    if not rows:
        raise Refusal("This ruling has no ladder; improvise an inject instead.")
    ladder = [row for row in rows if ruling.odds[row] > 0]  # type: ignore[attr-defined]
    chosen = ask.word("row", ladder)
    if abs(ladder.index(chosen) - ladder.index(replaced)) != 1:
        raise Refusal("An override goes one step up or down the ladder: {ladder}.", ladder=", ".join(ladder))
    ask.draft.emit(Overridden(ruling=path, replaces=replaced, row=chosen, reason=ask.text("reason")))


def dice(ask: Ask) -> None:
    """Dice thrown on the table, typed in. None takes them back."""
    if not may(ask.state, ask.actor, "override"):
        raise Refusal("Only control can do that.")
    in_play(ask, "rulings")
    path, thrown = str(ask.data.get("ruling", "")), ask.data.get("dice") or []
    before = {event.path: event for event in phases.rule(ask.draft).events if hasattr(event, "dice")}  # type: ignore[attr-defined]
    if path not in before or not before[path].dice:  # type: ignore[attr-defined]
        raise Refusal("There is no ruling with dice '{path}'.", path=path)
    table = ask.draft.exercise.file.tables[before[path].table]  # type: ignore[attr-defined]
    count = {"1d6": 1, "2d6": 2}.get(table.dice, 0)
    if thrown and (
        len(thrown) != count or not all(isinstance(face, int) and 1 <= face <= 6 for face in thrown)
    ):
        raise Refusal("Type {count} dice from 1 to 6.", count=count)
    ask.draft.emit(Typed(ruling=path, dice=list(thrown)))
    for lapsed in phases.rule(ask.draft).lapsed:
        ask.draft.emit(LapsedOverride(ruling=lapsed, replaces=ask.game.overrides[lapsed][0]))


# Words


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
    name = f"message-{len(ask.state.room.messages) + 1}"
    others = readers(ask.state.game, sender, to)
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


def carriers(state: State) -> list[str]:
    """Roles with a move that carries texts."""
    return sorted({move.by for move in state.exercise.file.moves.values() if move.carries})


def invited(state: State, role: str) -> list[str]:
    """Senders whose message reached this role last turn or this one and has not been answered yet."""
    senders = []
    for moment in state.game.history:
        event = moment.event
        if (
            type(event).__name__ == "Delivered"
            and role in event.to
            and event.invites
            and state.game.turn - moment.turn <= 1
        ):  # type: ignore[attr-defined]
            sender = state.room.messages[event.message].sender  # type: ignore[attr-defined]
            answered = any(
                reply.sender == role
                and reply.to == [sender]
                and reply.through
                and state.room.sent[name] >= moment.turn
                for name, reply in state.room.messages.items()
            )
            if not answered and sender not in senders:
                senders.append(sender)
    return senders


def statement(ask: Ask) -> None:
    role = only_role(ask)
    in_play(ask)
    name = f"statement-{len(ask.state.room.statements) + 1}"
    ask.draft.emit(Said(statement=name, role=role, text=ask.text()))


def mark(ask: Ask) -> None:
    only_control(ask)
    in_play(ask, "situation", "consultation", "orders")
    name = ask.word("statement", ask.state.room.statements)
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
            changes=phases.difference(ask.draft.exercise, before, after),
        )
    )


def chair(ask: Ask) -> None:
    if not may(ask.state, ask.actor, "chair"):
        raise Refusal("This seat does not chair.")
    in_play(ask)
    act = ask.word("act", ("agenda", "floor", "recess", "resume"))
    ask.draft.emit(Chaired(role=ask.actor, act=act, text=str(ask.data.get("text", ""))[:MOST_TEXT]))


def request(ask: Ask) -> None:
    ask.draft.emit(Requested(role=only_role(ask), text=ask.text()))


def reply(ask: Ask) -> None:
    only_control(ask)
    ask.draft.emit(Replied(to=ask.roles("to"), text=ask.text()))


# Agreements


def propose(ask: Ask) -> None:
    """Put an agreement on the table, with terms and optional signatories; or a free text among roles."""
    role = only_role(ask)
    in_play(ask, "consultation")
    exercise = ask.draft.exercise
    if ask.data.get("agreement") is None:
        others = [other for other in ask.roles("to") if other != role]
        ask.draft.emit(
            Proposed(
                proposal=f"proposal-{ask.game.counter + 1}",
                agreement=None,
                by=role,
                text=ask.text(),
                parties=[role, *others],
            )
        )
        return
    name = ask.word("agreement", exercise.agreements)
    rule = exercise.agreements[name]
    if phases.open_proposal(ask.game, name):
        raise Refusal("One open proposal of each kind at a time.")
    if ask.game.vector[rule.in_force]:
        raise Refusal("It is in force already.")
    invites = ask.data.get("invites", list(rule.agreement.may))
    if not isinstance(invites, list) or any(guest not in rule.agreement.may for guest in invites):
        raise Refusal(
            "'{value}' is not known here. Possible: {known}.",
            value=invites,
            known=", ".join(rule.agreement.may),
        )
    proposal = phases.propose(
        ask.draft, role, name, terms(ask, name), invites, str(ask.data.get("text", ""))[:MOST_TEXT]
    )
    phases.bots_sign(ask.draft, proposal)


def terms(ask: Ask, name: str) -> dict[str, int]:
    """The terms as numbers and codes, each checked against its domain."""
    exercise, found = ask.draft.exercise, {}
    given = ask.data.get("terms", {})
    if not isinstance(given, dict):
        raise Refusal("Terms come as a map.")
    domains = exercise.agreements[name].agreement.terms
    for term, value in given.items():
        if term not in domains:
            raise Refusal(
                "'{value}' is not known here. Possible: {known}.", value=term, known=", ".join(domains)
            )
        domain = domains[term]
        if isinstance(domain, list):
            if value not in domain:
                raise Refusal(
                    "'{value}' is not known here. Possible: {known}.", value=value, known=", ".join(domain)
                )
            found[term] = exercise.vocabulary.words[value]
            continue
        low, high = exercise.vocabulary.bounds[exercise.agreements[name].terms[term]]
        number = (
            int(value)
            if isinstance(value, int) or (isinstance(value, str) and value.strip().lstrip("-").isdigit())
            else None
        )
        if number is None or not low <= number <= high:
            raise Refusal("'{value}' is not known here. Possible: {known}.", value=value, known=domain)
        found[term] = number
    return found


def proposal_of(ask: Ask) -> Proposal:
    return ask.game.proposals[ask.word("proposal", ask.game.proposals)]


def before_lock(ask: Ask) -> None:
    in_play(ask, "consultation", "orders")
    if ask.game.locked:
        raise Refusal("Orders are locked.")


def sign(ask: Ask) -> None:
    role, proposal = only_role(ask), proposal_of(ask)
    before_lock(ask)
    if role not in (*proposal.parties, *proposal.invites):
        raise Refusal("This proposal does not ask for that signature.")
    if role in proposal.signed:
        raise Refusal("It is signed already.")
    if proposal.status not in ("open", "announced"):
        raise Refusal("This proposal is closed.")
    if proposal.status == "announced" and role in proposal.parties:
        raise Refusal("It is signed already.")
    if not phases.sign(ask.draft, proposal, role):
        raise Refusal("The last signature cannot be given now: the condition of the agreement does not hold.")


def unsign(ask: Ask) -> None:
    role, proposal = only_role(ask), proposal_of(ask)
    before_lock(ask)
    if role not in proposal.signed or proposal.status not in ("open", "announced"):
        raise Refusal("There is no signature to take back.")
    ask.draft.emit(Unsigned(proposal=proposal.id, role=role))


def leave(ask: Ask) -> None:
    role = only_role(ask)
    before_lock(ask)
    name = ask.word("agreement", ask.draft.exercise.agreements)
    rule = ask.draft.exercise.agreements[name]
    if not ask.game.vector[rule.in_force] or role not in rule.agreement.needs:
        raise Refusal("Only a signatory can leave an agreement in force.")
    if (name, role) not in ask.game.leaving:
        ask.draft.emit(Leaving(agreement=name, role=role))


COMMANDS: dict[str, Callable[[Ask], None]] = {
    "advance": advance,
    "pause": pause,
    "resume": resume,
    "seat": seat,
    "finish": finish,
    "disclose": disclose,
    "note": note,
    "release": release,
    "hold": shelve("held"),
    "defer": shelve("deferred"),
    "skip": shelve("skipped"),
    "improvise": improvise,
    "orders": orders,
    "answer": answer,
    "override": override,
    "dice": dice,
    "message": message,
    "statement": statement,
    "mark": mark,
    "chair": chair,
    "request": request,
    "reply": reply,
    "propose": propose,
    "sign": sign,
    "unsign": unsign,
    "leave": leave,
}
