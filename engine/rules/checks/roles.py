"""Roles: what they score, and a doctrine that has an answer to whatever it is asked."""

from engine.rules.checks.checker import Checker
from engine.rules.findings import Path, listed
from engine.rules.model import Role


def check_roles(on: Checker) -> None:
    """Report roles whose points or doctrine do not fit the rest of the exercise."""
    for name, role in on.file.roles.items():
        _points(on, ("roles", name), role)
        _doctrine(on, ("roles", name, "doctrine"), name, role)
    _marks(on)
    _contact(on)
    _consent(on)
    _control(on)


def _marks(on: Checker) -> None:
    """No two roles have the same mark of their own."""
    seen: dict[str, str] = {}
    for name, role in on.file.roles.items():
        if role.mark and role.mark in seen:
            message = f"'{seen[role.mark]}' has the mark '{role.mark}' already; choose another shape"
            on.error(("roles", name, "mark"), "duplicate", message)
        elif role.mark:
            seen[role.mark] = name


def _contact(on: Checker) -> None:
    """Roles without direct contact are two, and a letter has a way between them."""
    carried = [move for move in on.file.moves.values() if move.carries is not None]
    for index, entry in enumerate(on.file.no_direct_contact):
        on.roles(("no_direct_contact", index, "between"), entry.between)
        if not carried:
            message = "no move carries a letter, so these two could never write; give one `carries`"
            on.warn(("no_direct_contact", index), "carrier", message)


def _points(on: Checker, path: Path, role: Role) -> None:
    for index, objective in enumerate(role.objectives):
        for place, name in enumerate(objective.formats):
            on.known((*path, "objectives", index, "formats", place), "format", name, on.file.formats)
        on.once((*path, "objectives", index, "formats"), objective.formats)
        if objective.points <= 0:
            on.warn(
                (*path, "objectives", index, "points"),
                "bounds",
                f"meeting an objective is worth {objective.points} points",
            )
    for index, line in enumerate(role.red_lines):
        if line.points >= 0:
            on.warn(
                (*path, "red_lines", index, "points"),
                "bounds",
                f"crossing a red line is worth {line.points} points",
            )


def _doctrine(on: Checker, path: Path, name: str, role: Role) -> None:
    doctrine, file = role.doctrine, on.file
    for agreement in doctrine.signs:
        entry = file.agreements.get(agreement)
        if entry and name not in (*entry.needs, *entry.may):
            message = f"'{name}' is no signatory of '{agreement}': {listed((*entry.needs, *entry.may))}"
            on.error((*path, "signs", agreement), "signatory", message, key=True)
    for agreement in doctrine.leaves:
        entry = file.agreements.get(agreement)
        if entry and name not in entry.needs:
            message = f"'{name}' cannot leave '{agreement}'; who can is: {listed(entry.needs)}"
            on.error((*path, "leaves", agreement), "signatory", message, key=True)
    for asking in doctrine.answers:
        if asking in file.moves:
            orders = [order for order in on.exercise.orders.values() if order.move_id == asking]
            asked = {role for order in orders for role, _ in order.asked}
        else:
            inject = file.injects.get(asking)
            asked = set(inject.asks.of) if inject and inject.asks else {name}
        if asked and name not in asked:
            on.warn((*path, "answers", asking), "unused", f"'{asking}' never asks '{name}'", key=True)
    carriers = tuple(move for move, entry in file.moves.items() if entry.carries is not None)
    on.texts((*path, "texts"), doctrine.texts, carriers, "move that carries a text")


def _consent(on: Checker) -> None:
    """Consent must be given or refused, so everybody who can be asked has an answer."""
    for order in on.exercise.orders.values():
        for name, words in order.asked if order.consent else ():
            answers = on.file.control.answers if name == "control" else None
            if name in on.file.roles:
                answers = on.file.roles[name].doctrine.answers
            if answers is None or order.move_id in answers:
                continue
            path: Path = ("control",) if name == "control" else ("roles", name, "doctrine")
            whose = "automatic control" if name == "control" else f"the doctrine of '{name}'"
            message = f"{whose} has no answer to '{order.move_id}', which asks its consent"
            on.error(path, "no-answer", f"{message}; add one under 'answers': {' or '.join(words)}", key=True)


def _control(on: Checker) -> None:
    """What automatic control answers is an answer it can give."""
    for name, answer in on.file.control.answers.items():
        path = ("control", "answers", name)
        asked = {move: {**entry.asks, **entry.consent} for move, entry in on.file.moves.items()}
        asking = tuple(move for move, questions in asked.items() if "control" in questions)
        if on.known(path, "move that asks control", name, asking, key=True):
            on.known(path, "answer", answer, asked[name]["control"])
