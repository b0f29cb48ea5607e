"""Evidence that is a list of things that happened: rulings, orders, injects, steps of a track, and so on."""

from collections.abc import Iterable, Iterator
from functools import cached_property

from engine.play import events as happened
from engine.review.evidence_told import Heard, Hearing
from engine.review.pieces import (
    CausesPiece,
    EndingPiece,
    EvidenceRow,
    InjectsPiece,
    ModifierRow,
    ModifiersPiece,
    OrderRow,
    OrdersPiece,
    OverrideRow,
    OverridesPiece,
    ReleasedRow,
    RolledRow,
    RulingRow,
    RulingsPiece,
    StepRow,
    WordsPiece,
)
from engine.views.picture import Picture
from engine.views.seen import (
    InjectDetails,
    MarkDetails,
    OrderDetails,
    RulingDetails,
    ShelvedDetails,
    TrackDetails,
)

PROPOSALS = (happened.Proposed, happened.Signed, happened.Unsigned, happened.Announced, happened.Lapsed)
AGREEMENTS = (happened.Entered, happened.Ended, happened.Leaving)


class RowEvidence(Picture):
    """Pieces with `rows`: each with turn, phase, role, text, detail and the number of its fact."""

    @cached_property
    def hearing(self) -> Hearing:
        """Everything this seat was told."""
        return Hearing(self.state, self.viewer.seat, self.language)

    def row(
        self, heard: Heard, role: str = "", detail: Iterable[str] = (), text: str | None = None
    ) -> EvidenceRow:
        """What was told as a row, in its own words or in others."""
        fact = heard.fact
        return {
            "turn": fact.turn,
            "phase": fact.phase,
            "role": role,
            "text": fact.text if text is None else text,
            "detail": " · ".join(part for part in detail if part),
            "number": fact.number,
        }

    def members(self, name: str) -> list[str]:
        """The members of a family of tracks or tokens; what is none stands for itself."""
        return [name] if "(" in name else self.exercise.vocabulary.members(name)

    def move_titles(self, names: Iterable[str]) -> str:
        """Moves (or roles) by their titles, in a list."""
        moves = self.file.moves
        return ", ".join(
            self.language.text(moves[name].title) if name in moves else self.wording.role(name)
            for name in names
        )

    # Rulings

    def of_rulings(self, tables: list[str]) -> RulingsPiece:
        """Every ruling of these tables."""
        rows = [
            self.ruling(heard)
            for heard in self.hearing.of(happened.Ruled)
            if set(tables) & set(self.hearing.tables(heard.event))
        ]
        titles = ", ".join(dict.fromkeys(self.hearing.title(table) for table in tables))
        title = self.language.say("Rulings: {tables}", tables=titles)
        return {"kind": "rulings", "title": title, "empty": "", "rows": rows}

    def of_rows(self, names: list[str]) -> RulingsPiece:
        """Every ruling that came to one of these rows."""
        wanted = {tuple(name.split(".", 1)) for name in names}
        rows = [
            self.ruling(heard)
            for heard in self.hearing.of(happened.Ruled)
            if wanted & set(self.hearing.rows(heard))
        ]
        title = self.language.say("How often it came to this")
        return {"kind": "rows", "title": title, "empty": "", "rows": rows}

    def ruling(self, heard: Heard) -> RulingRow | RolledRow:
        """A ruling: its table, what called it, what it did; with dice, how likely it was."""
        details = heard.fact.read(RulingDetails)
        found: RulingRow = {
            **self.row(heard, heard.actor, (details["table"], details["cause"], *details["effects"])),
            "table": details["table"],
            "cause": details["cause"],
            "effects": details["effects"],
        }
        if "dice" not in details:
            return found
        rolled: RolledRow = {
            **found,
            "dice": details["dice"],
            "sum": details["sum"],
            "total": details["total"],
            "chance": next((odds["chance"] for odds in details["odds"] if odds["hit"]), None),
        }
        return rolled

    def of_modifiers(self, tables: list[str]) -> ModifiersPiece:
        """What shifted the dice, and how often. Control sees those that never held, too."""
        thrown = [
            heard
            for heard in self.hearing.of(happened.Ruled)
            if set(tables) & set(self.hearing.tables(heard.event)) and "dice" in heard.fact.details
        ]
        counted: dict[tuple[str, str, int], int] = {}
        throws: dict[str, int] = {}
        for heard in thrown:
            table = self.hearing.title(heard.event.table)
            throws[table] = throws.get(table, 0) + 1
            for modifier in heard.fact.read(RulingDetails)["modifiers"]:
                key = (table, modifier["reason"], modifier["amount"])
                counted[key] = counted.get(key, 0) + 1
        rows: list[ModifierRow] = [
            {"reason": reason, "amount": amount, "times": times, "of": throws[table], "table": table}
            for (table, reason, amount), times in counted.items()
        ]
        if self.viewer.control:
            rows += self.never(tables, counted, throws)
        rows.sort(key=lambda row: -row["times"])
        titles = ", ".join(dict.fromkeys(self.hearing.title(table) for table in tables))
        title = self.language.say("What shifted the dice: {tables}", tables=titles)
        return {"kind": "modifiers", "title": title, "empty": "", "rows": rows}

    def never(
        self, tables: list[str], counted: dict[tuple[str, str, int], int], throws: dict[str, int]
    ) -> Iterator[ModifierRow]:
        """The modifiers of tables that were ruled on which never held."""
        for name in tables:
            title, told = self.hearing.title(name), set[tuple[str, int]]()
            told |= {(reason, amount) for table, reason, amount in counted if table == title}
            calls = [call for call in self.exercise.calls.values() if call.table_id == name]
            for call in calls if title in throws else ():
                reasons = list(call.table.modifiers.values())
                for modifier in call.modifiers:
                    reason = self.language.text(
                        reasons[modifier.index], next(iter(call.arguments.values()), "")
                    )
                    if not modifier.test.never and (reason, modifier.amount) not in told:
                        told.add((reason, modifier.amount))
                        yield {
                            "reason": reason,
                            "amount": modifier.amount,
                            "times": 0,
                            "of": throws[title],
                            "table": title,
                        }

    def of_overrides(self) -> OverridesPiece:
        """Rulings that control moved, as far as this is told: from which row to which, and why."""
        rows = list[OverrideRow]()
        for heard in self.hearing.of(happened.Ruled):
            details = heard.fact.read(RulingDetails)
            if "replaced" not in details:
                continue
            before = "" if self.hearing.veiled(heard.event) else self.replaced(heard)
            row = self.row(heard, heard.actor, (details["table"], details["cause"]))
            rows.append({**row, "before": before, "reason": details["reason"]})
        title = self.language.say("Rulings that control moved")
        return {"kind": "overrides", "title": title, "empty": "", "rows": rows}

    def replaced(self, heard: Heard) -> str:
        """The row that was replaced, in its words."""
        return self.hearing.story.row_words(f">{heard.event.call}", heard.event.replaced)

    # Orders, injects, agreements

    def of_orders(self, names: list[str]) -> OrdersPiece:
        """These moves (or every move of these roles) as they were carried out, or refused consent."""
        rows = list[OrderRow]()
        for heard in self.hearing.of(happened.Carried, happened.Returned):
            order = self.exercise.orders[heard.event.order]
            if not {order.move_id, order.role} & set(names):
                continue
            carried = heard.fact.kind == "order"
            details = heard.fact.read(OrderDetails) if carried else None
            secret = self.language.say("secret") if details and details["secret"] else ""
            text = self.wording.order(order.key) if carried else heard.fact.text
            row = self.row(heard, order.role, (secret, *(details["effects"] if details else ())), text)
            rows.append({**row, "order": order.key, "carried": carried})
        title = self.language.say("Orders: {orders}", orders=self.move_titles(names))
        return {"kind": "orders", "title": title, "empty": "", "rows": rows}

    def of_injects(self, names: list[str]) -> InjectsPiece:
        """These injects as they were released; control also sees what became of the others."""
        kinds = (happened.Released, happened.Shelved)
        rows = list[EvidenceRow | ReleasedRow]()
        for heard in self.hearing.of(*kinds):
            if heard.event.inject not in names:
                continue
            if heard.fact.kind == "shelved":
                rows.append(self.row(heard, "", (heard.fact.read(ShelvedDetails)["reason"],)))
                continue
            details = heard.fact.read(InjectDetails)
            to = self.wording.roles(heard.event.to) if self.viewer.control else ""
            row = self.row(heard, details.get("role", ""), (details["from"], to))
            released: ReleasedRow = {**row, "title": details["title"]}
            rows.append(released)
        return {"kind": "injects", "title": self.language.say("Injects"), "empty": "", "rows": rows}

    def of_proposals(self, names: list[str]) -> WordsPiece:
        """What became of these agreements: proposed, signed, in force, left, broken."""
        rows = []
        for heard in self.hearing.of(*PROPOSALS, *AGREEMENTS):
            event = heard.event
            signed = None if isinstance(event, AGREEMENTS) else self.game.proposals[event.proposal]
            if (signed.agreement if signed else event.agreement) in names:
                by = getattr(event, "by", "") or getattr(event, "role", "")
                rows.append(self.row(heard, by))
        titles = ", ".join(self.language.text(self.file.agreements[name].title) for name in names)
        title = self.language.say("Agreements: {agreements}", agreements=titles)
        return {"kind": "proposals", "title": title, "empty": "", "rows": rows}

    def of_marks(self, names: list[str]) -> WordsPiece:
        """Statements that control marked: its own knowledge."""
        rows = []
        for heard in self.hearing.of(happened.Stamped):
            event = heard.event
            said = self.state.room.statements.get(event.statement)
            if heard.fact.kind == "mark" and event.mark in names and said:
                whom = self.wording.role(event.role) if event.role else ""
                rows.append(
                    self.row(heard, said.role, (heard.fact.read(MarkDetails)["title"], whom), text=said.text)
                )
        marks = self.file.marks
        titles = ", ".join(self.language.text(marks[name].title) or name for name in names)
        title = self.language.say("Statements marked: {marks}", marks=titles)
        return {"kind": "marks", "title": title, "empty": "", "rows": rows}

    # Tracks, tokens, the end

    def of_causes(self, names: list[str]) -> CausesPiece:
        """Every step of these tracks, with what caused it as far as that is known."""
        members = [member for name in names for member in self.members(name)]
        rows = list[StepRow]()
        for heard in self.hearing.of(happened.Stepped, happened.Stamped):
            details = heard.fact.read(TrackDetails)
            if heard.fact.kind == "track" and details["track"] in members:
                rows.append(
                    {
                        **self.row(heard, "", details["causes"]),
                        "track": details["track"],
                        "before": details["before"],
                        "after": details["after"],
                        "shown": {"before": details["before_words"], "after": details["after_words"]},
                        "causes": details["causes"],
                    }
                )
        titles = ", ".join(self.wording.slot(name) for name in names)
        title = self.language.say("What moved it: {tracks}", tracks=titles)
        return {"kind": "causes", "title": title, "empty": "", "rows": rows}

    def of_ending(self) -> EndingPiece:
        """How the run ended: brink turns and red lines on the way, the end, and the scores that are told."""
        told = self.hearing.of(happened.Brink, happened.Crossed, happened.Finished)
        rows = [self.row(heard, getattr(heard.event, "role", "")) for heard in told]
        outcome = self.outcome()
        scores = outcome["scores"] if outcome else []
        return {
            "kind": "ending",
            "title": self.language.say("How it ended"),
            "empty": "",
            "rows": rows,
            "scores": scores,
            "outcome": outcome,
        }
