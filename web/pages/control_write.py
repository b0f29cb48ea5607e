"""An inject being written: what its form holds, its rows of effects, and what it would do."""

from typing import Literal, TypedDict

from werkzeug.datastructures import MultiDict

from engine.play.commands import Refusal
from engine.rules.model import Effects
from engine.rules.verbs import NAMING, VERBS
from engine.views.seen import ControlView, InjectDraft, Levers, Preview, Template, Words
from engine.words.language import Language
from engine.words.refusals import refusal_in_words
from web.forms import READERS, Data
from web.open_run import OpenRun
from web.rendering import Query, Refused

Text = Literal["text", "title", "from", "expect"]
TEXTS: tuple[Text, ...] = ("text", "title", "from", "expect")
CHANGES = ("+1", "+2", "+3", "+4", "+5", "-1", "-2", "-3", "-4", "-5")
MOST_ROWS = 12
FORM = "write-"
Typed = dict[str, list[str]]
ByLanguage = dict[str, str]
WrittenFrom = TypedDict("WrittenFrom", {"from": ByLanguage})


class Row(TypedDict):
    """A row of the effects: a track with its change, or a verb with what it names."""

    key: str
    what: str
    change: str


class Written(WrittenFrom):
    """What an inject begins with: nothing, a template, or one that lies in the tray."""

    text: ByLanguage
    title: ByLanguage
    expect: ByLanguage
    to: list[str]
    type: str
    because: list[str]
    rows: list[Row]
    raw: list[str] | None
    """In words the effects that rows cannot say; none where rows say all."""
    when: str
    turn: str


class Draft(Written):
    """The form of an inject as it stands."""

    template: str
    inject: str
    form: str
    version: str
    shown: str
    """The language whose texts are shown."""


class Writing(TypedDict, total=False):
    """What the two panels for control's own injects show; nothing while neither is open."""

    picked: Template | None
    draft: Draft
    levers: Levers
    changes: tuple[str, ...]
    preview: Preview | None
    senseless: str
    """Why it could not be released as it stands."""


def work(
    open_run: OpenRun, view: ControlView, query: Query, refused: Refused | None, language: Language
) -> Writing:
    """What the two panels for control's own injects show; nothing while neither is open."""
    templates = {entry["template"]: entry for entry in view["templates"]}
    if query.get("panel") == "ready":
        picked = templates.get(query.get("template", ""))
        found: Writing = {"picked": picked}
        if picked:
            template: Data = {"template": picked["template"]}
            found["preview"], found["senseless"] = tried(open_run, template, language)
        return found
    if query.get("panel") != "write":
        return {}
    levers = open_run.levers(view["language"])
    draft = drafted(view, levers, templates, query, refused)
    data = READERS["improvise"](MultiDict(as_form(draft)))
    data.pop("when", None)
    preview, senseless = tried(open_run, data, language)
    return {
        "draft": draft,
        "levers": levers,
        "changes": CHANGES,
        "preview": preview,
        "senseless": senseless,
    }


def tried(open_run: OpenRun, data: Data, language: Language) -> tuple[Preview | None, str]:
    """What it would do now, or why it could not be released as it stands."""
    try:
        return open_run.draft(data, language.code), ""
    except Refusal as refusal:
        return None, refusal_in_words(refusal, language)


def drafted(
    view: ControlView, levers: Levers, templates: dict[str, Template], query: Query, refused: Refused | None
) -> Draft:
    """The fields: as they were typed, else as the template or the inject in the tray has them."""
    typed = refused.typed if refused is not None and refused.form.startswith(FORM) else {}
    name = first(typed, "start" if "start" in typed else "template") if typed else query.get("template", "")
    asked = [entry for entry in view["msel"] if entry["inject"] == query.get("inject")]
    kept = next((entry for entry in asked if "draft" in entry), None)
    template = templates.get(name)
    begun = (
        from_template(template)
        if template
        else from_kept(kept["draft"], levers)
        if kept
        else blank(view, levers)
    )
    before = templates.get(first(typed, "template")) if typed else None
    start = from_template(before) if before else blank(view, levers)
    inject = kept["inject"] if kept else ""
    draft: Draft = {
        **begun,
        "template": name if template else "",
        "inject": inject,
        "form": FORM + (inject or query.get("template") or "blank"),
        "version": kept["version"] if kept else "",
        "shown": first(typed, "shown") or view["language"],
    }
    return over(draft, typed, start if "start" in typed else None) if typed else draft


