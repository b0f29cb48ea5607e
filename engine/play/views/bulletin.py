"""The bulletin: the public news of the turn that was last published."""

from typing import Any

from engine.language import Language
from engine.play.state import State
from engine.play.views.audience import PUBLIC, Viewer
from engine.play.views.story import Fact, Story

NEWS = ("endex", "brink", "agreement", "red_line", "overdue", "ruling")
"""Kinds of facts that make the bulletin, the weightiest first."""
MOST_NEWS = 5


def bulletin(state: State, language: Language) -> list[dict[str, Any]]:
    """What everybody may read of the last published turn, the weightiest first."""
    published = state.game.turn if state.game.phase == "report" else state.game.turn - 1
    facts = Story(state, Viewer(state.exercise, PUBLIC), language).tell()
    news = [fact for fact in facts if fact.turn == published and weight(fact)]
    items = {
        fact.text: {"kind": fact.kind, "text": fact.text, "cause": fact.details.get("cause", "")}
        for fact in sorted(news, key=weight)
    }
    return list(items.values())[:MOST_NEWS]


def weight(fact: Fact) -> int:
    """How early a fact stands in the bulletin; 0 where it has no place in it."""
    if fact.kind == "ruling" and not fact.details["effects"]:
        return 0
    return NEWS.index(fact.kind) + 1 if fact.kind in NEWS else 0
