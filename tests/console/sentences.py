"""Every sentence the program can say, read from its sources."""

import ast
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path
from types import MappingProxyType

from jinja2 import Environment, nodes

from engine.exchange.export.columns import meanings
from engine.exchange.export.dictionary import ABOUT
from engine.play.commands.declared import COMMANDS
from engine.play.state import PHASES
from engine.views.cards import HITS, STEPS
from engine.views.evaluation import WORDS
from engine.views.journal import NOTED
from engine.words.wording import REFUSALS, SINCE

ROOT = Path(__file__).parents[2]
ROOMS = (ROOT / "engine", ROOT / "console", ROOT / "web")
HOUSES = tuple(room.name for room in ROOMS)
TEMPLATES = ROOT / "web" / "templates"
TAKES = {"say": (0,), "Refusal": (0,), "Stale": (0,), "means": (1,), "Action": (0, 1, 3)}
"""Calls that speak, with the places of their sentences."""

HANDED_ON = (
    *PHASES,
    *REFUSALS.values(),
    *(kind.changed for kind in COMMANDS.values() if kind.changed),
    *(kind.who.refusal for kind in COMMANDS.values()),
    *STEPS.values(),
    *HITS.values(),
    *WORDS.values(),
    *NOTED.values(),
    *meanings(),
    *ABOUT,
    *(sentence for sentence, _ in SINCE.values()),
    *("at least", "at most", "and", "or"),
    *("diplomatic", "military", "economic", "information", "intelligence", "mediation"),
    *("timetable", "triggered", "offered", "manual", "written", "held", "deferred", "skipped", "released"),
    *("agenda", "floor", "recess", "resume", "chair", "speakers", "text", "adjourn"),
    *("{role} lays a text on the table", "{role} amends the text on the table"),
    *(
        "a row without dice decides",
        "out of reach with these modifiers",
        "not for this case",
        "its condition does not hold",
        "a row above it holds",
    ),
    "The bulletin is edited",
    "The bulletin is automatic again",
    "Note: {text}",
    *("Rating {text}", "Finding {text}", "Improvement plan {text}"),
    *("turn", "month", "brink", "income", "format", "preset"),
    *(
        "{role} signs: {agreement}",
        "{role} takes its signature back: {agreement}",
        "The proposal lapses: {agreement}",
        "{role} takes its proposal back: {agreement}",
        "{role} does not sign as it stands: {agreement}",
        "{role} proposes: {agreement}",
        "{role} proposes instead: {agreement}",
    ),
    *(
        "Control releases nothing.",
        "Control releases the traces of the rulings.",
        "Control releases everything.",
    ),
    *("opened: {what}", "closed: {what}", "{what}: yes", "{what}: no"),
    *("Strengths", "Areas for improvement"),
    *("Seats of people: {roles}", "Seats of bots: {roles}", "Empty seats: {roles}"),
)
"""Sentences that reach `say` through a variable."""
FIELDS = {
    *("phase", "phase_now", "next_phase", "mode", "status", "state", "kind", "type", "op", "bound"),
    *("message", "value", "sentence", "reason", "why", "why_hardly", "word", "name"),
    *("row", "meaning", "part", "about", "example", "READY", "refusal", "changed"),
    "f\"{found['label']}{beside}\"",  # an action whose name the view has said already
}
"""What may be said without a sentence in sight: fields and variables whose words `HANDED_ON` or `TAKES` has.

Before one is added, its words have to be there: else nobody notices that they lack a translation.
"""


def sources() -> list[Path]:
    return sorted(path for room in ROOMS for path in room.rglob("*.py"))


Names = dict[str, list[ast.expr]]


