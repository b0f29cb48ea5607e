"""JSON Schema in short words."""

from typing import Any

from engine.play.commands.declared import MOST_TEXT
from engine.words.locale import languages

Schema = dict[str, Any]
"""A piece of JSON Schema or of OpenAPI: a document that others define, and read."""


def record(properties: Schema, *needed: str, about: str = "") -> Schema:
    """A map with these keys and no others."""
    found: Schema = {"type": "object", "properties": properties, "additionalProperties": False}
    found |= {"required": list(needed)} if needed else {}
    return found | ({"description": about} if about else {})


def text(about: str, most: int = MOST_TEXT) -> Schema:
    return {"type": "string", "maxLength": most, "description": about}


def word(about: str, *known: str) -> Schema:
    found: Schema = {"type": "string", "description": about}
    return found | ({"enum": list(known)} if known else {"maxLength": 120})


def words(about: str, most: int = 40) -> Schema:
    return {
        "type": "array",
        "items": {"type": "string", "maxLength": 120},
        "maxItems": most,
        "description": about,
    }


def flag(about: str) -> Schema:
    return {"type": "boolean", "description": about}


def number(about: str, low: int, high: int) -> Schema:
    return {"type": "integer", "minimum": low, "maximum": high, "description": about}


def spoken(about: str, most: int = MOST_TEXT) -> Schema:
    """A text, or one for each language."""
    one = {"type": "string", "maxLength": most}
    return {"anyOf": [one, record(dict.fromkeys(languages(), one))], "description": about}
