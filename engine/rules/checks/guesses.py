"""Cards to be guessed: whether there is one, whether it is hidden, and what can be answered."""

from engine.rules.checks.checker import Checker
from engine.rules.findings import Path, listed
from engine.rules.model import Flag, Guess


def check_guesses(on: Checker) -> None:
    """Report cards that are none, that more than their role can read, or whose answers have no name."""
    seen: dict[str, str] = {}
    for name, guess in on.file.guesses.items():
        path = ("guesses", name)
        on.known((*path, "of"), "role", guess.of, on.file.roles)
        flag = _card(on, (*path, "slot"), guess.slot)
        if flag is None:
            continue
        if guess.slot in seen:
            message = f"'{guess.slot}' is guessed under '{seen[guess.slot]}' already; leave one of them out"
            on.error((*path, "slot"), "duplicate", message)
        seen.setdefault(guess.slot, name)
        _hidden(on, (*path, "slot"), guess, flag)
        _named(on, (*path, "slot"), flag)


def _card(on: Checker, path: Path, slot: str) -> Flag | None:
    """The flag with values that a guess is about; None where it is about something else."""
    flags = on.file.flags
    worded = [member for name in flags if flags[name].one_of for member in on.vocabulary.members(name)]
    if slot in worded:
        return flags[slot.partition("(")[0]]
    if slot in on.vocabulary.kinds:
        message = f"'{slot}' is no flag with values, so there is nothing to choose from; give a flag 'one_of'"
        on.error(path, "values", message)
    else:
        on.known(path, "flag with values", slot, worded)
    return None


def _hidden(on: Checker, path: Path, guess: Guess, flag: Flag) -> None:
    """The role whose card it is reads it, and nobody else: the others would not guess, but look."""
    readers = list(on.file.roles) if flag.seen_by == "all" else flag.seen_by
    others = [role for role in readers if role != guess.of]
    head = guess.slot.partition("(")[0]
    if guess.of in on.file.roles and (others or guess.of not in readers):
        why = f"{listed(others)} can read it" if others else f"{guess.of} cannot read it"
        right = f"write under flags/{head}: seen_by: [{guess.of}]"
        on.error(path, "readers", f"'{guess.slot}' is to be known to {guess.of} alone, and {why}; {right}")


def _named(on: Checker, path: Path, flag: Flag) -> None:
    """People choose among words: each answer has a name, and there are two of them at least."""
    answers = (flag.one_of or [])[1:]
    if len(answers) < 2:
        message = f"beside its state of rest it has {len(answers)} values; a guess needs two at least"
        on.error(path, "bounds", message)
    missing = [value for value in answers if value not in on.file.words]
    if missing:
        on.error(path, "missing-text", f"'words' has no name for what is guessed: {listed(missing)}")
