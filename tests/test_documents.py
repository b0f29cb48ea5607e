"""What the documents say is true: links lead somewhere, commands exist, generated pages are current."""

import json
import re
from pathlib import Path

import pytest

from console.main import cli
from docs.reference import write
from engine import __version__
from engine.play.automatic import play_out
from engine.rules.load import examine
from tests.console.sentences import everything

HOUSE = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted(
    path
    for pattern in ("*.md", "docs/**/*.md", "exercises/**/*.md")
    for path in HOUSE.glob(pattern)
    if not path.name.startswith(".")
)
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
MACHINE = re.compile(r"(?<![\w.])/(?:work|home|root|tmp|Users|opt)/")


def name(path: Path) -> str:
    return str(path.relative_to(HOUSE))


def headings(path: Path) -> set[str]:
    """The anchors of a page, as they are made of its headings."""
    found = re.findall(r"^#+ (.*)$", path.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-") for heading in found}


@pytest.mark.parametrize("page", DOCUMENTS, ids=name)
def test_links_lead_somewhere(page: Path) -> None:
    for link in LINK.findall(page.read_text(encoding="utf-8")):
        if link.startswith(("https://", "http://")):
            continue
        target, _, anchor = link.partition("#")
        path = (page.parent / target).resolve() if target else page
        assert path.exists(), f"{name(page)} links to {link}"
        assert not anchor or anchor in headings(path), f"{name(page)} links to {link}"


@pytest.mark.parametrize("page", DOCUMENTS, ids=name)
def test_commands_in_documents_exist(page: Path) -> None:
    text = page.read_text(encoding="utf-8")
    for command in re.findall(r"\bwhitecell ([a-z]+)", text):
        assert command in cli.commands, f"{name(page)} names whitecell {command}"
    targets = set(re.findall(r"^([a-z]+):", (HOUSE / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    for target in re.findall(r"(?:`|^ +)make ([a-z]+)", text, re.MULTILINE):
        assert target in targets, f"{name(page)} names make {target}"


@pytest.mark.parametrize("page", DOCUMENTS, ids=name)
def test_documents_know_no_machine(page: Path) -> None:
    assert not MACHINE.search(page.read_text(encoding="utf-8"))


def test_options_in_documents_exist() -> None:
    known = {option for command in cli.commands.values() for part in command.params for option in part.opts}
    for page in DOCUMENTS:
        for line in re.findall(r"whitecell [a-z]+ .*", page.read_text(encoding="utf-8")):
            for option in re.findall(r"(?<!\S)--[a-z-]+", line.partition("`")[0]):
                assert option in known, f"{name(page)}: {line}"


def test_reference_is_current() -> None:
    """Otherwise: make reference. In which order the schema has its keys is a matter of msgspec's version."""
    assert write.PAGE.read_text(encoding="utf-8") == write.page()
    assert json.loads(write.SCHEMA.read_text(encoding="utf-8")) == json.loads(write.schema())
    assert json.loads(write.PART.read_text(encoding="utf-8")) == json.loads(write.schema(part=True))


def test_changelog_has_this_version() -> None:
    assert f"## [{__version__}]" in (HOUSE / "CHANGELOG.md").read_text(encoding="utf-8")


def test_decisions_are_listed_and_whole() -> None:
    folder = HOUSE / "docs" / "decisions"
    listed = (folder / "README.md").read_text(encoding="utf-8")
    for page in sorted(folder.glob("[0-9]*.md")):
        text = page.read_text(encoding="utf-8")
        assert f"]({page.name})" in listed
        assert text.startswith(f"# {page.name[:4]} ")
        assert [part for part in ("**Context.**", "**Decision.**", "**Consequence.**") if part in text] == [
            "**Context.**",
            "**Decision.**",
            "**Consequence.**",
        ]


def test_the_guide_for_authors_writes_a_sound_exercise(tmp_path: Path) -> None:
    """The files in the guide add up to an exercise without a problem, and bots play it to several ends."""
    text = (HOUSE / "docs" / "authors.md").read_text(encoding="utf-8")
    for file, content in re.findall(r"```yaml\n# the-well/(\S+)\n(.*?)```", text, re.DOTALL):
        (tmp_path / file).write_text(content, encoding="utf-8")
    exercise, findings = examine(tmp_path)
    assert findings.problems == []
    ends = {game.finished.ending for seed in range(20) if (game := play_out(exercise, seed)).finished}
    assert ends == {"rain", "dry"}


def test_the_first_turn_names_buttons_that_there_are() -> None:
    """What the README tells people to press stands on the page in these words."""
    readme = (HOUSE / "README.md").read_text(encoding="utf-8")
    turn = readme.partition("## A first turn")[2].partition("\n## ")[0]
    spoken = [sentence.partition("|")[0] for sentence in everything()]
    for button in re.findall(r"(?<![*\w])\*([A-Z][^*]+)\*(?!\*)", " ".join(turn.split())):
        if button not in ("Korea 2025", "The Grey Strait"):
            assert any(sentence.startswith(button) for sentence in spoken), button