def names(tree: ast.Module) -> Names:
    """What each name of a file is given, there or where it comes from, as far as that can be read off."""
    found: Names = {}
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and str(node.module).partition(".")[0] in HOUSES:
            for alias in node.names:
                found[alias.asname or alias.name] = given_elsewhere(str(node.module), alias.name)
            continue
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, ast.AnnAssign | ast.NamedExpr) and node.value is not None:
            targets, value = [node.target], node.value
        elif isinstance(node, ast.For | ast.comprehension):
            if isinstance(node.iter, ast.Tuple | ast.List):
                for one in node.iter.elts:
                    give(found, node.target, one)
                continue
            targets, value = [node.target], node.iter
        else:
            continue
        for target in targets:
            give(found, target, value)
    return found


def give(found: Names, target: ast.expr, value: ast.expr) -> None:
    """Note what one name is given, or several at once."""
    given = target.elts if isinstance(target, ast.Tuple) else [target]
    parts = value.elts if isinstance(target, ast.Tuple) and isinstance(value, ast.Tuple) else []
    if len(parts) != len(given):
        parts = [value] * len(given)
    for name, part in zip(given, parts, strict=True):
        if isinstance(name, ast.Name):
            found.setdefault(name.id, []).append(part)


def given_elsewhere(module: str, name: str) -> list[ast.expr]:
    """A text, or the texts of a map, that another module holds under a name."""
    value = getattr(import_module(module), name, None)
    texts = value.values() if isinstance(value, dict) else [value]
    return [ast.Constant(text) for text in texts if isinstance(text, str)]


def literals(node: ast.expr, known: Names | None = None) -> Iterator[str]:
    """The texts an argument can be, its names looked up once."""
    if isinstance(node, ast.Name):
        for value in (known or {}).get(node.id, ()):
            yield from literals(value, {name: to for name, to in (known or {}).items() if name != node.id})
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from literals(node.body, known)
        yield from literals(node.orelse, known)
    elif isinstance(node, ast.Subscript):
        yield from literals(node.value, known)
    elif isinstance(node, ast.Dict):
        for value in node.values:
            yield from literals(value, known)
    elif isinstance(node, ast.Call):
        for argument in node.args:
            if isinstance(node.func, ast.Attribute) and node.func.attr == "get":
                yield from literals(argument, known)
        if isinstance(node.func, ast.Attribute):
            yield from literals(node.func.value, known)


class Source:
    """One file, and what its functions say of what they are given."""

    def __init__(self, path: Path, root: Path = ROOT) -> None:
        self.place = str(path.relative_to(root))
        self.tree = ast.parse(path.read_text(encoding="utf-8"))
        self.known = names(self.tree)
        self.calls: list[tuple[ast.Call, tuple[str, ...]]] = []
        """With the parameters of the functions they stand in."""
        self.takes = {name: set(places) for name, places in TAKES.items()}
        self.collect(self.tree, ())
        while self.hand_on():
            pass

    def collect(self, node: ast.AST, parameters: tuple[str, ...]) -> None:
        for child in ast.iter_child_nodes(node):
            if isinstance(child, ast.Call):
                self.calls.append((child, parameters))
            own = arguments(child) if isinstance(child, ast.FunctionDef) else ()
            self.collect(child, (*parameters, *own))

    def hand_on(self) -> bool:
        """Whether one more function of this file says a parameter of its own."""
        before = sum(map(len, self.takes.values()))
        for function in ast.walk(self.tree):
            if isinstance(function, ast.FunctionDef):
                own = arguments(function)
                for said in self.said(node for node in ast.walk(function) if isinstance(node, ast.Call)):
                    if isinstance(said, ast.Name) and said.id in own:
                        self.takes.setdefault(function.name, set()).add(own.index(said.id))
        return sum(map(len, self.takes.values())) > before

    def said(self, calls: Iterable[ast.Call]) -> Iterator[ast.expr]:
        """What some calls are given to say."""
        for call in calls:
            for place in self.takes.get(called(call), ()):
                if place < len(call.args):
                    yield call.args[place]

    def sentences(self) -> Iterator[str]:
        """Every sentence that can be read off."""
        for said in self.said(call for call, _ in self.calls):
            yield from literals(said, self.known)
        for call, _ in self.calls:
            if called(call) == "count" and len(call.args) == 3:
                one, many = (list(literals(argument, self.known)) for argument in call.args[1:])
                yield from map("|".join, zip(one, many, strict=False))

    def unread(self) -> Iterator[str]:
        """What is said and cannot be read off, by the last of its names. A `say` handed in may print."""
        for call, parameters in self.calls:
            for said in self.said([call]) if called(call) not in parameters else ():
                handed = isinstance(said, ast.Name) and said.id in parameters
                if not handed and not list(literals(said, self.known)):
                    yield last(said)


