"""What people do in the playthroughs, beside bots and automatic control."""

from collections.abc import Callable
from typing import Any

from msgspec import Struct

from engine.record.run import Run
from engine.views import view


class Play:
    """The table as a script sees it: the run, and a hand to give commands with."""

    def __init__(self, run: Run, do: Callable[..., None]) -> None:
        self.run, self.do = run, do

    def see(self, seat: str) -> dict[str, Any]:
        """What a seat sees now."""
        return view(self.run.state, seat)

    def control(self, command: str, **data: Any) -> None:
        """A command of control's."""
        self.do(command, "control", **data)

    def orders(self, role: str, *orders: str | dict[str, Any], seal: bool = True) -> None:
        """A seat's orders; without a seal its draft."""
        entries = [{"order": order} if isinstance(order, str) else order for order in orders]
        self.do("orders" if seal else "draft", role, orders=entries)

    def answer(self, role: str, source: str, answer: str, **data: Any) -> None:
        """A seat's answer to the question that a move or an inject has put, if it has been put."""
        for question in self.see(role)["questions"]:
            if source in question["id"] and not question["answer"]:
                self.do("answer", role, question=question["id"], answer=answer, **data)

    def sign(self, role: str, agreement: str) -> None:
        """A seat's signature under what lies on the table, if it lies there."""
        for proposal in self.see(role)["proposals"]:
            if proposal["agreement"] == agreement and proposal["can_sign"]:
                self.do("sign", role, proposal=proposal["id"])

    def unsign(self, role: str, agreement: str) -> None:
        """A signature taken back, if it was given."""
        for proposal in self.see(role)["proposals"]:
            if proposal["agreement"] == agreement and role in proposal["signed"]:
                self.do("unsign", role, proposal=proposal["id"])

    def mark(self, mark: str, **data: Any) -> None:
        """Control's mark on the newest statement."""
        statement = list(self.run.state.room.statements)[-1]
        self.control("mark", statement=statement, mark=mark, **data)

    def letter(self, sender: str, carrier: str) -> str:
        """The newest letter a sender has given to a carrier."""
        found = [entry["id"] for entry in self.see(carrier)["letters"] if entry["sender"] == sender]
        return found[-1] if found else ""

    def rulings(self, table: str) -> list[dict[str, Any]]:
        """The rulings of a table with dice, as control sees them before publishing."""
        return [
            fact
            for fact in self.see("control")["rulings"]
            if fact["kind"] == "ruling" and fact.get("dice") and table in fact["path"].rpartition(">")[2]
        ]

    def throw(self, table: str, *dice: int) -> None:
        """Dice thrown on the table, typed in for the first ruling of a table, if there is one."""
        for ruling in self.rulings(table)[:1]:
            self.control("dice", ruling=ruling["path"], dice=list(dice))

    def shift(self, table: str, by: int, reason: str) -> None:
        """An override of the first ruling of a table by one step of its ladder, if there is such a step."""
        for ruling in self.rulings(table)[:1]:
            ladder = [rung["row"] for rung in ruling["ladder"]]
            place = ladder.index(ruling["row"]) + by
            if 0 <= place < len(ladder):
                self.control("override", ruling=ruling["path"], row=ladder[place], reason=reason)


Act = Callable[[Play], None]


class Script(Struct):
    """How a playthrough is played. Acts stand by turn and phase; `answers` is the time after lock."""

    exercise: str
    seed: int = 1
    format: str | None = None
    people: tuple[str, ...] = ()
    watch: tuple[str, ...] = ()
    """Roles whose own view is compared with the truth."""
    about: str = ""
    acts: dict[tuple[int, str], Act] = {}
    after: Act | None = None


# The Grey Strait: Brenia is a person throughout, Halmar from November on, the Commission in December.


def october_words(play: Play) -> None:
    play.do("statement", "brenia", text="Somebody pays for the knives. We would rather know than guess.")
    play.do("message", "brenia", to=["halmar"], text="Pay for the nets by November and we have seen nothing.")
    play.do("chair", "commission", act="agenda", text="One: the nets. Two: the ferry. Three: the winter.")
    play.control("note", text="Brenia opened hard in public and soft in private.")


def october_orders(play: Play) -> None:
    play.orders("brenia", "escort", "recall_fleet", seal=False)
    play.orders("brenia", "escort")


def october_rulings(play: Play) -> None:
    play.throw("encounter", 5, 6)
    play.shift(
        "encounter", -1, "The cutter's log, shown at the table, has no shots in it: paint and a bent rail."
    )


