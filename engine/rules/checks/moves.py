"""Moves: whom they ask, what they exclude, what follows from an outcome, what they tell."""

from collections.abc import Iterable, Iterator

from engine.rules.argued import OUTCOMES
from engine.rules.checks.checker import Checker, places
from engine.rules.exercise import Call, Order
from engine.rules.findings import Path, listed
from engine.rules.model import Effects, Move
from engine.rules.problems import suggest


def check_moves(on: Checker) -> None:
    """Report moves that contradict themselves or refer to nothing."""
    for name, move in on.file.moves.items():
        path = ("moves", name)
        _targets(on, path, move)
        _questions(on, path, move)
        _excludes(on, path, name, move)
        _carries(on, path, move)
        if move.limit is not None and move.limit.every is None and move.limit.run is None:
            on.warn((*path, "limit"), "unused", "this limit limits nothing; write every: 2 or run: 1")
    for role in on.file.roles:
        if all(move.by != role for move in on.file.moves.values()):
            on.warn(("roles", role), "unused", f"'{role}' has no move", key=True)
    _outcomes(on)
    _circles(on)
    _shared(on)
    _falsehoods(on)
    _tells(on)


def _targets(on: Checker, path: Path, move: Move) -> None:
    if isinstance(move.to, dict):
        if len(move.to) != 1:
            on.error(
                (*path, "to"),
                "arguments",
                "write one argument with the roles to choose from: {ally: [north, south]}",
            )
        for argument, words in move.to.items():
            on.choices((*path, "to", argument), words)
            on.roles((*path, "to", argument), words)
            if argument in move.choose:
                on.error(
                    (*path, "choose", argument), "duplicate", f"'{argument}' is already the target", key=True
                )
    elif isinstance(move.to, list):
        on.once((*path, "to"), move.to)
        if not move.to:
            on.error((*path, "to"), "bounds", "name at least one role, or write all or self")
    for argument, words in move.choose.items():
        on.choices((*path, "choose", argument), words)
    if move.secret in ("optional", "yes") and move.to == "all":
        on.warn(
            (*path, "secret"),
            "unused",
            "everybody is a target, so nothing stays secret; write covert, or name the targets",
        )


def _questions(on: Checker, path: Path, move: Move) -> None:
    if move.asks and move.consent:
        on.error(
            (*path, "consent"), "asks", "a move asks for consent or makes an offer (asks), not both", key=True
        )
    if (move.asks or move.consent) and not move.question:
        on.warn(path, "missing-text", "the move asks somebody and has no 'question' to put to them", key=True)
    if move.question and not (move.asks or move.consent):
        on.warn((*path, "question"), "unused", "the move asks nobody, so its question is never put", key=True)
    for field in ("asks", "consent"):
        for asked, words in getattr(move, field).items():
            at = (*path, field, asked)
            if len(words) < 2:
                on.error(
                    at, "asks", "a question needs at least two answers; the first of a consent is the yes"
                )
            on.once(at, words, "question")
            named = {**(move.to if isinstance(move.to, dict) else {}), **move.choose}.get(asked, [asked])
            if move.by in named:
                on.error(at, "asks", f"'{move.by}' would be asked about its own order", key=True)


def _excludes(on: Checker, path: Path, name: str, move: Move) -> None:
    for index, other in enumerate(move.excludes):
        at = (*path, "excludes", index)
        if not on.known(at, "move", other, on.file.moves):
            continue
        against = on.file.moves[other]
        if other == name:
            on.error(
                at,
                "excludes",
                "a move cannot exclude itself; each is ordered at most once a turn and target anyway",
            )
        elif against.by != move.by and {against.by, move.by} <= {*on.file.roles}:
            on.error(
                at, "excludes", f"'{other}' is a move of {against.by}; a role's moves exclude only its own"
            )
        elif name not in against.excludes:
            on.warn(
                at,
                "one-sided",
                f"'{other}' does not exclude '{name}' in turn; write it on both, so that both say it",
            )


def _carries(on: Checker, path: Path, move: Move) -> None:
    if move.carries is None:
        return
    arguments = {**(move.to if isinstance(move.to, dict) else {}), **move.choose}
    if on.known((*path, "carries"), "argument or role", move.carries, (*arguments, *on.file.roles)):
        writers = arguments.get(move.carries, [move.carries])
        on.roles((*path, "carries"), [writer for writer in writers if writer not in on.file.roles])
        if move.carries not in move.consent and writers != [move.by]:
            right = f"consent: {{{move.carries}: [hand_over, nothing]}}"
            on.error((*path, "carries"), "asks", f"nobody hands this text over; ask for it: {right}")


# Outcomes


