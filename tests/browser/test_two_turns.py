"""Two whole turns in real browsers: a facilitator, five seats (a phone, one in Polish), and the screen."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from engine.review.verify import verify
from engine.views import view
from tests.browser.conftest import PHONE, PROJECTOR, Person, Server

Sit = Callable[..., Person]
LETTER = "We are ready to talk about a halt, without conditions."


def test_two_turns(sit_down: Sit, server: Server) -> None:
    """Messages, an agreement, a question, an inject on the spot, an override, an undo and a fork."""
    control = sit_down("control")
    usa, rok, japan = sit_down("usa"), sit_down("rok"), sit_down("japan")
    dprk = sit_down("dprk", size=PHONE, has_touch=True, is_mobile=True)
    poland = sit_down("poland", language="pl")
    screen = sit_down("control", size=PROJECTOR)
    screen.page.goto(f"{server.address}/run/{server.run}/public")

    first_situation(control, usa, poland, screen)
    consultation(control, usa, rok, japan, dprk)
    orders(control, usa, dprk, poland)
    rulings(control, usa, screen)
    report(control, usa, dprk, screen)
    second_turn(control, usa, poland, screen)
    fork(control, server)
    assert verify(server.folder / f"{server.run_before_fork}.jsonl") == (None, True)


def injects(control: Person, seat: str, language: str = "en") -> list[dict[str, Any]]:
    """What a seat has been told, as the engine has it."""
    story = view(control.server.log.state, seat, language)["story"]
    return [fact for fact in story if fact["kind"] == "inject"]


def first_situation(control: Person, usa: Person, poland: Person, screen: Person) -> None:
    """The tray's first inject goes out; three clicks release a missile test; everybody reads both."""
    for person in (usa, poland):  # a seat begins with its brief
        person.page.locator("#brief").wait_for()
        person.page.locator("#tab-situation").click()
    control.press(control.page.locator("#tray .inject.line button", has_text="Release").first)
    usa.sees(injects(control, "usa")[-1]["text"][:40])
    control.page.locator("#dock-ready").click()
    control.page.locator("#ready-short_test, .ready .choices a").first.click()
    control.page.locator("#picked").wait_for()
    control.press(control.page.locator("#picked").get_by_role("button", name="Release now"))
    screen.sees(injects(control, "public")[-1]["text"][:40])
    poland.sees(injects(control, "poland", "pl")[-1]["text"][:30])
    control.server.in_contact()
    control.next_step()
    usa.phase("Consultation")
    poland.phase("Konsultacje")


def consultation(control: Person, usa: Person, rok: Person, japan: Person, dprk: Person) -> None:
    """A message arrives while its reader types; three sign a compact; a question to control is answered."""
    dprk.look("?tab=messages&write=statement")
    dprk.form("statement").locator("textarea").fill("Half a sentence that must")
    usa.look("?tab=messages&write=message")
    usa.form("message").locator('input[name="to"][value="dprk"]').check(force=True)
    usa.send("message", text=LETTER)
    control.sees(LETTER)
    dprk.page.get_by_text(LETTER).first.wait_for(state="attached")
    assert dprk.form("statement").locator("textarea").input_value() == "Half a sentence that must"
    dprk.send("statement", text="Half a sentence that must not be lost.")
    usa.look("?tab=messages")
    usa.sees("Half a sentence that must not be lost.")

    usa.look("?tab=messages&write=proposal")
    usa.page.locator("#offer-trilateral_compact > summary").click()
    usa.send("propose-trilateral_compact")
    for ally in (rok, japan):
        ally.look("?tab=messages")
        ally.press(ally.page.get_by_role("button", name="Sign", exact=True).first)
    proposals = control.server.log.state.game.proposals.values()
    assert [proposal.status for proposal in proposals if proposal.agreement == "trilateral_compact"] == [
        "announced"
    ]

    rok.look("?tab=messages&write=control")
    rok.send("request", text="May we bring an observer?")
    control.page.locator("#wait-question-R01 a").click()
    control.page.locator(".request input[name=text]").fill("Yes, one.")
    control.press(control.page.locator(".request").get_by_role("button", name="Answer", exact=True))
    rok.look("?tab=messages")
    rok.sees("Yes, one.")
    control.next_step()


