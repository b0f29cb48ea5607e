"""Who asks the API, and for what: tokens, bodies, and what both must be."""

from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec
from flask import current_app, request

from engine.play.permissions import OBSERVER
from engine.record.log import LogError
from engine.words.locale import languages
from web.access import hold, pay
from web.api.answers import JSON, Fault
from web.api.bodies import bodies
from web.api.operations import OPERATIONS, Operation
from web.limits import PARTS
from web.open_run import OpenRun
from web.runs import Bucket, Runs
from web.seats import Seats, read_token
from web.visitor import SCREEN, runs

if TYPE_CHECKING:
    from jsonschema import Draft202012Validator

ANY = "*"
Sent = dict[str, Any]
"""A body as it was sent: JSON of others, which its schema has been held to."""
MOST_DEPTH = 24
"""Lists and maps within each other; what an inject needs is four."""


class Caller(NamedTuple):
    """A seat of a run that asks."""

    open_run: OpenRun
    seats: Seats
    seat: str

    @property
    def controls(self) -> bool:
        """Whether this seat sees and does what control does."""
        return self.open_run.holds_control(self.seat)


def bearer() -> str:
    """The token that was sent. Raises Fault where there is none."""
    scheme, _, token = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Fault(401)
    return token.strip()


def a_seat() -> Caller:
    """The seat that asks, by its token. Raises Fault: 403 for the host's token, 401 for any that fails."""
    token = bearer()
    found = read_token(runs().key, token)
    if found is None:
        raise Fault(403 if runs().host.is_token(token) else 401)
    name, seat, secret = found
    try:
        seats = runs().seats(name)
        caller = Caller(runs().run(name), seats, seat)
        if not seats.holds(seat, secret) or seat not in (
            *caller.open_run.roles,
            *(SCREEN, OBSERVER, "control"),
        ):
            raise Fault(401)
        pay(caller.open_run, caller.seat)
        hold(caller.open_run.moment())
        return caller
    except KeyError:
        raise Fault(401) from None
    except LogError:
        raise Fault(500) from None


def a_control() -> Caller:
    """The same for what only control may do. Raises Fault."""
    caller = a_seat()
    if not caller.controls:
        raise Fault(403)
    return caller


def a_player() -> Caller:
    """The same for what a screen may not do: act. Raises Fault."""
    caller = a_seat()
    if caller.seat == SCREEN:
        raise Fault(403)
    return caller


def the_host() -> Runs:
    """The runs of this server, for the host. Raises Fault: 403 for the token of a seat, 401 for none."""
    token = bearer()
    if runs().host.is_token(token):
        return runs()
    a_seat()
    raise Fault(403)


def sparingly() -> None:
    """Hold the making of runs to a pace: each is a file on the host's disk. Raises Fault."""
    making: Bucket = current_app.extensions["making"]
    if not making.take("all"):
        raise Fault(429)


def plain_query() -> None:
    """Refuse parameters that the document does not know: they are mistakes. Raises Fault."""
    known = parameters().get((request.endpoint or "").rpartition(".")[2], {})
    known = known | {"lang": tuple(languages())}
    for name, values in request.args.lists():
        if len(values) > 1 or (values[0] not in known.get(name, ()) and ANY not in known.get(name, ())):
            raise Fault(422, at=f"/?{name}"[:60])


@cache
def parameters() -> dict[str, dict[str, tuple[str, ...]]]:
    """By operation, what may stand in its query: each parameter with its values, or with any."""
    found: dict[str, dict[str, tuple[str, ...]]] = {}
    for operation in (*OPERATIONS, Operation("post", "", "command", "", "")):
        asked = [entry for entry in operation.parameters if entry["in"] == "query"]
        found[operation.id] = {entry["name"]: (ANY,) for entry in asked}
    return found


def body(name: str) -> Sent:
    """The JSON object that was sent, as the body of this name is described. Raises Fault."""
    if request.mimetype != JSON:
        raise Fault(415)
    try:
        found = msgspec.json.decode(request.get_data(cache=False))
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Fault(400) from None
    if parts(found) > PARTS:
        raise Fault(422, at="/", why=f"There are more than {PARTS} values in it.")
    found = whole(found, 0)
    if not isinstance(found, dict):
        raise Fault(400)
    fitting(found, name)
    return found


def parts(value: object) -> int:
    """How many values there are within a value; once they are too many, they are counted no further."""
    found, inside = 0, [value]
    while inside and found <= PARTS:
        part = inside.pop()
        found += 1
        inside += part.values() if isinstance(part, dict) else part if isinstance(part, list) else ()
    return found + len(inside)


def whole(value: object, depth: int) -> object:
    """A value with its 5.0 as 5, which JSON does not tell apart. Raises Fault where it is too deep."""
    if depth > MOST_DEPTH:
        raise Fault(400)
    if isinstance(value, dict):
        return {name: whole(part, depth + 1) for name, part in value.items()}
    if isinstance(value, list):
        return [whole(part, depth + 1) for part in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def fitting(value: object, name: str) -> None:
    """Raise Fault 422 with the place and the reason where a value is not as its schema says."""
    from jsonschema.exceptions import best_match

    error = best_match(validator(name, tuple(languages())).iter_errors(value))
    if error is not None:
        place = "/" + "/".join(str(part) for part in error.absolute_path)
        raise Fault(422, at=place[:200], why=str(error.message)[:300])


@lru_cache(maxsize=128)
def validator(name: str, codes: tuple[str, ...]) -> "Draft202012Validator":
    """A validator of a body, made once for these languages."""
    from jsonschema import Draft202012Validator

    return Draft202012Validator(bodies()[name])
