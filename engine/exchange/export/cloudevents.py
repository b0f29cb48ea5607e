"""CloudEvents 1.0 in structured form, one JSON object a line: events of the log, or facts told to a seat."""

import json
from collections.abc import Callable, Iterator
from typing import Annotated, Any, NotRequired, TypedDict
from urllib.parse import quote

from engine.exchange.export.anonymity import anonymous as without_texts
from engine.exchange.export.common import plain
from engine.exchange.export.source import ExportSource, walk
from engine.record.run import Run
from engine.views import CONTROL, effective, view
from engine.words.meaning import says

SEQUENCE = 9
"""Digits of a sequence: as texts they sort like numbers."""


class Envelope(TypedDict):
    """A CloudEvent with the extensions of Whitecell."""

    specversion: Annotated[str, says("The version of CloudEvents.")]
    id: Annotated[str, says("Its line and place in the log, or the number of the fact.")]
    source: Annotated[str, says("The log it comes from, or the seat that was told.")]
    type: Annotated[str, says("What kind of event or fact it is.")]
    sequence: Annotated[str, says("Its place among all, from 1, as a text that sorts.")]
    datacontenttype: Annotated[str, says("What the data is: JSON.")]
    time: NotRequired[Annotated[str, says("When its line was written, UTC; not where texts are left out.")]]
    subject: NotRequired[Annotated[str, says("The turn and the phase.")]]
    turn: NotRequired[Annotated[int, says("The turn; 0 before the first.")]]
    phase: NotRequired[Annotated[str, says("The phase, where there is one.")]]
    minutes: NotRequired[Annotated[int, says("For control: whole minutes since STARTEX.")]]
    standing: NotRequired[Annotated[bool, says("For control: whether no undo took it back.")]]
    command: NotRequired[Annotated[str, says("For control: the command that caused it.")]]
    actor: NotRequired[Annotated[str, says("For control: whose command it was.")]]
    capacity: NotRequired[Annotated[str, says("For control: in what capacity it was given.")]]
    data: NotRequired[Annotated[dict[str, Any], says("The event, or the fact, with what it says.")]]


def cloudevents(
    run: Run,
    eyes: str,
    language: str = "en",
    anonymous: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> Iterator[str]:
    """Each event as a line, its newline included. `progress` hears of lines done and of how many.

    Control has every event of the log, with its time; the log is named by the hash of its first line. A role
    and the public have the facts that their view released, without times. With `anonymous` there are no
    texts of people and no hash, and whole minutes since STARTEX stand for the time.
    """
    source = without_texts(ExportSource.of(run)) if anonymous else ExportSource.of(run)
    if effective(run.state, eyes) == CONTROL:
        name = quote(run.exercise.id) if anonymous else run.log.lines[0].hash
        found = of_log(source, f"urn:whitecell:{name}", language)
    else:
        found = of_seat(source, eyes, language)
    for entry in found:
        if progress:
            progress(int(entry["id"].partition(".")[0]), len(source.lines))
        yield json.dumps(entry, ensure_ascii=False) + "\n"


def of_log(source: ExportSource, name: str, language: str) -> Iterator[Envelope]:
    """The events of the log, those that were taken back too."""
    for number, moment in enumerate(walk(source, language), 1):
        data = plain(moment.event)
        kind, line = data.pop("type"), moment.line
        entry = envelope(f"{line.seq}.{moment.at}", name, f"whitecell.event.{kind}", number)
        if not source.anonymous:
            entry["time"] = line.at
        place(entry, moment.turn, moment.phase)
        entry |= {"minutes": int(source.minutes(line.at)), "standing": moment.standing}
        entry |= {"command": line.command, "actor": line.actor or "control", "capacity": line.capacity}
        entry["data"] = data
        yield entry


def of_seat(source: ExportSource, eyes: str, language: str) -> Iterator[Envelope]:
    """The facts that were told to a seat."""
    name = f"urn:whitecell:{quote(source.state.exercise.id)}:{quote(eyes)}"
    for fact in view(source.state, eyes, language)["story"]:
        entry = envelope(str(fact["number"]), name, f"whitecell.fact.{fact['kind']}", fact["number"])
        place(entry, fact["turn"], fact["phase"])
        entry["data"] = {"text": fact["text"], "details": fact["details"]}
        yield entry


def envelope(key: str, source: str, kind: str, number: int) -> Envelope:
    """What every CloudEvent has, and the sequence extension."""
    return {
        "specversion": "1.0",
        "id": key,
        "source": source,
        "type": kind,
        "sequence": f"{number:0{SEQUENCE}}",
        "datacontenttype": "application/json",
    }


def place(entry: Envelope, turn: int, phase: str) -> None:
    """Say turn and phase, as the subject and as extensions; an extension is never an empty text."""
    entry["subject"] = f"turn/{turn}/{phase}" if phase else f"turn/{turn}"
    entry["turn"] = turn
    if phase:
        entry["phase"] = phase
