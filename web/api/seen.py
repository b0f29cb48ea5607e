"""What the API answers, as JSON Schema. Views are described by the types that they have."""

from collections.abc import Sequence

from engine.play.commands.declared import SEATS
from engine.views.seen import VIEWS, Decision, JournalLine, Preview
from web.api.declared import REF, schemas
from web.api.kinds import Schema

STRING: Schema = {"type": "string"}
INTEGER: Schema = {"type": "integer"}
TRUTH: Schema = {"type": "boolean"}
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
LANGUAGE: Schema = {"description": "The language chosen for it; none where its browser says."}
SEAT = told(
    {
        "seat": STRING,
        "by": {"enum": [*SEATS, None]},
        "here": {"type": "integer", "description": "Browsers and programs that have it open."},
        "away": {**maybe(INTEGER), "description": "Minutes since the last one left."},
        "people": {"type": "array", "items": STRING},
        "language": LANGUAGE,
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
        "why": {"type": "string", "description": "Why it cannot be read, where it cannot."},
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
    *("why", "token", "exercise", "title", "turn", "turns", "month", "phase", "ready", "preset", "finished"),
    closed=True,
)
SHAPES: dict[str, Schema] = {
    **schemas(*VIEWS.values(), Preview, JournalLine, Decision),
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
    "View": {
        "anyOf": [{"$ref": f"{REF}{kind.__name__}"} for kind in VIEWS.values()],
        "discriminator": {
            "propertyName": "kind",
            "mapping": {name: f"{REF}{kind.__name__}" for name, kind in VIEWS.items()},
        },
    },
    "Journal": told({"lines": listed("JournalLine")}, closed=True),
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
"""By name, the shape of every answer; which languages a seat can have is said where they are known."""


def seen(codes: Sequence[str]) -> dict[str, Schema]:
    """The same where these languages are spoken."""
    language = {**LANGUAGE, "enum": [*codes, None]}
    return {**SHAPES, "Seat": {**SEAT, "properties": {**SEAT["properties"], "language": language}}}
