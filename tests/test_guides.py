"""README and guides can be followed to the letter: what people are to type runs, what is named is there."""

import os
import re
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import HTTPCookieProcessor, build_opener

import pytest
from click.testing import CliRunner

from console import main as console
from engine.record.run import Run
from engine.rules.load import load
from engine.words.language import catalogue
from tests.console.sentences import everything
from tests.guides import HOUSE, coded, commands, names, text_of

PAGES = (
    "README.md",
    "docs/facilitators.md",
    "docs/authors.md",
    "docs/msel.md",
    "docs/network.md",
    "docs/data.md",
)
TURN = ("done", "seal", "y", "next")
"""What somebody types who orders nothing for a turn."""
TYPED: dict[tuple[str, ...], tuple[str, ...]] = {
    ("play", "strait.jsonl", "--as", "brenia"): TURN * 8 + ("quit",),
    ("play",): ("quit",),
    ("replay",): ("q",),
}
"""By the beginning of a command, the lines that are typed to it."""


def prepared(page: str) -> None:
    """What a page takes for granted, in the folder where its commands are typed."""
    if page in ("README.md", "docs/data.md"):
        Path("runs").mkdir()
    if page == "README.md":
        Run.start(load("korea-2025"), Path("runs/NAME.jsonl"), seed=7, people=["usa"])
    elif page == "docs/authors.md":
        Path("the-well").mkdir()
        for file, content in re.findall(r"```yaml\n# the-well/(\S+)\n(.*?)```", text_of(page), re.DOTALL):
            Path("the-well", file).write_text(content, encoding="utf-8")
    elif page == "docs/msel.md":
        Run.start(load("korea-2025"), Path("run.jsonl"), seed=7)
    elif page == "docs/data.md":
        Run.start(load("korea-2025"), Path("runs/tuesday.jsonl"), seed=7)


def played(words: list[str]) -> None:
    """What people do at the table between two commands of a guide: turns before one is forked, or all."""
    if words[0] in ("fork", "decided"):
        turn = int(words[words.index("--turn") + 1]) if words[0] == "fork" else 1000
        run = Run.open(words[1])
        for _ in range(400):
            if run.state.game.finished or run.state.game.turn >= turn:
                return
            run.press_on()


def typed_to(words: list[str]) -> str:
    lines = next((lines for begin, lines in TYPED.items() if tuple(words[: len(begin)]) == begin), ())
    return "".join(f"{line}\n" for line in lines)


