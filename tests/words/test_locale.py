"""What a language's folder says: plural rules as CLDR writes them, and faults told with their file."""

from pathlib import Path

import pytest

from engine.words import locale
from engine.words.locale import form, holds, languages

RULES = {
    "cs": (("i = 1 and v = 0", "i = 2..4 and v = 0"), {0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 22: 2}),
    "ru": (
        ("v = 0 and i % 10 = 1 and i % 100 != 11", "v = 0 and i % 10 = 2..4 and i % 100 != 12..14"),
        {1: 0, 21: 0, 11: 2, 3: 1, 13: 2, 104: 1, 100: 2},
    ),
    "fr": (
        ("i = 0,1", "e = 0 and i != 0 and i % 1000000 = 0 and v = 0 or e != 0..5"),
        {0: 0, 1: 0, 2: 2, 10**6: 1},
    ),
    "ar": (
        ("n = 0", "n = 1", "n = 2", "n % 100 = 3..10", "n % 100 = 11..99"),
        {0: 0, 1: 1, 2: 2, 103: 3, 11: 4, 100: 5, 202: 5},
    ),
    "gv": (
        ("v = 0 and i % 10 = 1", "v = 0 and i % 10 = 2", "v = 0 and i % 100 = 0,20,40,60,80"),
        {40: 2, 41: 0, 5: 3},
    ),
    "ja": ((), {0: 0, 1: 0, 7: 0}),
}
"""Rules of CLDR 48 without the last, `other`, and which of them whole numbers take."""


@pytest.mark.parametrize("code", RULES)
def test_a_plural_rule_is_read_as_cldr_writes_it(code: str) -> None:
    rules, expected = RULES[code]
    assert {number: form(rules, number) for number in expected} == expected


@pytest.mark.parametrize("rule", ["", "n is 1", "n = ", "x = 1", "n = 1 and", "n % 10 = 2-4"])
def test_what_is_no_plural_rule_is_refused(rule: str) -> None:
    with pytest.raises(ValueError, match="is no part of a plural rule"):
        holds(rule, 1)


@pytest.mark.parametrize(
    ("about", "said"),
    [
        ('{"name": "x", "locale": "x", "plural": {"one": "n is 1"}}', "n is 1"),
        ('{"name": "x", "locale": "x", "plural": {}, "date": "{week}"}', "week"),
        ('{"name": "x", "locale": "x"}', "plural"),
        ('{"name": "x", "locale": "x", "plural": {}, "decimals": ","}', "decimals"),
        ('{"name":', "truncated"),
    ],
)
def test_a_fault_of_a_folder_is_told_with_its_file(
    about: str, said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "zz").mkdir()
    (tmp_path / "zz" / "about.json").write_text(about, encoding="utf-8")
    monkeypatch.setattr(locale, "LOCALES", (*locale.LOCALES, tmp_path))
    with pytest.raises(ValueError, match=r"zz.about\.json: .*" + said):
        languages()