def last(said: ast.expr) -> str:
    """The last name of an expression: `phase` of `moment.phase` and of `run["phase"]`; else the whole."""
    while isinstance(said, ast.Starred | ast.Call):
        said = said.value if isinstance(said, ast.Starred) else getattr(said.func, "value", said.func)
    match said:
        case ast.Name(name) | ast.Attribute(attr=name) | ast.Subscript(slice=ast.Constant(str(name))):
            return name
    return ast.unparse(said)


def called(call: ast.Call) -> str:
    """The name of the function that is called."""
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


def arguments(function: ast.FunctionDef) -> tuple[str, ...]:
    """The names of what a function is given, in the order of its calls."""
    own = tuple(argument.arg for argument in function.args.args)
    return own[1:] if own[:1] in (("self",), ("cls",)) else own


def template_calls(source: str) -> Iterator[tuple[str, nodes.Call]]:
    """What a page template calls, by name."""
    pages = Environment(extensions=["jinja2.ext.do", "jinja2.ext.loopcontrols"])
    for node in pages.parse(source).find_all(nodes.Call):
        yield template_name(node.node), node


def template_name(node: nodes.Node) -> str:
    """The last name of an expression of a template."""
    if isinstance(node, nodes.Getitem):
        return str(getattr(node.arg, "value", getattr(node.arg, "name", "")))
    return str(getattr(node, "attr", getattr(node, "name", type(node).__name__)))


def template_unread(source: str) -> Iterator[str]:
    """What a template says and cannot be read off, by the last of its names."""
    for name, node in template_calls(source):
        if name == "say" and node.args and not list(template_literals(node.args[0])):
            yield template_name(node.args[0])


def template_sentences(source: str) -> Iterator[str]:
    """The sentences of one page template."""
    for name, node in template_calls(source):
        if name == "say" and node.args:
            yield from template_literals(node.args[0])
        if name == "count" and len(node.args) == 3:
            one, many = (list(template_literals(argument)) for argument in node.args[1:])
            if one and many:
                yield f"{one[0]}|{many[0]}"


def template_literals(node: nodes.Expr) -> Iterator[str]:
    """The texts an argument in a template can be."""
    if isinstance(node, nodes.Const) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, nodes.CondExpr):
        for part in (node.expr1, node.expr2):
            if part is not None:
                yield from template_literals(part)
    elif isinstance(node, nodes.Getitem):
        yield from template_literals(node.node)
    elif isinstance(node, nodes.Dict):
        for pair in node.items:
            yield from template_literals(pair.value)


def handed_on_by_pages() -> tuple[str, ...]:
    """Sentences that reach the pages through a variable: the pages' own tests list them."""
    if find_spec("tests.web") is None or find_spec("tests.web.sentences") is None:
        return ()
    return tuple(import_module("tests.web.sentences").HANDED_ON)


@cache
def programs() -> tuple[Source, ...]:
    """Every program, read once."""
    return tuple(map(Source, sources()))


@cache
def everything() -> Mapping[str, str]:
    """Every sentence, with the file it stands in; looked for once, and not to be changed."""
    found = dict.fromkeys((*HANDED_ON, *handed_on_by_pages()), "handed on")
    for path in sorted(TEMPLATES.rglob("*.html")):
        for sentence in template_sentences(path.read_text(encoding="utf-8")):
            found[sentence] = str(path.relative_to(ROOT))
    for source in programs():
        for sentence in source.sentences():
            if sentence.strip():
                found[sentence] = source.place
    return MappingProxyType(found)
