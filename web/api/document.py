"""The OpenAPI 3.1 document: what `operations.py` names, in the shapes of `bodies.py` and `seen.py`."""

from collections.abc import Sequence
from functools import cache

from engine import __version__
from engine.words.locale import languages
from web.api.answers import FAULTS
from web.api.bodies import bodies
from web.api.commands import COMMANDS, in_words
from web.api.kinds import Schema
from web.api.operations import OPERATIONS, Operation
from web.api.seen import SHAPES, seen

ABOUT = """Everything the pages do, for programs.

Send `Authorization: Bearer TOKEN` with every request. A seat's token opens what the seat may know and do,
and nothing else. Control finds the tokens of all seats of its run under `/seats`; whoever has a seat's link
or code turns it into the token under `/join`. The host's token stands on the page of all runs: it lists and
begins runs, and gives out the tokens of control. A token is worthless as soon as its seat is revoked.

Ask for a language with `?lang=` or `Accept-Language`. A refused command answers 409 with the reason in that
language and in English. Every fault is JSON with a `code` and a `message`."""
PREFIX = "/api/v1"
MESSAGES = {
    401: "No token, or none that holds.",
    403: "The token does not open that.",
    404: "There is no such thing.",
    409: "It was not done, and why.",
}


def document() -> Schema:
    """The whole document, for the languages that there are now."""
    return document_in(tuple(languages()))


@cache
def document_in(codes: tuple[str, ...]) -> Schema:
    """The whole document, made once for these languages."""
    return {
        "openapi": "3.1.0",
        "jsonSchemaDialect": "https://json-schema.org/draft/2020-12/schema",
        "info": {
            "title": "Whitecell",
            "version": __version__,
            "description": ABOUT,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": [
            {"name": "looking", "description": "What a seat knows."},
            {"name": "commands", "description": "What a seat does."},
            {"name": "control", "description": "What control asks of its run."},
            {"name": "host", "description": "Runs, and the door to them."},
        ],
        "paths": paths(codes),
        "components": {
            "securitySchemes": {
                "seat": {"type": "http", "scheme": "bearer", "description": "The token of a seat."},
                "host": {"type": "http", "scheme": "bearer", "description": "The token of the host."},
            },
            "schemas": {**seen(codes), **{component(name): schema for name, schema in bodies().items()}},
        },
    }


def component(name: str) -> str:
    """What a body is called in the document: `command.hold` is `HoldCommand`."""
    group, _, rest = name.partition(".")
    words = [*rest.split("_"), group] if rest else [*group.split("_"), "body"]
    return "".join(word.capitalize() for word in words if word)


def paths(codes: Sequence[str]) -> Schema:
    """Every address with what can be asked there."""
    found: Schema = {}
    for operation in (*OPERATIONS, *(of_command(name) for name in COMMANDS)):
        found.setdefault(PREFIX + operation.path, {})[operation.method] = described(operation, codes)
    return found


def of_command(name: str) -> Operation:
    """A command as an operation."""
    kind = COMMANDS[name]
    return Operation(
        "post",
        f"/commands/{name}",
        f"command_{name}",
        in_words(kind),
        "Done",
        tag="commands",
        about=f"For {kind.who.words}.",
        body=f"command.{name}",
        faults=(403, 409, 429),
    )


def described(operation: Operation, codes: Sequence[str]) -> Schema:
    """One operation as OpenAPI says it."""
    lang = {
        "name": "lang",
        "in": "query",
        "description": "The language of the answer; without it, Accept-Language decides.",
        "schema": {"type": "string", "enum": list(codes)},
    }
    found: Schema = {
        "operationId": operation.id,
        "tags": [operation.tag],
        "summary": operation.what,
        "parameters": [*operation.parameters, lang],
        "responses": responses(operation),
        "security": [{operation.key: []}] if operation.key else [],
    }
    if operation.about:
        found["description"] = operation.about
    if operation.body:
        ref = {"$ref": f"#/components/schemas/{component(operation.body)}"}
        found["requestBody"] = {"required": True, "content": {"application/json": {"schema": ref}}}
    return found


def responses(operation: Operation) -> Schema:
    """What an operation answers, faults among it."""
    good: Schema = {"description": "Done." if operation.method == "post" else "Here it is."}
    if operation.answer in SHAPES:
        good["content"] = {
            "application/json": {"schema": {"$ref": f"#/components/schemas/{operation.answer}"}}
        }
    else:
        good["content"] = {operation.answer: {"schema": {"type": "string"}}}
    found = {str(operation.status): good}
    faults = {
        422,
        *operation.faults,
        *((401,) if operation.key else ()),
        *((400, 413, 415, 422) if operation.body else ()),
    }
    for status in sorted(faults):
        found[str(status)] = fault(status)
    if operation.id == "view":
        found["304"] = {"description": "The view has not changed since the version in If-None-Match."}
    return found


def fault(status: int) -> Schema:
    """A fault of one status."""
    kind = "Refusal" if status == 409 else "Fault"
    content = {"application/json": {"schema": {"$ref": f"#/components/schemas/{kind}"}}}
    found: Schema = {"description": MESSAGES.get(status, FAULTS[status][1]), "content": content}
    if status == 401:
        found["headers"] = {"WWW-Authenticate": {"schema": {"type": "string"}, "required": True}}
    if status in (429, 503):
        found["headers"] = {"Retry-After": {"schema": {"type": "string"}, "required": True}}
    return found