def november_situation(play: Play) -> None:
    play.control("seat", seat="halmar", by="person")
    play.control("release", inject="fog_bank")
    play.control(
        "improvise",
        text="Wives of both fleets ring the same bell on both shores, at the same hour, every evening.",
        to=["all"],
        **{"from": "Harbour radio"},
        effects={"tension": -1},
    )


def november_words(play: Play) -> None:
    play.do(
        "message", "brenia", carry=True, through="commission", sealed=True, text="Half, and we stay in port."
    )
    play.do("message", "halmar", to=["commission"], text="If your radar sees anything, tell us first.")
    play.control("pause")
    play.control("resume")


def november_orders(play: Play) -> None:
    play.orders("brenia", "charter_tanker")
    play.orders("halmar", "offer_share(half)", "hire_night_boats", seal=False)
    letter = play.letter("brenia", "commission")
    play.control(
        "orders",
        role="commission",
        orders=[{"order": "carry_letter", "secret": True, "message": letter}],
        seal=True,
    )


def november_answers(play: Play) -> None:
    play.answer("halmar", "tanker", "let_pass")
    play.answer("brenia", "offer_share", "refuse")


def november_report(play: Play) -> None:
    play.control(
        "undo", line=november_line(play), reason="Brenia's answer was read out wrongly: it had accepted."
    )
    play.answer("brenia", "offer_share", "accept")


def november_line(play: Play) -> int:
    """The line of the answer that is taken back, less one."""
    found = [line.seq for line in play.run.lines if line.command == "answer" and line.actor == "brenia"]
    return found[0] - 1


def december_words(play: Play) -> None:
    play.do(
        "message",
        "halmar",
        through="commission",
        to=["brenia"],
        text="Half, then. And no flags at the signing.",
    )
    play.do("propose", "brenia", agreement="winter_arrangement", terms={"share": 2})
    play.do("advance", "brenia")
    play.sign("halmar", "winter_arrangement")


def december_orders(play: Play) -> None:
    play.orders("brenia", "recall_fleet")
    play.orders("halmar", "pay_for_nets")
    play.control("orders", role="commission", orders=[{"order": "extra_sailing"}], seal=True)


GREY_STRAIT = Script(
    exercise="grey-strait",
    seed=4,
    people=("brenia",),
    watch=("brenia", "commission"),
    about="A person plays Brenia, and Halmar from November; control gives some orders for the Commission.",
    acts={
        (1, "consultation"): october_words,
        (1, "orders"): october_orders,
        (1, "rulings"): october_rulings,
        (2, "situation"): november_situation,
        (2, "consultation"): november_words,
        (2, "orders"): november_orders,
        (2, "answers"): november_answers,
        (2, "report"): november_report,
        (3, "consultation"): december_words,
        (3, "orders"): december_orders,
    },
    after=lambda play: play.control("disclose", what="traces"),
)


# Korea 2025: the United States and Poland are people for three turns, then bots with control's hand.


def june_words(play: Play) -> None:
    play.do(
        "statement",
        "usa",
        text="Our goal is a DPRK without nuclear weapons. On the way there we can talk about much.",
    )
    play.mark("policy_line")
    play.control(
        "message",
        role="rok",
        to=["usa"],
        text="Two demands: a place at the table, and short range on the agenda.",
    )
    play.do("message", "usa", to=["rok", "japan"], text="You will hear of any offer before Pyongyang does.")
    play.do(
        "message",
        "poland",
        to=["usa"],
        text="Our embassy can take a letter north this month, sealed or open.",
    )
    play.do(
        "message",
        "usa",
        carry=True,
        through="poland",
        sealed=True,
        text="Limits first. What would a halt be worth to you?",
    )
    play.do("chair", "poland", act="agenda", text="What each side would call a first step.")


def june_orders(play: Play) -> None:
    play.orders(
        "usa",
        "reassure(rok)",
        {"order": "consult_allies", "secret": True},
        "offer_talks(arms_control)",
        seal=False,
    )
    play.orders("usa", {"order": "consult_allies", "secret": True}, "reassure(rok)")
    play.orders("poland", {"order": "carry_message(usa)", "message": play.letter("usa", "poland")})


def july_situation(play: Play) -> None:
    play.control("defer", inject="M21", reason="One thing at a time: the missiles first.")


