"""Rulings and what they moved, as one viewer may know them."""

from engine.play import events as happened
from engine.rules.exercise import Call, Exercise, Order
from engine.rules.kept import kept
from engine.views.seen import OrderDetails, RulingDetails, ToldDetails
from engine.views.teller import Teller, Told


class RulingTeller(Teller):
    """Tells of orders carried out, rulings, tracks that moved, values told."""

    def ruled(self, event: happened.Ruled) -> Told:
        """A ruling: its row's text and effects on what is seen; its trace only where all is readable."""
        call = find_call(self.exercise, event)
        table = call.table
        row = next(row for row in table.rows if row.id == event.row)
        hidden = event.told and not self.viewer.control
        told = self.told_text(event) if hidden else ""
        informed = self.viewer.among(event.knows)
        explained = self.explained(event.cause)
        head, _, order = event.cause.partition(">")[0].partition(".") if explained else ("", "", "")
        ordered = head in self.exercise.roles
        done = self.done(event.effects, veiled=hidden)
        details: RulingDetails = {
            "table": self.wording.call(call) if informed else self.language.text(table.title),
            "effects": done["effects"],
            "changes": done["changes"],
            "cause": self.cause(event.cause) if explained else "",
            "role": head if ordered else "",
            "order": order if ordered else "",
            "drift": head == "drift",
            "headline": row.headline and not hidden,
        }
        if (self.viewer.explains(call, informed) or self.traces) and event.dice and not hidden:
            self.trace(details, event, call)
        if self.viewer.control:
            details |= {
                "path": event.path,
                "row": event.row,
                "inputs": event.inputs,
                "knows": event.knows,
                "to": event.to,
            }
        if event.replaced and (self.viewer.control or self.traces):
            details |= {"replaced": event.replaced, "reason": event.reason}
        yield "ruling", told or self.language.text(row.say, next(iter(call.arguments.values()), "")), details

    def told_text(self, event: happened.Ruled) -> str:
        order = orders_by_path(self.exercise).get(event.cause)
        return self.language.text(order.move.told) if order else ""

    def trace(self, details: RulingDetails, event: happened.Ruled, call: Call) -> None:
        """Add odds by row, dice, and the modifiers that held with their reasons."""
        rows = {row.row.id: row for row in call.rows}
        argument = next(iter(call.arguments.values()), "")
        reasons = list(call.table.modifiers.values())
        amounts = {modifier.index: modifier.amount for modifier in call.modifiers}
        details |= {
            "odds": [
                {
                    "row": self.language.text(rows[row].row.say, argument),
                    "roll": rows[row].row.roll,
                    "chance": chance,
                    "hit": row == event.row,
                }
                for row, chance in event.odds.items()
            ],
            "dice": event.dice,
            "sum": event.sum,
            "total": event.total or 0,
            "typed": event.typed,
            "modifiers": [
                {"amount": amounts[index], "reason": self.language.text(reasons[index], argument)}
                for index in event.modifiers
            ],
        }

    def carried(self, event: happened.Carried) -> Told:
        done = self.done(event.effects)
        details: OrderDetails = {
            "role": event.role,
            "order": event.order,
            "title": self.wording.order(event.order),
            "effects": done["effects"],
            "changes": done["changes"],
            "secret": event.secret,
        }
        yield "order", f"{self.role(event.role)}: {details['title']}", details

    def returned(self, event: happened.Returned) -> Told:
        say = self.language.say(
            "{role}: {order} is not carried out, without the consent of {by}",
            role=self.role(event.role),
            order=self.wording.order(event.order),
            by=self.wording.roles(event.refused_by),
        )
        yield "refused", say, {"role": event.role, "order": event.order}

    def stepped(self, event: happened.Stepped) -> Told:
        yield from self.moved(event.changes, event.causes)

    def told(self, event: happened.Told) -> Told:
        if event.what == "objective":
            goal = next((goal for goal in self.exercise.objectives if goal.id == event.value), None)
            if goal:
                yield (
                    "told",
                    self.language.say(
                        "{role} still wants: {objective}",
                        role=self.role(goal.role),
                        objective=self.language.text(goal.title),
                    ),
                    {"to": event.to} if self.viewer.control else {},
                )
            return
        track = self.exercise.file.tracks[event.what.partition("(")[0]]
        value = (
            self.language.text((track.say or {}).get(str(event.value), str(event.value)))
            if event.form == "band"
            else str(event.value)
        )
        details: ToldDetails = {"track": event.what, "value": event.value, "form": event.form}
        if self.viewer.control:
            details |= {"false": event.false, "to": event.to}
        yield "told", f"{self.wording.slot(event.what)}: {value}", details

    def overdue(self, event: happened.Overdue) -> Told:
        yield "overdue", self.language.say("Unanswered: {what}", what=self.wording.slot(event.token)), {}

    def brink(self, event: happened.Brink) -> Told:
        titles = [
            self.language.text(rule.ending.title)
            for rule in self.exercise.endings
            if rule.ending.id in event.endings
        ]
        yield (
            "brink",
            self.language.say(
                "Brink turn: {endings}. If it still stands at the end of the next turn, the run ends there.",
                endings=", ".join(titles),
            ),
            {},
        )

    def crossed(self, event: happened.Crossed) -> Told:
        line = next(line for line in self.exercise.red_lines if line.id == event.line)
        yield (
            "red_line",
            self.language.say(
                "{role} protests: {line}", role=self.role(event.role), line=self.language.text(line.title)
            ),
            {"role": event.role},
        )

    def opened(self, event: happened.Opened) -> Told:
        moves = ", ".join(self.language.text(self.exercise.file.moves[move].title) for move in event.moves)
        sentence = "Open to {role} in turn {turn} at cost {cost}: {moves}"
        if not event.cost:
            sentence = "Open to {role} in turn {turn} without cost: {moves}"
        yield (
            "offer",
            self.language.say(
                sentence,
                role=self.wording.role(event.role),
                turn=event.turn,
                cost=event.cost,
                moves=moves,
            ),
            {},
        )

    def overridden(self, event: happened.Overridden) -> Told:
        rows = [self.row_words(event.ruling, row, event.call) for row in (event.replaces, event.row)]
        text = f"{self.ruling_words(event.ruling)}: {rows[0]} → {rows[1]}. {event.reason}"
        yield "override", text, {"path": event.ruling}

    def lapsedoverride(self, event: happened.LapsedOverride) -> Told:
        said = (
            "The override of {ruling} is taken back."
            if event.withdrawn
            else "The override of {ruling} has lapsed: its row has changed."
        )
        row = self.row_words(event.ruling, event.row, event.call) if event.row else ""
        text = self.language.say(said, ruling=self.ruling_words(event.ruling))
        yield "lapsed", f"{text} ({row})" if row else text, {"path": event.ruling}

    def typed(self, event: happened.Typed) -> Told:
        said, faces = "Dice taken back: {ruling}", ", ".join(str(face) for face in event.dice)
        if event.dice:
            said = "Dice thrown on the table, typed in by {role}: {ruling}: {dice}"
        text = self.language.say(
            said,
            role=self.role(event.by or "control"),
            ruling=self.ruling_words(event.ruling),
            dice=faces,
        )
        yield "dice", text, {"path": event.ruling}

    def ruling_words(self, path: str) -> str:
        """A ruling by what called it and its table, from its path."""
        head, _, call = path.rpartition(">")
        table = self.exercise.file.tables.get(call.partition("(")[0])
        return f"{self.cause(head)}: {self.language.text(table.title)}" if head and table else path

    def row_words(self, path: str, row: str, call: str = "") -> str:
        """A row of the table of a ruling in the words it has for that call."""
        name, _, arguments = (call or self.call_of(path)).partition("(")
        table = self.exercise.file.tables.get(name)
        found = [entry for entry in table.rows if entry.id == row] if table else []
        return self.language.text(found[0].say, arguments.rstrip(")").partition(",")[0]) if found else row

    def call_of(self, path: str) -> str:
        """The table of a ruling as it is called, by its path: with the arguments that its order gives it."""
        head, _, call = path.rpartition(">")
        order = orders_by_path(self.exercise).get(head)
        calls = [known for found in order.calls.values() for known in found] if order else []
        return next((known.key for known in calls if call in (known.table_id, known.key)), call)


def find_call(exercise: Exercise, event: happened.Ruled) -> Call:
    """The call a ruling came from; any of its actor and answer, where those make several."""
    head = event.path.partition(">")[0].partition(".")
    actor = head[0] if head[0] in exercise.roles else None
    found = call_index(exercise).of(event.call)
    return next((call for call in found if call.actor in (actor, None)), found[0])


class CallIndex:
    """The calls of an exercise by what they are called; effects written during play may add to them."""

    def __init__(self, exercise: Exercise) -> None:
        self.exercise, self.size = exercise, 0
        self.calls: dict[str, list[Call]] = {}

    def of(self, key: str) -> list[Call]:
        if self.size != len(self.exercise.calls) + len(self.exercise.written):
            calls, self.calls = [*self.exercise.calls.values(), *self.exercise.written.values()], {}
            for call in calls:
                self.calls.setdefault(call.key, []).append(call)
            self.size = len(calls)
        return self.calls[key]


@kept
def call_index(exercise: Exercise) -> CallIndex:
    return CallIndex(exercise)


@kept
def orders_by_path(exercise: Exercise) -> dict[str, Order]:
    """The orders of an exercise by the path they have as a cause."""
    return {order.path: order for order in exercise.orders.values()}
