"""The facilitator page: everything one person needs to run the room."""

import re
from typing import TypedDict
from urllib.parse import urlencode

from flask import url_for

from engine.views.seen import ControlView, NextStep, Preview, Track, View
from engine.words.language import Language
from web.open_run import OpenRun
from web.pages import control_injects as injects
from web.pages import control_journal as journal
from web.pages import control_links as links
from web.pages import control_pleas as pleas
from web.pages import control_ready as ready
from web.pages import control_room as room
from web.pages import control_rulings as rulings
from web.pages import control_seats as seats
from web.pages import control_waiting as waiting
from web.pages import control_words as words
from web.pages import control_write as write
from web.rendering import Builder, Query, Refused

PANELS = ("msel", "write", "ready", "note", "words", "log", "tracks", "objectives", "map", "seats")
OF_PANELS = ("panel", "inject", "template", "line", "find", "status", "mode", "of", "all")
KEPT = (*OF_PANELS, "ruling", "open", "only", "tab", "ask", "side")
"""What the address of the page may say of what is open on it."""
SPAN, MOST_SPANS = "–", 6
"""What stands between the two months of a turn, and how many such turns have room in the strip."""


class Here:
    """The address of this page, with something opened or closed."""

    def __init__(self, run: str, seat: str, query: Query) -> None:
        self.page = url_for("room.page", run=run, seat=seat)
        self.open: dict[str, str] = {name: query[name][:200] for name in KEPT if query.get(name)}

    def then(self, **changes: str | None) -> str:
        """What stands behind the question mark, for forms to go on with."""
        return urlencode({name: value for name, value in {**self.open, **changes}.items() if value})

    def __call__(self, **changes: str | None) -> str:
        query = self.then(**changes)
        return f"{self.page}?{query}" if query else self.page

    def without_panel(self) -> str:
        """What goes on being open when a panel is closed."""
        return self.then(**dict.fromkeys(OF_PANELS))

    def closed(self) -> str:
        """The page without its panel."""
        return self(**dict.fromkeys(OF_PANELS))

    def panel(self, name: str) -> str:
        """The page with another panel."""
        return self(**{**dict.fromkeys(OF_PANELS), "panel": name})


class Frame(TypedDict):
    """What control's page shows in every phase."""

    here: Here
    panel: str
    months: list[str]
    month_width: int
    chips: seats.Chips
    waiting: waiting.WaitingList
    torn: str
    set_back: str
    """That the clock was set back, in words; empty where it was not."""
    step: NextStep | None
    beside: injects.Beside
    ready_label: str
    foretold: list[Track]
    seen: ControlView
    """The view with the tracks as they are foretold."""


class ControlPage(
    Frame,
    journal.LogOfPage,
    links.Elsewhere,
    links.Links,
    words.WordsPanel,
    ready.ReadyRoom,
    room.Goings,
    rulings.Rulings,
    pleas.Pleas,
    injects.InjectsOfPage,
    write.Writing,
):
    """What control's page shows beyond the view."""


def builder(open_run: OpenRun, seat: str, refused: Refused | None = None) -> Builder[ControlView]:
    """What the template needs beyond the view, for this run."""

    def build(view: ControlView, query: Query) -> ControlPage:
        language = Language(view["language"])
        lying = injects.work(open_run, view, query, refused)
        writing = write.work(open_run, view, query, refused, language)
        looked_at = writing.get("preview", lying.get("preview")) or lying.get("tray_preview")
        return {
            **frame(open_run, view, Here(open_run.name, seat, query), query, foretold(view, looked_at)),
            **journal.work(open_run, view, query),
            **links.ways(open_run),
            **links.shown(open_run, view, query.get("panel", "")),
            **words.work(open_run, view, query),
            **ready.work(open_run, view, language),
            **room.work(view, query.get("only", "")),
            **pleas.work(open_run, view, query, refused),
            **rulings.work(view, query.get("ruling", "")),
            **lying,
            **writing,
        }

    return build


def frame(open_run: OpenRun, view: ControlView, here: Here, query: Query, tracks: list[Track]) -> Frame:
    """What stands around the work of every phase, with the tracks as they are foretold."""
    language, panel = Language(view["language"]), query.get("panel", "")
    return {
        "here": here,
        "panel": panel if panel in PANELS else "",
        "months": months(view),
        "month_width": month_width(months(view)),
        "chips": seats.chips(open_run, view, language),
        "waiting": waiting.listed(open_run, view, language, query),
        "torn": open_run.torn.words(language.say) if open_run.torn else "",
        "set_back": open_run.set_back.words(language.say) if open_run.set_back else "",
        "step": next_step(open_run, view, language),
        "beside": injects.beside(view, query.get("find", "")),
        "ready_label": injects.ready_label(view, language),
        "foretold": tracks,
        "seen": {**view, "tracks": tracks},
    }


def months(view: View) -> list[str]:
    """Short names of the turns for the strip; numbers where names do not tell them apart or have no room."""
    names = [short_month(str(name)) for name in view["calendar"]]
    crowded = len(names) > MOST_SPANS and any(SPAN in name for name in names)
    if len(names) != view["turns"] or len(set(names)) != len(names) or not all(names) or crowded:
        return [str(turn) for turn in range(1, view["turns"] + 1)]
    return names


def short_month(name: str) -> str:
    """The first letters of a month, or of the first and the last of those a turn spans: Jun, Dec–Jan."""
    ends = [part.split()[0][:3] for part in re.split(f"[{SPAN}—/]", name) if part.split()]
    return SPAN.join(ends if len(ends) < 2 else (ends[0], ends[-1]))


def month_width(names: list[str]) -> int:
    """How wide a turn's tick is, so that its name has room."""
    return 52 if any(SPAN in name for name in names) else 36


def foretold(view: ControlView, preview: Preview | None) -> list[Track]:
    """Every track, with what publication or the inject being looked at would make of it."""
    if view["phase"] == "rulings" or not preview:
        return list(view["tracks"])
    after = {entry["id"]: entry["after"] for entry in preview["tracks"]}
    found = [track.copy() for track in view["tracks"]]
    for track in found:
        value = after.get(track["id"], track["value"])
        if isinstance(value, int):
            track["after"] = value
    return found


def next_step(open_run: OpenRun, view: ControlView, language: Language) -> NextStep | None:
    """The one next step; before STARTEX it says who is not here yet."""
    step = view["step"]
    if step is None or not view["ready"]:
        return step
    missing = ready.missing(open_run, view)
    if not missing:
        return step
    codes = ", ".join(role["code"] for role in view["roles"] if role["id"] in missing)
    return {**step, "beside": language.say("Nobody here yet: {seats}", seats=codes)}
