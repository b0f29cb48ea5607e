"""What a role may order and keep, in a sentence."""

from engine.rules.model import Capital
from engine.words.language import Language


def limits_said(capital: Capital, language: Language) -> str:
    """How many orders a role may give in a turn, and what becomes of capital that is not spent."""
    say, count = language.say, language.count
    said = say(
        "At most {paid} and {free} a turn. What is not spent is kept, up to {bank}.",
        paid=count(capital.paid, "paid order", "paid orders"),
        free=count(capital.free, "free order", "free orders"),
        bank=capital.bank,
    )
    if capital.fades is None:
        return said
    fades = say(
        "Whoever leaves {fades} or more unspent loses 1 of it as the next turn begins.", fades=capital.fades
    )
    return f"{said} {fades}"
