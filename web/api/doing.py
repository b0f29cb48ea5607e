"""Commands: what a seat does, with the same refusals that its page would show."""

from flask import Blueprint, Response

from engine.play.commands import Command, Refusal
from engine.play.permissions import OBSERVER
from engine.record.log import LogError
from web.access import within_pace
from web.api import answers
from web.api.answers import Fault
from web.api.asking import a_player, body
from web.api.commands import COMMANDS
from web.api.looking import ME
from web.visitor import runs


def add_to(blueprint: Blueprint) -> None:
    blueprint.add_url_rule("/commands/<name>", "command", command, methods=["POST"])


def command(name: str) -> Response:
    """Carry out a command. What comes back is the seat's new word, and for control and observers the line's
    number.

    A draft has no line: it stands beside the log.
    """
    caller = a_player()
    if name not in COMMANDS:
        raise Fault(404)
    if not within_pace(caller.open_run, caller.seat):
        raise Fault(429)
    sent = body(f"command.{name}")
    data: dict[str, object] = dict(sent.get("data", {}))
    if sent.get("seen"):
        data["seen"] = sent["seen"]
    if caller.seat == OBSERVER and name == "note":  # the log knows each observer by a number
        data["observer"] = caller.open_run.number_observer(ME)
    once = f"api.{caller.seat}.{sent['id']}" if sent.get("id") else ""
    asked = Command(name, caller.seat, data, once)
    try:
        if name == "orders" and data.get("seal") is False:
            caller.open_run.keep_draft(asked)
            runs().changed()
            return answers.answer({"version": caller.open_run.token(caller.seat, answers.language().code)})
        line = caller.open_run.do(asked)
    except Refusal as refusal:
        return answers.of_refusal(refusal)
    except LogError:
        raise Fault(500) from None
    runs().changed()
    found = {"version": caller.open_run.token(caller.seat, answers.language().code)}
    numbered = caller.controls or caller.seat == OBSERVER
    return answers.answer({**found, "seq": line.seq} if numbered else found)
