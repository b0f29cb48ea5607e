"""Tables: a row for everything that can happen, and no row that cannot."""

from collections.abc import Iterator

from engine.rules.build import Builder
from engine.rules.build.tables import band, split_modifier
from engine.rules.checks.checker import Checker, places
from engine.rules.exercise import FACES, Call
from engine.rules.findings import Path, listed
from engine.rules.model import Effects, Table
from engine.rules.nodes import ExpressionFault


def check_coverage(on: Checker) -> None:
    """Report tables with gaps, overlaps, rows out of order, and what is never used."""
    named = frozenset(run.partition("(")[0].strip() for run in _runs(on))
    for name, table in on.file.tables.items():
        path = ("tables", name)
        if not table.rows:
            on.error((*path, "rows"), "missing", "a table needs at least one row", key=True)
            continue
        for argument, words in table.domains.items():
            on.choices((*path, "given", argument), words)
        _dice(on, path, table)
        _shapes(on, path, table)
        _bands(on, path, table)
        _calls(on, name, table, named)


def _runs(on: Checker) -> Iterator[str]:
    """Every call that is written anywhere, whether it can be made or not."""
    written: list[object] = [effects.get("run", []) for _, effects, _, _ in places(on.file, Effects)]
    written += [move.run for move in on.file.moves.values()]
    written += [trigger.run for trigger in on.file.triggers]
    written += ["drift"] if "drift" in on.exercise.step_of else []
    for run in written:
        yield from (str(part) for part in (run if isinstance(run, list) else [run]))


def _dice(on: Checker, path: Path, table: Table) -> None:
    """Dice, bands, modifiers and cap belong together."""
    banded = any(row.roll is not None for row in table.rows)
    if table.hit == "collect":
        if table.dice != "none":
            on.error(
                (*path, "dice"),
                "dice",
                "a table that collects all rows that hold throws no dice; take 'dice' out",
            )
    elif table.dice != "none" and not banded:
        on.error(
            (*path, "dice"),
            "dice",
            f"the table throws {table.dice} and no row has a band; give rows a 'roll', or take 'dice' out",
        )
    if table.dice == "none":
        for index, row in enumerate(table.rows):
            if row.roll is not None:
                on.error(
                    (*path, "rows", index, "roll"),
                    "dice",
                    "a band needs dice; write dice: 2d6 (or 1d6) in the table",
                )
        if table.modifiers:
            on.error(
                (*path, "modifiers"),
                "dice",
                "modifiers change a roll, and this table throws no dice",
                key=True,
            )
    if table.cap is not None and (table.dice == "none" or not table.modifiers):
        on.warn((*path, "cap"), "unused", "a cap limits the sum of modifiers, and there are none", key=True)
    elif table.cap == 0:
        on.warn((*path, "cap"), "unused", "a cap of 0 takes all modifiers away")
    for text in table.modifiers:
        if _amount(text) == 0:
            on.warn((*path, "modifiers", text), "unused", "a modifier of 0 changes nothing", key=True)


def _amount(modifier: str) -> int | None:
    try:
        return split_modifier(modifier)[0]
    except ExpressionFault:
        return None


def _shapes(on: Checker, path: Path, table: Table) -> None:
    """Rows with a condition come first, then the bands or the row for everything else."""
    last, banded = len(table.rows) - 1, any(row.roll is not None for row in table.rows)
    seen: str | None = None
    for index, row in enumerate(table.rows):
        at = (*path, "rows", index)
        if row.if_ is not None and row.roll is not None:
            on.error(
                (*at, "roll"),
                "row",
                f"row '{row.id}' has a condition and a band; it takes one of them",
                key=True,
            )
        elif row.roll is not None:
            seen = seen or row.id
        elif table.hit == "first" and row.if_ is None and (banded or index < last):
            right = "give it a band: roll" if banded else "give it a condition: if, or put it last"
            on.error(
                at, "row", f"row '{row.id}' has neither condition nor band and would always apply; {right}"
            )
        elif seen and row.if_ is not None:
            on.error(
                at,
                "order",
                f"row '{row.id}' has a condition and stands below the band of '{seen}'; put it above",
            )


