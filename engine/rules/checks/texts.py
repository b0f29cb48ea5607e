"""Texts: in every language of the exercise, never empty."""

from collections.abc import Iterable
from typing import Any

from msgspec import Struct

from engine.rules.checks.checker import Checker, places
from engine.rules.findings import Path, listed
from engine.rules.model import Flag, Inject, Move, Table, Text, Token, Track
from engine.rules.problems import suggest
from engine.rules.vocabulary import choices

SHORT = 3
"""A code of so many characters is the same in every language."""


def check_texts(on: Checker) -> None:
    """Report texts that are empty or lack a language."""
    languages = on.file.languages
    on.once(("languages",), languages)
    for path, text, owners, spare in places(on.file, Text):
        if spare:
            continue
        if isinstance(text, str):
            _plain(on, path, text)
        elif _depends(on, path, text, owners):
            _by_value(on, path, text, owners)
        else:
            _by_language(on, path, text)


def _depends(on: Checker, path: Path, text: dict[str, Any], owners: tuple[Struct, ...]) -> bool:
    """Whether a text is by value first: its keys are no languages, and values or with maps under them."""
    if any(key in on.file.languages for key in text):
        return False
    values = {word for words in _domains(on, path, owners) for word in words}
    return any(key in values or isinstance(part, dict) for key, part in text.items())


def _plain(on: Checker, path: Path, text: str) -> None:
    if not text.strip():
        on.error(path, "empty-text", "this text is empty; write it, or leave the key out if it is not needed")
    elif len(set(on.file.languages)) > 1 and len(text) > SHORT and any(letter.isalpha() for letter in text):
        wanted = listed(f"{language}: …" for language in on.file.languages)
        on.warn(path, "one-language", f"'{text[:40]}' stands for every language; write {{{wanted}}}")


def _by_language(on: Checker, path: Path, text: dict[str, Any]) -> None:
    languages = on.file.languages
    if not text:
        on.error(path, "empty-text", f"this text is empty; write it in {listed(languages)}")
        return
    for key, part in text.items():
        at = (*path, key)
        if key not in languages:
            right = f"the languages are {listed(languages)}"
            on.error(
                at,
                "unknown-language",
                f"'{key}' is no language of this exercise; {right}.{suggest(key, languages)}",
                key=True,
            )
        elif not isinstance(part, str):
            on.error(at, "bad-text", f"under the language '{key}' stands a map where a text belongs")
        elif not part.strip():
            on.error(at, "empty-text", f"this text is empty in '{key}'")
    missing = [language for language in languages if language not in text]
    if missing:
        on.error(path, "missing-language", f"this text is missing in: {listed(missing)}")


def _by_value(on: Checker, path: Path, text: dict[str, Any], owners: tuple[Struct, ...]) -> None:
    """A text for each value of an argument, each by language."""
    domains = _domains(on, path, owners)
    domain = max(domains, key=lambda words: len(set(words) & set(text)), default=())
    words = tuple(dict.fromkeys(word for words in domains for word in words))
    for key, part in text.items():
        if key not in domain:
            known = f"languages are {listed(on.file.languages)}" + (
                f", values here are {listed(words)}" if words else ""
            )
            more = suggest(key, (*on.file.languages, *words))
            on.error(
                (*path, key),
                "unknown-language",
                f"'{key}' is neither a language nor a value here; {known}.{more}",
                key=True,
            )
        if isinstance(part, str):
            _plain(on, (*path, key), part)
        else:
            _by_language(on, (*path, key), part)
    missing = [word for word in domain if word not in text]
    if domain and missing:
        on.error(path, "missing-value", f"this text is missing for: {listed(missing)}")


def _domains(on: Checker, path: Path, owners: tuple[Struct, ...]) -> list[tuple[str, ...]]:
    """The words a text may depend on where it stands: those of each argument, of the answer, of the actor."""
    found: list[Iterable[str]] = []
    for owner in owners:
        if isinstance(owner, Move):
            found += [
                *choices(owner.to, owner.choose).values(),
                *owner.asks.values(),
                *owner.consent.values(),
            ]
        elif isinstance(owner, Inject):
            found += [*owner.choose.values(), *([owner.asks.answers] if owner.asks else [])]
        elif isinstance(owner, Track | Flag | Token):
            found.append(on.vocabulary.family(str(path[1])) or ())
        elif isinstance(owner, Table):
            found += owner.domains.values()
            uses = on.exercise.uses.get(str(path[1]), frozenset())
            if "actor" in uses:
                found.append(on.file.roles)
            if "answer" in uses:
                found.append(dict.fromkeys(call.answer for call in on.calls[str(path[1])] if call.answer))
    return [tuple(words) for words in found]
