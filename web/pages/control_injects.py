"""Injects on control's page: the list at the left, the tray of the situation, and the whole MSEL."""

from typing import NotRequired, TypedDict

from engine.play.injects import PASSED
from engine.views.next_step import DUE
from engine.views.seen import ControlView, InjectDetails, InjectInTray, InjectOfList, Preview, Sender
from engine.words.language import Language
from web.open_run import OpenRun
from web.rendering import Query, Refused, Typed


class Released(InjectDetails):
    """What an inject said when it was released, and in which turn that was."""

    turn: int


class Placed(InjectOfList):
    """An inject of the list, and where it stands now."""

    place: str


class Loose(TypedDict):
    """What control wrote and released without keeping it first."""

    inject: str
    title: str
    place: str
    loose: bool
    now: bool
    """Whether that was in this turn."""


class Beside(TypedDict):
    """The list at the left."""

    now: list[Placed | Loose]
    coming: list[Placed]
    out: int
    all: int


class Planned(Placed):
    """An inject of the list as a line of the MSEL."""

    went: Released | None
    """Its last release."""


class Improvised(Loose, Sender):
    """The same for one that control wrote and released at once."""

    text: str
    to: list[str]
    notice: list[str]
    expect: str
    because: list[str]
    mode: str
    status: str
    turn: int
    planned: None
    choose: dict[str, list[str]]
    went: Released


class Msel(TypedDict):
    """The whole MSEL as searched and filtered."""

    entries: list[Planned | Improvised]
    all: int
    modes: list[str]
    words: str
    status: str
    mode: str


class InjectsOfPage(TypedDict):
    """What the page shows of injects beside the list at the left."""

    due: list[InjectInTray]
    may: list[InjectInTray]
    opened: str
    can_release: bool
    tray_preview: NotRequired[Preview | None]
    preview: NotRequired[Preview | None]
    msel: NotRequired[Msel]


def work(open_run: OpenRun, view: ControlView, query: Query, refused: Refused | None) -> InjectsOfPage:
    """The tray with one inject open, and what releasing it now would do; the MSEL where it is asked for."""
    tray = {entry["inject"]: entry for entry in view["tray"]}
    due = [entry for entry in view["tray"] if entry["why"] != "offered"]
    may = [entry for entry in view["tray"] if entry["why"] == "offered"]
    name = query.get("open", "")
    if name not in tray and name != "none" and view["phase"] == "situation" and due:
        name = due[0]["inject"]
    found: InjectsOfPage = {
        "due": due,
        "may": may,
        "opened": name if name in tray else "",
        "can_release": can_release(view),
    }
    if found["can_release"]:
        if view["phase"] == "situation":
            found["tray_preview"] = foreseen(open_run, view, found["opened"], "tray", refused)
        if query.get("panel") == "msel":
            found["preview"] = foreseen(open_run, view, query.get("inject", ""), "msel", refused)
    if query.get("panel") == "msel":
        found["msel"] = listed(view, query, tray)
    return found


def can_release(view: ControlView) -> bool:
    return (
        not view["finished"]
        and not view["locked"]
        and view["phase"] in ("situation", "consultation", "orders")
    )


def foreseen(
    open_run: OpenRun, view: ControlView, name: str, form: str, refused: Refused | None
) -> Preview | None:
    """What an inject would do with the choices that are ticked, or with its first ones."""
    entry = next((entry for entry in view["msel"] if entry["inject"] == name), None)
    if entry is None or entry["status"] == "released" or done(entry):
        return None
    typed = Typed(f"{form}-{name}", refused)
    choices = {
        choice: typed.text(f"choice.{choice}", options[0]) for choice, options in entry["choose"].items()
    }
    chosen = {choice: value for choice, value in choices.items() if value}
    return open_run.preview(name, chosen, view["language"])


def done(entry: InjectOfList) -> bool:
    """Whether control has skipped what came once."""
    return bool(entry["status"] == "skipped" and entry["mode"] in ("timetable", "written"))


def went(view: ControlView) -> dict[str, Released]:
    """By inject that is out, its last release: to whom, in which turn, and why."""
    return {
        fact["details"]["inject"]: {**fact["details"], "turn": fact["turn"]}
        for fact in view["story"]
        if fact["kind"] == "inject" and "inject" in fact["details"]
    }


