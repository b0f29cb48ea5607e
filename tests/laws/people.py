"""People at a table, at random: what seats and control might do now, most of it allowed, some of it not."""

from random import Random
from typing import Any

from engine.play import arguing, guessing, injects, phases
from engine.play.automatic import next_act
from engine.play.commands import Command, Refusal
from engine.play.draft import Draft
from engine.play.events import Ruled
from engine.play.messages import carriers
from engine.play.permissions import may
from engine.play.requests import on_request, requests
from engine.record.run import Run
from engine.rules.argued import wanted
from engine.rules.model import DIFFICULTIES

CANARY = "canary"


class People:
    """Everybody at one table. Each private text bears a mark of its own, so that a leak can be found."""

    def __init__(self, run: Run, seed: object) -> None:
        self.run, self.chance = run, Random(f"people.{seed}")
        self.hunches = Random(f"hunches.{seed}")
        """Apart, so that whoever guesses after ENDEX changes nothing of what was done before."""
        self.roles = list(run.exercise.roles)
        self.texts = 0

    def text(self, kind: str = CANARY) -> str:
        self.texts += 1
        return f"{kind}-{self.texts}-ąę"

    def some(self, least: int = 1) -> list[str]:
        return self.chance.sample(self.roles, self.chance.randint(least, len(self.roles) - 1))

    def role(self) -> str:
        return self.chance.choice(self.roles)

    def play(self, acts: int = 6, most: int = 400) -> None:
        """A whole run: in each phase some things that people do, then on."""
        for _ in range(most):
            if self.run.state.game.finished:
                break
            for _ in range(self.chance.randint(0, acts)):
                self.attempt(self.anything())
            self.attempt(self.control_moves_on())
        for evaluate in (self.rate, self.conclude, self.finding, self.action, self.cover, self.note):
            self.attempt(evaluate())
        for _ in self.roles:
            self.attempt(self.guess())
            self.attempt(self.guess())
        for what in ("nothing", "traces", "all"):
            self.attempt(Command("disclose", data={"what": what}))
            self.attempt(self.guess())

    def attempt(self, command: Command) -> bool:
        try:
            if command.name == "orders" and not command.data["seal"]:
                self.run.draft(command)
            else:
                self.run.do(command)
        except Refusal:
            return False
        return True

    def control_moves_on(self) -> Command:
        if self.run.state.room.paused:
            return Command("resume")
        act = Command.of(next_act(self.run.state))
        if "inject" in act.data and self.chance.random() < 0.4:
            what = self.chance.choice(("hold", "defer", "skip", "release"))
            data: dict[str, Any] = {**act.data, "reason": self.text()}
            if what == "release":
                choose = self.run.exercise.injects[act.data["inject"]].inject.choose
                choices = {name: self.chance.choice(options) for name, options in choose.items()}
                data |= {"to": self.some(), "choices": choices}
            return Command(what, data=data)
        return act

    def anything(self) -> Command:
        """Something that somebody might do in this phase."""
        game = self.run.state.game
        if game.finished and self.hunches.random() < 0.4:
            return self.guess()
        common = [self.message, self.message, self.statement, self.note, self.request, self.reply, self.seat]
        common += [self.amend, self.amend, self.among_themselves, self.notebook, self.promise]
        common += [self.chair, self.mark, self.letter, self.answer_through, self.clock, self.bulletin]
        common += [
            self.rate,
            self.finding,
            self.action,
            self.cover,
            self.settle,
            self.withdraw,
            self.counting,
            self.forecasting,
            self.decline,
        ]
        consult = [self.propose, self.sign, self.sign, self.sign, self.unsign, self.leave, self.orders]
        by_phase = {
            "situation": [self.tray, self.tray, self.improvise, self.improvise, self.orders],
            "consultation": [*consult, self.letter, self.free_text],
            "orders": [
                *(self.orders, self.orders, self.orders, self.argue, self.argue),
                *(self.answer, self.answer, self.answer, self.sign),
            ],
            "rulings": [self.weigh, self.weigh, self.dice, self.dice, self.override, self.override],
        }
        now = by_phase.get(game.phase, [])
        if self.run.state.control_roles:
            common += [self.request, self.request, self.accept, self.accept, self.accept]
        return self.chance.choice(now if now and self.chance.random() < 0.6 else common)()

    def message(self) -> Command:
        topic = self.text() if self.chance.random() < 0.3 else ""
        return Command("message", self.role(), {"to": self.some(), "text": self.text(), "topic": topic[:60]})

    def among_themselves(self) -> Command:
        role = self.role()
        text, cells = self.text(), ["", *self.run.state.exercise.file.roles[role].cells]
        return Command("message", role, {"to": [role], "text": text, "cell": cells[len(text) % len(cells)]})

    def promise(self) -> Command:
        role, agreements = self.role(), list(self.run.exercise.agreements)
        data: dict[str, Any] = {"to": self.some(), "text": self.text(), "turn": self.run.state.game.turn}
        if agreements and self.chance.random() < 0.3:
            return Command("promise", role, {**data, "agreement": self.chance.choice(agreements)})
        return Command(
            "promise", role, {**data, "order": self.chance.choice(self.run.exercise.orders_of[role]).key}
        )

    def guess(self) -> Command:
        """What a role takes a card of another to have been; now and then nothing any more."""
        exercise, chance = self.run.exercise, self.hunches
        role, card = chance.choice(self.roles), chance.choice([*exercise.file.guesses] or ["none"])
        known = guessing.answers(exercise, card) if card in exercise.file.guesses else ("x",)
        data: dict[str, Any] = {"values": {card: chance.choice((*known, *known, ""))}}
        by_control = chance.random() < 0.3
        return Command("guess", data={"role": role, **data}) if by_control else Command("guess", role, data)

    def notebook(self) -> Command:
        return Command("notebook", self.role(), {"text": self.text()})

    def statement(self) -> Command:
        return Command("statement", self.role(), {"text": self.text("public")})

    def note(self) -> Command:
        kind = self.chance.choice(("note", "observation", "discussion"))
        questions = list(self.run.exercise.file.questions)
        about = self.chance.choice(questions or [""]) if kind == "discussion" else "M01"
        data: dict[str, Any] = {"text": self.text(), "kind": kind, "about": about}
        if self.chance.random() < 0.5:
            data["line"] = self.line()
        return Command("note", data=data)

    def line(self) -> int:
        """A line of the log so far."""
        return self.chance.randint(1, len(self.run.log.lines))

    def rate(self) -> Command:
        data = {"objective": self.aim(), "rating": self.chance.choice(("", "P", "S", "M", "U"))}
        return Command("rate", data={**data, "text": self.text(), "links": [self.line(), self.line()]})

    def conclude(self) -> Command:
        about = self.chance.choice(("ending", f"{self.line()}.1"))
        return Command("conclude", data={"about": about, "text": self.text()})

    def aim(self) -> str:
        return self.chance.choice([*self.run.exercise.file.evaluation] or [""])

    def finding(self) -> Command:
        kind = self.chance.choice(("strength", "improvement"))
        data: dict[str, Any] = {"kind": kind, "title": self.text(), "analysis": self.text()}
        data |= {"objective": self.aim(), "recommendation": self.text(), "links": [self.line()]}
        standing = list(self.run.state.room.findings)
        if standing and self.chance.random() < 0.4:
            data = {"finding": self.chance.choice(standing), "title": self.text()}
            data["withdrawn"] = self.chance.random() < 0.5
        return Command("finding", data=data)

    def action(self) -> Command:
        standing = list(self.run.state.room.actions)
        data: dict[str, Any] = {"text": self.text(), "owner": self.text(), "contact": self.text()}
        data |= {"element": "training", "start": "2025-06-01", "due": "2025-06-30"}
        if standing and self.chance.random() < 0.4:
            data |= {"action": self.chance.choice(standing), "status": "done"}
        findings = list(self.run.state.room.findings)
        if findings:
            data["finding"] = self.chance.choice(findings)
        return Command("action", data=data)

    def cover(self) -> Command:
        """Some of the cover of the report; a marking and its handling are for everybody to read."""
        fields = ("sponsor", "contact", "organisations", "participants", "summary")
        data = {name: self.text() for name in fields if self.chance.random() < 0.6}
        if self.chance.random() < 0.3:
            data |= {"marking": "RESTRICTED", "handling": self.text("public")}
        return Command("cover", data=data)

    def bulletin(self) -> Command:
        both = {"en": self.text("public"), "pl": self.text("public")}
        items = [[], [both], [both, self.text("public")]]
        return Command("bulletin", data={"items": self.chance.choice(items)})

    def request(self) -> Command:
        """A question to control, or a move of a role that control plays."""
        role = self.role()
        moves = on_request(self.run.state, role)
        if moves and self.chance.random() < 0.7:
            words = {"text": self.text()} if self.chance.random() < 0.5 else {}
            return Command("request", role, {"order": self.chance.choice(moves).key, **words})
        return Command("request", role, {"text": self.text()})

    def accept(self) -> Command:
        """What control orders because it was asked to."""
        asked = [name for name, found in requests(self.run.state).items() if found.event.order]
        return Command("accept", data={"request": self.chance.choice(asked)}) if asked else self.settle()

    def reply(self) -> Command:
        asked = list(requests(self.run.state))
        if asked and self.chance.random() < 0.5:
            return Command("reply", data={"request": self.chance.choice(asked), "text": self.text()})
        return Command("reply", data={"to": self.some(), "text": self.text()})

    def settle(self) -> Command:
        asked = list(requests(self.run.state))
        how = self.chance.choice(("aside", "aloud"))
        return (
            Command("settle", data={"request": self.chance.choice(asked), "how": how})
            if asked
            else self.note()
        )

    def withdraw(self) -> Command:
        said = list(self.run.state.room.statements)
        if not said or self.chance.random() < 0.5:
            return self.statement()
        return Command("withdraw", data={"statement": self.chance.choice(said)})

    def forecasting(self) -> Command:
        return Command("forecasting", data={"on": self.chance.random() < 0.5})

    def counting(self) -> Command:
        return Command("counting", data={"drafts": self.chance.random() < 0.8})

    def decline(self) -> Command:
        sought = list(self.run.state.game.sought)
        if not sought:
            return self.tray()
        return Command("decline", data={"inject": self.chance.choice(sought), "reason": self.text()})

    def seat(self) -> Command:
        if self.chance.random() < 0.2:
            role = self.role()
            return Command("seat", role, {"seat": role, "by": self.chance.choice(("person", "program"))})
        by = self.chance.choice(("person", "person", "person", "program", "bot", "empty"))
        return Command("seat", data={"seat": self.role(), "by": by})

    def clock(self) -> Command:
        if self.chance.random() < 0.3:
            return Command("pause")
        return Command("clock", data={"minutes": self.chance.choice((5, 1, -5))})

    def chair(self) -> Command:
        acts = ("agenda", "speakers", "floor", "recess", "resume", "adjourn", "text", "text")
        act, chairs = (
            self.chance.choice(acts),
            [role for role in self.roles if may(self.run.state, role, "chair")],
        )
        words = {"text": self.text()} | ({"to": self.some()} if act == "text" else {})
        words |= {} if act == "text" else {"text": self.text("public")}
        return Command("chair", self.chance.choice(chairs or self.roles), {"act": act, **words})

    def amend(self) -> Command:
        """The text on the table anew, or initials under it."""
        found = self.run.state.room.joint
        if found is None:
            return self.chair()
        role = self.chance.choice(found.parties)
        if self.chance.random() < 0.6:
            return Command("initial", role)
        return Command("amend", role, {"text": self.text()})

    def mark(self) -> Command:
        statements, marks = list(self.run.state.room.statements), list(self.run.exercise.file.marks)
        if not statements or not marks:
            return self.statement()
        data = {"statement": self.chance.choice(statements), "mark": self.chance.choice(marks)}
        return Command("mark", data={**data, "role": self.role()})

    def letter(self) -> Command:
        known = carriers(self.run.state)
        if not known:
            return self.message()
        data = {"carry": True, "through": self.chance.choice(known), "text": self.text()}
        return Command("message", self.role(), {**data, "sealed": self.chance.random() < 0.5})

    def answer_through(self) -> Command:
        known = carriers(self.run.state)
        if not known:
            return self.message()
        data = {"through": self.chance.choice(known), "to": [self.role()], "text": self.text()}
        return Command("message", self.role(), {**data, "sealed": self.chance.random() < 0.5})

    def tray(self) -> Command:
        due = injects.tray(self.run.state)
        name = self.chance.choice(due).inject if due else self.chance.choice(list(self.run.exercise.injects))
        what = self.chance.choice(("release", "release", "hold", "defer", "skip"))
        data: dict[str, Any] = {"inject": name, "reason": self.text()}
        if what == "release" and self.chance.random() < 0.5:
            data["to"] = self.some()
        actor = "control" if self.chance.random() < 0.8 else self.role()
        return Command(what, actor, data)

    def improvise(self) -> Command:
        effects: dict[str, Any] = {}
        tracks = [
            member
            for track in self.run.exercise.file.tracks
            for member in self.run.exercise.vocabulary.members(track)
        ]
        for track in self.chance.sample(tracks, self.chance.randint(0, 2)):
            effects[track] = self.chance.choice((1, -1, 2, "+1 up to 9", "at most 2"))
        if self.chance.random() < 0.3:
            effects["tell"] = {"to": self.role(), "what": self.chance.choice(tracks)}
        to = self.some() if self.chance.random() < 0.8 else ["all"]
        data: dict[str, Any] = {"text": self.text(), "to": to, "effects": effects, "from": self.text()}
        if self.chance.random() < 0.5:
            data["text"] = {"en": self.text(), "pl": self.text()}
            data |= {
                "title": self.text(),
                "expect": self.text(),
                "because": ["judgement"],
                "type": "military",
            }
        templates = list(self.run.exercise.file.templates)
        if templates and self.chance.random() < 0.3:
            data |= {"template": self.chance.choice(templates)}
            del data["effects"]
        kept = injects.waiting(self.run.state)
        if self.chance.random() < 0.6:
            data["when"] = self.chance.choice(("now", "tray", "tray", self.run.state.game.turn + 1))
            if kept and self.chance.random() < 0.5:
                data["inject"] = self.chance.choice(kept)
        return Command("improvise", data=data)

    def orders(self) -> Command:
        role = self.role()
        able = phases.budget(Draft(self.run.state), role)
        chosen: list[dict[str, Any]] = []
        for order in self.chance.sample(
            self.run.exercise.orders_of[role], len(self.run.exercise.orders_of[role])
        ):
            if len(chosen) < 4 and (not able.refusal(order) or self.chance.random() < 0.03):
                if not able.refusal(order):
                    able.take(order)
                chosen.append({"order": order.key, "secret": self.chance.random() < 0.6})
        seal = self.chance.random() < 0.6
        said = {"comment": self.text()} if not seal and self.chance.random() < 0.3 else {}
        return Command("orders", role, {"orders": chosen, "seal": seal, **said})

    def argue(self) -> Command:
        """An order in its own words; now and then one that is taken back."""
        role, effects = self.role(), wanted(self.run.exercise)
        if not effects:
            return self.orders()
        standing = arguing.sealed(self.run.state.game, role)
        if standing and self.chance.random() < 0.2:
            return Command("argue", role, {"effect": standing[0].effect, "withdrawn": True})
        effect = self.chance.choice(list(effects.values()))
        data = {"effect": effect.id, "amount": self.chance.choice(effect.amounts), "title": self.text()}
        reasons = [self.text() for _ in range(self.chance.randint(1, 3))]
        secret = self.chance.random() < 0.4
        return Command("argue", role, {**data, "text": self.text(), "reasons": reasons, "secret": secret})

    def weigh(self) -> Command:
        """Weights at random, a smaller effect, or that it is not for this table."""
        game = self.run.state.game
        waiting = arguing.unweighed(game) or list(game.laid)
        if not waiting:
            return self.dice()
        path = self.chance.choice(waiting)
        known = [*arguing.reasons(game.laid[path]), *arguing.counters(game, path)]
        data: dict[str, Any] = {"order": path, "difficulty": self.chance.choice(DIFFICULTIES)}
        data["counts"] = self.chance.sample(known, self.chance.randint(0, len(known)))
        if self.chance.random() < 0.4:
            data["amount"] = 1 if game.laid[path].amount > 0 else -1
        if self.chance.random() < 0.15:
            data["inadmissible"] = True
        return Command("weigh", data={**data, "reason": self.text()})

    def answer(self) -> Command:
        waiting = [question for question in self.run.state.game.questions.values() if not question.answer]
        if not waiting:
            return self.orders()
        question = self.chance.choice(waiting)
        data = {"question": question.id, "answer": self.chance.choice(question.options)}
        if question.free:
            data |= {"text": self.text()} if data["answer"] == arguing.AGAINST else {}
        elif self.chance.random() < 0.5:
            data |= {"text": self.text(), "sealed": self.chance.random() < 0.5}
        return Command("answer", question.to, data)

    def propose(self) -> Command:
        agreements = self.run.exercise.agreements
        if not agreements:
            return self.free_text()
        name = self.chance.choice(list(agreements))
        rule = agreements[name]
        terms: dict[str, Any] = {}
        for term, slot in rule.terms.items():
            domain = self.run.exercise.vocabulary.domains.get(f"{name}.{term}")
            low, high = self.run.exercise.vocabulary.bounds[slot]
            terms[term] = self.chance.choice(domain) if domain else self.chance.randint(low, high)
        role = self.chance.choice(rule.agreement.needs)
        return Command("propose", role, {"agreement": name, "terms": terms, **self.answered(name)})

    def answered(self, agreement: str | None) -> dict[str, Any]:
        """Sometimes a proposal stands that can be answered by another."""
        found = self.run.state.game.proposals.values()
        known = [entry.id for entry in found if entry.agreement == agreement and entry.status == "open"]
        return {"counters": self.chance.choice(known)} if known and self.chance.random() < 0.7 else {}

    def free_text(self) -> Command:
        data = {"to": self.some(), "text": self.text(), **self.answered(None)}
        return Command("propose", self.role(), data)

    def sign(self) -> Command:
        open_ = [
            found for found in self.run.state.game.proposals.values() if found.status in ("open", "announced")
        ]
        if not open_:
            return self.propose()
        proposal = self.chance.choice(open_)
        missing = [role for role in (*proposal.parties, *proposal.invites) if role not in proposal.signed]
        return Command("sign", self.chance.choice(missing or self.roles), {"proposal": proposal.id})

    def unsign(self) -> Command:
        signed = [found for found in self.run.state.game.proposals.values() if found.signed]
        if not signed or self.chance.random() < 0.7:
            return self.sign()
        proposal = self.chance.choice(signed)
        return Command("unsign", self.chance.choice(proposal.signed), {"proposal": proposal.id})

    def leave(self) -> Command:
        rules = self.run.exercise.agreements
        standing = [name for name, rule in rules.items() if self.run.state.game.vector[rule.in_force]]
        if not standing or self.chance.random() < 0.5:
            return self.propose()
        name = self.chance.choice(standing)
        return Command("leave", self.chance.choice(rules[name].agreement.needs), {"agreement": name})

    def rolled(self) -> list[Ruled]:
        found = phases.rule(Draft(self.run.state)).events
        return [event for event in found if isinstance(event, Ruled) and event.dice]

    def dice(self) -> Command:
        rulings = self.rolled()
        if not rulings:
            return self.note()
        ruling = self.chance.choice(rulings)
        dice = [self.chance.randint(1, 6) for _ in ruling.dice] if self.chance.random() < 0.8 else []
        return Command("dice", data={"ruling": ruling.path, "dice": dice})

    def override(self) -> Command:
        rulings = self.rolled()
        if not rulings:
            return self.note()
        ruling = self.chance.choice(rulings)
        ladder = [row for row, odds in ruling.odds.items() if odds > 0]
        row = self.chance.choice([*ladder, ""])
        return Command("override", data={"ruling": ruling.path, "row": row, "reason": self.text()})

    def undo(self) -> Command:
        told = {"told": self.text("public")} if self.chance.random() < 0.5 else {}
        return Command("undo", data={"line": self.line(), "reason": self.text(), **told})
