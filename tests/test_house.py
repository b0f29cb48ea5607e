"""The house keeps its order: what may import what, how long a module may be, what the engine may know."""

import ast
import re
from collections.abc import Iterator
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
ROOMS = (
    "rules",
    "play",
    "rehearsal",
    "workers",
    "record",
    "words",
    "views",
    "pictures",
    "exchange",
    "review",
)
FACES = ("console", "web")
OUTSIDE = {
    "asyncio",
    "datetime",
    "io",
    "locale",
    "logging",
    "multiprocessing",
    "os",
    "pathlib",
    "random",
    "secrets",
    "select",
    "shutil",
    "signal",
    "socket",
    "ssl",
    "subprocess",
    "sys",
    "tempfile",
    "threading",
    "time",
    "urllib",
    "uuid",
}
"""Files, clocks, chance, processes and the network."""
MOST_LETTERS = 300
"""Of a line of a template."""
LOADING = {"read.py", "load.py", "schema.py"}
"""The parts of `rules` that read files."""
MOST_LINES = 400
DECLARATIONS = {
    "engine/rules/model.py",
    "engine/rules/exercise.py",
    "engine/play/events.py",
    "engine/views/seen.py",
    "engine/play/commands/declared.py",
    "console/main.py",
}
"""What stands together whole, whatever its length: types with their meaning and hardly a statement."""
COUNTRIES = """
america american beijing brenia china chinese dprk halmar japan japanese korea korean moscow poland polish
pyongyang rok russia russian seoul taiwan tokyo ukraine usa warsaw washington
"""


def modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def imports(path: Path) -> Iterator[tuple[str, int, bool]]:
    """Modules that a file imports, with the line and whether that happens inside a function."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        part
        for node in ast.walk(tree)
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno, node in inside) for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}:{node.lineno} imports by dots"
            yield node.module or "", node.lineno, node in inside
            yield from ((f"{node.module}.{name.name}", node.lineno, node in inside) for name in node.names)


def room_of(module: str) -> str:
    parts = module.split(".")
    return parts[1] if parts[0] == "engine" and len(parts) > 1 and parts[1] in ROOMS else ""


@pytest.mark.parametrize("room", ROOMS)
def test_data_flow_one_way(room: str) -> None:
    """A room imports only rooms before it."""
    allowed = set(ROOMS[: ROOMS.index(room) + 1])
    for path in modules(f"engine/{room}"):
        for module, line, _ in imports(path):
            assert room_of(module) in allowed | {""}, f"{path}:{line} imports {module}"


def name_of(path: Path) -> str:
    parts = path.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def loads(path: Path) -> Iterator[str]:
    """Modules that are loaded with a file, without those that only a function or a type checker imports."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    of_types = {
        part.lineno
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for part in node.body
    }
    yield from (module for module, line, inside in imports(path) if not inside and line not in of_types)


def test_columns_are_loaded_when_they_are_asked_for() -> None:
    """NumPy takes a tenth of a second to load: what imports it is only imported inside functions."""
    loading = {"numpy"}
    for _ in range(9):
        loading |= {
            name_of(path) for path in modules("engine", *FACES) for module in loads(path) if module in loading
        }
    loading -= {name for name in loading if name.startswith(("engine.rehearsal.", "engine.workers."))}
    assert loading == {
        "numpy",
        "engine.exchange.figures",
        "engine.exchange.recorded",
        "engine.review.explored",
        "console.exploring",
        "console.hiring",
        "engine.exchange.levers",
        "engine.review.leverage",
        "engine.review.claims",
        "engine.review.paired",
        "console.deciding",
        "engine.review.decided",
        "engine.review.foreseen",
        "engine.review.how_it_ended",
        "engine.review.rehearsed",
        "engine.review.looking_back",
        "engine.review.turning_points",
        "engine.review.weighed",
        "engine.review.otherwise",
        "engine.review.changeable",
        "console.answers",
        "console.leverage",
        "console.pairs",
        "console.rehearsed",
        "console.rehearsing",
        "console.weights",
    }


