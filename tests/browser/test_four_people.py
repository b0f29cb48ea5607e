"""Four people play two turns of Korea 2025, on laptops and a phone: cards, threads, a counter-proposal, a
promise, a letter through the embassy, a cell's chat, the one text of the chair, and an order in Seoul's own
words, which is read again in the replay, a fork, the export and the report.
"""

from collections.abc import Callable
from io import BytesIO
from typing import Any
from zipfile import ZipFile

from engine.record.run import Run
from engine.review.fork import fork
from engine.review.verify import verify
from engine.views import view
from tests.browser.conftest import PHONE, Person, Server, sync_api

Sit = Callable[..., Person]
FIRST = "Both sides halt long-range tests until January."
SECOND = "Both sides halt all tests until January."
LETTER = "We would listen to a first step."
ARGUED = "A flood line"
REASONS = ("A warning costs nobody anything.", "The telephone is still there.")
COUNTERS = {"usa": "Nobody answers that telephone.", "dprk": "We were sent leaflets."}
"""In the order of the roles, as the ruling lists them."""


def test_four_people_play_two_turns(sit_down: Sit, server: Server) -> None:
    """Law: what four people agree, promise, write and order on their pages is what the log holds."""
    control, usa, rok = sit_down("control"), sit_down("usa"), sit_down("rok")
    poland = sit_down("poland", language="pl")
    dprk = sit_down("dprk", size=PHONE, has_touch=True, is_mobile=True)
    people = {"usa": usa, "rok": rok, "poland": poland, "dprk": dprk}

    server.in_contact()
    to_phase(control, "Consultation")
    usa.phase("Consultation")
    cards(usa, dprk)
    thread(usa, dprk)
    counter_proposal(usa, dprk, server)
    promise(rok, usa)
    one_text(poland, usa, dprk, server)
    letter(usa)
    orders(control, people)
    report(control, usa, server)

    to_phase(control, "Consultation")
    cell(usa)
    kept(usa)
    to_phase(control, "Orders")
    argue(rok)
    for person in people.values():
        person.look("?tab=orders")
        person.press(person.page.locator("#seal"))
    control.next_step()
    for person, text in COUNTERS.items():
        counter(people[person], text)
    to_phase(control, "Rulings")
    weigh(control, server)
    to_phase(control, "Report")
    usa.phase("Report")
    assert server.log.state.game.turn == 2
    assert verify(server.folder / f"{server.run}.jsonl") == (None, True)
    found_again(control, server)


def to_phase(control: Person, phase: str) -> None:
    """Control goes on until this phase begins; what waits in the tray is passed over."""
    control.next_step()
    while phase not in control.page.locator(".phases [aria-current=step]").first.inner_text():
        control.next_step()


def facts(server: Server, seat: str, kind: str) -> list[dict[str, Any]]:
    """What a seat has been told of one kind, as the engine has it."""
    return facts_of(server.log, seat, kind)


def facts_of(run: Run, seat: str, kind: str) -> list[dict[str, Any]]:
    return [fact for fact in view(run.state, seat)["story"] if fact["kind"] == kind]


def cards(usa: Person, dprk: Person) -> None:
    """Both open the card of an order: the odds of its rows, who could help, and what it touches."""
    for person, order, says in ((usa, "reassure", "Seoul is reassured"), (dprk, "ask_beijing", "Beijing")):
        person.look("?tab=orders")
        person.page.locator(f"#order-{order} details.why > summary").click()
        card = person.page.locator(f"#order-{order} #decision")
        card.locator(".comes li", has_text=says).first.wait_for()
        card.get_by_text("in 100").first.wait_for()
        card.locator(".touches").first.wait_for()
        width = person.page.evaluate("() => document.documentElement.scrollWidth - window.innerWidth")
        assert width <= 0, f"{person.seat} scrolls sideways"


