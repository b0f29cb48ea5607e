"""`python -m docs.reference.write_paper`: the colours of pictures on paper, from the tokens of the pages.

Programs that turn a picture into dots know no CSS variables, and a report stands alone: both get the rules of
the pages' pictures with the light tokens put in.
"""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]
STATIC = ROOT / "web" / "static"
SHEET = ROOT / "engine" / "pictures" / "paper.css"
HEAD = "/* Written by `make reference` from tokens.css and pictures.css of the pages; change those. */\n"


def tokens(*, dark: bool = False) -> dict[str, str]:
    """Every token with its light value, or its dark one."""
    text = (STATIC / "tokens.css").read_text(encoding="utf-8")
    found: dict[str, str] = {}
    for name, value in re.findall(r"--([\w-]+):\s*([^;]+);", text):
        both = re.fullmatch(r"light-dark\(([^,]+),\s*([^)]*)\)", value.strip())
        found.setdefault(name, both[1 + dark] if both else value.strip())
    return found


def rules(*, dark: bool = False) -> list[tuple[str, str]]:
    """The rules that colour a picture: whom each is for, and what it says."""
    known = tokens(dark=dark)
    text = re.sub(r"/\*.*?\*/", "", (STATIC / "pictures.css").read_text(encoding="utf-8"), flags=re.DOTALL)
    return [
        (selector.strip(), re.sub(r"var\(--([\w-]+)\)", lambda name: known[name[1]], body.strip()))
        for selector, body in re.findall(r"(\.picture[^{}@]*)\{([^{}]*)\}", text)
        if re.search(r"fill|stroke|font", body) and "transition" not in body
    ]


def sheet() -> str:
    """All of them, on paper."""
    return HEAD + "".join(f"{selector} {{ {body} }}\n" for selector, body in rules())


def main() -> None:
    SHEET.write_text(sheet(), encoding="utf-8")
    print(f"Written: {SHEET.name}")


if __name__ == "__main__":
    main()
