"""Injects: who gets them, what they ask, what control chooses."""

from engine.rules.checks.checker import Checker
from engine.rules.findings import Path, listed
from engine.rules.model import Inject

PLANNED = ("method", "scenario_time", "objective", "controller", "evaluator", "notes")
"""Facts for planners, in whatever languages they have them."""


def check_injects(on: Checker) -> None:
    """Report injects, and templates of injects, that reach nobody or ask what cannot be answered."""
    for name, inject in on.file.injects.items():
        path = ("injects", name)
        _recipients(on, path, inject)
        _choices(on, path, inject)
        _asks(on, path, name, inject)
        _planned(on, path, inject)
    for name, template in on.file.templates.items():
        if isinstance(template.to, list):
            on.roles(("templates", name, "to"), template.to)
            if not template.to:
                on.error(("templates", name, "to"), "bounds", "name at least one role, or write all")


def _recipients(on: Checker, path: Path, inject: Inject) -> None:
    if isinstance(inject.to, list):
        on.roles((*path, "to"), inject.to)
        if not inject.to:
            on.error((*path, "to"), "bounds", "name at least one role, or write all")
    on.roles((*path, "notice"), inject.notice)
    for index, role in enumerate(inject.notice):
        if inject.to == "all" or role in inject.to:
            on.warn((*path, "notice", index), "unused", f"'{role}' is addressed anyway")
    for role in inject.also:
        on.known((*path, "also", role), "role", role, on.file.roles, key=True)


def _choices(on: Checker, path: Path, inject: Inject) -> None:
    for argument, words in inject.choose.items():
        on.choices((*path, "choose", argument), words)
    known = [word for options in inject.choose.values() for word in options]
    on.texts((*path, "choices"), inject.choices, known, "choice")
    missing = [word for word in known if word not in inject.choices]
    if inject.choices and missing:
        on.warn((*path, "choices"), "missing-text", f"'choices' has no name for: {listed(missing)}", key=True)


def _asks(on: Checker, path: Path, name: str, inject: Inject) -> None:
    asks = inject.asks
    if asks is None:
        return
    at = (*path, "asks")
    on.roles((*at, "of"), asks.of)
    if not asks.of:
        on.error((*at, "of"), "bounds", "name at least one role to be asked")
    if len(asks.answers) < 2:
        on.error((*at, "answers"), "asks", "a question needs at least two answers")
    on.known((*at, "default"), "answer", asks.default, asks.answers)
    for index, role in enumerate(asks.of):
        if role not in on.file.roles:
            continue
        if inject.to != "all" and role not in (*inject.to, *inject.notice):
            message = f"'{role}' is asked and does not get the inject; add it to 'to' or 'notice'"
            on.error((*at, "of", index), "asks", message)
        if name not in on.file.roles[role].doctrine.answers:
            message = f"the doctrine of '{role}' has no answer to '{name}': bots leave it at {asks.default}"
            on.warn(("roles", role, "doctrine"), "no-answer", message, key=True)


def _planned(on: Checker, path: Path, inject: Inject) -> None:
    for key in PLANNED:
        fact = getattr(inject, key)
        if isinstance(fact, dict):
            for language in fact:
                on.known((*path, key, language), "language", language, on.file.languages, key=True)
