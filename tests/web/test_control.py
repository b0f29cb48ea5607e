"""Control's page: every phase's work in one frame, one next step, panels one key away, nothing typed lost."""

import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from markupsafe import Markup

from engine.play.commands import Command
from engine.rules.load import names
from tests.web.company import Browser, Company
from web.open_run import OpenRun
from web.pages.control import PANELS, month_width, months
from web.pages.control_journal import once
from web.pages.control_write import rows_from

TEMPLATES = Path(__file__).parents[2] / "web/templates/control"
PHASES = ("situation", "consultation", "orders", "rulings", "report")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def on_to(open_run: OpenRun, phase: str, turn: int = 1) -> None:
    """Let automatic control press on until a phase begins, or to the end."""
    for _ in range(400):
        game = open_run.run.state.game
        if game.finished or (game.turn, game.phase) == (turn, phase):
            return
        open_run.run.press_on()


def shown(browser: Browser, open_run: OpenRun, query: str = "") -> str:
    answer = browser.get(f"/run/{open_run.name}/control{query}")
    assert answer.status_code == 200
    return answer.get_data(as_text=True)


class Page(HTMLParser):
    """What a page has, as far as it is looked at here."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.forms: list[dict[str, str | None]] = []
        self.buttons: list[dict[str, str | None]] = []
        self.keys: list[str] = []
        self.styled = False
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        self.ids += [found["id"]] if found.get("id") else []  # type: ignore[list-item]
        self.keys += [found["data-key"]] if found.get("data-key") else []  # type: ignore[list-item]
        self.styled |= "style" in found or any(name.startswith("on") for name in found)
        if tag == "form":
            self.forms.append(found)
        if tag == "button" or "button" in (found.get("class") or "").split():
            self.buttons.append(found)


@pytest.mark.parametrize("exercise", names())
def test_every_phase_and_panel_is_whole(company: Company, exercise: str) -> None:
    """No id stands twice, no form lacks its name, nothing is styled inline, there is one next step."""
    open_run, host = company.start(exercise), company.host()
    for phase in PHASES:
        on_to(open_run, phase, 2)
        for panel in ("", *PANELS) if phase in ("situation", "report") else ("", "log", "write"):
            for query in (f"?panel={panel}", f"?panel={panel}&inject=M01&template=short_range_test&line=9"):
                page = Page(shown(host, open_run, query))
                twice = {name for name in page.ids if page.ids.count(name) > 1}
                assert not twice, (phase, panel)
                assert not page.styled
                acting = [form for form in page.forms if (form.get("action") or "").endswith("/do")]
                named = [form.get("data-form") for form in acting]
                assert all(named)
                assert len(named) == len(set(named)), (phase, panel)
                assert page.ids.count("form-advance") == 1
                assert page.keys.count("Control+Enter") == 1


def test_every_panel_has_its_page_its_name_and_its_way_in(company: Company) -> None:
    """A panel is a template, a name in `PANELS`, a title in `panel.html` and an opener: none is forgotten."""
    files = {path.stem.removeprefix("panel_") for path in TEMPLATES.glob("panel_*.html")}
    assert files == {*PANELS} - {"write"}, "PANELS of web/pages/control.py and the templates of panels"
    open_run, host = company.start(), company.host()
    on_to(open_run, "situation")
    page = shown(host, open_run)
    for panel in PANELS:
        opener = re.search(rf'id="dock-{panel}"[^>]*href="([^"]*)"', page)
        assert opener, f"nothing on control's page opens the panel '{panel}': see control/dock.html"
        assert f"panel={panel}" in opener[1]
    for panel in sorted(files):
        title = re.search(r'<h2 id="panel-title">([^<]*)</h2>', shown(host, open_run, f"?panel={panel}"))
        assert title, f"the panel '{panel}' does not open"
        assert title[1].strip(), f"the panel '{panel}' has no title in control/panel.html"


def test_the_next_step_is_named_by_verb_and_count(company: Company) -> None:
    open_run, host = company.start(), company.host()
    steps = {}
    for phase in PHASES:
        on_to(open_run, phase)
        found = re.search(r'class="button act next"[^>]*>([^<]+)', shown(host, open_run))
        assert found
        steps[phase] = found[1].strip()
    rulings = steps.pop("rulings")
    assert re.fullmatch(r"Publish \d+ rulings?", rulings)
    assert steps == {
        "situation": "Open consultation",
        "consultation": "Open orders",
        "orders": "Lock orders",
        "report": "Begin turn 2",
    }
    on_to(open_run, "report", 99)
    assert "form-advance" not in shown(host, open_run)


def test_a_missile_test_takes_three_clicks(company: Company) -> None:
    open_run, host = company.start(), company.host()
    first = re.search(r'id="dock-ready"[^>]*href="([^"]+)"', shown(host, open_run))
    assert first
    second = re.search(r'id="ready-short_range_test"[^>]*href="([^"]+)"', host.get(unescape(first[1])).text)
    assert second
    page = host.get(unescape(second[1])).text
    assert "Washington is silent at first" in page  # what it would do is read before it is done
    assert 'id="form-ready-short_range_test"' in page
    host.do(open_run.name, "control", "improvise", template="short_range_test", when="now")
    released = [fact for fact in open_run.picture("control", "en")["story"] if fact["kind"] == "inject"]
    assert released[-1]["details"]["title"] == "Short-range missiles"


def tried(company: Company, open_run: OpenRun, host: Browser, **fields: Any) -> str:
    sent = {"form": "write-blank", "back": "panel=write", "command": "improvise", **fields}
    before = len(open_run.run.log.lines)
    answer = host.post(f"/run/{open_run.name}/control/try", sent)
    assert answer.status_code == 200
    assert len(open_run.run.log.lines) == before
    return str(answer.text)


def test_a_draft_is_tried_out_and_nothing_typed_is_lost(company: Company) -> None:
    open_run, host = company.start(), company.host()
    typed = {
        "text.en": "Boats meet in the fog.",
        "effects_given": "yes",
        "what.1": "tension",
        "change.1": "+1",
    }
    page = tried(company, open_run, host, **typed)
    assert "Boats meet in the fog." in page
    assert re.search(r"Peninsula tension</span><span[^>]*>6 → 7", page)
    assert 'id="write-blank-effect-2"' not in page
    assert 'id="write-blank-effect-2"' in tried(company, open_run, host, more="yes", **typed)
    assert 'id="write-blank-effect-1"' not in tried(company, open_run, host, drop="1", **typed)
    begun = tried(company, open_run, host, start="medium_range_test", **typed)
    assert "Boats meet in the fog." in begun
    assert "A medium-range missile" in begun
    refused = tried(company, open_run, host, **{**typed, "what.1": "no_such_track"})
    assert "These effects make no sense" in refused
    assert "Boats meet in the fog." in refused


def test_only_control_tries_things_out(company: Company) -> None:
    open_run = company.start(people=("usa",))
    seat = company.seated(open_run.name, "usa")
    for place in ("usa", "control"):
        assert seat.post(f"/run/{open_run.name}/{place}/try", {"form": "write-blank"}).status_code == 404


def test_an_inject_is_kept_changed_and_released(company: Company) -> None:
    open_run, host = company.start(), company.host()
    host.do(open_run.name, "control", "improvise", when="tray", **{"text.en": "Later.", "title.en": "Fog"})
    kept = open_run.picture("control", "en")["msel"][-1]
    page = shown(host, open_run, f"?panel=write&inject={kept['inject']}")
    assert f'id="form-write-{kept["inject"]}"' in page
    assert "Later." in page
    host.do(open_run.name, "control", "release", inject=kept["inject"], once="two")
    assert open_run.picture("public", "en")["story"][-1]["text"] == "Later."


def test_buttons_of_one_inject_name_their_own_command(company: Company) -> None:
    """A form releases; its other buttons hold, defer and skip."""
    open_run, host = company.start(), company.host()
    sent = {"command": ["release", "hold"], "form": "tray-M01", "inject": "M01", "once": "a"}
    host.post(f"/run/{open_run.name}/control/do", sent)
    assert {entry["inject"]: entry["why"] for entry in open_run.picture("control", "en")["tray"]}[
        "M01"
    ] == "held"


def test_the_msel_is_searched_and_filtered(company: Company) -> None:
    open_run, host = company.start(), company.host()
    page = Page(shown(host, open_run, "?panel=msel&find=missile"))
    some = [name for name in page.ids if name.startswith("msel-M")]
    assert "msel-M03" in some
    assert 0 < len(some) < 30
    due = Page(shown(host, open_run, "?panel=msel&status=due"))
    assert [name for name in due.ids if name.startswith("msel-M")] == ["msel-M01", "msel-M02"]


def test_a_ruling_is_moved_with_a_reason_and_says_what_else_changed(company: Company) -> None:
    open_run, host = company.start(seed=7), company.host()
    on_to(open_run, "rulings")
    ruling = next(entry for entry in open_run.picture("control", "en")["rulings"] if entry.get("ladder"))
    page = unescape(shown(host, open_run, f"?ruling={ruling['path']}"))
    assert all(row["title"] in page for row in ruling["card"]["rows"])
    ladder = [rung["row"] for rung in ruling["ladder"]]
    at = ladder.index(ruling["row"])
    other = ladder[at + 1 if at + 1 < len(ladder) else at - 1]
    moved = {"ruling": ruling["path"], "row": other}
    refused = host.do(open_run.name, "control", "override", once="a", version=ruling["version"], **moved)
    assert refused.status_code == 409
    assert "A ruling is moved with a reason." in refused.text
    host.do(open_run.name, "control", "override", once="b", reason="Too kind", **moved)
    page = shown(host, open_run, f"?ruling={ruling['path']}")
    assert "moved from row" in page
    assert "This also changed" in page
    assert ruling["path"] not in re.sub(r'(value|href|data-read)="[^"]*"', "", page)


def test_who_waits_for_an_answer_is_on_top_of_every_phase(company: Company) -> None:
    open_run, host = company.start(people=("dprk",)), company.host()
    open_run.do(Command("request", "dprk", {"text": "Is the embassy open?"}))
    for phase in PHASES:
        on_to(open_run, phase)
        assert "Is the embassy open?" in shown(host, open_run)
    host.do(open_run.name, "control", "reply", request="R01", to="dprk", text="It is.")
    assert 'id="requests"' not in shown(host, open_run)


def test_chips_say_who_is_late(company: Company) -> None:
    open_run, host = company.start(people=("usa", "dprk")), company.host()
    assert "0 of 2 here" in shown(host, open_run)
    open_run.presence.here("usa", "browser")
    assert "1 of 2 here" in shown(host, open_run)
    on_to(open_run, "orders")
    open_run.do(Command("orders", "usa", {"orders": [], "seal": True}))
    page = shown(host, open_run)
    assert "1 of 2 sealed" in page
    assert "DPRK: Nothing chosen: the seat orders nothing." in page


def test_links_are_revoked_and_seats_opened_by_control_alone(company: Company) -> None:
    open_run, host = company.start(people=("usa",)), company.host()
    seat = company.seated(open_run.name, "usa")
    link = company.runs.seats(open_run.name).link("usa")
    assert link in shown(host, open_run, "?panel=seats")
    for word in ("open", "revoke", "language"):
        assert seat.post(f"/run/{open_run.name}/seats/usa/{word}", {"code": "pl"}).status_code == 404
    assert host.post(f"/run/{open_run.name}/seats/usa/open").status_code == 303
    assert host.get(f"/run/{open_run.name}/usa").status_code == 200
    host.post(f"/run/{open_run.name}/seats/usa/language", {"code": "pl"})
    assert '<html lang="pl"' in seat.get(f"/run/{open_run.name}/usa").text
    host.post(f"/run/{open_run.name}/seats/usa/revoke")
    assert seat.get(f"/run/{open_run.name}/usa").status_code == 404
    assert link not in shown(host, open_run, "?panel=seats")


def test_an_undo_names_where_it_leads(company: Company) -> None:
    open_run, host = company.start(), company.host()
    on_to(open_run, "orders")
    last = next(line for line in open_run.picture("control", "en")["journal"] if line["undoable"])
    page = shown(host, open_run, f"?panel=log&line={last['seq']}")
    assert f'name="line" value="{last["seq"] - 1}"' in page
    assert "The game goes back to turn 1, consultation." in page
    host.do(open_run.name, "control", "undo", line=str(last["seq"] - 1), reason="too early")
    assert open_run.picture("control", "en")["phase"] == "consultation"


def test_a_bulletin_is_edited_in_both_languages(company: Company) -> None:
    open_run, host = company.start(), company.host()
    on_to(open_run, "report")
    items = {"item.1.en": "They talk.", "item.1.pl": "Rozmawiają."}
    host.do(open_run.name, "control", "bulletin", **items)
    assert [item["text"] for item in open_run.picture("public", "pl")["bulletin"]] == ["Rozmawiają."]
    page = shown(host, open_run)
    assert "They talk." in page
    assert "Your words are out" in page


def test_an_automatic_bulletin_fits_its_form(company: Company) -> None:
    open_run, host = company.start(), company.host()
    for turn in range(1, 9):
        on_to(open_run, "report", turn)
        if open_run.run.state.game.finished:
            break
        texts = open_run.picture("control", "en")["bulletin_texts"]
        assert len(texts) <= 4
        page = shown(host, open_run)
        assert all(str(Markup.escape(text["en"])) in page for text in texts)
        assert "Your words are out" not in page


def test_who_else_knows_an_inject_is_said_where_it_is_shown(company: Company) -> None:
    open_run, host = company.start(), company.host()
    also = "also known by DPRK, RUS, POL"
    assert also in shown(host, open_run, "?open=M02")
    assert also in shown(host, open_run, "?panel=msel&inject=M02")
    host.do(open_run.name, "control", "release", inject="M02")
    assert also in shown(host, open_run, "?open=none")
    assert also in open_run.journal("en", 1)[0]["text"]
    assert "notice" not in str(open_run.picture("dprk", "en")["story"])


def test_injects_written_on_the_spot_count_as_out(company: Company) -> None:
    open_run, host = company.start(), company.host()
    assert "0 of 32 out" in shown(host, open_run)
    host.do(open_run.name, "control", "improvise", template="short_range_test", when="now")
    assert "1 of 33 out" in shown(host, open_run)


def test_the_count_of_what_is_due_agrees_with_the_tray(company: Company) -> None:
    open_run, host = company.start(), company.host()
    assert "2 injects due" in shown(host, open_run)
    host.do(open_run.name, "control", "hold", inject="M01")
    assert "1 inject due, 1 may come" in shown(host, open_run)


def test_a_letter_says_whom_it_is_for(company: Company) -> None:
    open_run, host = company.start(), company.host()
    on_to(open_run, "consultation")
    open_run.do(Command("message", "usa", {"through": "poland", "carry": True, "text": "Shall we?"}))
    (letter,) = [fact for fact in open_run.picture("control", "en")["story"] if fact["kind"] == "message"]
    assert letter["details"]["meant"] == ["dprk"]
    page = shown(host, open_run)
    assert "not carried yet" in page
    mine = [fact for fact in open_run.picture("usa", "en")["story"] if fact["kind"] == "message"]
    assert "meant" not in mine[0]["details"]


def test_a_mark_is_shown_on_its_statement(company: Company) -> None:
    open_run, host = company.start(), company.host()
    on_to(open_run, "consultation")
    open_run.do(Command("statement", "usa", {"text": "We are open."}))
    view = open_run.picture("control", "en")
    statement = next(f for f in view["story"] if f["kind"] == "statement")["details"]["statement"]
    mark = next(mark for mark in view["marks"] if not mark.get("of"))
    assert f"form-mark-{statement}" in shown(host, open_run)
    host.do(open_run.name, "control", "mark", statement=statement, mark=mark["id"])
    page = shown(host, open_run)
    assert f"form-mark-{statement}" not in page
    assert re.search(r'<span class="tag act">[^<]+</span></p>', page)


def test_an_undo_asks_again_only_across_a_published_turn(company: Company) -> None:
    open_run, host = company.start(), company.host()
    host.do(open_run.name, "control", "release", inject="M01")
    line = len(open_run.run.log.lines)
    asked = 'id="form-undo"[^>]*data-confirm'
    assert 'id="form-undo"' in shown(host, open_run, f"?panel=log&line={line}")
    assert not re.search(asked, shown(host, open_run, f"?panel=log&line={line}"))
    on_to(open_run, "report")
    assert re.search(asked, shown(host, open_run, f"?panel=log&line={line}"))
    assert 'id="form-finish"' in shown(host, open_run), "wherever one stands, the exercise can be ended"


def test_the_log_names_each_actor_once() -> None:
    names = {"dprk": "DPRK", "usa": "United States"}
    for line, said in (
        ({"code": "DPRK", "actor": "dprk", "text": "DPRK answers: yes"}, "answers: yes"),
        ({"code": "Control", "actor": "control", "text": "Control: Yes"}, "Yes"),
        ({"code": "USA", "actor": "usa", "text": "United States: We wait."}, "We wait."),
        ({"code": "Control", "actor": "control", "text": "DPRK answers: yes"}, "DPRK answers: yes"),
        ({"code": "Control", "actor": "control", "text": "Controlled drift"}, "Controlled drift"),
    ):
        assert once(line, names) == said


def test_rows_say_effects_or_leave_them_to_their_template() -> None:
    rows = rows_from({"run": "launch(short)", "tension": "+1", "set": ["leak", {"subject": "open"}]})
    assert rows is not None
    assert [(row["what"], row["change"]) for row in rows] == [
        ("run launch(short)", "+1"),
        ("tension", "+1"),
        ("set leak", "+1"),
        ("set subject: open", "+1"),
    ]
    assert rows_from({"tell": {"to": ["usa"], "what": "tension", "as": "exact"}}) is None


@pytest.mark.parametrize(
    ("calendar", "shown", "width"),
    [
        (["June 2025", "July 2025"], ["Jun", "Jul"], 36),
        (["czerwiec–lipiec 2025", "grudzień 2025–styczeń 2026"], ["cze–lip", "gru–sty"], 52),
        (["Week 1", "Week 2"], ["1", "2"], 36),
        (["June", ""], ["1", "2"], 36),
        ([f"{name}–end" for name in "abcdefgh"], [str(turn) for turn in range(1, 9)], 36),
    ],
)
def test_a_turn_of_two_months_is_named_by_both_where_there_is_room(
    calendar: list[str], shown: list[str], width: int
) -> None:
    found = months({"calendar": calendar, "turns": len(calendar)})
    assert (found, month_width(found)) == (shown, width)