def _bands(on: Checker, path: Path, table: Table) -> None:
    """The bands hold every total that the dice can reach, once, from the lowest up."""
    if table.dice == "none" or table.hit == "collect":
        return
    low, high = reach(table)
    expected, before = low, ""
    for index, row in enumerate(table.rows):
        if row.roll is None:
            continue
        at = (*path, "rows", index, "roll")
        try:
            bottom, top = band(row.roll)
        except ExpressionFault:
            return
        if bottom > top:
            on.error(at, "band", f"the band {row.roll} ends before it begins; write {top}..{bottom}")
            return
        if not before:
            if bottom > low:
                on.error(
                    at,
                    "gap",
                    f"totals begin at {low} and this band at {bottom}; let the first band be ..{top}",
                )
        elif bottom > expected:
            on.error(
                at, "gap", f"no band holds {_span(expected, bottom - 1)}; let '{row.id}' begin at {expected}"
            )
        elif bottom < expected:
            message = f"'{row.id}' begins at {bottom} and '{before}' ends at {expected - 1}"
            message += "; bands ascend and do not overlap"
            on.error(at, "overlap", message)
        if top < low or bottom > high:
            on.warn(at, "unreachable", f"totals are {low}..{high}, so the band {row.roll} is never reached")
        expected, before = max(expected, top + 1), row.id
    if before and expected <= high:
        on.error(
            (*path, "rows"),
            "gap",
            f"no band holds {_span(expected, high)}; let the last band be {expected}.. or more",
            key=True,
        )


def _span(low: int, high: int) -> str:
    return f"the total {low}" if low == high else f"the totals {low}..{high}"


def reach(table: Table) -> tuple[int, int]:
    """The lowest and highest total a table's dice and modifiers can give."""
    faces = FACES[table.dice]
    amounts = [amount for text in table.modifiers if (amount := _amount(text)) is not None]
    down, up = (
        sum(amount for amount in amounts if amount < 0),
        sum(amount for amount in amounts if amount > 0),
    )
    if table.cap is not None:
        down, up = max(down, -table.cap), min(up, table.cap)
    return len(faces) + down, sum(faces) + up


def _calls(on: Checker, name: str, table: Table, named: frozenset[str]) -> None:
    """What its calls make of a table: rows that are missing, and what nothing ever reaches."""
    path, calls = ("tables", name), on.calls[name]
    if not calls and name not in named:
        on.warn(path, "unused", f"nothing runs the table '{name}'", key=True)
    for argument, words in table.domains.items():
        for word in words if calls else ():
            if all(call.arguments.get(argument) != word for call in calls):
                on.warn(
                    (*path, "given", argument), "unused", f"nothing runs '{name}' with {argument} '{word}'"
                )
    calls = [*calls, *_spare(on, name, table)]
    for call in calls:
        _complete(on, path, call)
    if calls:
        _reached(on, path, table, calls)


def _complete(on: Checker, path: Path, call: Call) -> None:
    """A table without dice that takes the first row needs one that holds whatever the state."""
    if call.collects or call.faces or call.banded or any(rule.test.always for rule in call.rows):
        return
    about = f" when {_values(call)}" if _values(call) else ""
    message = f"it can be that no row holds{about}; end with a row that has neither condition nor band"
    on.error((*path, "rows"), "gap", message, key=True)


def _values(call: Call) -> str:
    answer = {"answer": call.answer} if call.answer is not None else {}
    return listed(f"{name} is {word}" for name, word in {**call.arguments, **answer}.items())


def _reached(on: Checker, path: Path, table: Table, calls: list[Call]) -> None:
    """Rows and modifiers that no call comes to."""
    live: set[int] = set()
    for call in calls:
        for index, rule in enumerate(call.rows):
            if not rule.test.never:
                live.add(index)
            if rule.test.always and rule.row.roll is None and not call.collects:
                break
    faulty = {at for at, _ in on.findings.found}
    for index, row in enumerate(table.rows):
        if index not in live and (*path, "rows", index, "if") not in faulty:
            message = f"row '{row.id}' can never apply: its condition never holds, or a row above always does"
            on.warn((*path, "rows", index), "unreachable", message)
    for index, text in enumerate(table.modifiers):
        found = [modifier for call in calls for modifier in call.modifiers if modifier.index == index]
        if found and all(modifier.test.never for modifier in found):
            on.warn(
                (*path, "modifiers", text),
                "unreachable",
                "the condition of this modifier never holds",
                key=True,
            )


def _spare(on: Checker, name: str, table: Table) -> Iterator[Call]:
    """Calls that nothing makes, so that every row is read with every word at least once."""
    calls = on.calls[name]
    if not all(table.domains.values()) or (not calls and on.exercise.uses[name]):
        return
    builder = Builder(on.file, on.findings)
    builder.exercise.uses = on.exercise.uses
    words = {argument: options[0] for argument, options in table.domains.items()}
    actor = answer = None
    if calls:
        words, actor, answer = calls[0].arguments, calls[0].actor, calls[0].answer
    else:
        yield builder.make_call(name, tuple(words.values()), actor, answer)
    for argument, options in table.domains.items():
        for word in options:
            if word != words[argument] and all(call.arguments.get(argument) != word for call in calls):
                yield builder.make_call(name, tuple({**words, argument: word}.values()), actor, answer)
