"""The search for a best reply, in an exercise whose best reply is known by hand."""

from typing import Any

from engine.rehearsal.best_reply import best_reply
from engine.rehearsal.question import Question
from engine.rules.load import from_data

BECAUSE = {"because": ["judgement"]}


def move(**more: Any) -> dict[str, Any]:
    return {"by": "ferry", "title": "A move", "kind": "economic", **BECAUSE, **more}


def ferry() -> dict[str, Any]:
    """One ferry and one paid order a turn: a tow earns where the gate is open, begging always a bit."""
    goal = {"title": "A goal", **BECAUSE}
    return {
        "whitecell": 1,
        "id": "ferry",
        "title": "Ferry",
        "languages": ["en"],
        "sources": {},
        "formats": {"day": {"title": "Day", "turns": 4, "calendar": ["1", "2", "3", "4"]}},
        "tracks": {"coins": {"title": "Coins", "min": 0, "max": 9, "start": 0, **BECAUSE}},
        "flags": {"gate": {"lasts": "run"}},
        "capital": {"bank": 6, "paid": 1, "free": 1},
        "roles": {
            "ferry": {
                "title": "Ferry",
                "code": "FER",
                "income": 2,
                "objectives": [
                    {**goal, "id": "rich", "points": 5, "if": "coins >= 3"},
                    {**goal, "id": "fed", "points": 1, "if": "times(beg) >= 1"},
                ],
                "card": {"text": "A card.", **BECAUSE},
                "doctrine": {"orders": [{"order": "guard"}, {"order": "wave"}]},
                **BECAUSE,
            }
        },
        "moves": {
            "beg": move(cost=1),
            "guard": move(cost=1),
            "tow": move(cost=1, run="towing"),
            "wave": move(),
            "open_gate": move(then={"set": "gate"}),
        },
        "tables": {
            "towing": {
                "title": "Towing",
                "rows": [
                    {"id": "through", "if": "gate", "say": "Through.", "then": {"coins": 1}},
                    {"id": "stuck", "say": "Stuck."},
                ],
                **BECAUSE,
            }
        },
        "steps": ["moves", "towing", "endings"],
        "endings": [{"id": "evening", "title": "Evening", "kind": "final", **BECAUSE}],
    }


def test_the_best_reply_that_is_known_by_hand_is_found() -> None:
    """Law: two orders that gain nothing alone are found together, before one that gains a little."""
    found = best_reply(Question(from_data(ferry(), thorough=True), 20), "ferry")
    assert set(found.orders) == {"open_gate", "tow"}
    assert (found.doctrine, found.score) == (0.0, 5.0)