def orders(control: Person, usa: Person, dprk: Person, poland: Person) -> None:
    """Sealed on a laptop and on a phone; after the lock a question is put and answered on the phone."""
    usa.look("?tab=orders")
    usa.page.locator('#order-offer_talks input[name="order"]').check(force=True)
    usa.press(usa.page.locator("#seal"))
    control.page.locator("#chip-usa .ready").wait_for()
    dprk.look("?tab=orders")
    dprk.page.locator('#order-short_test input[name="order"]').check(force=True)
    dprk.press(dprk.page.locator("#seal"))
    poland.look("?tab=orders")
    poland.press(poland.page.locator("#seal"))
    control.next_step()
    answer = dprk.page.locator('#questions input[name="answer"][value="accept"]')
    answer.wait_for(state="attached")
    answer.check(force=True)
    dprk.press(dprk.page.locator("#questions button.act"))
    (question,) = [entry for entry in control.server.log.state.game.questions.values() if entry.to == "dprk"]
    assert (question.answer, question.answered_by) == ("accept", "person")
    control.next_step()


def rulings(control: Person, usa: Person, screen: Person) -> None:
    """A ruling is moved along its ladder with a reason; nothing of it is public before it is published."""
    control.phase("Rulings")
    shown = view(control.server.log.state, "control")
    ruling = next(entry for entry in shown["rulings"] if len(entry.get("ladder", ())) > 1)
    control.look(f"?{urlencode({'ruling': ruling['path']})}")
    override = control.page.locator("form.override").first
    override.locator('input[name="row"]:not(:checked)').first.check(force=True)
    override.locator('[name="reason"]').fill("The room argued it well.")
    control.press(override.locator("button"))
    control.page.get_by_text("moved from row").first.wait_for()
    assert ruling["path"] in control.server.log.state.game.overrides
    assert usa.page.get_by_text("The room argued it well.").count() == 0
    control.next_step()
    screen.page.get_by_text("Bulletin").first.wait_for()


def report(control: Person, usa: Person, dprk: Person, screen: Person) -> None:
    """Control words the bulletin and the screen shows it; an undo takes that back."""
    usa.phase("Report")
    control.form("bulletin").locator("textarea, input[type=text]").first.fill(
        "Washington offers talks; Pyongyang listens."
    )
    control.press(control.form("bulletin").locator("button.act, button").last)
    screen.sees("Washington offers talks; Pyongyang listens.")
    control.page.locator("#dock-undo").click()
    control.page.locator("#undo-reason").fill("The item was wrong.")
    control.page.locator("#undo-told").fill("The bulletin comes anew.")
    control.press(control.form("undo").get_by_role("button", name="Take the game back"))
    screen.page.get_by_text("Washington offers talks; Pyongyang listens.").wait_for(state="detached")
    control.next_step()


def second_turn(control: Person, usa: Person, poland: Person, screen: Person) -> None:
    """An inject is written on the spot in two languages, tried out and released; then on to the report."""
    control.phase("Situation")
    control.page.keyboard.press("Escape")
    control.page.locator("#dock-write").click()
    writing = control.page.locator("[data-draft] form")
    writing.locator('[name="text.en"]').fill("A trawler is missing in the Yellow Sea.")
    writing.locator("label.tongue-tab", has_text="polski").click()
    writing.locator('[name="text.pl"]').fill("Na Morzu Żółtym zaginął trawler.")
    control.press(writing.get_by_role("button", name="Add an effect"))
    writing.locator("select[name^=what]").first.select_option("tension")
    control.press(writing.get_by_role("button", name="Preview"))
    assert writing.locator('[name="text.pl"]').input_value() == "Na Morzu Żółtym zaginął trawler."
    control.press(writing.get_by_role("button", name="Release now"))
    screen.sees("A trawler is missing in the Yellow Sea.")
    poland.look("?tab=situation")
    poland.sees("Na Morzu Żółtym zaginął trawler.")
    for phase in ("Consultation", "Orders", "Rulings", "Report"):
        while phase not in control.page.locator(".phases [aria-current=step]").first.inner_text():
            control.next_step()
        usa.phase(phase)
    assert control.server.log.state.game.turn == 2


def fork(control: Person, server: Server) -> None:
    """What if: a new run that begins at the second turn."""
    server.run_before_fork = server.run
    control.page.goto(server.address)
    control.page.locator("details.fork summary").first.click()
    control.page.locator("details.fork select").first.select_option("2")
    control.page.get_by_role("button", name="Fork this run").first.click()
    control.page.wait_for_load_state()
    assert len(list(server.folder.glob("*.jsonl"))) == 2