def thread(usa: Person, dprk: Person) -> None:
    """A message with a topic is answered on the phone, in its thread."""
    usa.look("?tab=messages&write=message")
    usa.form("message").locator('input[name="to"][value="dprk"]').check(force=True)
    usa.send("message", text="What would a halt be worth to you?", topic="A halt")
    dprk.look("?tab=messages")
    dprk.page.locator("#threads .thread a", has_text="A halt").click()
    dprk.send("message", text="Relief, and smaller exercises.")
    usa.sees("Relief, and smaller exercises.")


def counter_proposal(usa: Person, dprk: Person, server: Server) -> None:
    """One proposes a freeze; the other asks for more in its place, and the first reads both side by side."""
    usa.look("?tab=messages&write=proposal")
    usa.page.locator("#offer-freeze_for_relief > summary").click()
    usa.page.locator('#offer-freeze_for_relief [name="term.relief"]').select_option("1")
    usa.send("propose-freeze_for_relief")
    dprk.look("?tab=messages")
    paper = dprk.page.locator(".paper").first
    paper.locator("details.offer summary").click()
    paper.locator('[name="term.relief"]').select_option("2")
    dprk.press(paper.locator("details.offer button"))
    usa.look("?tab=messages")
    usa.page.locator(".terms-table td b", has_text="2").first.wait_for()
    found = server.log.state.game.proposals.values()
    assert [entry.by for entry in found if entry.status == "open"] == ["dprk"]


def promise(rok: Person, usa: Person) -> None:
    """An ally promises an order by the next turn; whom it was given to has it in a list."""
    rok.look("?tab=messages&write=promise&to=usa")
    rok.page.locator('#form-promise [name="what"]').select_option("order:rok_contribution")
    rok.send("promise", text="If you reassure us this month.")
    usa.look("?tab=messages")
    usa.page.locator("#promises", has_text="If you reassure us this month.").wait_for()


def one_text(poland: Person, usa: Person, dprk: Person, server: Server) -> None:
    """The chair sets the agenda and lays a text before two parties; one amends it, both initial it."""
    poland.look("?tab=messages")
    poland.send("chair", text="1. Wstrzymanie prób. 2. Weryfikacja.")
    usa.sees("1. Wstrzymanie prób. 2. Weryfikacja.")
    poland.page.locator("#offer-text > summary").click()
    for party in ("usa", "dprk"):
        poland.form("text").locator(f'input[name="to"][value="{party}"]').check(force=True)
    poland.send("text", text=FIRST)
    usa.look("?tab=messages")
    usa.press(usa.form("initial").locator("button"))
    dprk.look("?tab=messages")
    dprk.page.locator("#offer-amend > summary").click()
    dprk.send("amend", text=SECOND)
    usa.page.locator("#joint .said-text", has_text=SECOND).wait_for()
    for party in (usa, dprk):
        party.press(party.form("initial").locator("button"))
    joint = server.log.state.room.joint
    assert joint is not None
    assert (joint.text, sorted(joint.initials)) == (SECOND, ["dprk", "usa"])
    standing = {flag["id"] for flag in view(server.log.state, "usa")["flags"]}
    assert {"agenda_set", "text_initialled"} <= standing, "the tables read what the chair has done"


def letter(usa: Person) -> None:
    """A letter for the embassy says beside it what can come of it."""
    usa.look("?tab=messages&write=letter")
    usa.page.locator("#outlook-poland li", has_text="you are told an objective of DPRK").wait_for()
    usa.send("letter-poland", text=LETTER)


def orders(control: Person, people: dict[str, Person]) -> None:
    """Everybody seals, on laptop and phone; Poland carries the letter; then the rulings are published."""
    to_phase(control, "Orders")
    poland = people["poland"]
    poland.look("?tab=orders")
    poland.page.locator("#letter-usa", has_text=LETTER).locator("input.pick").check(force=True)
    poland.press(poland.page.locator("#seal"))
    for seat, order in (("usa", "reassure"), ("rok", "rok_contribution"), ("dprk", "ask_beijing")):
        person = people[seat]
        person.look("?tab=orders")
        person.page.locator(f'#order-{order} input[name="order"]').first.check(force=True)
        person.press(person.page.locator("#seal"))
    sealed = control.server.log.state.game.sealed
    assert {"usa", "rok", "dprk", "poland"} <= {*sealed}


