"""What the API answers: JSON, and for every fault a code for programs with a sentence for people."""

from typing import Any

import msgspec
from flask import Response, request

from engine.play.commands import Refusal, Stale
from engine.words.language import Language
from engine.words.locale import languages
from engine.words.refusals import refusal_in_words
from web.visitor import preferred

JSON = "application/json"
VARIES = "Authorization, Accept-Language"
FAULTS = {
    400: ("unreadable", "The request is not sound JSON, or an object is missing where one is needed."),
    401: ("no_token", "Send a token that holds: Authorization: Bearer and the token of a seat."),
    403: ("not_yours", "This token does not open that."),
    404: ("not_here", "There is nothing at this address."),
    405: ("no_such_method", "This address does not take that method."),
    409: ("refused", "It was not done."),
    413: ("too_long", "The request is longer than can be taken."),
    415: ("not_json", "Send JSON, with Content-Type: application/json."),
    422: ("invalid", "This is not as the document of the API describes it."),
    429: ("too_often", "Too many requests. Wait a minute, then try again."),
    500: ("broken", "Something went wrong that should not. What was done is kept."),
    503: ("no_stream", "All streams are taken: ask for the version every other second."),
}
"""By HTTP status, the code and the sentence of a fault."""
STATUS_OTHERWISE = {4: 400, 5: 500}


class Fault(Exception):
    """A request that is answered with a fault; `more` goes into the answer as it is."""

    def __init__(self, status: int, **more: Any) -> None:
        super().__init__(status)
        self.status, self.more = status, more


def language() -> Language:
    """The language asked for: `?lang=`, else what Accept-Language prefers."""
    asked = request.args.get("lang", "")
    return Language(asked if asked in languages() else preferred(request))


def answer(data: object, status: int = 200) -> Response:
    """An answer as JSON. Nobody keeps it, and it differs by who asks and in which language."""
    found = Response(msgspec.json.encode(data), status=status, content_type=JSON)
    found.headers["Vary"] = VARIES
    return found


def of_fault(fault: Fault) -> Response:
    """A fault as JSON."""
    return of_http(fault.status, **fault.more)


def of_http(status: int, **more: Any) -> Response:
    """What HTTP calls an error, as JSON."""
    code, sentence = FAULTS.get(status) or FAULTS[STATUS_OTHERWISE.get(status // 100, 500)]
    found = answer({"code": code, "message": language().say(sentence), **more}, status)
    if status == 401:
        found.headers["WWW-Authenticate"] = "Bearer"
    if status in (429, 503):
        found.headers["Retry-After"] = "60" if status == 429 else "30"
    return found


def of_refusal(refusal: Refusal) -> Response:
    """A command that was not carried out: why, in the language asked for and in English."""
    code = "stale" if isinstance(refusal, Stale) else "refused"
    words, english = (refusal_in_words(refusal, spoken) for spoken in (language(), Language("en")))
    values = {name: plainly(value) for name, value in refusal.values.items()}
    return answer({"code": code, "message": words, "english": english, "values": values}, 409)


def plainly(value: object) -> str | int | bool | None:
    """A part of a sentence as a value of JSON that is no list and no map."""
    return value if value is None or isinstance(value, str | int | bool) else str(value)
