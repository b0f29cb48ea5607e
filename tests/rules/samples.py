"""A small sound exercise, as data, to be spoiled one thing at a time."""

from typing import Any

from engine.rules.build import Builder
from engine.rules.check import check
from engine.rules.exercise import Exercise
from engine.rules.findings import Findings
from engine.rules.read import Document
from engine.rules.schema import convert


class Gone:
    """The same words wherever a test is named after it: processes that share the tests compare the names."""

    def __repr__(self) -> str:
        return "GONE"


GONE = Gone()
"""As a value in `changed`: the key is taken out."""


def role(**more: Any) -> dict[str, Any]:
    return {
        "title": "A capital",
        "code": "CAP",
        "income": 2,
        "objectives": [],
        "card": {"text": "Yours alone.", "because": ["judgement"]},
        "doctrine": {"orders": []},
        "because": ["judgement"],
        **more,
    }


def move(by: str, **more: Any) -> dict[str, Any]:
    return {"by": by, "title": "A move", "kind": "diplomatic", "because": ["judgement"], **more}


def inject(**more: Any) -> dict[str, Any]:
    text = {"title": "News", "text": "Something happened.", "from": "Press", "type": "political"}
    return {"mode": "offered", **text, "because": ["judgement"], **more}


def sound() -> dict[str, Any]:
    """An exercise without a fault: two rivals and an envoy who carries between them."""
    return {
        "whitecell": 1,
        "id": "small",
        "title": "Small",
        "languages": ["en"],
        "sources": {"S1": {"at": "p. 1", "claim": "It is hot."}},
        "formats": {
            "long": {
                "title": "Long",
                "turns": 2,
                "calendar": ["May", "June"],
                "msel": {"1": ["N1"]},
                "default": True,
            },
            "short": {"title": "Short", "turns": 1, "calendar": ["May"]},
        },
        "presets": {
            "usual": {
                "title": "Usual",
                "default": True,
                "seats": {"envoy": {"may": ["chair", {"release": "quiet"}]}},
            },
            "host": {
                "title": "Host",
                "seats": {"envoy": {"is": "control", "scored": False, "withdrawn": ["carry"]}},
            },
        },
        "tracks": {
            "heat": {"title": "Heat", "min": 0, "max": 10, "start": 5, "because": ["S1"]},
            "talks": {
                "title": "Talks",
                "min": 0,
                "max": 4,
                "start": 0,
                "seen_by": ["north", "south"],
                "others_see": {"silent": "0..1", "talking": "2..3", "agreed": "4..4"},
                "say": {"silent": "silent", "talking": "talking", "agreed": "agreed"},
                "because": ["judgement"],
            },
            "stock": {
                "title": "Stock",
                "min": 0,
                "max": 5,
                "start": 2,
                "seen_by": ["north"],
                "told_as": {"low": "0..2", "high": "3..5"},
                "say": {"low": "low", "high": "high"},
                "because": ["judgement"],
            },
            "trust": {
                "title": {"south": "Trust of the south", "envoy": "Trust of the envoy"},
                "min": 0,
                "max": 5,
                "start": 3,
                "each": ["south", "envoy"],
                "because": ["judgement"],
            },
        },
        "derived": {"calm": {"value": "10 - heat"}},
        "flags": {
            "ready": {"lasts": "next", "seen_by": ["north", "south"]},
            "course": {"lasts": "run", "one_of": ["idle", "firm"]},
        },
        "tokens": {
            "debt": {"due": 1, "each": ["south"]},
            "proof": {"due": "never", "each": "roles", "seen_by": "holder"},
        },
        "define": {"hot": "heat >= 8"},
        "marks": {"praise": {"then": {"heat": -1}}},
        "triggers": [
            {"id": "boils", "step": "weather", "if": "hot", "run": "weather", "because": ["judgement"]}
        ],
        "steps": ["agreements", "moves", ["reply", "weather"], "breaches", "drift", "endings"],
        "roles": {
            "north": role(
                objectives=[
                    {"id": "rich", "points": 5, "title": "Rich", "if": "stock >= 3", "because": ["S1"]}
                ],
                red_lines=[{"id": "cold", "title": "Cold", "if": "heat <= 1", "because": ["S1"]}],
                doctrine={
                    "urgent": {"if": "heat >= 9", "orders": [{"order": "cool"}]},
                    "orders": [{"order": "approach(peace)", "if": "talks <= 2"}, {"order": "cool"}],
                    "proposes": [{"agreement": "truce", "terms": {"price": 1}, "if": "talks >= 2"}],
                    "signs": {"truce": "truce.price >= 1"},
                    "answers": {"carry": "give if stock >= 2 else keep", "N1": "open_up"},
                    "texts": {"carry": "We listen."},
                    "says": [{"if": "heat >= 5", "text": "Not in this heat."}, {"text": "At a price of 1."}],
                },
            ),
            "south": role(
                doctrine={
                    "orders": [{"order": "warm(envoy)"}],
                    "signs": {"truce": "heat >= 3"},
                    "leaves": {"truce": "heat <= 2"},
                    "answers": {"approach": "accept", "carry": "keep"},
                },
            ),
            "envoy": role(
                doctrine={"orders": [{"order": "carry(north)", "if": "talks <= 1"}], "signs": {"truce": True}}
            ),
        },
        "moves": {
            "approach": move(
                "north",
                to="south",
                cost=1,
                secret="optional",
                tags=["contact"],
                excludes=["cool"],
                choose={"topic": ["peace", "trade"]},
                asks={"south": ["accept", "refuse"]},
                question="Shall we talk?",
                run="reply(topic)",
                on={"good": {"talks": 1}},
            ),
            "cool": move("north", to="self", excludes=["approach"], **{"if": "heat >= 2"}, then={"heat": -1}),
            "warm": move("south", to={"friend": ["envoy"]}, then={"trust(friend)": 1, "open": "debt(south)"}),
            "carry": move(
                "envoy",
                to="south",
                secret="covert",
                choose={"sender": ["north", "south"]},
                consent={"sender": ["give", "keep"]},
                question="A text?",
                carries="sender",
                run="weather",
                **{"if": "trust(envoy) >= 1"},
            ),
        },
        "tables": {
            "reply": {
                "title": "Reply",
                "given": {"topic": ["peace", "trade"]},
                "dice": "2d6",
                "cap": 2,
                "because": ["S1"],
                "modifiers": {"+1 if ready": "ready", "-2 if hot": "too hot"},
                "rows": [
                    {"id": "no", "if": "answer == refuse", "say": "No."},
                    {"id": "cool", "roll": "..6", "say": "Cool.", "then": {"heat": 1}},
                    {"id": "fine", "roll": "7..9", "say": "Fine."},
                    {"id": "good", "roll": "10..", "say": "Good.", "outcome": "good"},
                ],
            },
            "weather": {
                "title": "Weather",
                "because": ["judgement"],
                "rows": [
                    {"id": "storm", "if": "heat >= 7", "say": "Storm.", "tags": ["quiet"]},
                    {"id": "clear", "say": "Clear.", "to": ["north"]},
                ],
            },
            "drift": {
                "title": "Drift",
                "hit": "collect",
                "because": ["judgement"],
                "rows": [
                    {"id": "cools", "if": "heat >= 6", "say": "Cools.", "then": {"heat": -1}},
                    {
                        "id": "bill",
                        "if": "played(overdue.debt(south))",
                        "say": "A bill.",
                        "then": {"heat": 1},
                    },
                ],
            },
        },
        "injects": {
            "N1": inject(
                mode="timetable",
                to=["north"],
                notice=["south"],
                tags=["quiet"],
                choose={"size": ["small", "large"]},
                choices={"small": "a little", "large": "a lot"},
                asks={
                    "of": ["north"],
                    "question": "What now?",
                    "answers": {"open_up": {"title": "Open"}, "shut": {"title": "Shut"}},
                    "default": "shut",
                },
            ),
            "N2": inject(mode="triggered", **{"if": "heat >= 9"}, then={"run": "weather"}),
        },
        "triggered": ["N2"],
        "agreements": {
            "truce": {
                "title": "Truce",
                "needs": ["north", "south"],
                "because": ["S1"],
                "terms": {"price": "0..2", "watch": ["nobody", "monitors"]},
                "term_titles": {"price": "Price"},
                "may": {"envoy": {"as": "watches"}},
                "then": {"heat": "-price"},
                "while": {
                    "freeze": "heat",
                    "floor": {"trust(envoy)": 1},
                    "reads": {"envoy": ["north", "south"]},
                },
                "after": {"turns": 1, "ends": True},
                "breach": {"if": "played(tag.contact)", "then": {"heat": 2}},
                "leave": {"any": {"heat": 1}, "north": {"heat": 2}},
            }
        },
        "questions": {
            "Q1": {
                "ask": "Why?",
                "because": ["judgement"],
                "evidence": [
                    {"tracks": ["heat", "trust"], "derived": ["calm"], "rulings": ["reply"]},
                    {"rows": ["drift.cools"], "modifiers": ["reply"], "orders": ["approach", "envoy"]},
                    {"between": ["tag.contact", "warm"], "tokens": ["debt", "debt(south)"]},
                    {"causes": ["trust(south)"], "proposals": ["truce"], "injects": ["N1"]},
                    {"without": ["approach"], "together": ["approach", "warm"], "marks": ["praise"]},
                    {"ending": True},
                ],
            }
        },
        "evaluation": {
            "E1": {
                "objective": "Keep calm",
                "capability": "Crisis management",
                "tasks": ["Counts to ten"],
                "because": ["S1"],
                "evidence": [{"tracks": ["heat"]}, {"overrides": True}],
            }
        },
        "map": {
            "places": {"north": [100, 100], "south": [100, 600], "envoy": [900, 300]},
            "lines": [{"between": ["north", "south"], "track": "talks", "drawn": "dialogue"}],
        },
        "brink": {"capital": 1, "offer": "tag.contact"},
        "common_score": "calm",
        "endings": [
            {
                "id": "fire",
                "title": "Fire",
                "kind": "stop",
                "if": "held(heat >= 10, 2)",
                "because": ["judgement"],
            },
            {"id": "rest", "title": "Rest", "kind": "final", "because": ["judgement"]},
        ],
    }


def changed(changes: dict[str, Any]) -> dict[str, Any]:
    """The sound exercise with values changed, added or taken out at places like `tables/reply/rows/0/say`."""
    data = sound()
    for where, value in changes.items():
        place: Any = data
        *way, last = where.split("/")
        for step in way:
            place = place[int(step)] if isinstance(place, list) else place.setdefault(step, {})
        key: Any = int(last) if isinstance(place, list) else last
        if value is GONE:
            del place[key]
        elif isinstance(place, list) and key == len(place):
            place.append(value)
        else:
            place[key] = value
    return data


def examined(data: dict[str, Any]) -> tuple[Exercise, Findings]:
    """An exercise from data, built and checked."""
    document = Document.from_data(data)
    findings = Findings(document)
    exercise = Builder(convert(document), findings).build()
    check(exercise, findings)
    return exercise, findings