def over(draft: Draft, typed: Typed, start: Written | None) -> Draft:
    """What was typed, over what the draft holds; where another start was chosen, only what differs from the
    one before, so that nothing somebody wrote is lost."""
    found = draft.copy()
    for name in TEXTS:
        fields = [key for key in typed if key.startswith(f"{name}.")]
        texts = {key.partition(".")[2]: first(typed, key) for key in fields}
        if start is not None:
            texts = {code: text for code, text in texts.items() if text and text != start[name].get(code, "")}
        found[name] = {**draft[name], **texts}
    if start is None:
        found["to"], found["because"] = typed.get("to", []), typed.get("because", [])
        found["type"], found["turn"] = first(typed, "type"), first(typed, "turn")
        found["when"], found["rows"] = first(typed, "when") or "now", rows_of(typed)
    return found


def first(typed: Typed, name: str) -> str:
    return (typed.get(name) or [""])[0]


def rows_of(typed: Typed) -> list[Row]:
    """The rows of effects as typed, less one to be dropped, and with a new one where that was asked for."""
    keys = [key.partition(".")[2] for key in typed if key.startswith("what.")]
    rows: list[Row] = [
        {"key": key, "what": first(typed, f"what.{key}"), "change": first(typed, f"change.{key}") or "+1"}
        for key in keys
        if key != first(typed, "drop")
    ]
    if "more" in typed and len(rows) < MOST_ROWS:
        number = 1 + max((int(key) for key in keys if key.isdecimal()), default=0)
        rows.append({"key": str(number), "what": "", "change": "+1"})
    return rows


def blank(view: ControlView, levers: Levers) -> Written:
    """Nothing yet, to everybody."""
    return {
        "text": dict.fromkeys(levers["languages"], ""),
        "title": dict.fromkeys(levers["languages"], ""),
        "from": dict.fromkeys(levers["languages"], ""),
        "expect": dict.fromkeys(levers["languages"], ""),
        "to": [role["id"] for role in view["roles"]],
        "type": "",
        "because": [],
        "rows": [],
        "raw": None,
        "when": "now",
        "turn": "",
    }


def from_template(template: Template) -> Written:
    """What a template of the exercise begins with."""
    rows = rows_from(template["raw"])
    return {
        "text": template["texts"],
        "title": template["titles"],
        "from": template["senders"],
        "expect": template["expects"],
        "to": template["to"],
        "type": template["type"],
        "because": template["because"],
        "rows": rows or [],
        "raw": template["effects"] if rows is None else None,
        "when": "now",
        "turn": "",
    }


def from_kept(draft: InjectDraft, levers: Levers) -> Written:
    """An inject that lies in the tray, as it was written."""

    def languages(value: Words) -> dict[str, str]:
        return dict(value) if isinstance(value, dict) else {levers["languages"][0]: value}

    rows = rows_from(draft["effects"])
    when = draft["when"]
    return {
        "text": languages(draft["text"]),
        "title": languages(draft["title"]),
        "from": languages(draft["from"]),
        "expect": languages(draft["expect"]),
        "to": draft["to"],
        "type": draft["type"],
        "because": draft["because"],
        "rows": rows or [],
        "raw": [] if rows is None else None,
        "when": "turn" if isinstance(when, int) else str(when),
        "turn": str(when) if isinstance(when, int) else "",
    }


def rows_from(effects: Effects) -> list[Row] | None:
    """Effects of an exercise file as rows of the form; None where they say more than rows can."""
    found: list[tuple[str, str]] = []
    for name, value in effects.items():
        if name not in VERBS:
            if not isinstance(value, str | int):
                return None
            found.append((name, f"{value:+d}" if isinstance(value, int) else value))
            continue
        if name not in NAMING:
            return None
        for entry in value if isinstance(value, list) else [value]:
            if isinstance(entry, dict):
                found += [(f"{name} {flag}: {word}", "") for flag, word in entry.items()]
            else:
                found.append((f"{name} {entry}", ""))
    return [
        {"key": str(number), "what": what, "change": change or "+1"}
        for number, (what, change) in enumerate(found, 1)
    ]


def as_form(draft: Draft) -> list[tuple[str, str]]:
    """The draft as its form would send it."""
    found = [("template", draft["template"]), ("inject", draft["inject"]), ("type", draft["type"])]
    for name in TEXTS:
        found += [(f"{name}.{code}", text) for code, text in draft[name].items()]
    found += [("to", role) for role in draft["to"]] + [("because", claim) for claim in draft["because"]]
    if draft["raw"] is None:
        found.append(("effects_given", "yes"))
        for row in draft["rows"]:
            found += [(f"what.{row['key']}", row["what"]), (f"change.{row['key']}", row["change"])]
    return found
