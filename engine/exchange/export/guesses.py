"""Guesses at the cards of others as rows: one answer for control's tables and those of a seat."""

from collections.abc import Iterator

from engine.exchange.export.common import Row
from engine.views.seen import Guesses, Guessing, View, is_control, is_role
from engine.words.wording import Wording


def guesses(view: View, wording: Wording) -> list[Row]:
    """Every card that a role had to guess, as far as this view tells of it."""
    told = view["guesses"] if is_control(view) or is_role(view) else None
    own = view["guessing"] if is_role(view) else None
    found = as_it_was(told) if told else as_said(view["seat"], own) if own else ()
    place = {"turn": view["turn"], "phase": view["phase"]}
    return [{**place, "role": row["role"], "role_title": wording.role(row["role"]), **row} for row in found]


def as_it_was(told: Guesses) -> Iterator[Row]:
    """With the truth beside each guess."""
    for card in told["cards"]:
        made = {entry["role"]: entry for entry in card["guessed"]}
        for hits in told["hits"]:
            if hits["role"] == card["of"]:
                continue
            said = made.get(hits["role"])
            yield {
                "role": hits["role"],
                "card": card["id"],
                "title": card["title"],
                "of": card["of"],
                "value": said["value"] if said else "",
                "value_text": said["title"] if said else "",
                "right": said["right"] if said and said["right"] is not None else "",
                "truth": card["truth"],
                "truth_text": card["truth_title"],
            }


def as_said(role: str, own: Guessing) -> Iterator[Row]:
    """What a role has said, while nobody tells it whether that is right."""
    for card in own["cards"]:
        titles = {value["word"]: value["title"] for value in card["values"]}
        yield {
            "role": role,
            "card": card["id"],
            "title": card["title"],
            "of": card["of"],
            "value": card["value"],
            "value_text": titles.get(card["value"], ""),
        }
