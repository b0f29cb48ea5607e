"""What the API answers, as JSON Schema. A view is told as far as every seat has it; the rest is open."""

from typing import Any

from engine.play.commands.ask import SEATS
from engine.play.state import PHASES
from engine.words.locale import languages
from web.api.kinds import Schema

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
ANY_LIST: Schema = {"type": "array"}
OBJECTS: Schema = {"type": "array", "items": {"type": "object"}}


def told(properties: dict[str, Schema], *optional: str, closed: bool = False) -> Schema:
    """A map that has all these keys, but for the optional ones."""
    needed = [name for name in properties if name not in optional]
    found: Schema = {"type": "object", "properties": properties, "required": needed}
    return found | ({"additionalProperties": False} if closed else {})


def listed(ref: str) -> Schema:
    return {"type": "array", "items": {"$ref": f"#/components/schemas/{ref}"}}


def maybe(schema: Schema) -> Schema:
    return {"anyOf": [schema, {"type": "null"}]}


CODE = {"type": "string", "description": "For programs."}
MESSAGE = {"type": "string", "description": "For people, in the language asked for."}
PLACE = {"type": "string", "pattern": "^/", "description": "Where in the body."}
CLOCK = told(
    {
        "total": {"type": "integer", "description": "Seconds of the phase, with what control added."},
        "left": {"type": "integer", "description": "Seconds left; below 0 when over."},
        "paused": TRUTH,
        "paused_at": maybe(STRING),
        "added": {"type": "integer", "description": "Minutes control added."},
        "ends": {
            **maybe(INTEGER),
            "description": "When it runs out, in seconds since 1970; none while paused.",
        },
    },
    closed=True,
)
TRACK = told(
    {
        "id": STRING,
        "title": STRING,
        "value": {
            "type": ["integer", "string", "null"],
            "description": "The value, or the name of its band.",
        },
        "min": INTEGER,
        "max": INTEGER,
        "known": {"enum": ["exact", "band", "told"]},
        "series": {"type": "array", "items": {"type": ["integer", "string", "null"]}},
    }
)
FACT = told(
    {
        "number": INTEGER,
        "turn": INTEGER,
        "phase": STRING,
        "kind": STRING,
        "text": STRING,
        "details": {"type": "object"},
    }
)
VIEW = told(
    {
        "exercise": STRING,
        "title": STRING,
        "seat": STRING,
        "seat_title": STRING,
        "language": {"enum": list(languages())},
        "turn": INTEGER,
        "turns": INTEGER,
        "month": STRING,
        "phase": {"enum": ["", *PHASES]},
        "phase_title": STRING,
        "locked": TRUTH,
        "ready": {"type": "boolean", "description": "Whether the ready room waits for STARTEX."},
        "paused": TRUTH,
        "last_turn": TRUTH,
        "endex_next": {
            "type": "boolean",
            "description": "Whether the last report is out, and the ending is announced next.",
        },
        "finished": TRUTH,
        "brink": TRUTH,
        "format": STRING,
        "preset": STRING,
        "preset_title": STRING,
        "preset_text": STRING,
        "control_roles": {
            "type": "array",
            "items": STRING,
            "description": "Roles whose seats are control under this seating.",
        },
        "drafts_count": {
            "type": "boolean",
            "description": "Whether drafts count when orders are locked; else only what is sealed.",
        },
        "minutes": {"type": "integer", "description": "Minutes that the format gives this phase."},
        "turn_minutes": {"type": "integer", "description": "Minutes that it gives a whole turn."},
        "seats": {"type": "object", "additionalProperties": {"enum": list(SEATS)}},
        "roles": {"type": "array", "items": told({"id": STRING, "title": STRING, "code": STRING})},
        "tracks": listed("Track"),
        "tokens": OBJECTS,
        "flags": OBJECTS,
        "agreements": OBJECTS,
        "story": listed("Fact"),
        "bulletin": ANY_LIST,
        "outcome": maybe({"type": "object"}),
        "clock": {"$ref": "#/components/schemas/Clock"},
        "moves": {
            "type": "array",
            "items": {"type": "object"},
            "description": "For a role: every order it has.",
        },
        "orders": OBJECTS,
        "draft": {
            **maybe(OBJECTS),
            "description": "For a role: what it has chosen and not sealed; none where all is sealed.",
        },
        "at_lock": told({"state": STRING, "words": STRING}),
        "on_request": {**OBJECTS, "description": "For a role: the orders that it can ask control for."},
        "plays": {**OBJECTS, "description": "For control: the roles that it plays, and their moves."},
        "questions": OBJECTS,
        "proposals": OBJECTS,
        "objectives": OBJECTS,
        "versions": {"type": "object", "description": "What commands carry in `seen.version`."},
        "tray": {
            "type": "array",
            "items": {"type": "object"},
            "description": "For control: injects that are due.",
        },
        "msel": OBJECTS,
        "step": {**maybe({"type": "object"}), "description": "For control: the one next step, in words."},
        "waiting": {
            "type": "array",
            "items": {"type": "object"},
            "description": "For control: what waits for it, the first first.",
        },
        "rulings": OBJECTS,
        "journal": listed("Line"),
    },
    *("clock", "moves", "orders", "questions", "proposals", "objectives", "versions"),
    *("draft", "at_lock", "on_request", "plays", "tray", "msel", "step", "waiting", "rulings", "journal"),
)
LINE = told(
    {
        "seq": INTEGER,
        "at": STRING,
        "turn": INTEGER,
        "phase": STRING,
        "actor": STRING,
        "command": STRING,
        "text": STRING,
        "standing": TRUTH,
        "undoable": TRUTH,
    }
)
SEAT = told(
    {
        "seat": STRING,
        "by": {"enum": [*SEATS, None]},
        "here": {"type": "integer", "description": "Browsers and programs that have it open."},
        "away": {**maybe(INTEGER), "description": "Minutes since the last one left."},
        "people": {"type": "array", "items": STRING},
        "language": {"enum": [*languages(), None]},
        "link": {"type": "string", "description": "The path of its join link."},
        "code": STRING,
        "token": STRING,
    },
    closed=True,
)
RUN = told(
    {
        "run": STRING,
        "readable": TRUTH,
        "token": {"type": "string", "description": "The token of its control."},
        "exercise": STRING,
        "title": STRING,
        "turn": INTEGER,
        "turns": INTEGER,
        "month": STRING,
        "phase": STRING,
        "ready": {"type": "boolean", "description": "Whether it waits for STARTEX."},
        "preset": STRING,
        "finished": TRUTH,
    },
    *("token", "exercise", "title", "turn", "turns", "month", "phase", "ready", "preset", "finished"),
    closed=True,
)
SEEN: dict[str, Any] = {
    "Fault": told({"code": CODE, "message": MESSAGE, "at": PLACE, "why": STRING}, "at", "why", closed=True),
    "Refusal": told(
        {
            "code": {
                "enum": ["refused", "stale"],
                "description": "Stale: what it edits has changed meanwhile.",
            },
            "message": MESSAGE,
            "english": STRING,
            "values": {
                "type": "object",
                "additionalProperties": {"type": ["string", "integer", "boolean", "null"]},
                "description": "The parts of the sentence.",
            },
        },
        *("english", "values"),
        closed=True,
    ),
    "Document": {"type": "object"},
    "Version": told({"version": STRING}, closed=True),
    "Done": told(
        {
            "version": {"type": "string", "description": "The word of the seat after it."},
            "seq": {"type": "integer", "description": "The line of the log; for control alone."},
        },
        "seq",
        closed=True,
    ),
    "Clock": CLOCK,
    "Track": TRACK,
    "Fact": FACT,
    "View": VIEW,
    "Line": LINE,
    "Journal": told({"lines": listed("Line")}, closed=True),
    "Preview": told({"facts": OBJECTS, "tracks": OBJECTS, "wakes": {"type": "object"}}),
    "Pack": told(
        {
            "role": STRING,
            "title": STRING,
            "card": STRING,
            "moves": OBJECTS,
            "objectives": OBJECTS,
            "red_lines": OBJECTS,
            "tracks": OBJECTS,
            "agreements": OBJECTS,
        }
    ),
    "Handbook": told(
        {"frame": {"type": "object"}, "tables": OBJECTS, "injects": OBJECTS, "sources": OBJECTS}
    ),
    "Seat": SEAT,
    "Seats": told({"seats": listed("Seat")}, closed=True),
    "Exercises": told(
        {"exercises": {"type": "array", "items": told({"id": STRING, "title": STRING, "sound": TRUTH})}},
        closed=True,
    ),
    "Run": RUN,
    "Runs": told({"runs": listed("Run")}, closed=True),
    "Made": told(
        {"run": STRING, "token": {"type": "string", "description": "The token of its control."}}, closed=True
    ),
    "Joined": told({"run": STRING, "seat": STRING, "token": STRING}, closed=True),
}
"""By name, the shape of every answer."""
