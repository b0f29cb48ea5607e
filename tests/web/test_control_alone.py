"""What is written for control alone leaves by no door: reasons, withdrawn words, what became of an inject."""

from html import unescape
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.load import from_data
from tests.web.company import Browser, Company, loaded
from web.open_run import OpenRun

REASON, WITHDRAWN = "The wrong month was read.", "We have decided otherwise."


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def all_that_is_in(content: bytes) -> str:
    """A document as text, and what is packed in it."""
    if not content.startswith(b"PK"):
        return unescape(content.decode("utf-8", "replace"))
    with ZipFile(BytesIO(content)) as packed:
        return "\n".join(packed.read(name).decode("utf-8", "replace") for name in packed.namelist())


@pytest.fixture
def taken_back(company: Company) -> OpenRun:
    """A run with an undo that has its reason, and a statement that was marked and withdrawn."""
    open_run = company.start("korea-2025", ("usa", "dprk"))
    open_run.do(Command("advance"))
    open_run.do(Command("statement", "dprk", {"text": WITHDRAWN}))
    said = next(iter(open_run.run.state.room.statements))
    mark = next(iter(open_run.run.exercise.file.marks))
    open_run.do(Command("mark", data={"statement": said, "mark": mark, "role": "usa"}))
    open_run.do(Command("withdraw", data={"statement": said}))
    open_run.do(Command("advance"))
    open_run.do(Command("undo", data={"reason": REASON}))
    return open_run


DOCUMENTS = ("report.html", "report.md", "data.zip", "data-without-texts.zip", "log.jsonl", "msel.csv")


def taken(browser: Browser, open_run: OpenRun, seat: str) -> dict[str, str]:
    """Every document that a seat is given, with every pair of eyes."""
    found = {}
    for document in DOCUMENTS:
        for eyes in ("", "?as=control", "?as=dprk", "?as=public"):
            answer = browser.get(f"/run/{open_run.name}/{seat}/debrief/report/{document}{eyes}")
            if answer.status_code == 200:
                found[document + eyes] = all_that_is_in(answer.get_data())
    return found


@pytest.mark.parametrize("seat", ["observer", "usa"])
def test_a_reason_and_a_withdrawn_statement_are_in_no_document_of_another(
    company: Company, taken_back: OpenRun, seat: str
) -> None:
    browser = company.seated(taken_back.name, seat)
    during = taken(browser, taken_back, seat)
    taken_back.do(Command("finish"))
    taken_back.do(Command("disclose", data={"what": "all"}))
    after = taken(browser, taken_back, seat)
    assert "report.md" in after, "something is given"
    for name, content in (during | after).items():
        assert REASON not in content, name
        assert WITHDRAWN not in content, name


def test_control_s_own_data_have_both(company: Company, taken_back: OpenRun) -> None:
    whole = taken(company.host(), taken_back, "control")["data.zip"]
    assert REASON in whole
    assert WITHDRAWN in whole


def test_a_withdrawn_statement_is_in_no_line_of_the_log_on_the_page(
    company: Company, taken_back: OpenRun
) -> None:
    html = company.host().get(f"/run/{taken_back.name}/control?panel=log").get_data(as_text=True)
    assert "a statement that control has withdrawn" in unescape(html)
    assert WITHDRAWN not in html


def test_a_fork_from_before_the_withdrawal_does_not_bring_it_back(company: Company, tmp_path: Path) -> None:
    from engine.review.fork import fork

    open_run = company.start("korea-2025", ("dprk",))
    open_run.do(Command("advance"))
    open_run.do(Command("statement", "dprk", {"text": WITHDRAWN}))
    while open_run.run.state.game.turn == 1:
        open_run.run.press_on()
    said = next(iter(open_run.run.state.room.statements))
    open_run.do(Command("withdraw", data={"statement": said}))
    forked = fork(open_run.run, tmp_path / "fork.jsonl", 2)
    assert said in forked.state.room.withdrawn


@pytest.mark.parametrize("language", ["en", "pl"])
@pytest.mark.parametrize("eyes", ["usa", "public", "control"])
def test_questions_of_the_debrief_are_looked_at_while_the_run_goes_on(
    company: Company, taken_back: OpenRun, eyes: str, language: str
) -> None:
    for browser, seat in (
        (company.host(), "control"),
        (company.seated(taken_back.name, "observer"), "observer"),
    ):
        path = f"/run/{taken_back.name}/{seat}/debrief/questions?as={eyes}"
        assert browser.get(path, headers={"Accept-Language": language}).status_code == 200


def approved(company: Company) -> OpenRun:
    """Korea 2025 with what Poland may release approved by control."""
    data = loaded("korea-2025").data
    seat = data["presets"][data.get("default_preset") or next(iter(data["presets"]))]["seats"]["poland"]
    rights = [{**right, "approve": True} if isinstance(right, dict) else right for right in seat["may"]]
    changed = {**data, "presets": {**data["presets"]}}
    for name, preset in data["presets"].items():
        if preset.get("seats", {}).get("poland") is seat:
            changed["presets"][name] = {
                **preset,
                "seats": {**preset["seats"], "poland": {**seat, "may": rights}},
            }
    path = company.runs.free("asked")
    return company.serve(
        path.stem, Run.start(from_data(changed), path, seed=1, people=["control", "poland", "usa"])
    )


def test_what_was_asked_for_and_is_skipped_is_declined(company: Company) -> None:
    """The seat is answered, control is not asked any more, and nothing says that it was skipped."""
    open_run = approved(company)
    (inject, *_) = [entry["inject"] for entry in open_run.picture("poland", "en")["may"]["release"]]
    open_run.do(Command("release", "poland", {"inject": inject}))
    assert [entry["kind"] for entry in open_run.picture("control", "en")["waiting"]].count("sought") == 1
    open_run.do(Command("skip", data={"inject": inject, "reason": "Of no use today."}))
    assert "sought" not in [entry["kind"] for entry in open_run.picture("control", "en")["waiting"]]
    told = [fact["text"] for fact in open_run.picture("poland", "en")["story"] if fact["kind"] == "sought"]
    assert "Control does not release" in told[-1]
    assert "skip" not in told[-1].lower()
    assert "Of no use today." not in str(open_run.picture("poland", "en"))
    open_run.do(
        Command("release", "poland", {"inject": inject})
    )  # it can ask again, and learns nothing by it


def test_what_control_did_with_an_inject_is_not_said_by_a_refusal(company: Company) -> None:
    open_run = company.start("korea-2025", ("control", "poland", "usa"))
    (inject, *_) = [entry["inject"] for entry in open_run.picture("poland", "en")["may"]["release"]]
    open_run.do(Command("skip", data={"inject": inject}))
    answer = company.seated(open_run.name, "poland").do(open_run.name, "poland", "release", inject=inject)
    html = unescape(answer.get_data(as_text=True))
    assert "This cannot be released now." in html
    assert "released or skipped" not in html


@pytest.mark.parametrize("effects", [["set"], ["set", "set a"], ["clear"], ["run"], [" "]])
def test_half_an_effect_is_refused(company: Company, effects: list[str]) -> None:
    open_run = company.start("korea-2025", ("control",))
    fields = {f"what.{row}": what for row, what in enumerate(effects, 1)}
    fields |= {f"change.{row}": "1" for row in range(1, len(effects) + 1)}
    answer = company.host().do(
        open_run.name, "control", "improvise", text="News.", to=["usa"], effects_given="1", **fields
    )
    assert answer.status_code == 409 or not open_run.run.log.lines[-1].events[0].effects  # type: ignore[union-attr]
