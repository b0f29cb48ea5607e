"""`python -m docs.reference.write_api`: write the reference of the API from its OpenAPI document."""

import json
from pathlib import Path
from typing import Any

from web.api.document import document

PAGE = Path(__file__).parent / "api.md"
HEAD = """# The API

*Written by `make reference` from the OpenAPI document; change `web/api/` and the types of the commands in
`engine/play/commands/declared.py`, not this page. A server gives the document itself at
`/api/v1/openapi.json`.*

"""
SENT = """
What a command says stands in `data`, whose fields are listed below as `data.…`. Beside it a program may give
the command a name and say what it saw, here to `/api/v1/commands/statement`:

```json
{
  "data": {"text": "We are ready to talk."},
  "id": "statement-1",
  "seen": {"turn": 1, "phase": "situation"}
}
```

| Field | Type | Meaning |
|---|---|---|
| `data` | map | The fields of the command. It may be left out where none of them is needed. |
"""
"""How a command is sent; a test sends it."""
FAULTS = """
## Faults

Every fault is JSON: `code` for programs, `message` for people, in the language asked for. A body that is not
as described also says `at` which place and `why`. A refused command says `english`, and the parts of the
sentence as `values`. Its code is `refused`, or `stale` where what it edits has changed since its author
looked.

| Status | Meaning |
|---|---|
"""


def page() -> str:
    """The reference as Markdown."""
    found = document()
    parts = [HEAD, found["info"]["description"], "\n"]
    for tag in found["tags"]:
        parts.append(f"\n## {tag['name'].capitalize()}\n\n{tag['description']}\n")
        parts += sending(found["components"]["schemas"]) if tag["name"] == "commands" else []
        for path, methods in found["paths"].items():
            for method, operation in methods.items():
                if tag["name"] in operation["tags"]:
                    parts += entry(found, path, method, operation)
    parts.append(FAULTS)
    told: dict[str, str] = {}
    for methods in found["paths"].values():
        for operation in methods.values():
            told |= {
                status: entry["description"]
                for status, entry in operation["responses"].items()
                if status > "399"
            }
    parts += [f"| {status} | {told[status]} |\n" for status in sorted(told)]
    return "".join(parts)


def entry(found: dict[str, Any], path: str, method: str, operation: dict[str, Any]) -> list[str]:
    """One operation: what it does, who may ask, and what is sent."""
    keys = [name for key in operation["security"] for name in key]
    whose = (
        {"seat": "", "host": " *With the host's token.*"}.get(keys[0], "") if keys else " *Without a token.*"
    )
    about = f" {operation['description']}" if "description" in operation else ""
    parts = [f"\n### {method.upper()} {path}\n\n{operation['summary']}{about}{whose}\n"]
    rows = [
        (f"`{parameter['name']}`", kind(parameter["schema"]), parameter["description"])
        for parameter in operation["parameters"]
        if parameter["name"] != "lang"
    ]
    body = operation.get("requestBody")
    if body:
        sent = schema_of(found, body)
        rows += fields(sent)
    if rows:
        parts.append("\n| Field | Type | Meaning |\n|---|---|---|\n")
        parts += [f"| {name} | {type_} | {about} |\n" for name, type_, about in rows]
    if body:
        parts.append(f"\n```json\n{json.dumps(sent['examples'][0], ensure_ascii=False)}\n```\n")
    return parts


def sending(schemas: dict[str, Any]) -> list[str]:
    """How a command is sent: what stands beside its data is the same for all."""
    beside = {
        name: part for name, part in schemas["StatementCommand"]["properties"].items() if name != "data"
    }
    seen = beside["seen"]["properties"]
    beside |= {f"seen.{name}": part for name, part in seen.items()}
    return [
        SENT,
        *(f"| `{name}` | {kind(part)} | {part['description']} |\n" for name, part in beside.items()),
    ]


def schema_of(found: dict[str, Any], body: dict[str, Any]) -> dict[str, Any]:
    """What a body must be."""
    name = body["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
    return dict(found["components"]["schemas"][name])


def fields(schema: dict[str, Any]) -> list[tuple[str, str, str]]:
    """The fields of a body; of a command those of its data."""
    inner, under = schema, ""
    if "data" in schema["properties"]:
        inner, under = schema["properties"]["data"], "data."
    needed = inner.get("required", ())
    return [
        (f"`{under}{name}`", kind(part) + (", needed" if name in needed else ""), part.get("description", ""))
        for name, part in inner["properties"].items()
    ]


def kind(schema: dict[str, Any]) -> str:
    """A type in words."""
    if "enum" in schema:
        return " or ".join(f"`{value}`" if value else '`""`' for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(kind(part) for part in schema["anyOf"]))
    if schema.get("type") == "array":
        return f"list of {kind(schema['items'])}"
    if schema.get("type") == "integer":
        low, high = schema.get("minimum"), schema.get("maximum")
        return "number" if low is None else f"number ({low}..{high})"
    if schema.get("type") == "object" and "properties" in schema:
        return "map of " + ", ".join(f"`{name}`" for name in schema["properties"])
    if schema.get("type") == "string" and "maxLength" in schema:
        return f"text (..{schema['maxLength']})"
    return {"string": "text", "boolean": "`true` or `false`", "object": "map"}.get(
        str(schema.get("type")), "anything"
    )


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"Written: {PAGE.name}")