@pytest.mark.parametrize("page", PAGES)
def test_every_command_can_be_typed_as_it_stands(
    page: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Law: in their order, in an empty folder, each of them does what it is for."""
    monkeypatch.chdir(tmp_path)
    for name, value in (("WHITECELL_LANG", "en"), ("TERM", "dumb"), ("COLUMNS", "100")):
        monkeypatch.setenv(name, value)
    prepared(page)
    found = commands(page)
    assert found
    for words in found:
        if words[0] == "serve":
            open_run(words)
            continue
        played(words)
        if words == ["check"]:
            words = ["check", "the-well"]
        answer = CliRunner().invoke(console.cli, words, input=typed_to(words))
        assert answer.exit_code == 0, f"{page}: whitecell {' '.join(words)}\n{answer.output[-1500:]}"


def open_run(words: list[str]) -> None:
    """The server comes up, its page opens, and Ctrl+C ends it."""
    command = [sys.executable, "-m", "console.main", *words, "--no-browser", "--port", free()]
    environment = os.environ | {"PYTHONPATH": str(HOUSE), "PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, env=environment) as server:
        assert server.stdout
        try:
            address = next(line.strip() for line in server.stdout if "/open/" in line)
            browser = build_opener(HTTPCookieProcessor())
            with browser.open(address, timeout=60) as page:
                assert page.status == 200
        finally:
            server.send_signal(signal.SIGINT)
            server.communicate(timeout=60)


def free() -> str:
    """A port that nobody has."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return str(found.getsockname()[1])


# Names

TITLES = (
    *("The Grey Strait", "It will not get better", "Half a day", "Short"),
    *("Poland as facilitator", "Poland as mediator", "Poland runs the exercise"),
)
"""Of exercises, their formats and seatings: they stand in their files, in each language."""
ELSEWHERE = {
    "README.md": {"Korea 2025"},
    "docs/facilitators.md": {"ladder", "traces"},
    "docs/network.md": {
        *("no internet", "Mobile hotspot", "Internet Sharing", "Use as Hotspot"),
        *("allow LAN access", "split tunnel", "client isolation", "the facilitator page"),
    },
    "docs/msel.md": {"June 2025", "and", "i", "All players", "wszyscy"},
}
"""Words in italics that are no names on a page of ours: terms of art, buttons of others, words in cells."""
MARKS = {"Ctrl+Enter": "Control+Enter"}


@pytest.fixture(scope="module")
def spoken() -> list[str]:
    """Everything that the program says, in English; plurals one by one."""
    return sorted({part for sentence in everything() for part in sentence.split("|")})


def said(name: str, spoken: list[str]) -> str:
    """The sentence that a name is, or begins; a name may begin small in a sentence of the guide."""
    whole = [sentence for sentence in spoken if sentence.lower() == name.lower()]
    return next(iter(whole or [sentence for sentence in spoken if sentence.startswith(name)]), "")


@pytest.mark.parametrize("page", ["README.md", "docs/facilitators.md", "docs/network.md", "docs/msel.md"])
def test_every_name_in_italics_is_said_by_the_program_in_both_languages(page: str, spoken: list[str]) -> None:
    """Law: a button, a page, a column: what a guide calls it is what it is called."""
    polish = {part for sentence in catalogue("pl") for part in sentence.split("|")}
    for name in names(page):
        if name in TITLES or name in ELSEWHERE.get(page, set()):
            continue
        bare = re.sub(r" \(pl\)$", "", name)
        sentence = said(bare, spoken) or said(re.sub(r"\d+$", "{number}", bare), spoken)
        assert sentence, f"{page}: nothing says *{name}*"
        assert sentence in polish or sentence.isupper(), f"{page}: *{name}* has no Polish"


def test_titles_in_the_guides_stand_in_the_exercises() -> None:
    """In English with their Polish beside it."""
    shipped = "".join(path.read_text(encoding="utf-8") for path in HOUSE.glob("exercises/*/*.yaml"))
    for title in TITLES:
        assert re.search(rf'en: "?{re.escape(title)}"?,?\s+pl: \S', shipped), title


def test_what_is_said_to_be_elsewhere_stands_in_the_guides() -> None:
    """Nothing is excused that is no longer there."""
    for page, words in ELSEWHERE.items():
        assert words <= set(names(page)), page


def test_every_key_of_the_guides_is_a_key_of_the_page() -> None:
    templates = "\n".join(
        path.read_text(encoding="utf-8") for path in (HOUSE / "web" / "templates").rglob("*.html")
    )
    keys = set(
        re.findall(
            r'data-key="([^"{]+)"|key="([^"{]+)"|opener\([^()]*(?:\([^()]*\))?[^()]*, \'(\w)\'', templates
        )
    )
    there = {part for found in keys for part in found if part}
    if "data-escape" in templates:
        there.add("Esc")
    guide = text_of("docs/facilitators.md").partition("| Key | |")[2].partition("\n\n")[0]
    listed = re.findall(r"^\| `([^`]+)` \|", guide, re.MULTILINE)
    pressed = [key for key in coded("README.md") if re.fullmatch(r"[A-Z]|Ctrl\+Enter", key)]
    assert {"I", "M", "N", "U", "P", "Ctrl+Enter", "Esc"} <= set(listed)
    for key in (*listed, *pressed):
        assert MARKS.get(key, key) in there, key


def test_every_word_of_the_terminal_is_one_that_can_be_typed(spoken: list[str]) -> None:
    """Law: the tables of the guide name what `help` lists, in words that have their Polish."""
    sources = "".join(path.read_text(encoding="utf-8") for path in (HOUSE / "console").glob("*.py"))
    there = set(re.findall(r'\bAction\(\s*"(\w+)"', sources))
    words = [line.split()[0] for line in coded("docs/facilitators.md", "## In the terminal")]
    words = [
        word for word in words if word.isalpha() and word not in ("make", "whitecell", *console.cli.commands)
    ]
    assert len(words) > 40
    for word in words:
        assert word in there or word in ("Enter", *console.cli.commands), word
        assert word not in there or word in catalogue("pl"), f"{word} has no Polish"