def july_words(play: Play) -> None:
    play.control(
        "message",
        role="dprk",
        to=["usa"],
        through="poland",
        text="A halt has a price. It is not a word, it is trade.",
    )
    play.do("statement", "usa", text="North Korea is a nuclear power, and we deal with it as it is.")
    play.mark("contradicts")
    play.do("request", "poland", text="May we send a doctor with the embassy's courier?")
    play.control("reply", request="R01", text="Yes, and nothing follows from it in the rules.")
    play.do("request", "usa", text="How long do we have?")
    play.control("settle", request="R02", how="aloud")


def july_orders(play: Play) -> None:
    play.orders("usa", {"order": "offer_talks(arms_control)", "secret": True}, "reassure(rok)")  # too dear
    play.orders("usa", {"order": "offer_talks(arms_control)", "secret": True}, "crisis_line")
    play.orders("poland", "sound_out", "humanitarian_signal")


def july_rulings(play: Play) -> None:
    play.throw("reply_to_talks", 6, 5)


def august_situation(play: Play) -> None:
    play.do("release", "poland", inject="M06")


def august_words(play: Play) -> None:
    play.do(
        "propose", "poland", to=["usa", "dprk"], text="Delegations sit in Warsaw in August, without cameras."
    )
    play.do("message", "usa", to=["poland"], text="Chair it, but let Seoul know the day.")
    play.do("statement", "usa", text="We have told Seoul that its exercise is off.")
    play.control("withdraw", statement=list(play.run.state.room.statements)[-1])
    play.sign("usa", "russian_mediation")
    play.unsign("usa", "russian_mediation")


def august_orders(play: Play) -> None:
    play.orders("usa", "negotiate", "consult_allies")
    play.orders("poland", "chair_round", "offer_verification")


def august_answers(play: Play) -> None:
    play.answer("usa", "chair_round", "accept")
    play.answer("usa", "M05", "scaled")


def august_report(play: Play) -> None:
    play.control("seat", seat="usa", by="bot")
    play.control("seat", seat="poland", by="bot")


def september_situation(play: Play) -> None:
    play.control("release", inject="M07", to=["china", "dprk", "usa", "rok"])


def october_situation(play: Play) -> None:
    play.control(
        "improvise",
        text="A fishing boat from the South drifts over the line, engine dead. Its crew waves a white shirt.",
        to=["rok", "dprk", "usa", "poland"],
        **{"from": "UN Command"},
        effects={"tension": 1},
    )


def october_moves(play: Play) -> None:
    play.control(
        "orders",
        role="rok",
        orders=[{"order": "rok_contribution"}, {"order": "inter_korean_overture", "secret": True}],
    )


def november_rulings(play: Play) -> None:
    reasons = {
        "negotiation_round": "Both delegations argued it well at the table: they have earned the row above.",
        "reply_to_talks": "Pyongyang's team had written its answer down, and it was warmer than this.",
        "signals": "Three agencies had it before breakfast: it could not pass without a word.",
        "sanctions_enforcement": "Nobody at the table could say who would have carried the inspections out.",
    }
    for table, reason in reasons.items():
        if play.rulings(table):
            play.shift(table, -1 if table == "sanctions_enforcement" else +1, reason)
            return


def december_report(play: Play) -> None:
    play.control("undo", reason="The dice on the table were read for the wrong ruling.")
    for table in ("negotiation_round", "assessment", "sanctions_enforcement"):
        if play.rulings(table):
            play.throw(table, 5, 4)
            return


KOREA_2025 = Script(
    exercise="korea-2025",
    seed=28,
    format="half_day",
    people=("usa", "poland"),
    watch=("japan", "poland"),
    about="The United States and Poland are played by people until August; after that control lends a hand.",
    acts={
        (1, "consultation"): june_words,
        (1, "orders"): june_orders,
        (2, "situation"): july_situation,
        (2, "consultation"): july_words,
        (2, "orders"): july_orders,
        (2, "rulings"): july_rulings,
        (3, "situation"): august_situation,
        (3, "consultation"): august_words,
        (3, "orders"): august_orders,
        (3, "answers"): august_answers,
        (3, "report"): august_report,
        (4, "situation"): september_situation,
        (5, "situation"): october_situation,
        (5, "orders"): october_moves,
        (6, "rulings"): november_rulings,
        (7, "report"): december_report,
    },
    after=lambda play: play.control("disclose", what="all"),
)

KOREA_2025_BY_BOTS = Script(
    exercise="korea-2025",
    seed=35,
    format="half_day",
    about="Bots play every seat by doctrine, and control lets the timetable run.",
)

SCRIPTS = {"grey-strait": GREY_STRAIT, "korea-2025": KOREA_2025, "korea-2025-by-bots": KOREA_2025_BY_BOTS}
"""By the name of the file that each is written to."""
