"""Steps and moves: every order a role can give, with the calls it makes."""

from engine.rules.build.tables import TableBuilder, run_by_outcome, table_of
from engine.rules.effects import asked_beside
from engine.rules.exercise import (
    Order,
    Price,
    Step,
)
from engine.rules.expressions import amount
from engine.rules.findings import Path, listed
from engine.rules.model import Move
from engine.rules.nodes import ExpressionFault, Scope, number
from engine.rules.problems import among, suggest
from engine.rules.vocabulary import choices

KEYWORDS = ("agreements", "moves", "breaches", "drift", "endings")
"""Steps that are not tables. The step `drift` runs the table of that name, where there is one."""
MOST_COST = 99
"""The most capital that an order can cost."""


GIVEN = {"pro", "con", "difficulty"}
"""What the table of argued orders is given."""


class MoveBuilder(TableBuilder):
    """Builds steps and orders."""

    def steps(self) -> None:
        for index, entry in enumerate(self.file.steps):
            names = [entry] if isinstance(entry, str) else entry
            tables = tuple(name for name in names if name in self.file.tables)
            for name in names:
                if name not in self.file.tables and (len(names) > 1 or name not in KEYWORDS):
                    close = suggest(name, (*self.file.tables, *KEYWORDS))
                    message = (
                        f"unknown step '{name}'; a step is a table or one of: {listed(KEYWORDS)}.{close}"
                    )
                    self.findings.add(("steps", index), "unknown-name", message)
                if name in self.exercise.step_of:
                    message = f"'{name}' stands in the steps twice; take one out"
                    self.findings.add(("steps", index), "duplicate", message)
                self.exercise.step_of[name] = index
            self.exercise.steps.append(Step(names[0] if names else "", tables))
        for keyword in ("moves", "endings"):
            if keyword not in self.exercise.step_of:
                message = f"the steps lack '{keyword}', which every exercise needs"
                self.findings.add(("steps",), "missing-step", message)
        if "drift" in self.file.tables and "drift" in self.exercise.step_of:
            if self.file.tables["drift"].given:
                message = "the table 'drift' is run by its step, so nothing can be given to it"
                self.findings.add(("tables", "drift", "given"), "arguments", message, key=True)
            else:
                self.call("drift", (), None, None)

    def start(self) -> None:
        self.exercise.start = self.read(self.file.start, ("start",))

    def moves(self) -> None:
        for name, move in self.file.moves.items():
            path = ("moves", name)
            if move.by not in self.file.roles:
                self.findings.add(
                    (*path, "by"),
                    "unknown-name",
                    f"unknown role '{move.by}'.{among(move.by, self.file.roles)}",
                )
                continue
            arguments, price = choices(move.to, move.choose), self.price(move, path)
            for words in self.combinations(arguments.values(), path):
                self.order(name, move, dict(zip(arguments, words, strict=True)), price, path)

    def price(self, move: Move, path: Path) -> Price:
        """What a move costs, whatever its arguments; a formula stays within what can be asked."""
        node = said = number(0)
        with self.findings.at((*path, "cost")):
            node = said = amount(move.cost, self.vocabulary)
            if not node.fixed:
                node = amount(f"max(0, min({MOST_COST}, {move.cost}))", self.vocabulary)
            elif not 0 <= node.value <= MOST_COST:
                raise ExpressionFault(f"a cost is 0..{MOST_COST}, not {node.value}", code="bounds")
        price = Price(node, said)
        self.emitter.value(price, "holds", node)
        return price

    def order(self, name: str, move: Move, arguments: dict[str, str], price: Price, path: Path) -> None:
        targets, target = self.targets(move, arguments, (*path, "to"))
        order = Order(name, move, arguments, targets, target, price)
        scope = Scope(
            {**arguments, "actor": move.by},
            {key: tuple(words) for key, words in choices(move.to, move.choose).items()},
        )
        order.allowed = self.test(move.if_, (*path, "if"), scope)
        order.warns = tuple(
            self.test(text, (*path, "warns", index), scope) for index, text in enumerate(move.warns)
        )
        order.then = self.read(move.then, (*path, "then"), scope)
        order.on = {
            outcome: asked_beside(
                self.read(effects, (*path, "on", outcome), scope), run_by_outcome(self.file, outcome)
            )
            for outcome, effects in move.on.items()
        }
        order.asked, order.consent = self.asked(move, scope, path), bool(move.consent)
        words = (
            ()
            if order.consent
            else tuple(dict.fromkeys(word for _, options in order.asked for word in options))
        )
        runs = [move.run] if isinstance(move.run, str) else move.run
        for answer in ("none", *words):
            context = Scope({**scope.arguments, "answer": answer}, scope.domains)
            order.calls[answer] = tuple(
                call for run in runs if (call := self.run(run, (*path, "run"), context))
            )
        for run in runs:
            table = table_of(run)
            if table in self.file.tables and table not in self.exercise.step_of:
                self.findings.add(
                    (*path, "run"),
                    "missing-step",
                    f"'{name}' runs '{table}', which no step lists; add it to 'steps'",
                )
        order.names = tuple(dict.fromkeys((name, order.key, *(f"tag.{tag}" for tag in move.tags))))
        self.vocabulary.slot(f"times({name})", 0, (0, 999))
        self.vocabulary.slot(f"last({name})", -1000)
        self.marked.append(order)
        self.exercise.orders[order.key] = order
        self.exercise.orders_of[move.by].append(order)

    def targets(self, move: Move, arguments: dict[str, str], path: Path) -> tuple[tuple[str, ...], str]:
        if isinstance(move.to, dict):
            name = next(iter(move.to), "")
            return (arguments.get(name, ""),), arguments.get(name, "")
        if move.to == "all":
            return self.vocabulary.roles, ""
        if move.to == "self":
            return (move.by,), ""
        roles = (move.to,) if isinstance(move.to, str) else tuple(move.to)
        for role in roles:
            if role not in self.file.roles:
                self.findings.add(
                    path,
                    "unknown-name",
                    f"unknown role '{role}'.{among(role, (*self.file.roles, 'all', 'self'))}",
                )
        return roles, ""

    def argued(self) -> None:
        """Make every call that argued orders can make: one for each count of arguments and difficulty."""
        argued = self.file.argued
        if argued is None:
            return
        table = self.file.tables.get(argued.table)
        if table is None:
            message = f"unknown table '{argued.table}'.{among(argued.table, self.file.tables)}"
            self.findings.add(("argued", "table"), "unknown-name", message)
        elif set(table.given) != GIVEN:
            message = f"the table of argued orders is given {listed(sorted(GIVEN))}; write them under 'given'"
            self.findings.add(("tables", argued.table, "given"), "arguments", message, key=True)
        elif argued.table not in self.exercise.step_of:
            message = f"argued orders ask '{argued.table}', which no step lists; add it to 'steps'"
            self.findings.add(("argued",), "missing-step", message, key=True)
        else:
            roles = self.vocabulary.roles if argued.by == "all" else argued.by
            for words in self.combinations(table.domains.values(), ("tables", argued.table, "given")):
                for role in roles:
                    self.call(argued.table, words, role, "none")

    def asked(self, move: Move, scope: Scope, path: Path) -> tuple[tuple[str, tuple[str, ...]], ...]:
        found = []
        for field in ("asks", "consent"):
            for name, words in getattr(move, field).items():
                role = scope.arguments.get(name, name)
                if role != "control" and role not in self.file.roles:
                    close = among(role, self.file.roles)
                    message = f"'{role}' cannot be asked; name a role, an argument or control.{close}"
                    self.findings.add((*path, field, name), "unknown-name", message, key=True)
                found.append((role, tuple(words)))
        return tuple(found)