def test_no_circle_of_imports() -> None:
    """What a module imports, for its types alone too, never leads back to it; what a function imports may."""
    known = {name_of(path): path for path in modules("engine", *FACES)}
    leads = {
        name: {
            module
            for module, _, inside in imports(path)
            if module in known and not inside and not f"{name}.".startswith(f"{module}.")
        }
        for name, path in known.items()
    }
    try:
        TopologicalSorter(leads).prepare()
    except CycleError as circle:
        pytest.fail(" -> ".join(reversed(circle.args[1])))


def test_pictures_draw_plain_data() -> None:
    """A picture knows no exercise, no run and no view: only how its labels and numbers are said."""
    for path in modules("engine/pictures"):
        for module, line, _ in imports(path):
            said = module.startswith(("engine.words.language", "engine.words.numbers"))
            allowed = room_of(module) in ("pictures", "") or said
            assert allowed, f"{path}:{line} imports {module}"


def test_one_room_has_one_class_of_a_name() -> None:
    """A word may name a thing as an exercise has it and as a view shows it, and a command what is asked for;
    within a room a name that stands for two things stands for neither.
    """
    for room in ROOMS:
        seen: dict[str, Path] = {}
        for path in modules(f"engine/{room}"):
            if "commands" in path.parts:
                continue
            for name in re.findall(r"^class (\w+)", path.read_text(encoding="utf-8"), re.M):
                assert name not in seen, f"{path} and {seen[name]} both have a class {name}"
                seen[name] = path


def test_numbers_are_written_in_one_place() -> None:
    """The true minus and the percent sign of a chance: nobody writes them but `engine.words.numbers`."""
    own = re.compile(
        r"""replace\(\s*["']-["'],\s*["'](−|\\u2212)["']|"−"\s*if|f"−\{|round\([^)]*\)\}%|\|int \}\}%"""
    )
    for folder in ("engine", "console", "web"):
        for path in sorted((ROOT / folder).rglob("*")):
            if path.suffix in (".py", ".html") and path != ROOT / "engine/words/numbers.py":
                found = own.search(path.read_text(encoding="utf-8"))
                assert not found, f"{path} writes a number by itself: {found[0]}"


def test_the_words_for_programmers_lead_somewhere() -> None:
    """Every place that docs/words.md names is there, and the class, function or constant in it."""
    for row in (ROOT / "docs/words.md").read_text(encoding="utf-8").splitlines():
        if not row.startswith("| ") or row.startswith("| Word "):
            continue
        _, word, _, places, _ = row.split("|")
        named = re.findall(r"`([^`]+)`", places)
        files = [ROOT / name for name in named if "/" in name]
        assert files, row
        assert all(path.exists() for path in files), row
        for name in (name for name in named if "/" not in name):
            *_, last = name.split(".")
            defined = rf"^(class {name}\b|{name}(:| =)| *def {last}\()"
            assert any(re.search(defined, path.read_text("utf-8"), re.M) for path in files), (name, row)
        for name in re.findall(r"\b[A-Z]{3,}\b", word):
            where = [path for path in files if path.is_file()]
            assert not where or any(
                re.search(rf"^{name} = ", path.read_text("utf-8"), re.M) for path in where
            )


def test_the_engine_knows_no_face() -> None:
    """The engine imports neither console nor web, and none of what they are made of."""
    for path in modules("engine"):
        for module, line, _ in imports(path):
            assert module.split(".")[0] not in (*FACES, "flask", "rich", "click", "waitress"), (
                f"{path}:{line}"
            )


@pytest.mark.parametrize("face", FACES)
def test_faces_know_only_the_engine(face: str) -> None:
    """Console and web never import each other; only the command that serves may, inside its function."""
    other = FACES[1 - FACES.index(face)]
    for path in modules(face) if (ROOT / face).is_dir() else ():
        for module, line, inside in imports(path):
            allowed = face == "console" and inside and path.stem in ("main", "serving")
            assert module.split(".")[0] != other or allowed, f"{path}:{line} imports {module}"


