"""The evaluation: ratings of the exercise's objectives, findings, the improvement plan, observations."""

from flask import request

from engine.play.permissions import OBSERVER
from engine.play.references import Reference
from engine.views.seen import Link, Observation
from web.pages.debrief_visit import show, visit
from web.pages.observer import signed
from web.rendering import Refused
from web.visitor import runs


def evaluation(run: str, seat: str, refused: Refused | None = None) -> str:
    """All of it, with what is being written open. For control; others read it once control released all."""
    found = visit(run, seat, needs_control=True)
    code = found.language.code
    view = found.open_debrief.of_control(code)
    pointed, sought = found.open_debrief.pointed(code), request.args.get("q", "")
    named = pointed.links(request.args.getlist("rests")) if found.is_control else []
    evaluated = view["evaluation"]
    observed = [note for note in evaluated["observations"] if note["kind"] != "discussion"]
    # Names are for those who write here; whoever reads because control released all learns numbers.
    names = runs().seats(run).named_numbers(OBSERVER) if found.notes else {}
    return show(
        found,
        "debrief/evaluation.html",
        "evaluation",
        refused,
        view=view,
        evaluation=evaluated,
        opened=request.args.get("open", "") if found.is_control else "",
        observations=signed(observed, names, found.language),
        rated=sum(bool(aim["rating"]) for aim in evaluated["objectives"]),
        stop_of_line=found.open_debrief.stop_of_line,
        pickable=lambda about, links: pickable(evaluated["observations"], about, [*links, *named]),
        sought=sought,
        hits=pointed.search(sought) if found.is_control else [],
    )


class Pickable(Link):
    """An event that something can be said to rest on, and whether it does."""

    chosen: bool


def pickable(observations: list[Observation], about: str, links: list[Link]) -> list[Pickable]:
    """Events that something can be said to rest on: those it does, then observations, its own first."""
    offered: list[Pickable] = [{**link, "chosen": True} for link in links]
    taken = {link["reference"] for link in links}
    for note in sorted(observations, key=lambda entry: entry["about"] != about):
        at = str(Reference(note["at_line"], note["at_event"]))
        if at not in taken:
            taken.add(at)
            offered.append(
                {
                    "line": note["at_line"],
                    "event": note["at_event"],
                    "reference": at,
                    "turn": note["turn"],
                    "phase": note["phase"],
                    "kind": "note",
                    "kind_words": "",
                    "text": note["text"],
                    "cause": "",
                    "standing": True,
                    "chosen": False,
                }
            )
    return list({event["reference"]: event for event in reversed(offered)}.values())[::-1]
