"""The language of the program: every sentence has its Polish, and the Polish files hold nothing else."""

import json
import re
from pathlib import Path

import pytest

from console.speech import language_code
from engine.words.language import Language, catalogue
from engine.words.locale import LOCALES, files, languages
from tests.console.sentences import (
    FIELDS,
    ROOT,
    TEMPLATES,
    Source,
    everything,
    programs,
    template_sentences,
    template_unread,
)

FILES = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in files(LOCALES, "pl")}
POLISH = {english: polish for file in FILES.values() for english, polish in file.items()}
PARTS = re.compile(r"{[^}]*}")


def test_every_sentence_has_its_polish() -> None:
    missing = {sentence: place for sentence, place in everything().items() if sentence not in POLISH}
    assert not missing


def test_whatever_is_said_is_known_to_the_test_above() -> None:
    """Through a variable, a parameter, a field: nothing reaches `say` where no test looks."""
    said = {name: source.place for source in programs() for name in source.unread()}
    for path in TEMPLATES.rglob("*.html"):
        said |= dict.fromkeys(template_unread(path.read_text(encoding="utf-8")), str(path.relative_to(ROOT)))
    assert {name: place for name, place in said.items() if name not in FIELDS} == {}
    assert FIELDS - said.keys() == set()


@pytest.mark.parametrize(
    "program",
    [
        'text = "Went"\nsay(text)',
        'for kind, text in (("a", "Went"), ("b", "Went")):\n    say(text)',
        'def told(kind, text):\n    return say(text)\ntold("a", "Went")',
        "class A:\n    def told(self, text):\n        return say(text)\n    def tell(self, text):\n"
        '        return self.told(text)\nA().tell("Went")',
    ],
)
def test_a_sentence_handed_on_is_read(program: str, tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text(program, encoding="utf-8")
    source = Source(path, tmp_path)
    assert set(source.sentences()) == {"Went"}
    assert list(source.unread()) == []


def test_a_sentence_out_of_sight_is_told(tmp_path: Path) -> None:
    path = tmp_path / "program.py"
    path.write_text('from elsewhere import heading\nsay(heading)\nsay(f"{heading}!")', encoding="utf-8")
    assert list(Source(path, tmp_path).unread()) == ["heading", "f'{heading}!'"]


def test_no_polish_is_left_over() -> None:
    left = sorted(set(POLISH) - set(everything()))
    assert not left


def test_no_sentence_stands_in_two_files() -> None:
    """Otherwise the one that is read would depend on the names of the files."""
    assert sum(len(file) for file in FILES.values()) == len(POLISH)
    assert catalogue("pl") == POLISH


def test_templates_are_read_for_what_they_say() -> None:
    page = """{{ say("Orders") }} {% if x %}{{ x.say("Sealed" if sealed else "Open", by=say("Control")) }}
    {% endif %} {{ count(number, "turn", "turns") }} {{ other("Nothing") }}"""
    assert set(template_sentences(page)) == {"Orders", "Sealed", "Open", "Control", "turn|turns"}


def test_the_parts_are_the_same_in_both_languages() -> None:
    differing = [
        english
        for english, polish in POLISH.items()
        if isinstance(polish, str) and set(PARTS.findall(english)) != set(PARTS.findall(polish))
    ]
    assert not differing


def test_counted_words_have_a_form_for_each_rule() -> None:
    """And one for the numbers that are left."""
    for english, forms in POLISH.items():
        assert isinstance(forms, list) == ("|" in english)
        assert isinstance(forms, str) or len(forms) == len(languages()["pl"].plural) + 1


def test_plural_forms() -> None:
    counted = [Language("pl").count(number, "turn", "turns") for number in (1, 2, 5, 12, 22)]
    assert counted == ["1 tura", "2 tury", "5 tur", "12 tur", "22 tury"]


@pytest.mark.parametrize(
    ("asked", "machine", "spoken"),
    [
        (None, {}, "en"),
        ("pl", {}, "pl"),
        (None, {"WHITECELL_LANG": "pl"}, "pl"),
        ("en", {"WHITECELL_LANG": "pl"}, "en"),
        (None, {"LANG": "pl_PL.UTF-8"}, "pl"),
        (None, {"LC_ALL": "de_DE", "LANG": "pl_PL"}, "en"),
    ],
)
def test_which_language_is_spoken(
    asked: str | None, machine: dict[str, str], spoken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("WHITECELL_LANG", "LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in machine.items():
        monkeypatch.setenv(name, value)
    assert language_code(asked) == spoken


NAME = re.compile(r"{(?:role|roles|sender|senders|carrier|names)}")
ALONE = re.compile(r"(?:^|\(|[:,·→] |\b(?:rola|roli|rolę|tylko|wiadomości) )$", re.IGNORECASE)
"""What stands before a role's name that nothing bends: a sign, or a word that takes a name as it is."""
AFTER = re.compile(r"$|[):,.?;”]| [·→(]| do: | gra kierownictwo")
COMMANDS = re.compile(r"^(?:message|release|seat|tell|view|release 1|guess) ")


def test_a_name_of_a_role_bends_no_polish_word() -> None:
    """Law: a name is put where any fits, singular or plural: not before a verb, not behind a preposition."""
    bent = [
        polish
        for english, polish in POLISH.items()
        if isinstance(polish, str) and not COMMANDS.match(english)
        for found in NAME.finditer(polish)
        if not (ALONE.search(polish[: found.start()]) and AFTER.match(polish[found.end() :]))
    ]
    assert not bent


def test_polish_has_its_own_quotation_marks() -> None:
    """Law: no English quotes in Polish, and none put around a text but by a sentence of the language."""
    said = [text for polish in POLISH.values() for text in ([polish] if isinstance(polish, str) else polish)]
    assert not [text for text in said if re.search("“|‘|'(?!\\))", text)]
    bare = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for folder in ("engine", "console", "web")
        for path in (ROOT / folder).rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if 'f"“{' in line
    ]
    assert not bare
