"""Writes changes into the text of an exercise's files and leaves everything else as it stands, to the byte.

What is replaced is found by the marks of the YAML nodes. What was written is read again, and must be exactly
what was meant; else nothing is written.
"""

import re
from copy import deepcopy
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import yaml

from engine.exchange.msel.additions import WrittenInject
from engine.exchange.msel.changes import Changes
from engine.exchange.msel.columns import ORDER
from engine.exchange.msel.rendering import WIDTH, Value, entry, flow
from engine.rules.composer import Composer
from engine.rules.problems import ExerciseError
from engine.rules.read import LOADER, files, read_text, text_of

if TYPE_CHECKING:
    from typing_extensions import TypeIs

ALIAS = re.compile(r"\s*:\s*\*[^\s,\]}]+")


class Unwritable(Exception):
    """An exercise whose files are written in a way that this cannot change."""


class Edit(NamedTuple):
    """A stretch of text and what takes its place."""

    start: int
    end: int
    text: str


class SourceFile:
    """One file of an exercise: its text and its nodes."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.text = text_of(path)
        self.root = yaml.compose(self.text, Loader=LOADER)
        self.edits: list[Edit] = []

    def pair(self, *path: str) -> tuple[Any, Any] | None:
        """The key and the value at a path of keys."""
        found, node = None, self.root
        for name in path:
            pairs = node.value if isinstance(node, yaml.MappingNode) else []
            found = next(((key, value) for key, value in pairs if key.value == name), None)
            if found is None:
                return None
            node = found[1]
        return found

    def replace(self, start: int, end: int, text: str) -> None:
        self.edits.append(Edit(start, end, text))

    def ends(self, key: Any, value: Any) -> int:
        """Where a value ends, without the comments and empty lines after it."""
        if value.start_mark.index < key.end_mark.index:  # an alias: its node stands at its anchor
            alias = ALIAS.match(self.text, key.end_mark.index)
            return alias.end() if alias else int(key.end_mark.index)
        block = isinstance(value, yaml.CollectionNode) and not value.flow_style and value.value
        if not block:
            stretch = self.text[value.start_mark.index : value.end_mark.index].rstrip()
            return int(value.start_mark.index + len(stretch) if stretch else key.end_mark.index + 1)
        last = value.value[-1]
        return self.ends(*last) if isinstance(value, yaml.MappingNode) else self.ends(value_of(value), last)

    def line_end(self, at: int) -> int:
        """The end of the line that a place is in."""
        found = self.text.find("\n", at)
        return len(self.text) if found < 0 else found

    def line_start(self, at: int) -> int:
        return self.text.rfind("\n", 0, at) + 1

    def result(self) -> str:
        """The text with its edits, in line ends of its own kind."""
        text = self.text
        numbered = sorted(enumerate(self.edits), key=lambda found: (found[1].start, found[0]), reverse=True)
        for _, (start, end, new) in numbered:
            text = text[:start] + new + text[end:]
        return re.sub("\r?\n", "\r\n", text) if "\r\n" in self.text and self.edits else text


def value_of(node: Any) -> Any:
    """What stands for the key of an entry of a list: the list itself, where it begins."""
    return yaml.ScalarNode("", "", node.start_mark, node.start_mark)


def rewritten(changes: Changes, source: Path) -> dict[Path, bytes]:
    """The files of the exercise at a path, with the changes. Raises Unwritable where they cannot be made."""
    raw = {path: path.read_bytes() for path in files(source)}
    if changes.nothing:
        return raw
    sources = [SourceFile(path) for path in raw]
    wanted = expected(changes, [read_text(found.text, Composer(str(found.path)))[0] for found in sources])
    extra = write(changes, sources, source)
    made = {found.path: found.result() for found in sources} | extra
    try:
        parts = [read_text(text, Composer(str(path)))[0] for path, text in made.items()]
    except ExerciseError as fault:
        raise Unwritable(str(fault)) from None
    if {key: value for part in parts for key, value in part.items()} != wanted:
        raise Unwritable
    mark = b"\xef\xbb\xbf"
    return {
        path: raw[path]
        if path in raw and not any(found.edits for found in sources if found.path == path)
        else (mark if raw.get(path, b"").startswith(mark) else b"") + text.encode()
        for path, text in made.items()
    }


def expected(changes: Changes, parts: list[dict[str, Any]]) -> dict[str, Any]:
    """The data of the exercise as it must be afterwards."""
    data = deepcopy({key: value for part in parts for key, value in part.items()})
    injects = data.setdefault("injects", {}) or {}
    data["injects"] = injects
    for name, fields in changes.edits.items():
        for key, value in fields.items():
            if value is None:
                injects[name].pop(key, None)
            else:
                injects[name][key] = value
    injects |= changes.new
    if changes.msel != (data["formats"][changes.format_id].get("msel") or {}):
        data["formats"][changes.format_id]["msel"] = changes.msel
    return data


def write(changes: Changes, sources: list[SourceFile], folder: Path) -> dict[Path, str]:
    """Make the edits; what needs a file of its own is returned."""
    extra: dict[Path, str] = {}
    home = next((found for found in sources if found.pair("injects")), None)
    if home:
        write_injects(changes, home)
    elif changes.new:
        text = "injects:\n" + "\n\n".join(indented(name, data) for name, data in changes.new.items()) + "\n"
        if folder.is_dir():
            extra[unused(folder)] = text
        else:
            sources[0].replace(len(sources[0].text), len(sources[0].text), f"\n{text}")
    for found in sources:
        if found.pair("formats", changes.format_id):
            write_timetable(changes, found)
    return extra


def unused(folder: Path) -> Path:
    names = (folder / f"injects{number or ''}.yaml" for number in range(100))
    return next(path for path in names if not path.exists())


def indented(name: str, data: WrittenInject, indent: int = 2) -> str:
    """An inject with its key, as the house writes them."""
    lines = [" " * indent + f"{name}:"]
    lines += [" " * (indent + 2) + entry(key, value, indent + 2) for key, value in data.items()]
    return "\n".join(lines)


def write_injects(changes: Changes, source: SourceFile) -> None:
    """Changed injects key by key, new ones after the last."""
    found = source.pair("injects")
    assert found is not None
    key, injects = found
    pairs = injects.value if isinstance(injects, yaml.MappingNode) else []
    if not pairs or injects.flow_style:
        data = read_text(source.text, Composer(str(source.path)))[0]["injects"] or {}
        whole = expected(changes, [{"injects": data, "formats": {changes.format_id: {"msel": changes.msel}}}])
        text = "\n\n".join(indented(name, fields) for name, fields in whole["injects"].items())
        source.replace(key.end_mark.index, source.ends(key, injects), f":\n{text}")
        return
    for name, node in pairs:
        if name.value in changes.edits:
            write_inject(changes.edits[name.value], source, name, node)
    if changes.new:
        at = source.line_end(source.ends(key, injects))
        indent = pairs[0][0].start_mark.column
        text = "\n\n".join(indented(name, data, indent) for name, data in changes.new.items())
        source.replace(at, at, f"\n\n{text}")


def write_inject(fields: WrittenInject, source: SourceFile, name: Any, node: Any) -> None:
    """The changed keys of one inject. One that is written in braces is written out."""
    if node.flow_style:
        data = read_text(source.text, Composer(str(source.path)))[0]["injects"][name.value] | fields
        text = indented(
            "", {key: value for key, value in data.items() if value is not None}, name.start_mark.column
        )
        source.replace(name.end_mark.index, source.ends(name, node), text.lstrip())
        return
    indent = node.value[0][0].start_mark.column
    known = {key.value: (key, value) for key, value in node.value}
    staying = [key for key in known if fields.get(key, "") is not None]
    for field, value in fields.items():
        if field in known:
            write_field(source, *known[field], field, value, indent)
        elif value is not None:
            before = [key for key in ORDER[: ORDER.index(field)] if key in staying] or staying
            at = source.line_end(source.ends(*known[before[-1]]))
            source.replace(at, at, f"\n{' ' * indent}{entry(field, value, indent)}")


def write_field(source: SourceFile, key: Any, node: Any, field: str, value: Value, indent: int) -> None:
    start, end = key.start_mark.index, source.ends(key, node)
    if value is None:
        start, end = source.line_start(start), source.line_end(end) + 1
        source.replace(start, end, "")
        return
    if by_language(value, node):
        for name, text in node.value:
            if text.value != value[name.value]:
                write_field(source, name, text, name.value, value[name.value], name.start_mark.column)
        return
    commented = source.text[end : source.line_end(end)].strip()
    source.replace(start, end, f"{field}: {flow(value)}" if commented else entry(field, value, indent))


def by_language(value: Value, node: Any) -> "TypeIs[dict[str, str]]":
    """Whether a text stands there in lines of its own for each language, and stays in the same ones."""
    return (
        isinstance(node, yaml.MappingNode)
        and not node.flow_style
        and isinstance(value, dict)
        and all(isinstance(text, yaml.ScalarNode) for _, text in node.value)
        and all(isinstance(text, str) for text in value.values())
        and {name.value for name, _ in node.value} == set(value)
    )


def write_timetable(changes: Changes, source: SourceFile) -> None:
    """The list of the format, in one line if it fits."""
    found = source.pair("formats", changes.format_id)
    assert found is not None
    key, node = found
    data = read_text(source.text, Composer(str(source.path)))[0]["formats"][changes.format_id]
    if changes.msel == (data.get("msel") or {}):
        return
    listed = source.pair("formats", changes.format_id, "msel")
    indent = node.value[0][0].start_mark.column
    line = f"msel: {flow(changes.msel)}"
    if not node.flow_style and indent + len(line) > WIDTH + 10:
        line = entry("msel", changes.msel, indent)
    if listed:
        source.replace(listed[0].start_mark.index, source.ends(*listed), line)
    elif node.flow_style:
        at = source.ends(*node.value[-1])
        source.replace(at, at, f", {line}")
    else:
        at = source.line_end(source.ends(key, node))
        source.replace(at, at, f"\n{' ' * indent}{line}")
