"""Argued orders: who may argue, for what, and whether their table can decide it."""

from engine.rules.argued import OUTCOMES, WHOLE
from engine.rules.checks.checker import Checker
from engine.rules.findings import Path
from engine.rules.model import DIFFICULTIES, MOST_REASONS, Argued
from engine.rules.problems import among


def check_argued(on: Checker) -> None:
    """Report argued orders that nobody could give, or whose table could not decide them."""
    argued = on.file.argued
    if argued is None:
        return
    if argued.by != "all":
        on.roles(("argued", "by"), argued.by)
        if not argued.by:
            on.error(("argued", "by"), "bounds", "nobody may argue; name a role, or write by: all")
    _effects(on, argued)
    if argued.table in on.file.tables:
        _table(on, argued.table)


def _effects(on: Checker, argued: Argued) -> None:
    path: Path = ("argued", "effects")
    effects = argued.effects
    if not effects.tracks and not effects.flags:
        on.error(path, "bounds", "there is nothing to argue for; list a track or a flag", key=True)
    for name, most in effects.tracks.items():
        at: Path = (*path, "tracks", name)
        if on.known(at, "track", name, on.members, key=True):
            track = on.file.tracks[name.partition("(")[0]]
            if most > track.max - track.min:
                on.error(at, "bounds", f"'{name}' has no room for {most}: {track.min}..{track.max}")
    flags = [member for name in on.file.flags for member in on.vocabulary.members(name)]
    for index, name in enumerate(effects.flags):
        at = (*path, "flags", index)
        if on.known(at, "flag", name, flags) and name in on.vocabulary.domains:
            on.error(at, "effect", f"'{name}' has values; an argued order sets a flag without any")
    on.once((*path, "flags"), effects.flags)


def _table(on: Checker, name: str) -> None:
    """It can be given every count and difficulty there is, and its rows say what becomes of the effect."""
    table, path = on.file.tables[name], ("tables", name)
    given, known = table.domains, set(table.given) >= {"pro", "con", "difficulty"}
    if known:
        wanted = {
            "pro": [str(number) for number in range(MOST_REASONS + 1)],
            "difficulty": list(DIFFICULTIES),
        }
        for argument, values in wanted.items():
            if sorted(given[argument]) != sorted(values):
                right = f"0..{MOST_REASONS}" if argument == "pro" else f"[{', '.join(values)}]"
                on.error((*path, "given", argument), "bounds", f"write {argument}: {right}")
        if given["con"][:1] != ["0"] or not all(word.isdigit() for word in given["con"]):
            on.error((*path, "given", "con"), "bounds", "write a range from 0 up: con: 0..3")
    if table.hit == "collect":
        on.error((*path, "hit"), "row", "the table of argued orders takes one row; take 'hit' out")
    if table.shared:
        on.error((*path, "shared"), "row", "every argued order is ruled on by itself; take 'shared' out")
    for index, row in enumerate(table.rows):
        if row.outcome not in OUTCOMES:
            right = among(row.outcome or "", OUTCOMES)
            message = f"row '{row.id}' says nothing of the effect; write its outcome.{right}"
            on.error((*path, "rows", index), "unknown-outcome", message)
    if table.rows and all(row.outcome != WHOLE for row in table.rows):
        on.warn((*path, "rows"), "unused", "no row gives the whole effect", key=True)
