"""What README and guides tell people to type and to look for, read from their text."""

import re
from pathlib import Path

HOUSE = Path(__file__).resolve().parents[1]
FENCED = re.compile(r"```.*?```", re.DOTALL)
BLOCK = re.compile(r"^ {4}.*$", re.MULTILINE)
PICTURE = re.compile(r"<img[^>]*>|!\[[^\]]*\]")
CODE = re.compile(r"`([^`]*)`")
ITALIC = re.compile(r"(?<![*\w])\*([^*\s][^*]*?)\*(?!\*)")
REMARK = re.compile(r"\s{3,}.*| {2,}#.*")
WHITECELL = re.compile(r"(?:^|[ /])whitecell ((?:(?! && | > ).)+)")


def text_of(page: str, section: str = "") -> str:
    """A page, or one of its sections."""
    text = (HOUSE / page).read_text(encoding="utf-8")
    if section:
        text = text.partition(f"\n{section}\n")[2]
        text = re.split(rf"^#{{1,{section.count('#')}}} ", text, maxsplit=1, flags=re.MULTILINE)[0]
    return text


def commands(page: str) -> list[list[str]]:
    """Every command of a page in its order, each as the words after `whitecell`."""
    text = text_of(page)
    typed = [(match.start(), REMARK.sub("", match[0][4:])) for match in BLOCK.finditer(text)]
    typed += [(match.start(), match[1]) for match in CODE.finditer(without(text, FENCED, BLOCK))]
    typed.sort(key=lambda found: found[0])
    return [words.split() for _, line in typed for words in WHITECELL.findall(" ".join(line.split()))]


def without(text: str, *patterns: re.Pattern[str]) -> str:
    """A text with some of it blanked out, everything else in its place."""
    for pattern in patterns:
        text = pattern.sub(lambda found: " " * len(found[0]), text)
    return text


def names(page: str) -> list[str]:
    """What a page prints in italics."""
    plain = " ".join(without(text_of(page), FENCED, BLOCK, PICTURE, CODE).split())
    return list(dict.fromkeys(ITALIC.findall(plain)))


def coded(page: str, section: str = "") -> list[str]:
    """What a page prints as code in its text, in one of its sections or in all of it."""
    text = without(text_of(page, section), FENCED, BLOCK)
    return list(dict.fromkeys(" ".join(found.split()) for found in CODE.findall(text)))