def place(entry: InjectOfList, tray: dict[str, InjectInTray], turn: int) -> str:
    """Where it stands: due, ready, held, passed over, deferred, coming, out, skipped, taken back, waiting, or
    shut by a condition.
    """
    status = entry["status"]
    if status in ("held", "skipped"):
        return status
    if status == "deferred" and entry["inject"] not in tray:
        return "deferred"
    if status == "released" and entry["inject"] not in tray:
        return "out"
    if status == "withdrawn" and entry["inject"] not in tray:
        return "withdrawn"
    if entry["inject"] in tray:
        lies = tray[entry["inject"]]
        if lies["why"] in ("held", PASSED):
            return "held" if lies["why"] == "held" else "passed"
        return "shut" if lies["blocked"] else "due" if lies["why"] in DUE else "ready"
    if entry["planned"] and entry["planned"] > turn:
        return "coming"
    return "waiting"


def found_in(entry: Placed | Improvised, words: str) -> bool:
    """Whether an inject has all the words somebody searches for."""
    parts = (entry["inject"], entry["title"], entry["text"], entry["from"], entry["expect"])
    text = " ".join((*parts, *entry["to"])).lower()
    return all(word in text for word in words.lower().split())


def beside(view: ControlView, words: str) -> Beside:
    """The list at the left: what is out this turn, what is ready, then what is coming."""
    tray = {entry["inject"]: entry for entry in view["tray"]}
    entries: list[Placed] = [{**entry, "place": place(entry, tray, view["turn"])} for entry in view["msel"]]
    out = [entry for entry in entries if entry["status"] == "released"]
    now: list[Placed | Loose] = [
        entry for entry in out if entry["turn"] == view["turn"] and entry["place"] == "out"
    ]
    rest = sorted((entry for entry in entries if entry["place"] not in ("out", "skipped")), key=rank)
    if view["finished"]:  # nothing comes any more
        now, rest = [*out], []
    loose = written_loose(view)
    now += [entry for entry in loose if entry["now"]]
    if words:
        now, rest = [entry for entry in entries if found_in(entry, words)], []
    number = len(out) + len(loose)
    return {"now": now, "coming": rest, "out": number, "all": len(entries) + len(loose)}


def written_loose(view: ControlView) -> list[Loose]:
    """What control wrote and released without keeping it first."""
    known = {entry["inject"] for entry in view["msel"]}
    facts = [fact for fact in view["story"] if fact["kind"] == "inject"]
    return [
        {
            "inject": fact["details"]["inject"],
            "title": fact["details"]["title"],
            "place": "out",
            "loose": True,
            "now": fact["turn"] == view["turn"],
        }
        for fact in facts
        if fact["details"].get("inject") and fact["details"]["inject"] not in known
    ]


def improvised(entry: Loose, release: Released) -> Improvised:
    """One that control wrote and released at once, as a line of the MSEL."""
    return {
        **entry,
        "text": release["text"],
        "from": release["from"],
        "to": release.get("to") or [],
        "notice": [],
        "expect": release.get("expect", ""),
        "because": release.get("because", []),
        "mode": "written",
        "status": "released",
        "turn": release["turn"],
        "planned": None,
        "choose": {},
        "went": release,
    }


def rank(entry: Placed) -> tuple[int, int]:
    order = ("due", "ready", "held", "passed", "coming", "deferred", "shut", "waiting", "withdrawn")
    return order.index(entry["place"]), entry["planned"] or entry["turn"] or 99


def listed(view: ControlView, query: Query, tray: dict[str, InjectInTray]) -> Msel:
    """The whole MSEL as searched and filtered."""
    out = went(view)
    kept: list[Planned] = [
        {**entry, "place": place(entry, tray, view["turn"]), "went": out.get(entry["inject"])}
        for entry in view["msel"]
    ]
    loose = [improvised(entry, out[entry["inject"]]) for entry in written_loose(view)]
    entries: list[Planned | Improvised] = [*kept, *loose]
    words, status, mode = (query.get(name, "") for name in ("find", "status", "mode"))
    shown = [
        entry
        for entry in entries
        if found_in(entry, words) and status in ("", entry["place"]) and mode in ("", entry["mode"])
    ]
    modes = list(dict.fromkeys(entry["mode"] for entry in entries))
    return {
        "entries": shown,
        "all": len(entries),
        "modes": modes,
        "words": words,
        "status": status,
        "mode": mode,
    }


def ready_label(view: ControlView, language: Language) -> str:
    """What the templates of the exercise are called together."""
    groups = list(dict.fromkeys(entry["group"] for entry in view["templates"]))
    return groups[0] if len(groups) == 1 and groups[0] else language.say("Ready-made inject")
