"""What can be asked of the API, but for the commands: address by address."""

from typing import Any, NamedTuple

from web.api.kinds import Schema


class Operation(NamedTuple):
    """One method at one address."""

    method: str
    path: str
    id: str
    what: str
    answer: str
    """The schema of the answer, or its media type."""
    tag: str = "looking"
    about: str = ""
    key: str = "seat"
    """Whose token it takes; empty for none."""
    body: str = ""
    parameters: tuple[Schema, ...] = ()
    faults: tuple[int, ...] = ()
    status: int = 200


def query(name: str, about: str, **schema: Any) -> Schema:
    return {"name": name, "in": "query", "description": about, "schema": {"type": "string", **schema}}


def place(name: str, about: str, **schema: Any) -> Schema:
    found = query(name, about, **schema)
    return {**found, "in": "path", "required": True}


EYES = query(
    "as", "A seat whose view it is: `public` for the screen, and for control any seat.", maxLength=60
)
SEAT = place("seat", "A role, `public` for the screen, `observer`, or `control`.", maxLength=60, minLength=1)
MATCH = {
    "name": "If-None-Match",
    "in": "header",
    "description": "The ETag of the view that is known already.",
    "schema": {"type": "string"},
}

OPERATIONS = (
    Operation(
        "get",
        "/openapi.json",
        "openapi",
        "This document.",
        "Document",
        key="",
    ),
    Operation(
        "get",
        "/view",
        "view",
        "Everything the seat knows now.",
        "View",
        about="The ETag changes when what the seat may see has changed, and at no other time; the seconds "
        "left on the clock pass without a new one.",
        parameters=(EYES, MATCH),
        faults=(403, 404),
    ),
    Operation(
        "get",
        "/version",
        "version",
        "The word that changes when what the seat may see has changed, and at no other time.",
        "Version",
        about="Cheap; to be asked every other second where no stream is held. Asking is a sign of life.",
        faults=(403,),
    ),
    Operation(
        "get",
        "/stream",
        "stream",
        "The same word, as server-sent events, whenever it changes.",
        "text/event-stream",
        about='Each event is `event: change` with `data: {"version": "…"}`. It ends with its token.',
        faults=(403, 503),
    ),
    Operation(
        "get",
        "/pack",
        "pack",
        "What a role is given before the first turn: its card, moves, objectives and agreements.",
        "Pack",
        parameters=(query("as", "For control: the role whose pack it is.", maxLength=60),),
        faults=(403, 404),
    ),
    Operation(
        "get",
        "/decision",
        "decision",
        "What can come of an order, an answer or an agreement, as far as the role may know.",
        "Decision",
        about="Reckoned from what the role reads, with its own draft and nobody else's orders. What may hold "
        "unseen stands outside the sum; no answer of anybody has a weight.",
        parameters=(
            query(
                "about",
                "An order by its key, a question, a proposal or an agreement, each by its id.",
                maxLength=200,
            ),
            query(
                "terms", "Of an agreement nobody has proposed: `relief=1,verification=yes`.", maxLength=400
            ),
            query("as", "For control: the role that decides.", maxLength=60),
        ),
        faults=(403, 404),
    ),
    Operation(
        "post",
        "/previews/inject",
        "preview_inject",
        "What releasing an inject would do now. Changes nothing.",
        "Preview",
        tag="control",
        body="preview_inject",
        faults=(403, 404),
    ),
    Operation(
        "post",
        "/previews/draft",
        "preview_draft",
        "What an inject being written would do now. Changes nothing.",
        "Preview",
        tag="control",
        body="preview_draft",
        faults=(403, 409),
    ),
    Operation(
        "get",
        "/journal",
        "journal",
        "The newest lines of the log in words, with where the game can be taken back to.",
        "Journal",
        tag="control",
        parameters=(
            {
                "name": "most",
                "in": "query",
                "description": "How many lines.",
                "schema": {"type": "integer", "minimum": 1, "maximum": 1000, "default": 60},
            },
        ),
        faults=(403, 422),
    ),
    Operation(
        "get",
        "/replay/{turn}",
        "replay",
        "What a seat knew at the end of a turn.",
        "View",
        tag="control",
        parameters=(
            {
                "name": "turn",
                "in": "path",
                "required": True,
                "description": "A turn that was played.",
                "schema": {"type": "integer", "minimum": 0, "maximum": 1000},
            },
            query("as", "A seat; control itself where none is named.", maxLength=60),
        ),
        faults=(403, 404),
    ),
    Operation(
        "get",
        "/handbook",
        "handbook",
        "The exercise in words: rule tables with their odds, injects, and the claims all rests on.",
        "Handbook",
        tag="control",
        faults=(403,),
    ),
    Operation(
        "post",
        "/names/erase",
        "erase",
        "Forget the names of all who sat down in this run. They are in no log.",
        "Seats",
        tag="control",
        faults=(403,),
    ),
    Operation(
        "get",
        "/seats",
        "seats",
        "Every seat: who has it, who is here, and its link, code and token.",
        "Seats",
        tag="control",
        faults=(403,),
    ),
    Operation(
        "post",
        "/seats/{seat}/revoke",
        "revoke",
        "Make every link, code, session and token of a seat worthless. It gets new ones.",
        "Seat",
        tag="control",
        parameters=(SEAT,),
        faults=(403, 404),
    ),
    Operation(
        "post",
        "/seats/{seat}/language",
        "speak",
        "The language that a seat's pages begin with.",
        "Seat",
        tag="control",
        parameters=(SEAT,),
        body="language",
        faults=(403, 404),
    ),
    Operation(
        "post",
        "/fork",
        "fork",
        "A new run that begins at the situation of a turn of this one.",
        "Made",
        tag="control",
        body="fork",
        faults=(403, 404, 429),
        status=201,
    ),
    Operation(
        "get",
        "/log",
        "log",
        "The run as a file: JSON Lines.",
        "application/x-ndjson",
        tag="control",
        faults=(403,),
    ),
    Operation(
        "get",
        "/exercises",
        "exercises",
        "The exercises there are, with their formats, presets and roles.",
        "Exercises",
        tag="host",
        key="host",
        faults=(403,),
    ),
    Operation(
        "get",
        "/runs",
        "runs",
        "Every run, the newest first, with the token of its control.",
        "Runs",
        tag="host",
        key="host",
        faults=(403,),
    ),
    Operation(
        "post",
        "/runs",
        "start",
        "Begin a run. Bots play the seats that are not named.",
        "Made",
        tag="host",
        key="host",
        body="start",
        faults=(403, 409, 429),
        status=201,
    ),
    Operation(
        "post",
        "/join",
        "join",
        "Take a seat by its link or its code, and get its token.",
        "Joined",
        tag="host",
        key="",
        body="join",
        about="A bot that sat there gives way, and the log says so. Wrong tries are counted.",
        faults=(404, 429),
    ),
)
