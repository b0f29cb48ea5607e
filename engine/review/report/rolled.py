"""Odds and rolls in words, as a table cell of a report has them."""

from engine.views.seen import RulingDetails
from engine.words.language import Language
from engine.words.numbers import minus, percent, signed


def rolled(details: RulingDetails, language: Language) -> str:
    """What a ruling's chance was and what was rolled; empty where that is not released or nothing was."""
    if not details.get("odds") or "dice" not in details:
        return ""
    hit = next((entry["chance"] for entry in details["odds"] if entry["hit"]), 0.0)
    dice = " + ".join(str(face) for face in details["dice"])
    text = language.say("chance {chance}; rolled {dice}", chance=percent(hit), dice=dice)
    if details["sum"]:
        text += f", {signed(details['sum'])}"
    if len(details["dice"]) > 1 or details["sum"]:
        text += f" = {minus(details['total'])}"
    return f"{text} ({language.say('typed in')})" if details.get("typed") else text


def reasons(details: RulingDetails) -> str:
    """The modifiers that held, each with its reason."""
    return "; ".join(f"{signed(entry['amount'])} {entry['reason']}" for entry in details.get("modifiers", []))


def neighbours(details: RulingDetails) -> str:
    """What other rolls would have given, with their chances."""
    return "; ".join(
        f"{entry['row']} ({percent(entry['chance'])})"
        for entry in details.get("odds", [])
        if not entry["hit"] and entry["chance"] > 0
    )
