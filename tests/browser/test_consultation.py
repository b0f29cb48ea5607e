"""A consultation on a laptop and a phone: among a team, with topics, a counter-proposal, a promise, a bot."""

from collections.abc import Callable

from tests.browser.conftest import PHONE, Person, Server

Sit = Callable[..., Person]
NOTE = "Ask for the radar log before anything is signed."


def test_a_consultation(sit_down: Sit, server: Server) -> None:
    control, usa = sit_down("control"), sit_down("usa")
    mate = sit_down("usa", size=PHONE, has_touch=True, is_mobile=True)
    dprk = sit_down("dprk", size=PHONE, has_touch=True, is_mobile=True, language="pl")
    server.in_contact()
    control.next_step()
    usa.phase("Consultation")

    among_us(usa, mate, dprk)
    topics(usa, dprk)
    a_bot_answers(usa)
    counter_proposal(usa, dprk, server)
    promise(usa, dprk)
    told_of_what_is_new(usa, dprk)


def among_us(usa: Person, mate: Person, dprk: Person) -> None:
    """One writes on the laptop; the phone of the same seat reads it, and what stands in the notebook."""
    usa.look("?tab=messages&write=team")
    usa.send("team", text="Let us wait until they ask.")
    mate.look("?tab=messages&with=usa")
    mate.sees("Let us wait until they ask.")
    mate.look("?tab=messages&write=notebook")
    mate.send("notebook", text=NOTE)
    usa.look("?tab=messages&write=notebook")
    assert usa.form("notebook").locator("textarea").input_value() == NOTE
    dprk.look("?tab=messages")
    assert not dprk.page.get_by_text("Let us wait").count()
    usa.look("?tab=orders")
    usa.page.locator('#order-reassure input[name="order"]').first.check(force=True)
    mate.look("?tab=orders")
    mate.page.locator("#comments option").nth(1).wait_for(state="attached")
    mate.send("comment", comment="Only if Seoul asks.")
    usa.sees("Only if Seoul asks.")


def topics(usa: Person, dprk: Person) -> None:
    """A message with a topic is a thread of its own, found again by its words; the time is this browser's."""
    dprk.look("?tab=messages")
    usa.look("?tab=messages&write=message")
    usa.form("message").locator('input[name="to"][value="dprk"]').check(force=True)
    usa.send("message", text="Could inspectors come in June?", topic="Inspections")
    thread = dprk.page.locator("#threads .thread", has_text="Inspections")
    thread.wait_for()
    thread.locator(".thread-new", has_text="1").wait_for()
    thread.locator("time.told-at:visible").wait_for()
    dprk.page.locator('#threads input[name="find"]').fill("inspectors")
    dprk.page.locator("#talk", has_text="Could inspectors come in June?").wait_for()
    thread.locator("a").click()
    dprk.send("message", text="In July, and two of them.")
    usa.sees("In July, and two of them.")
    assert dprk.page.locator('#form-message input[name="topic"]').input_value() == "Inspections"


def a_bot_answers(usa: Person) -> None:
    usa.look("?tab=messages&write=message&to=china")
    assert usa.page.locator("#form-message .unread").count(), "it is said that no person plays there"
    usa.send("message", text="What would Beijing sign?")
    usa.look("?tab=messages&with=china")
    usa.sees("a bot, by its doctrine")


def counter_proposal(usa: Person, dprk: Person, server: Server) -> None:
    """Terms stand side by side, and what is proposed instead is asked for in one form."""
    usa.look("?tab=messages&write=proposal")
    usa.page.locator("#offer-freeze_for_relief > summary").click()
    usa.page.locator('#offer-freeze_for_relief [name="term.relief"]').select_option("1")
    usa.send("propose-freeze_for_relief")
    dprk.look("?tab=messages")
    paper = dprk.page.locator(".paper").first
    paper.wait_for()
    paper.locator("details.offer summary").click()
    paper.locator('[name="term.relief"]').select_option("2")
    dprk.press(paper.locator("details.offer button"))
    usa.look("?tab=messages")
    table = usa.page.locator(".terms-table").first
    table.locator("td b", has_text="2").wait_for()
    found = [
        entry for entry in server.log.state.game.proposals.values() if entry.agreement == "freeze_for_relief"
    ]
    assert [(entry.by, entry.status) for entry in found] == [("usa", "lapsed"), ("dprk", "open")]


def promise(usa: Person, dprk: Person) -> None:
    usa.look("?tab=messages&write=promise&to=dprk")
    usa.page.locator('#form-promise [name="what"]').select_option("order:reduce_presence")
    usa.send("promise", text="Once the inspectors are in.")
    usa.page.locator("[id^=promised-]", has_text="Promised to DPRK: ").wait_for()
    dprk.look("?tab=messages")
    dprk.page.locator("#promises", has_text="Once the inspectors are in.").wait_for()


def told_of_what_is_new(usa: Person, dprk: Person) -> None:
    """Whoever wants it has what is new counted in the title of the window; nobody else has."""
    usa.look("?tab=orders")
    assert not usa.page.title().startswith("(")
    usa.look("?tab=messages")
    usa.page.locator("#tell summary").click()
    usa.page.locator('[data-tell="title"]').check()
    usa.look("?tab=orders")
    dprk.look("?tab=messages&write=message&to=usa")
    dprk.send("message", text="We wait for your answer.")
    usa.page.wait_for_function("() => document.title.startsWith('(')")
