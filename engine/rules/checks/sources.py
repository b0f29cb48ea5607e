"""Sources: everything rests on a claim or on judgement, and every claim is used."""

from engine.rules.checks.checker import Checker, places
from engine.rules.findings import Path
from engine.rules.model import Because
from engine.rules.problems import suggest

JUDGEMENT = "judgement"


def check_sources(on: Checker) -> None:
    """Report elements without a source, sources that do not exist, and claims nothing rests on."""
    claims, used = on.file.sources, set[str]()
    for path, because in _because(on):
        if not because:
            on.error(path, "no-source", "this rests on nothing; name a claim, or write [judgement]")
        for index, claim in enumerate(because):
            used.add(claim)
            if claim != JUDGEMENT and claim not in claims:
                more = suggest(claim, (*claims, JUDGEMENT))
                on.error(
                    (*path, index),
                    "unknown-source",
                    f"'{claim}' is no claim of 'sources' and not 'judgement'.{more}",
                )
    for claim in claims:
        if claim == JUDGEMENT:
            on.error(
                ("sources", claim),
                "reserved",
                "'judgement' means that there is no claim; give the claim another id",
                key=True,
            )
        elif claim not in used:
            message = (
                f"nothing rests on claim '{claim}'; name it in the 'because' of something, or take it out"
            )
            on.error(("sources", claim), "unused-claim", message, key=True)


def _because(on: Checker) -> list[tuple[Path, list[str]]]:
    hint = Because.__origin__  # type: ignore[attr-defined]
    return [(path, value) for path, value, _, _ in places(on.file, hint) if path[-1] == "because"]
