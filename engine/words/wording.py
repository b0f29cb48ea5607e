"""An exercise in words: orders, conditions, effects and terms as a person would read them."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, assert_never, cast

from engine.play.events import Promised, Requested
from engine.play.permissions import OBSERVER
from engine.play.trace import Tracer
from engine.rules.argued import effect_of
from engine.rules.changes import Change
from engine.rules.effects import Effects
from engine.rules.exercise import Call, Exercise, Order
from engine.rules.kept import kept
from engine.rules.nodes import Node, summed
from engine.rules.verbs import RunTable
from engine.words import scales
from engine.words.language import Language
from engine.words.numbers import added, minus
from engine.words.refusals import REFUSALS
from engine.words.titles import named

SIGNS = {"<=": "≤", ">=": "≥", "==": "=", "!=": "≠", "<": "<", ">": ">"}
LOOSE = ("or", "and", "if")
SINCE = {
    "<=": ("at most {turns} since: {what}", 0),
    "<": ("at most {turns} since: {what}", -1),
    ">=": ("at least {turns} since: {what}", 0),
    ">": ("at least {turns} since: {what}", 1),
}
"""How long ago something may have happened: the sentence, and what is added to the number it names."""


SAID = {
    "easy": "easy",
    "ordinary": "ordinary",
    "hard": "hard",
    "very_hard": "very hard",
    "pro": "reasons that count",
    "con": "counter-arguments that count",
    "difficulty": "difficulty",
    "against": "argues against it",
    "no_argument": "nothing to say against it",
}
"""Words of argued orders, where an exercise has none of its own for them."""

Method = TypeVar("Method", bound=Callable[..., Any])


def remembered(method: Method) -> Method:
    """A method whose words depend on its arguments alone, said once."""
    name = method.__name__

    @wraps(method)
    def find(self: "Wording", *arguments: Any) -> Any:
        key = (name, *arguments)
        if key not in self.memory:
            self.memory[key] = method(self, *arguments)
        return self.memory[key]

    return cast(Method, find)


class Wording:
    """Words for one exercise in one language."""

    def __init__(self, exercise: Exercise, language: Language) -> None:
        self.exercise, self.file, self.language = exercise, exercise.file, language
        self.memory: dict[tuple[Any, ...], Any] = {}

    def role(self, role: str) -> str:
        """The full name of a role, or of control."""
        if role in self.file.roles:
            return self.language.text(self.file.roles[role].title)
        if role == OBSERVER:
            return self.language.say("Observer")
        return self.language.say("Control") if role == "control" else role

    def code(self, role: str) -> str:
        """The short code of a role."""
        return self.language.text(self.file.roles[role].code) if role in self.file.roles else self.role(role)

    def roles(self, roles: list[str] | tuple[str, ...]) -> str:
        """A list of roles, short; everybody where it is everybody."""
        if len(roles) == len(self.exercise.roles):
            return self.language.say("everybody")
        return ", ".join(self.code(role) for role in roles)

    @remembered
    def letter(self, sender: str, carrier: str, *to: str) -> str:
        """Who writes to whom; a letter that is only handed over is written to its carrier."""
        receiver = self.roles(to) if to else self.role(carrier)
        return self.language.say("{sender} to {to}", sender=self.role(sender), to=receiver)

    def word(self, word: str) -> str:
        """A value as a person would read it."""
        if word in self.file.roles:
            return self.code(word)
        if word in self.file.words:
            return self.language.text(self.file.words[word])
        return self.language.say(SAID[word]) if word in SAID else word.replace("_", " ")

    @remembered
    def order(self, key: str) -> str:
        """An order: the title of its move, with its arguments."""
        order = self.exercise.orders.get(key)
        if order is None:
            effect = effect_of(key)
            return self.language.say("argued order: {effect}", effect=self.slot(effect)) if effect else key
        title = self.language.text(order.move.title, next(iter(order.arguments.values()), ""))
        words = self.arguments(order)
        return named(title, words)

    def every(self, turns: int) -> str:
        """How often a move may be ordered."""
        return self.language.say("at most every {turns}", turns=self.language.count(turns, "turn", "turns"))

    def in_a_run(self, times: int) -> str:
        """How often a move may be ordered in the whole run."""
        return self.language.say(
            "at most {times} in a run", times=self.language.count(times, "time", "times")
        )

    def opened(self, cost: int, moves: str) -> str:
        """What an offer opens to whoever reads it."""
        sentence = "opens to you at cost {cost}: {moves}" if cost else "opens to you without cost: {moves}"
        return self.language.say(sentence, cost=cost, moves=moves)

    def wanted(self, effect: str, amount: int) -> str:
        """The effect that an argued order wants."""
        if self.exercise.vocabulary.kinds.get(effect) == "flag":
            return self.change(Change("set", effect))
        return self.change(Change("add", effect, amount))

    def arguments(self, order: Order) -> str:
        """The arguments of an order, which tell it from the others of its move; empty where it has none."""
        return ", ".join(self.word(word) for word in order.arguments.values())

    def call(self, call: Call) -> str:
        """A table with its arguments."""
        title = self.language.text(call.table.title)
        if self.file.argued and call.table_id == self.file.argued.table:
            return named(title, self.weights(call))
        return named(title, ", ".join(self.word(word) for word in call.arguments.values()))

    def weights(self, call: Call) -> str:
        """The arguments that count in a call of the table of argued orders, and the difficulty."""
        given = {**call.arguments, "difficulty": self.word(call.arguments["difficulty"])}
        return self.language.say("{pro} for, {con} against, {difficulty}", **given)

    def label(self, name: str) -> str:
        """A track by its short title, where it has one."""
        head, _, rest = name.partition("(")
        return self.language.text(self.file.tracks[head].label, rest.rstrip(")")) or self.slot(name)

    @remembered
    def slot(self, name: str) -> str:
        """A track, flag, token or other slot by its title."""
        head, _, rest = name.partition("(")
        member = rest.rstrip(")")
        for group in (self.file.tracks, self.file.flags, self.file.tokens):
            if head in group:
                title = group[head].title
                own = isinstance(title, dict) and member in title
                spoken = self.language.text(title, member) or head.replace("_", " ")
                return spoken if own or not member else f"{spoken} ({self.code(member)})"
        if head == "in_force" and member in self.file.agreements:
            return self.language.say(
                "{agreement} in force", agreement=self.language.text(self.file.agreements[member].title)
            )
        if head == "crossed":
            lines = (line for role in self.file.roles.values() for line in role.red_lines)
            title = next(self.language.text(line.title) for line in lines if line.id == member)
            return self.language.say("red line crossed: {line}", line=title)
        if head == "capital":
            return self.language.say("Political capital ({role})", role=self.code(member))
        agreement, dot, term = name.partition(".")
        if dot and agreement in self.file.agreements:
            return (
                f"{self.language.text(self.file.agreements[agreement].title)}: {self.term(agreement, term)}"
            )
        return self.language.say(name.replace("_", " "))

    def term(self, agreement: str, term: str) -> str:
        """The name of a term."""
        titles = self.file.agreements[agreement].term_titles
        return self.language.text(titles[term]) if term in titles else self.word(term)

    def terms(self, agreement: str, terms: dict[str, int]) -> str:
        """Terms with their values."""
        domains = self.file.agreements[agreement].terms
        parts = []
        for term, value in terms.items():
            spelled = (
                self.word(self.exercise.words[value]) if isinstance(domains.get(term), list) else str(value)
            )
            parts.append(f"{self.term(agreement, term)}: {spelled}")
        return "; ".join(parts)

    def promised_thing(self, event: Promised) -> str:
        """What a promise names."""
        if event.order:
            return self.order(event.order)
        return self.language.text(self.file.agreements[event.agreement].title)

    def value(self, name: str, value: int) -> str:
        """A slot's value: a word where it holds one."""
        return (
            self.word(self.exercise.words[value]) if name in self.exercise.vocabulary.domains else str(value)
        )

    def ladder(self, name: str, value: int) -> str:
        """The name a scale gives to a value; empty where it gives none."""
        track = self.file.tracks.get(name.partition("(")[0])
        return scales.rung(track, value, self.language) if track else ""

    @remembered
    def stands(self, name: str, value: int) -> str:
        """Where a track stands in words, and what the next stretches up and down would be."""
        return scales.stands(self.file.tracks[name.partition("(")[0]], value, self.language)

    @remembered
    def change(self, change: Change) -> str:
        """What an effect did, or promises to do."""
        what, say = self.slot(change.slot), self.language.say
        match change.verb:
            case "add" | "capital":
                return f"{what} {added(change.amount)}"
            case "raise":
                step = f"{what} {added(change.amount)}"
                return say("{change} up to {bound}", change=step, bound=minus(change.bound))
            case "least":
                return f"{what} {say('at least')} {minus(change.bound)}"
            case "most":
                return f"{what} {say('at most')} {minus(change.bound)}"
            case "set":
                return f"{what}: {self.word(change.word)}" if change.word else say("{what}: yes", what=what)
            case "clear":
                return say("{what}: no", what=what)
            case "open":
                return say("opened: {what}", what=what)
            case "close":
                return say("closed: {what}", what=what)
        assert_never(change.verb)

    def effects(self, effects: Effects) -> list[str]:
        """Effects in words: what they promise, then what they run."""
        return [*self.promised(effects), *(self.run(run) for run in effects.runs)]

    @remembered
    def promised(self, effects: Effects) -> tuple[str, ...]:
        """What effects do to the state, in words, wherever it stands."""
        return tuple(self.change(change) for change in promised(self.exercise, effects))

    def run(self, run: RunTable) -> str:
        """A table that effects run, with its arguments."""
        title = self.language.text(self.file.tables[run.table].title)
        words = [
            self.word(part if isinstance(part, str) else self.exercise.names[part]) for part in run.arguments
        ]
        return named(title, ", ".join(words))

    def happening(self, key: str) -> str:
        """Something that can have happened."""
        group, dot, name = key.partition(".")
        if key in self.exercise.orders or key.partition("(")[0] in self.file.moves:
            move = key.partition("(")[0]
            return (
                self.order(key)
                if key in self.exercise.orders
                else self.language.text(self.file.moves[move].title)
            )
        if key in self.file.agreements:
            return self.language.text(self.file.agreements[key].title)
        if key in self.file.injects:
            return self.language.text(self.file.injects[key].title)
        if dot and group == "breach":
            return self.language.say(
                "breach of {agreement}", agreement=self.language.text(self.file.agreements[name].title)
            )
        if dot and group == "overdue":
            return self.language.say("overdue: {what}", what=self.slot(name))
        if dot and group in self.file.tables:
            row = next(row for row in self.file.tables[group].rows if row.id == name)
            return self.language.text(row.say)
        return self.word(name if dot else key)

    @remembered
    def condition(self, node: Node, tight: bool = False) -> str:
        """A condition or amount in words."""
        say, parts = self.language.say, node.parts
        op = node.op
        if op == "const":
            return self.word(node.words[0]) if node.words else str(node.value)
        if op == "read":
            return self.slot(node.key)
        if op == "played":
            return say("this turn: {what}", what=self.happening(node.key))
        if op == "times":
            return say("times of “{what}”", what=self.happening(node.key))
        if op == "since":
            return say("turns since “{what}”", what=self.happening(node.key))
        if op == "held":
            return say("for {number} end checks: {what}", number=node.value, what=self.condition(parts[0]))
        if op == "not":
            return say("not: {what}", what=self.condition(parts[0], True))
        if op in SIGNS:
            return self.compare(node)
        if op == "if":
            text = say(
                "{then} if {test}, else {other}",
                then=self.condition(parts[1]),
                test=self.condition(parts[0]),
                other=self.condition(parts[2]),
            )
        elif op in ("and", "or"):
            text = f" {say(op)} ".join(self.condition(part, True) for part in parts)
        elif op in ("min", "max"):
            return f"{op}({', '.join(self.condition(part) for part in parts)})"
        else:
            text = f" {minus(op)} ".join(self.condition(part, True) for part in parts)
        return f"({text})" if tight and op in LOOSE else text

    def compare(self, node: Node) -> str:
        left, right = node.parts
        if left.op == "times" and right.fixed:
            return self.language.say(
                "“{what}” so far {sign} {number}",
                what=self.happening(left.key),
                sign=SIGNS[node.op],
                number=right.value,
            )
        counted = list(summed(left))
        if len(counted) > 1 and node.op == ">=" and right.fixed and all(one.op == "times" for one in counted):
            names = [self.language.say("“{title}”", title=self.happening(one.key)) for one in counted]
            return self.language.say(
                "together at least {times}: {what}",
                times=self.language.count(right.value, "time", "times"),
                what=f" {self.language.say('or')} ".join(names),
            )
        if left.op == "since" and right.fixed and node.op in SINCE:
            bound, more = SINCE[node.op]
            return self.language.say(
                bound,
                turns=self.language.count(right.value + more, "turn", "turns"),
                what=self.happening(left.key),
            )
        return f"{self.condition(left, True)} {SIGNS[node.op]} {self.condition(right, True)}"

    def request(self, event: Requested) -> str:
        """What a role asks control for: the order it names, its words, or both."""
        return ". ".join(filter(None, (event.order and self.order(event.order), event.text)))

    def refused(self, code: str, key: str) -> str:
        """The same by the key of an order, an argued one too; empty for what is no order."""
        order = self.exercise.orders.get(key)
        if order is not None:
            return self.refusal(code, order)
        return self.language.say(REFUSALS.get(code, "not allowed")) if effect_of(key) else ""

    def refusal(self, code: str, order: Order) -> str:
        """Why an order is not allowed."""
        say, move = self.language.say, order.move
        if code == "condition":
            return say("needs: {condition}", condition=self.condition(order.allowed.node))
        if code == "every" and move.limit and move.limit.every:
            return self.every(move.limit.every)
        if code == "run" and move.limit and move.limit.run:
            return self.in_a_run(move.limit.run)
        if code == "excluded":
            return say(
                "not together with: {moves}",
                moves=", ".join(self.language.text(self.file.moves[name].title) for name in move.excludes),
            )
        return say(REFUSALS.get(code, "not allowed"))


def promised(exercise: Exercise, effects: Effects) -> list[Change]:
    """What effects do to the state, wherever it stands."""
    return Tracer(exercise).changes(effects, exercise.vocabulary.start, promised=True)


@kept
def tongues(exercise: Exercise) -> dict[str, Wording]:
    """The words of an exercise by language."""
    return {}


def wording(exercise: Exercise, language: Language) -> Wording:
    """The words of an exercise in a language, with all that was said before."""
    found = tongues(exercise)
    if language.code not in found:
        found[language.code] = Wording(exercise, language)
    return found[language.code]
