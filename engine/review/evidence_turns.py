"""Evidence about turns: those without some moves or with all of them, between two things; and of tokens."""

from collections.abc import Iterator
from typing import Literal

from engine.play import events as happened
from engine.play.state import Moment
from engine.review.evidence_rows import RowEvidence
from engine.review.evidence_told import Heard
from engine.review.pieces import BetweenPiece, BetweenRow, FollowedRow, TokenRow, TokensPiece, TurnsPiece
from engine.rules.changes import Change
from engine.rules.vocabulary import FOREVER


class TurnEvidence(RowEvidence):
    """Pieces with `turns`, and those that lead from one moment to a later one."""

    def played(self) -> list[int]:
        """The turns whose rulings were published."""
        return [turn for turn, _ in self.game.chronicle if turn]

    def moved(self, moves: list[str]) -> dict[int, dict[str, Heard]]:
        """By turn, the first time each of these moves was carried out, as far as is known here."""
        found: dict[int, dict[str, Heard]] = {turn: {} for turn in self.played()}
        for heard in self.hearing.of(happened.Carried):
            move = self.exercise.orders[heard.event.order].move_id
            if move in moves and heard.fact.turn in found:
                found[heard.fact.turn].setdefault(move, heard)
        return found

    def turns_of(
        self, kind: Literal["without", "together"], title: str, turns: list[int], heard: list[Heard]
    ) -> TurnsPiece:
        rows = [
            self.row(
                entry,
                entry.event.role,
                [self.language.say("secret")] if entry.event.secret else [],
                self.wording.order(entry.event.order),
            )
            for entry in heard
        ]
        return {
            "kind": kind,
            "title": title,
            "empty": "",
            "turns": turns,
            "of": self.played(),
            "rows": rows,
        }

    def of_without(self, moves: list[str]) -> TurnsPiece:
        """Turns in which none of these moves was carried out; as rows, those that were."""
        found = self.moved(moves)
        turns = [turn for turn, entries in found.items() if not entries]
        others = [heard for entries in found.values() for heard in entries.values()]
        title = self.language.say("Turns without: {moves}", moves=self.move_titles(moves))
        return self.turns_of("without", title, turns, others)

    def of_together(self, moves: list[str]) -> TurnsPiece:
        """Turns in which all of these moves were carried out; as rows, every one of them."""
        found = self.moved(moves)
        turns = [turn for turn, entries in found.items() if len(entries) == len(set(moves))]
        every = [heard for entries in found.values() for heard in entries.values()]
        title = self.language.say("Turns with all of: {moves}", moves=self.move_titles(moves))
        return self.turns_of("together", title, turns, every)

    def of_between(self, ends: list[str]) -> BetweenPiece:
        """From each turn in which the first thing happened, how many turns passed before the second.

        What was carried out was ordered before anybody saw the rulings of its turn: an order follows what
        happened before its turn was published. Anything else follows whatever came before it. Where both are
        about somebody (a test that Seoul felt, words for Tokyo), the second is about the same.
        """
        start, end = ends
        known = [(heard, self.hearing.happenings(heard)) for heard in self.hearing.heard]
        first: dict[tuple[int, frozenset[str]], Heard] = {}
        for heard, names in known:
            if start in names:
                first.setdefault((heard.fact.turn, self.about(heard)), heard)
        rows = list[BetweenRow | FollowedRow]()
        for (_, whom), heard in first.items():
            later = (
                other
                for other, names in known
                if end in names and follows(other, heard) and paired(whom, self.about(other))
            )
            answer = next(later, None)
            until = answer.fact.turn if answer else None
            passed = None if until is None else until - heard.fact.turn
            row = self.row(heard, heard.actor, (self.passed(passed),), self.with_roles(heard, whom))
            found: BetweenRow = {**row, "until": until, "turns": passed}
            followed: FollowedRow | None = {**found, "then": answer.fact.text} if answer else None
            rows.append(followed or found)
        titles = [self.named(name, any(name in names for _, names in known)) for name in ends]
        title = self.language.say("From '{start}' to '{end}'", start=titles[0], end=titles[1])
        return {"kind": "between", "title": title, "empty": "", "rows": rows}

    def about(self, heard: Heard) -> frozenset[str]:
        """The roles that something was about, as far as that is known here: those an order names, and those
        whose tokens a ruling opened.
        """
        event, roles = heard.event, self.exercise.roles
        if isinstance(event, happened.Carried):
            values = self.exercise.orders[event.order].arguments.values()
            return frozenset(value for value in values if value in roles)
        if isinstance(event, happened.Ruled) and not self.hearing.veiled(event):
            opened = (change.slot for change in event.effects if change.verb == "open")
            members = {slot.partition("(")[2].rstrip(")") for slot in opened if self.viewer.reads(slot)}
            return frozenset(members & set(roles))
        return frozenset()

    def with_roles(self, heard: Heard, whom: frozenset[str]) -> str:
        """What was told, with the roles it was about where its words leave them out."""
        codes = [self.wording.code(role) for role in self.exercise.roles if role in whom]
        text = heard.fact.text
        return text if not codes or all(code in text for code in codes) else f"{text} ({', '.join(codes)})"

    def named(self, name: str, told: bool) -> str:
        """What can have happened: by its words where it was told here, or where they are no secret."""
        if told or self.viewer.control:
            return self.wording.happening(name)
        head, dot, _ = name.partition(".")
        if dot and head in self.file.tables:
            return self.hearing.title(head)
        return self.language.say("an inject") if name in self.file.injects else self.wording.happening(name)

    def passed(self, turns: int | None) -> str:
        """How many turns passed, in words."""
        if turns is None:
            return self.language.say("never after that")
        if not turns:
            return self.language.say("in the same turn")
        return self.language.say("after {turns}", turns=self.language.count(turns, "turn", "turns"))

    # Tokens

    def of_tokens(self, names: list[str]) -> TokensPiece:
        """When each token was opened and closed, and which fell due unanswered."""
        members = [member for name in names for member in self.members(name)]
        known = [member for member in members if self.viewer.reads(member)]
        rows = list(self.changes_of(known))
        titles = ", ".join(self.wording.slot(name) for name in names)
        title = self.language.say("Opened and closed: {tokens}", tokens=titles)
        return {"kind": "tokens", "title": title, "empty": "", "rows": rows}

    def changes_of(self, tokens: list[str]) -> Iterator[TokenRow]:
        """Every opening and closing of these tokens, which can all be read here."""
        told: dict[tuple[int, int], list[Heard]] = {}
        for heard in self.hearing.heard:
            told.setdefault(heard.place, []).append(heard)
        standing = dict.fromkeys(tokens, 0)
        said: list[Heard] = []
        overdue: set[str] = set()
        for moment in self.game.history:
            event = moment.event
            said += told.get((moment.line, moment.index), [])
            if isinstance(event, happened.Overdue):
                overdue.add(event.token)
            changes = getattr(event, "changes", None)
            if changes is None:
                continue
            for token in tokens:
                now = changes.get(token, standing[token])
                if now != standing[token]:
                    yield self.change(moment, token, now, said, token in overdue)
                standing[token] = now
            said, overdue = [], set()

    def change(self, moment: Moment, token: str, due: int, said: list[Heard], overdue: bool) -> TokenRow:
        """A token that was opened, or closed, with what did it as far as that is known."""
        done = Change("open" if due else "close", token)
        why = next((heard for heard in said if self.does(heard, done)), None)
        fell = next((heard for heard in said if overdue and heard.fact.kind == "overdue"), None)
        source = why or fell
        state = self.language.say(
            "opened: {what}" if due else "closed: {what}", what=self.wording.slot(token)
        )
        until = self.language.say("due in turn {turn}", turn=due) if 0 < due < FOREVER else ""
        late = self.language.say("unanswered") if overdue else ""
        return {
            "turn": moment.turn,
            "phase": moment.phase,
            "role": token.partition("(")[2].rstrip(")"),
            "text": state,
            "detail": " · ".join(part for part in (late, why.fact.text if why else "", until) if part),
            "number": source.fact.number if source else None,
            "token": token,
            "change": "overdue" if overdue else "opened" if due else "closed",
            "due": due if 0 < due < FOREVER else None,
        }

    def does(self, heard: Heard, done: Change) -> bool:
        """Whether a ruling or order that was told is known to have had this effect."""
        event = heard.event
        if isinstance(event, happened.Ruled):
            return not self.hearing.veiled(event) and done in event.effects
        told = happened.Carried | happened.Improvised if self.viewer.control else happened.Carried
        return isinstance(event, told) and done in event.effects


def follows(other: Heard, heard: Heard) -> bool:
    """Whether something can have answered to another: for an order, in a later line of the log."""
    if isinstance(other.event, happened.Carried):
        return other.moment.line > heard.moment.line
    return other.place > heard.place


def paired(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two things can belong together: about the same, or one of them about nobody."""
    return not one or not other or bool(one & other)
