"""Twenty questions of a player in the middle of a run, answered from the seat's page in three presses."""

from collections.abc import Callable
from pathlib import Path

import pytest
from msgspec import Struct

from engine.play.commands import Command
from engine.record.run import Run
from tests.browser.conftest import LAPTOP, PHONE, Person, Server, sync_api

Sit = Callable[..., Person]
MOST_PRESSES = 3
MOST_WORDS, MOST_OF_A_CARD = 120, 160
"""Words that stand in the place that answers: more than that is no answer, but a page to read."""
WRITTEN = "A halt for relief: would we be asked?"
CARD, OFFER = "#order-reassure #decision", "#order-offer_talks"


class Question(Struct):
    """What a player asks, what is pressed on the way to the answer, and where that stands."""

    asks: str
    presses: tuple[str, ...]
    answer: str
    says: str = ""
    """Words that the answer must hold."""
    on_phone: tuple[str, ...] | None = None
    """What is pressed on a phone, where that differs."""


SITUATION, ORDERS, MESSAGES, BRIEF = "#tab-situation", "#tab-orders", "#tab-messages", "#tab-brief"
WHY = "#order-reassure details.why > summary"
WORDING, LEARN = "#order-nuclear_power_wording", f"{OFFER} details.why > summary"
SECRET = f"{OFFER} .touches section:has-text('Secret')"
LAST_TURN = "#turn-2 > summary"
THREAD = "#threads .thread:has-text('ROK') a"
PAPER = "#papers details.why > summary"
QUESTIONS = [
    Question("Who am I, and what am I after?", (BRIEF,), "#brief", "Deter China first"),
    Question("What do I want, and how far is it?", (BRIEF,), "#aim-usa_talks", "needs 3 (talks announced)"),
    Question("What may I never let happen?", (BRIEF,), "#line-usa_ally_lost", "An ally stops trusting us"),
    Question("What can I do now?", (ORDERS,), f"{OFFER} .order-name", "Offer talks"),
    Question("What does it cost?", (ORDERS,), f"{OFFER} .cost", "1"),
    Question("What can I still pay for?", (ORDERS,), "#purse", "capital spent"),
    Question("Why can I not order that?", (ORDERS,), "#order-negotiate .order-text", "Not now"),
    Question("What may come of it?", (ORDERS, WHY), f"{CARD} .case", "in 100"),
    Question("Who could help?", (ORDERS, WHY), f"{CARD} .shifts section:has-text('Would raise it')", "Write"),
    Question(
        "Which of my goals does it touch?",
        (ORDERS, WHY),
        f"{CARD} .touches",
        "Seoul close to a nuclear decision",
    ),
    Question("Who would learn of it?", (ORDERS, LEARN), SECRET, "DPRK"),
    Question(
        "What would it be worth later, and to whom?",
        (ORDERS, f"{WORDING} details.why > summary"),
        f"{WORDING} .worth",
        "Reply to a talks offer",
    ),
    Question("What does this number mean?", (SITUATION, "#stands-tension > summary"), "#stands-tension p"),
    Question("What does everybody know happened?", (SITUATION,), "#bulletin"),
    Question("What did they do?", (SITUATION, LAST_TURN), "#turn-2 .did", "Urge Pyongyang to talk"),
    Question("Why did mine fail?", (SITUATION, LAST_TURN), "#turn-2 .rejected", "needs: US–DPRK dialogue"),
    Question("What moved, and why?", (SITUATION, LAST_TURN), "#turn-2 .track:has-text('closeness')", "CHN"),
    Question("What did they write to me?", (MESSAGES, THREAD), "#talk .said-text", WRITTEN),
    Question(
        "What would this paper forbid me?", (MESSAGES, PAPER), "#papers .pact dt:has-text('Forbidden') + dd"
    ),
    Question("What was I promised?", (MESSAGES,), "#promises", "by turn"),
    Question("Who plays whom?", (BRIEF,), "#sits-china", "a bot"),
    Question("How do I ask control?", ("#ask-control",), "#form-request", on_phone=(MESSAGES, "#ask-here")),
    Question("What are the rules?", (BRIEF,), "#can a:has-text('The rules on a page')"),
    Question("How long have we got?", (), ".seat-clock"),
]


def prepare(path: Path) -> None:
    """Two turns of Korea 2025, and the third up to its orders: written to, promised, proposed, refused."""
    run = Run.open(path)

    def do(name: str, actor: str = "control", **data: object) -> None:
        run.do(Command(name, actor, data))

    def until(turn: int, phase: str) -> None:
        while (run.state.game.turn, run.state.game.phase) != (turn, phase):
            do("advance")

    for role in ("usa", "dprk", "poland"):
        do("seat", seat=role, by="person")
    until(2, "orders")
    do("orders", "usa", orders=[{"order": "reassure(rok)"}, {"order": "negotiate"}])
    until(3, "consultation")
    do("message", role="rok", to=["usa"], text=WRITTEN)
    do("promise", role="rok", to=["usa"], order="rok_contribution", turn=4)
    do("propose", "dprk", agreement="freeze_for_relief", terms={"relief": 1}, invites=[])
    until(3, "orders")
    run.log.close()


@pytest.mark.parametrize("device", ["laptop", "phone"])
def test_twenty_questions_are_answered_in_three_presses(device: str, sit_down: Sit, server: Server) -> None:
    """Law: whatever a player asks in the middle of a run is three presses from the seat's page at most."""
    prepare(server.folder / "korea-2025.jsonl")
    phone = device == "phone"
    person = sit_down("usa", size=PHONE if phone else LAPTOP, **({"has_touch": True} if phone else {}))
    assert len(QUESTIONS) >= 20
    told, wrong = list[str](), list[str]()
    for question in QUESTIONS:
        presses = question.on_phone if phone and question.on_phone is not None else question.presses
        needed, words, fault = ask(person, question, presses)
        told.append(f"{needed} presses, {words:3} words: {question.asks}")
        most = MOST_OF_A_CARD if question.answer.startswith(CARD) else MOST_WORDS
        if fault or needed > MOST_PRESSES or words > most:
            wrong.append(f"{told[-1]} {fault}")
    print("\n".join(told))
    assert not wrong, "\n".join(wrong)


def ask(person: Person, question: Question, presses: tuple[str, ...]) -> tuple[int, int, str]:
    """How many presses and words a question takes from the page as it opens, and what stands in the way."""
    person.look()
    needed = 0
    for press in presses:
        target = person.page.locator(press).locator("visible=true").first
        try:
            if target.get_attribute("aria-current", timeout=5000) == "page":
                continue  # it is open already
            target.click(timeout=5000)
        except sync_api.Error as error:
            return needed, 0, f"cannot press {press}: {str(error).splitlines()[0]}"
        needed += 1
    answer = person.page.locator(question.answer).locator("visible=true").first
    try:
        answer.wait_for(timeout=5000)
        sync_api.expect(answer).to_contain_text(question.says, timeout=5000)
    except (sync_api.Error, AssertionError):
        return needed, 0, f"no answer at {question.answer} with {question.says!r}"
    return needed, len(answer.inner_text().split()), ""
