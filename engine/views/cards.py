"""The card of a ruling: the whole table as it was read, which row was hit, and why the others were not."""

from typing import Any, Literal

from engine.play.adjudicate import Adjudication
from engine.play.arguing import plea
from engine.play.combine import State as Vector
from engine.play.events import Carried, Event, Ruled
from engine.rules.argued import key_of
from engine.rules.exercise import Call, Order, RowRule
from engine.views.arguing import spoken_roll
from engine.views.preview import PreviewPicture
from engine.views.rulings import find_call, orders_by_path
from engine.views.seen import Card, CardModifier, CardOrder, CardRow, ReplacedRow, Rung, StepName

STEPS = {
    "agreements": "Agreements take effect",
    "moves": "Orders are carried out",
    "breaches": "Breaches",
    "drift": "End of the turn",
    "endings": "Endings",
}
"""What the steps are called that are no tables."""
HITS = {"first": "the first row that holds", "collect": "every row that holds"}


class CardPicture(PreviewPicture):
    """Rulings before they are published, each with its card."""

    def beside(self, event: Event, adjudication: Adjudication) -> dict[str, Any]:
        if isinstance(event, Carried):
            return {"step": self.step("moves")}
        if not isinstance(event, Ruled):
            return {}
        call = find_call(self.exercise, event)
        base = event.path if event.path in adjudication.read else event.path.rpartition(".")[0]
        found = {
            "version": self.version("override", ruling=event.path),
            "overridden": bool(event.replaced),
            "card": self.card(event, call, adjudication.read.get(base, adjudication.state)),
        }
        return {**found, "ladder": self.ladder(event, call)} if event.dice else found

    def caller(self, path: str) -> Order | None:
        """The order that had something ruled on, an argued one too."""
        head = path.partition(">")[0]
        argued = plea(self.game, head).carry.order if head in self.game.laid else None
        return argued or orders_by_path(self.exercise).get(head)

    def ladder(self, event: Ruled, call: Call) -> list[Rung]:
        """The rows the same inputs give over the range of totals, lowest first."""
        rules = {rule.row.id: rule for rule in call.rows}
        order = self.caller(event.path)
        found = list[Rung]()
        for row, chance in event.odds.items():
            if chance > 0:
                rung: Rung = {"row": row, "title": self.row_title(rules[row], call), "chance": chance}
                found.append({**rung, "misleads": True} if misleads(rules[row], order) else rung)
        return found

    def card(self, event: Ruled, call: Call, state: Vector) -> Card:
        order = self.caller(event.path)
        table, dice = call.table, call.table.dice
        return {
            "step": self.step(event.step),
            "order": self.cause(order) if order else None,
            "answer": self.answer(order) if order else "",
            "hit": self.language.say(HITS[table.hit]),
            "dice": "" if dice == "none" else dice,
            "cap": table.cap,
            "rows": self.rows(event, call, order, state),
            "modifiers": self.modifiers(call, state),
            "sum": event.sum,
            "total": event.total,
            "replaced": self.replaced(event, call),
        }

    def step(self, name: str) -> StepName:
        """A step by its number (0 for what is no step of the turn) and its title."""
        place = self.exercise.step_of.get(name)
        if place is None:
            return {"number": 0, "title": ""}
        tables = self.exercise.steps[place].tables
        titles = [self.language.text(self.file.tables[table].title) for table in tables]
        return {"number": place + 1, "title": " · ".join(titles) or self.language.say(STEPS.get(name, name))}

    def cause(self, order: Order) -> CardOrder:
        argued = self.game.laid.get(order.path)
        if argued is not None:
            return {
                "role": order.role,
                "order": key_of(argued.effect),
                "title": argued.title,
                "arguments": [],
                "secret": argued.secret,
            }
        entries = self.game.orders.get(order.role, [])
        return {
            "role": order.role,
            "order": order.key,
            "title": self.wording.order(order.key),
            "arguments": [self.wording.word(word) for word in order.arguments.values()],
            "secret": any(entry["order"] == order.key and entry.get("secret") for entry in entries),
        }

    def answer(self, order: Order) -> str:
        """What those who were asked have answered."""
        found = []
        for asked, _ in order.asked:
            question = self.game.questions.get(f"{order.path}?{asked}")
            if question and question.answer:
                found.append(f"{self.wording.code(asked)}: {self.wording.word(question.answer)}")
        return ", ".join(found)

    def replaced(self, event: Ruled, call: Call) -> ReplacedRow | None:
        """The row that control's override replaces."""
        for rule in call.rows:
            if event.replaced == rule.row.id:
                return {"row": rule.row.id, "title": self.row_title(rule, call)}
        return None

    def row_title(self, rule: RowRule, call: Call) -> str:
        return self.language.text(rule.row.say, next(iter(call.arguments.values()), ""))

    def read(self, inputs: dict[str, int]) -> list[tuple[str, str]]:
        """What a table was read from, in words: values, and when or how often something happened."""
        say, found = self.language.say, []
        for name, value in inputs.items():
            head, _, key = name.partition("(")
            key = key.removesuffix(")")
            if head == "last":
                when = say("turn {turn}", turn=value) if value > 0 else say("never")
                found.append((self.wording.happening(key), when))
            elif head == "times":
                found.append((self.wording.happening(key), self.language.count(value, "time", "times")))
            else:
                found.append((self.wording.slot(name), self.wording.value(name, value)))
        return found

    def rows(self, event: Ruled, call: Call, order: Order | None, state: Vector) -> list[CardRow]:
        """Every row of the table: hit, possible with other dice, or closed and why."""
        found = list[CardRow]()
        for number, rule in enumerate(call.rows, 1):
            standing, why = self.standing_of(event, call, rule, state)
            on = order.on.get(rule.row.outcome or "") if order else None
            test = rule.test
            found.append(
                {
                    "id": rule.row.id,
                    "number": number,
                    "roll": spoken_roll(rule.row.roll),
                    "title": self.row_title(rule, call),
                    "condition": "" if test.always or test.never else self.wording.condition(test.node),
                    "effects": [
                        *self.wording.effects(rule.effects),
                        *(self.wording.effects(on) if on else []),
                    ],
                    "state": standing,
                    "why": self.language.say(why) if why else "",
                }
            )
        return found

    def standing_of(
        self, event: Ruled, call: Call, rule: RowRule, state: Vector
    ) -> tuple[Literal["hit", "possible", "closed"], str]:
        """Whether a row was hit, was possible or was closed, and why it was closed."""
        if rule.row.id == event.row:
            return "hit", ""
        if rule.row.roll is not None:
            if not event.dice:
                return "closed", "a row without dice decides"
            if event.odds.get(rule.row.id, 0) > 0:
                return "possible", ""
            return "closed", "out of reach with these modifiers"
        if rule.test.never:
            return "closed", "not for this case"
        if not rule.test.holds(state):
            return "closed", "its condition does not hold"
        return ("hit", "") if call.collects else ("closed", "a row above it holds")

    def modifiers(self, call: Call, state: Vector) -> list[CardModifier]:
        """Every modifier that can hold for this call, and whether it does."""
        reasons = list(call.table.modifiers.values())
        argument = next(iter(call.arguments.values()), "")
        return [
            {
                "amount": modifier.amount,
                "reason": self.language.text(reasons[modifier.index], argument),
                "condition": self.wording.condition(modifier.test.node),
                "holds": bool(modifier.test.holds(state)),
            }
            for modifier in call.modifiers
            if not modifier.test.never
        ]


def misleads(rule: RowRule, order: Order | None) -> bool:
    """Whether a row tells the one who ordered something false."""
    outcome = rule.row.outcome
    if not order or not outcome or outcome not in order.on:
        return False
    return any(told.form == "false" for told in order.on[outcome].tells)