def test_rules_and_play_are_pure() -> None:
    """What an exercise is and what happens in it need no file, clock, thread or unseeded chance."""
    for path in modules("engine/rules", "engine/play", "engine/rehearsal"):
        if path.parent.name == "rules" and path.name in LOADING:
            continue
        for module, line, _ in imports(path):
            assert module.split(".")[0] not in OUTSIDE, f"{path}:{line} imports {module}"
        calls = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert not calls & {"open", "input", "print", "__import__", "eval"}, path


def test_only_the_emitter_runs_code() -> None:
    """Text becomes code in one place, from checked trees."""
    for path in modules("engine", *(face for face in FACES if (ROOT / face).is_dir())):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        found = [
            node.func.id
            for node in ast.walk(tree)
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        ]
        runs = {"exec", "eval", "compile"} & set(found)
        assert not runs or path == ROOT / "engine/rules/emit.py", path


def test_no_module_grows_long() -> None:
    """A module that needs more than 400 lines is two modules, but for declarations."""
    for path in modules("engine", *FACES):
        lines = len(path.read_text(encoding="utf-8").splitlines())
        if path.relative_to(ROOT).as_posix() not in DECLARATIONS:
            assert lines <= MOST_LINES, f"{path} has {lines} lines, more than {MOST_LINES}"


def words_of(path: Path) -> set[str]:
    """Every word of a module's code: names and strings, without docstrings and comments."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    texts = []
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in told:
            texts.append(node.value)
        texts += [
            text
            for field in ("id", "name", "attr", "arg")
            if isinstance(text := getattr(node, field, None), str)
        ]
    return {word for text in texts for word in re.findall(r"[a-z]+", text.lower())}


def test_the_engine_knows_no_country() -> None:
    """Names of countries stand in exercises, never in the engine's code or in its sentences."""
    for path in modules("engine"):
        assert not words_of(path) & set(COUNTRIES.split()), path
    for path in (ROOT / "engine").rglob("*.json"):
        words = set(re.findall(r"[a-z]+", path.read_text(encoding="utf-8").lower()))
        assert not words & set(COUNTRIES.split()), path


HOLDS_RUN = ("web/open_run.py", "web/open_debrief.py", "web/runs.py", "web/serve.py")
"""The room's and the debrief's keepers of a run, and those that open runs."""


def test_pages_touch_no_run() -> None:
    """What a page shows has come through a view: only its keeper holds a run, its state or its lines."""
    for path in modules("web"):
        if str(path.relative_to(ROOT)) in HOLDS_RUN:
            continue
        for module, line, _ in imports(path):
            assert not module.startswith(("engine.record.run", "engine.play.fold", "engine.play.draft")), (
                f"{path}:{line} imports {module}"
            )
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Attribute):
                assert node.value.attr != "run" or node.attr not in ("state", "log", "record", "lines"), (
                    f"{path}:{node.lineno} reads a run"
                )


def test_what_the_web_hands_on_has_a_type() -> None:
    """No map of anything crosses a wall there, but for the few that have a name and a reason (note 0027)."""
    named = {"web/api/kinds.py": "Schema", "web/api/asking.py": "Sent"}
    for path in modules("web"):
        place = path.relative_to(ROOT).as_posix()
        for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if "dict[str, Any]" in row:
                assert row == f"{named.get(place)} = dict[str, Any]", f"{place}:{number} needs a type"


def test_a_line_of_a_template_can_be_read() -> None:
    """What is longer than a screen is broken where Jinja drops the break: before `{%-`, after `%}`."""
    long = [
        f"{path.name}: {row[:60]}"
        for path in (ROOT / "web/templates").rglob("*.html")
        for row in path.read_text(encoding="utf-8").splitlines()
        if len(row) > MOST_LETTERS
    ]
    assert not long
