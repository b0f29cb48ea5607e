"""Agreements: who signs, who may, on what terms, and how they end."""

from engine.rules.checks.checker import Checker
from engine.rules.checks.scales import MOST_VALUES
from engine.rules.findings import Path, listed
from engine.rules.model import Agreement
from engine.rules.vocabulary import term_range


def check_agreements(on: Checker) -> None:
    """Report agreements that nobody could sign or leave as written."""
    for name, agreement in on.file.agreements.items():
        path = ("agreements", name)
        _signatories(on, path, agreement)
        _terms(on, path, agreement)
        _holding(on, path, agreement)
        after = agreement.after
        if after is not None and not after.then and not after.ends:
            on.warn(
                (*path, "after"),
                "unused",
                "nothing happens after these turns; write 'then' or ends: true",
                key=True,
            )


def _signatories(on: Checker, path: Path, agreement: Agreement) -> None:
    on.roles((*path, "needs"), agreement.needs)
    if not agreement.needs:
        on.error(
            (*path, "needs"),
            "bounds",
            "an agreement needs at least one signature; list the roles that must sign",
        )
    for role in agreement.may:
        at = (*path, "may", role)
        if on.known(at, "role", role, on.file.roles, key=True) and role in agreement.needs:
            on.error(
                at, "duplicate", f"'{role}' must sign already; 'may' is for optional signatures", key=True
            )
    for role in agreement.leave:
        at = (*path, "leave", role)
        if on.known(at, "role", role, (*on.file.roles, "any"), key=True) and role not in (
            *agreement.needs,
            "any",
        ):
            right = listed((*agreement.needs, "any"))
            on.error(
                at,
                "signatory",
                f"'{role}' does not have to sign, so it cannot leave; who can is: {right}",
                key=True,
            )


def _terms(on: Checker, path: Path, agreement: Agreement) -> None:
    for term, domain in agreement.terms.items():
        at = (*path, "terms", term)
        if isinstance(domain, list):
            on.choices(at, domain)
            continue
        try:
            low, high = term_range(domain)
            if high - low >= MOST_VALUES:
                on.error(at, "bounds", f"a term has at most {MOST_VALUES} values")
        except ValueError:
            on.error(
                at,
                "bounds",
                f"'{domain}' is not a term; write its lowest and highest value, 0..2, or a list of words",
            )
    on.texts((*path, "term_titles"), agreement.term_titles, agreement.terms, "term")


def _holding(on: Checker, path: Path, agreement: Agreement) -> None:
    if agreement.while_ is None:
        return
    for name, floor in agreement.while_.floor.items():
        track = on.file.tracks.get(name.partition("(")[0])
        if track and not track.min <= floor <= track.max:
            on.error(
                (*path, "while", "floor", name),
                "bounds",
                f"{floor} is outside the scale {track.min}..{track.max}",
            )
    for reader, between in agreement.while_.reads.items():
        at = (*path, "while", "reads", reader)
        on.known(at, "role", reader, on.file.roles, key=True)
        on.roles(at, between)
        if len(set(between)) < 2:
            on.error(at, "bounds", "name at least two roles; what is read are the messages between them")