def _outcomes(on: Checker) -> None:
    """An `on` names an outcome of a table the move runs, and every outcome is somebody's."""
    argued = on.file.argued
    used = {(argued.table, outcome) for outcome in OUTCOMES} if argued else set[tuple[str, str]]()
    for order in on.exercise.orders.values():
        calls = list(_reached(on, order))
        known = {rule.row.outcome for call in calls for rule in call.rows if rule.row.outcome is not None}
        for outcome in order.move.on:
            used.update((call.table_id, outcome) for call in calls)
            if outcome in known or not any(order.calls.values()):
                continue
            path = ("moves", order.move_id, "on", outcome)
            tables = listed(sorted({call.table_id for call in calls}))
            right = suggest(outcome, known) or f" Write in a row of it outcome: {outcome}"
            message = f"no row of {tables} has the outcome '{outcome}'.{right}"
            on.error(path, "unknown-outcome", message, key=True)
    for name, move in on.file.moves.items():
        if move.on and not move.run:
            on.error(
                ("moves", name, "on"),
                "unknown-outcome",
                "'on' waits for a table's outcome, and the move runs none",
                key=True,
            )
    for name, table in on.file.tables.items():
        for index, row in enumerate(table.rows):
            if row.outcome is not None and on.calls[name] and (name, row.outcome) not in used:
                at = ("tables", name, "rows", index, "outcome")
                on.warn(at, "unused", f"no move that runs '{name}' has 'on: {row.outcome}'")


def _circles(on: Checker) -> None:
    """What an outcome runs cannot come to the same outcome again: nothing would be sure to end it."""
    for order in {order.move_id: order for order in on.exercise.orders.values()}.values():
        leads = {
            outcome: _outcomes_of(on, (run.table for run in effects.runs)) & set(order.on)
            for outcome, effects in order.on.items()
        }
        for outcome in leads:
            seen, waiting = set[str](), [outcome]
            while waiting:
                new = leads[waiting.pop()] - seen
                seen |= new
                waiting += new
            if outcome in seen:
                message = f"what follows from '{outcome}' can have the outcome '{outcome}' again, without end"
                on.error(("moves", order.move_id, "on", outcome), "cycle", message, key=True)


def _outcomes_of(on: Checker, tables: Iterable[str]) -> set[str]:
    """The outcomes of all rows that tables, and what they run, can come to."""
    waiting, seen = list(tables), set[str]()
    while waiting:
        table = waiting.pop()
        if table not in seen:
            seen.add(table)
            rules = [rule for call in on.calls[table] for rule in call.rows]
            waiting += [run.table for rule in rules for run in rule.effects.runs]
    rows = [row for table in seen for row in on.file.tables[table].rows]
    return {row.outcome for row in rows if row.outcome is not None}


def _shared(on: Checker) -> None:
    """A shared table is ruled on for all who ask at once: it knows no one order and no one answer."""
    for name, table in on.file.tables.items():
        if not table.shared:
            continue
        one_order = sorted(on.exercise.uses[name])
        if any(row.outcome is not None for row in table.rows):
            one_order.append("outcome")
        if one_order:
            message = f"'{name}' is shared by all who ask, so it has no one order's {listed(one_order)}"
            on.error(("tables", name, "shared"), "shared", message, key=True)


def _reached(on: Checker, order: Order) -> Iterator[Call]:
    """The calls of an order, of what follows from their outcomes, and everything their rows run."""
    waiting = [call for calls in order.calls.values() for call in calls]
    waiting += [call for effects in order.on.values() for run in effects.runs for call in on.calls[run.table]]
    seen: set[Call] = set()
    while waiting:
        call = waiting.pop()
        if call not in seen:
            seen.add(call)
            yield call
            waiting += [wave for wave, _ in on.readers.waves(call, on.readers.everybody)]


# What is told


def _falsehoods(on: Checker) -> None:
    """A move that may tell falsely has one text for true and false."""
    for name, move in on.file.moves.items():
        orders = [order for order in on.exercise.orders.values() if order.move_id == name]
        calls = (call for order in orders for calls in order.calls.values() for call in calls)
        deceives = any(call in on.readers.deceiving for call in calls)
        if deceives and not move.told:
            message = (
                "this move may tell a falsehood; write 'told', the one text its actor reads whatever the row"
            )
            on.error(("moves", name), "missing-text", message, key=True)
        elif move.told and not deceives and orders:
            on.warn(
                ("moves", name, "told"),
                "unused",
                "this move never tells falsely, so the row's own text can be read",
                key=True,
            )


def _tells(on: Checker) -> None:
    """A value told in bands, or falsely within one, is a value of a track that has bands."""
    for path, effects, _, _ in places(on.file, Effects):
        told = effects.get("tell", [])
        several = isinstance(told, list)
        for index, tell in enumerate(told if isinstance(told, list) else [told]):
            if not isinstance(tell, dict):
                continue
            track = on.file.tracks.get(str(tell.get("what", "")).partition("(")[0])
            if track is None:
                continue
            at: Path = (*path, "tell", *((index,) if several else ()), "as")
            if tell.get("as") == "band" and not (track.told_as or track.others_see):
                on.error(
                    at,
                    "band",
                    f"'{tell['what']}' has no bands to be told in; give it 'told_as' or 'others_see'",
                )
            elif tell.get("as") == "false" and not track.others_see:
                message = "a falsehood is another value of the band its reader sees"
                on.error(at, "band", f"{message}; '{tell['what']}' has no 'others_see'")