def report(control: Person, usa: Person, server: Server) -> None:
    """The report says what each capital did, and what one's own order came to."""
    to_phase(control, "Report")
    usa.look()
    sync_api.expect(usa.page.locator("#did-rok")).to_contain_text("Own deterrence contribution")
    usa.page.locator("#own-report", has_text="Reassure an ally").wait_for()
    assert any("Carry a message: USA" in fact["text"] for fact in facts(server, "poland", "order"))


def cell(usa: Person) -> None:
    """One writes to a cell of its own seat, beside threads with topics: lists of topics that were one and the
    same in two forms made Chromium's page die.
    """
    usa.look("?tab=messages&write=team")
    usa.form("team").locator('input[name="cell"][value="diplomat"]').check(force=True)
    usa.send("team", text="Ask Seoul what it needs next.")
    usa.page.locator("#threads .thread", has_text="Diplomats").wait_for()


def kept(usa: Person) -> None:
    """The promise of the first turn stands as kept."""
    usa.look("?tab=messages")
    usa.page.locator("#promises li", has_text="kept").wait_for()


def argue(rok: Person) -> None:
    """Seoul writes what no move foresees: an effect, and two reasons."""
    rok.look("?tab=orders")
    rok.page.locator("#argue > summary").click()
    form = rok.form("argue")
    form.locator("[name=title]").fill(ARGUED)
    form.locator("[name=want]").select_option("armistice:2")
    for number, reason in enumerate(REASONS):
        form.locator("[name=reasons]").nth(number).fill(reason)
    rok.press(form.locator("button.act"))
    sync_api.expect(rok.page.locator("#argued-armistice")).to_contain_text(ARGUED)


def counter(person: Person, text: str) -> None:
    """A counter-argument, on a laptop and on a phone."""
    person.look("?tab=orders")
    person.page.locator("#questions textarea").fill(text)
    person.press(person.page.locator("#questions button[value=against]"))


def weigh(control: Person, server: Server) -> None:
    """Of four arguments control lets three count; then the dice fall."""
    control.look()
    weighing = control.page.locator("form.weighing")
    for name, counts in (("1", "yes"), ("2", "yes"), ("dprk", "yes"), ("usa", "no")):
        weighing.locator(f'label:has(input[name="count.{name}"][value={counts}])').click()
    control.press(weighing.locator("button.act"))
    sync_api.expect(control.page.locator("#rulings")).to_contain_text(
        "Argued order (2 for, 1 against, ordinary)"
    )
    assert server.log.state.game.weighings["rok.argued(armistice)"].counts == ["1", "2", "dprk"]


def found_again(control: Person, server: Server) -> None:
    """Every argument stands in the replay, the export, the report, and a fork of what follows."""
    said = (ARGUED, *REASONS, *COUNTERS.values())
    debrief = f"{server.address}/run/{server.run}/control/debrief"
    control.page.goto(f"{debrief}?turn=2&phase=report")
    sync_api.expect(control.page.locator("#stage")).to_contain_text(ARGUED)
    report = control.page.request.get(f"{debrief}/report/report.html").text()
    assert [text for text in said if text not in report] == []
    data = BytesIO(control.page.request.get(f"{debrief}/report/data.zip").body())
    table = ZipFile(data).read("arguments.csv").decode()
    assert [text for text in said if text not in table] == []
    control.look()
    to_phase(control, "Situation")
    forked = fork(server.log, server.folder.parent / "fork.jsonl", 3)
    (judged,) = facts_of(forked, "control", "judged")
    assert [entry["text"] for entry in judged["details"]["arguments"]] == [*REASONS, *COUNTERS.values()]
    assert verify(forked.log.path) == (None, True)
