"""Every fault the check knows, planted in a sound exercise and found where it is."""

from typing import Any

import pytest
from samples import GONE, changed, examined, inject, sound

from engine.rules.counts import counts
from engine.rules.load import examine, names

HERE = ""
"""As the place of a report: where the change was made."""
FLAG = {"lasts": "run"}
WEATHER, ENVOY = sound()["tables"]["weather"], sound()["roles"]["envoy"]

Fault = tuple[str | dict[str, Any], Any, str, str, str]
"""What is changed to what (or several such changes); where it is found, under which code, in which words."""

NAMES: list[Fault] = [
    ("flags/if", FLAG, HERE, "reserved", "'if' is a keyword"),
    ("flags/open", FLAG, HERE, "reserved", "effect verb and cannot name a flag"),
    ("flags/since", FLAG, HERE, "reserved", "cannot name a flag"),
    ("define/2hot", "heat >= 9", HERE, "bad-id", "begin with a letter"),
    ("presets/a b", {"title": "Odd"}, HERE, "bad-id", "'a b' cannot be a name"),
    ("flags/reply", FLAG, "tables/reply", "clash", "'reply' is already a flag; it cannot also be a table"),
    ("agreements/truce/terms/heat", "0..1", HERE, "clash", "already a track"),
    ("agreements/truce/terms/turn", "0..1", HERE, "reserved", "cannot name a term"),
    ("moves/approach/tags/1", "no way", HERE, "bad-id", "'no way' cannot be a name"),
    ("moves/approach/tags/1", "all", HERE, "reserved", "cannot name a tag"),
    ("flags/course/one_of/1", "hot", HERE, "clash", "a named condition"),
    ("flags/course/one_of/1", "topic", HERE, "clash", "an argument"),
    ("flags/course/one_of/1", "not", HERE, "reserved", "keyword"),
    ("flags/course/one_of/1", "actor", HERE, "reserved", "be a value"),
    ("tables/reply/rows/1/id", "no", HERE, "duplicate", "the id 'no' is given to two rows of 'reply'"),
    ("endings/0/id", "rest", "endings/1/id", "duplicate", "two endings"),
    ("words/peace", "Peace", "words", "missing-text", "no name for: trade, idle"),
    ("define/odd", "heat >= hott", HERE, "unknown-name", "Did you mean 'hot'?"),
]

TEXTS: list[Fault] = [
    ("title", "", HERE, "empty-text", "empty"),
    ("title", {}, HERE, "empty-text", "write it in en"),
    ("title", {"en": " "}, "title/en", "empty-text", "empty in 'en'"),
    ("title", {"en": "Small", "pl": "Mała"}, "title/pl", "unknown-language", "languages are en"),
    ("tables/reply/rows/0/say", {"peace": "No."}, HERE, "missing-value", "missing for: trade"),
    (
        "tables/reply/rows/0/say",
        {"peace": "No.", "trade": "No.", "tarde": {"en": "No."}},
        "tables/reply/rows/0/say/tarde",
        "unknown-language",
        "Did you mean 'trade'?",
    ),
    ("languages", ["en", "en"], HERE, "duplicate", "'en' stands in this list twice"),
]

SOURCES: list[Fault] = [
    ("tracks/heat/because", [], HERE, "no-source", "write [judgement]"),
    ("tracks/heat/because/1", "S11", HERE, "unknown-source", "Did you mean 'S1'?"),
    (
        "tables/reply/rows/0/because",
        ["judgment"],
        "tables/reply/rows/0/because/0",
        "unknown-source",
        "'judgement'?",
    ),
    ("sources/S9", {"at": "p. 9", "claim": "No."}, HERE, "unused-claim", "nothing rests"),
]

SCALES: list[Fault] = [
    ("tracks/heat/max", 0, HERE, "bounds", "not above its beginning 0"),
    ("tracks/heat/start", 11, HERE, "bounds", "outside the scale 0..10"),
    ("tracks/heat/max", 2000, HERE, "bounds", "at most 1000 values"),
    ("tracks/heat/steps", ["low", "high"], HERE, "bounds", "names 2 values; the scale 0..10 has 11"),
    ("tracks/heat/stages", [{"up_to": 4, "say": "cool"}], HERE, "gap", "no stage holds 5..10"),
    ("tracks/heat/stages", [{"up_to": 11, "say": "hot"}], "tracks/heat/stages/0/up_to", "bounds", "at 0..10"),
    ("tracks/talks/others_see/agreed", "4", HERE, "band", "'4' is not a band"),
    ("tracks/talks/others_see/agreed", "4..3", HERE, "band", "write 3..4"),
    ("tracks/talks/others_see/talking", "3..3", HERE, "gap", "no band holds 2"),
    (
        "tracks/talks/others_see/agreed",
        "4..9",
        "tracks/talks/others_see",
        "bounds",
        "the bands reach 9; the scale ends at 4",
    ),
    ("tracks/talks/others_see/silent", "-1..1", HERE, "bounds", "begins at -1"),
    ("tracks/talks/max", 6, "tracks/talks/others_see", "gap", "no band holds 5..6"),
    ("tracks/talks/say/silent", GONE, "tracks/talks", "missing-text", "no name for: silent"),
    ("tracks/talks/say/loud", "loud", HERE, "unknown-name", "unknown band 'loud'"),
    ("tracks/talks/seen_by", "all", "tracks/talks/others_see", "unused", "everybody sees 'talks'"),
    ("flags/course/one_of", ["idle"], HERE, "bounds", "at least two"),
    ("tokens/debt/due", -1, HERE, "bounds", "before it is opened"),
    ("tokens/lone", {"due": 1, "seen_by": "holder"}, "tokens/lone/seen_by", "readers", "holder"),
    ("flags/echo", {**FLAG, "each": []}, "flags/echo/each", "bounds", "at least one member"),
    ("capital", {"paid": 0, "free": 0}, HERE, "bounds", "nobody can order anything"),
    ("capital", {"bank": 4, "fades": 5}, "capital/fades", "bounds", "where the bank holds 4"),
]

SCHEDULE: list[Fault] = [
    ("formats/long/calendar/2", "July", "formats/long/calendar", "bounds", "names 3 turns; the format has 2"),
    ("formats/long/msel/3", [], HERE, "bounds", "its turns are 1..2"),
    ("formats/long/msel/one", [], HERE, "bounds", "'one' is no turn"),
    ("formats/long/msel/2", ["N3"], "formats/long/msel/2/0", "unknown-name", "unknown inject 'N3'"),
    ("formats/long/msel/2", ["N2"], "formats/long/msel/2/0", "mode", "'N2' is of mode triggered"),
    (
        "formats/long/msel/2",
        ["N1"],
        "formats/long/msel",
        "duplicate",
        "listed 2 times and can be released once",
    ),
    ("formats/long/msel", GONE, "injects/N1", "unused", "no format lists it"),
    ("formats/long/minutes", {"orders": -1}, "formats/long/minutes/orders", "bounds", "-1 minutes"),
    ("formats/long/default", False, "formats", "default", "which of long, short is played"),
    ("formats/short/default", True, HERE, "default", "only one"),
    ("presets/usual/default", False, "presets", "default", "which of usual, host"),
    ("triggered", [], "injects/N2/mode", "missing", "missing from 'triggered'"),
    ("triggered", ["N2", "N2"], HERE, "duplicate", "twice"),
    ("triggered", ["N2", "N1"], "triggered/1", "mode", "of mode timetable"),
    ("injects/N2/if", GONE, "injects/N2/mode", "missing", "has no condition"),
    ("steps/0", GONE, "steps", "missing-step", "lack 'agreements', in which truce, N1 take effect"),
    ("steps/3", GONE, "steps", "missing-step", "lack 'breaches'"),
]

COVERAGE: list[Fault] = [
    ("tables/reply/rows/2/roll", "8..9", HERE, "gap", "the total 7; let 'fine' begin at 7"),
    ("tables/reply/rows/2/roll", "6..9", HERE, "overlap", "'fine' begins at 6 and 'cool' ends at 6"),
    ("tables/reply/rows/1/roll", "2..6", HERE, "gap", "totals begin at 0 and this band at 2"),
    ("tables/reply/rows/3/roll", "10..12", "tables/reply/rows", "gap", "no band holds the total 13"),
    ("tables/reply/rows/2/roll", "9..7", HERE, "band", "write 7..9"),
    ("tables/reply/rows/2/roll", "seven", HERE, "band", "'seven' is not a band of totals"),
    (
        {
            "tables/reply/rows/3/roll": "10..13",
            "tables/reply/rows/4": {"id": "best", "say": "Best.", "roll": "14.."},
        },
        None,
        "tables/reply/rows/4/roll",
        "unreachable",
        "totals are 0..13",
    ),
    ("tables/reply/rows/1/if", "hot", "tables/reply/rows/1/roll", "row", "a condition and a band"),
    ("tables/reply/rows/4", {"id": "else", "say": "Else."}, HERE, "row", "give it a band: roll"),
    (
        "tables/reply/rows/4",
        {"id": "late", "say": "Late.", "if": "hot"},
        HERE,
        "order",
        "below the band of 'cool'",
    ),
    ("tables/reply/cap", 0, HERE, "unused", "takes all modifiers away"),
    ("tables/reply/modifiers/+0 if hot", "none", HERE, "unused", "of 0"),
    (
        "tables/reply/modifiers/+1 if topic == peace and topic == trade",
        "both",
        HERE,
        "unreachable",
        "never holds",
    ),
    ("tables/weather/cap", 2, HERE, "unused", "there are none"),
    ("tables/weather/dice", "2d6", HERE, "dice", "no row has a band"),
    ("tables/weather/modifiers", {"+1 if hot": "hot"}, HERE, "dice", "throws no dice"),
    ("tables/weather/rows/1/if", "heat <= 3", "tables/weather/rows", "gap", "it can be that no row holds"),
    (
        "tables/weather/rows/0/if",
        "heat >= 7 and 1 > 2",
        "tables/weather/rows/0",
        "unreachable",
        "never apply",
    ),
    ("tables/drift/dice", "1d6", HERE, "dice", "take 'dice' out"),
    ("tables/spare", WEATHER, HERE, "unused", "nothing runs"),
    ("tables/drift/given", {"a": ["b"]}, HERE, "arguments", "run by its step"),
    ("tables/reply/given/topic/2", "sport", "tables/reply/given/topic", "unused", "topic 'sport'"),
    ("tables/reply/rows/2/outcome", "fair", HERE, "unused", "no move that runs 'reply' has 'on: fair'"),
    ("tables/reply/shared", True, HERE, "shared", "so it has no one order's answer, outcome"),
]

EXPECTATIONS: list[Fault] = [
    ("expect", {"nowhere": {}}, "expect/nowhere", "unknown-name", "unknown format 'nowhere'"),
    (
        "expect",
        {"long": {"mixed": {"war": "0..5"}}},
        "expect/long/mixed/war",
        "unknown-name",
        "group of endings",
    ),
    ("expect", {"long": {"objectives": "60..40"}}, "expect/long/objectives", "bounds", "no range of shares"),
    ("expect", {"long": {"objectives": "6..400"}}, "expect/long/objectives", "bounds", "no range of shares"),
    ("expect", {"long": {"own_score": "9..8"}}, "expect/long/own_score", "bounds", "no range of shares"),
    ("expect", {"long": {"alone": {"war": 9}}}, "expect/long/alone/war", "unknown-name", "group of endings"),
    (
        "expect",
        {"long": {"binds": {"bnk": 9}}},
        "expect/long/binds/bnk",
        "unknown-name",
        "Did you mean 'bank'",
    ),
]

MOVES: list[Fault] = [
    ("moves/approach/to", [], HERE, "bounds", "at least one role"),
    ("moves/approach/to", "all", "moves/approach/secret", "unused", "nothing stays secret"),
    ("moves/approach/asks/north", ["accept", "refuse"], HERE, "asks", "its own order"),
    ("moves/approach/asks/soth", ["accept", "refuse"], HERE, "unknown-name", "cannot be asked"),
    ("moves/approach/question", GONE, "moves/approach", "missing-text", "no 'question'"),
    ("moves/cool/question", "Well?", HERE, "unused", "asks nobody"),
    ("moves/approach/excludes/1", "approach", HERE, "excludes", "exclude itself"),
    ("moves/approach/excludes", [], "moves/cool/excludes/0", "one-sided", "'approach' does not exclude"),
    ("moves/approach/limit", {}, HERE, "unused", "limits nothing"),
    ("moves/approach/on/god", {}, HERE, "unknown-outcome", "Did you mean 'good'?"),
    ("moves/cool/on", {"good": {}}, HERE, "unknown-outcome", "runs none"),
    (
        {"moves/approach/on/good/run": "weather", "tables/weather/rows/0/outcome": "good"},
        None,
        "moves/approach/on/good",
        "cycle",
        "again, without end",
    ),
    ("moves/carry/carries", "sendr", HERE, "unknown-name", "'sender'?"),
    (
        {"moves/cool/carries": "south", "moves/cool/to": "south"},
        None,
        "moves/cool/carries",
        "asks",
        "consent: {south: [hand_over, nothing]}",
    ),
    ("moves/warm/told", "As seen.", HERE, "unused", "never tells falsely"),
    (
        "moves/warm/then/tell",
        {"to": "south", "what": "stock", "as": "false"},
        "moves/warm/then/tell/as",
        "band",
        "'stock' has no 'others_see'",
    ),
    (
        "moves/warm/then/tell",
        {"to": "south", "what": "heat", "as": "band"},
        "moves/warm/then/tell/as",
        "band",
        "'heat' has no bands to be told in",
    ),
    (
        "moves/approach/on/good",
        {"tell": {"to": "north", "what": "talks", "as": "false"}},
        "moves/approach",
        "missing-text",
        "write 'told'",
    ),
]

AGREEMENTS: list[Fault] = [
    ("agreements/truce/then/run", "reply(watch)", HERE, "unknown-value", "'watch' can be nobody, which is"),
    ("agreements/truce/then/run", "reply(price)", HERE, "unknown-value", "'price' can be a number"),
    ("agreements/truce/needs/2", "suoth", HERE, "unknown-name", "Did you mean 'south'?"),
    ("agreements/truce/may/north", {"as": "joins"}, HERE, "duplicate", "must sign already"),
    ("agreements/truce/leave/envoy", {}, HERE, "signatory", "north, south, any"),
    ("agreements/truce/leave/nobody", {}, HERE, "unknown-name", "unknown role"),
    ("agreements/truce/terms/rank", "high", HERE, "bounds", "'high' is not a term"),
    ("agreements/truce/terms/rank", "2..0", HERE, "bounds", "'2..0' is not a term"),
    ("agreements/truce/terms/rank", [], HERE, "bounds", "nothing to choose from"),
    ("agreements/truce/term_titles/prize", "P", HERE, "unknown-name", "'price'?"),
    ("agreements/truce/after/ends", False, "agreements/truce/after", "unused", "nothing happens"),
    ("agreements/truce/while/floor/heat", 12, HERE, "bounds", "0..10"),
    ("agreements/truce/while/reads/envoy", ["north"], HERE, "bounds", "two roles"),
    ("agreements/truce/while/reads/west", ["north", "south"], HERE, "unknown-name", "role 'west'"),
]

INJECTS: list[Fault] = [
    ("injects/N1/to/1", "est", HERE, "unknown-name", "unknown role 'est'"),
    ("injects/N2/to", [], HERE, "bounds", "or write all"),
    ("injects/N1/to/1", "south", "injects/N1/notice/0", "unused", "addressed anyway"),
    ("injects/N1/also", {"west": "Psst."}, "injects/N1/also/west", "unknown-name", "unknown role"),
    ("injects/N1/asks/default", "shutt", HERE, "unknown-name", "'shut'?"),
    ("injects/N1/to", ["envoy"], "injects/N1/asks/of/0", "asks", "does not get the inject"),
    ("injects/N1/choices/huge", "huge", HERE, "unknown-name", "choice 'huge'"),
    ("injects/N1/choices/large", GONE, "injects/N1/choices", "missing-text", "no name for: large"),
    (
        "roles/north/doctrine/answers/N1",
        GONE,
        "roles/north/doctrine",
        "no-answer",
        "no answer to 'N1': bots leave it at shut",
    ),
    ("injects/N3", inject(then={"run": "wether"}), "injects/N3/then/run", "unknown-name", "'weather'?"),
]

ROLES: list[Fault] = [
    (
        "roles/north/doctrine/answers/carry",
        GONE,
        "roles/north/doctrine",
        "no-answer",
        "'carry', which asks its consent",
    ),
    (
        {"moves/cool/consent": {"control": ["yes", "no"]}, "moves/cool/question": "So?"},
        None,
        "control",
        "no-answer",
        "automatic control has no answer to 'cool'",
    ),
    ("control", {"answers": {"cool": "yes"}}, "control/answers/cool", "unknown-name", "asks control"),
    ("roles/north/doctrine/answers/approach", "accept", HERE, "unused", "never asks"),
    ("roles/north/doctrine/texts/cool", "Hm.", HERE, "unknown-name", "carries a text"),
    (
        "roles/north/doctrine/says/0/to",
        ["suoth"],
        "roles/north/doctrine/says/0/to/0",
        "unknown-name",
        "Did you mean 'south'?",
    ),
    (
        "roles/north/doctrine/says/0/to",
        ["north"],
        "roles/north/doctrine/says/0/to/0",
        "unknown-name",
        "no other role",
    ),
    (
        "roles/envoy/doctrine/leaves",
        {"truce": "hot"},
        "roles/envoy/doctrine/leaves/truce",
        "signatory",
        "cannot leave",
    ),
    ("agreements/truce/may", {}, "roles/envoy/doctrine/signs/truce", "signatory", "no signatory"),
    ("roles/north/objectives/0/points", 0, HERE, "bounds", "worth 0 points"),
    ("roles/north/red_lines/0/points", 3, HERE, "bounds", "worth 3 points"),
]

SEATS: list[Fault] = [
    ("presets/usual/seats/envy", {}, HERE, "unknown-name", "'envoy'?"),
    ("presets/usual/seats/envoy/may/0", "chiar", HERE, "unknown-name", "Did you mean 'chair'?"),
    (
        "presets/usual/seats/envoy/may/1",
        {"release": "quite"},
        "presets/usual/seats/envoy/may/1/release",
        "unknown-name",
        "'quiet'?",
    ),
    (
        "presets/usual/seats/envoy/on_request",
        ["cool"],
        "presets/usual/seats/envoy/on_request/0",
        "unknown-name",
        "unknown move of envoy",
    ),
    ("presets/usual/seats/envoy/on_request", ["carry"], HERE, "unused", "write is: control"),
    ("presets/usual/seats/envoy/is", "control", HERE, "scored", "write scored: false"),
    ("map/places/north", [1200, 0], HERE, "bounds", "off the map"),
    ("map/places/west", [0, 0], HERE, "unknown-name", "unknown role 'west'"),
    ("map/places/envoy", GONE, "map/places", "missing", "no place for: envoy"),
    ("map/lines/0/track", "trust", HERE, "unknown-name", "unknown track"),
    ("map/lines/0/between/1", "west", HERE, "unknown-name", "role 'west'"),
]

DEBRIEF: list[Fault] = [
    ("endings/1/if", "hot", "endings/1", "last-ending", "without a condition"),
    ("endings/1", GONE, "endings/0", "last-ending", "the last ending must be one of kind final"),
    ("endings/0/if", "heat >= 10 and held(hot, 2)", HERE, "held", "held(condition, 2)"),
    ("endings/0/if", "held(hot, 1) or held(hot, 2)", HERE, "held", "holds at once"),
    ("endings/0/if", "held(hot, 0)", HERE, "bounds", "from 1 on"),
    ("common_score", "clam", HERE, "unknown-name", "Did you mean 'calm'?"),
    ("brink/offer", "contact", HERE, "unknown-name", "Did you mean 'tag.contact'?"),
    ("questions/Q1/evidence", [], HERE, "missing", "at least one piece"),
    ("questions/Q1/evidence/0", {}, HERE, "missing", "shows nothing"),
    ("questions/Q1/evidence/0/tracks/0", "heet", HERE, "unknown-name", "Did you mean 'heat'?"),
    (
        "questions/Q1/evidence/0/rows",
        ["drift.cool"],
        "questions/Q1/evidence/0/rows/0",
        "unknown-name",
        "'drift.cools'?",
    ),
    ("questions/Q1/evidence/0/between", ["warm"], HERE, "bounds", "[from, to]"),
    (
        "questions/Q1/evidence/0/between",
        ["warm", "worm"],
        "questions/Q1/evidence/0/between/1",
        "unknown-name",
        "'warm'?",
    ),
    ("evaluation/E1/evidence/0", {}, HERE, "missing", "shows nothing"),
    ("evaluation/E1/evidence/0/tracks/0", "heet", HERE, "unknown-name", "Did you mean 'heat'?"),
    ("evaluation/E1/because", [], HERE, "no-source", "rests on nothing"),
    ("evaluation/E1/because/0", "S9", HERE, "unknown-source", "'S9' is no claim"),
    ("evaluation/E1/objective", " ", HERE, "empty-text", "this text is empty"),
    ("evaluation/E1/tasks/0", {}, HERE, "empty-text", "write it in"),
    (
        "evaluation/1st",
        {"objective": "x", "capability": "x", "because": ["judgement"]},
        HERE,
        "bad-id",
        "cannot be a name",
    ),
    (
        "questions/Q1/evidence/0/modifiers",
        ["weather"],
        "questions/Q1/evidence/0/modifiers/0",
        "unused",
        "no modifiers",
    ),
]

SECRECY: list[Fault] = [
    (
        "moves/carry/if",
        "talks >= 1",
        HERE,
        "unreadable",
        "'talks >= 1' reads talks, which envoy sees only as bands; compare at a band's edge: talks >= 2",
    ),
    ("moves/carry/if", "talks == 3", HERE, "unreadable", "compare at a band's edge: talks == 4"),
    ("injects/N1/if", "talks == 3", HERE, "unreadable", "which envoy sees only as bands"),
    ("roles/north/doctrine/says/0/if", "talks == 3", HERE, "unreadable", "which envoy sees only as bands"),
    (
        "moves/carry/warns",
        ["stock >= 1"],
        "moves/carry/warns/0",
        "unreadable",
        "'stock' reads stock, which envoy cannot see; who can is: north",
    ),
    (
        "roles/south/income",
        "1 + talks // 2 + stock",
        HERE,
        "unreadable",
        "'stock' reads stock, which south cannot see",
    ),
    (
        "roles/south/doctrine/orders/0/if",
        "since(carry(north)) <= 1",
        HERE,
        "unreadable",
        "can happen without south knowing; who always knows is: envoy, north",
    ),
    (
        "roles/envoy/doctrine/orders/0/if",
        "hot and not ready",
        HERE,
        "unreadable",
        "'ready' reads ready, which envoy cannot see; who can is: north, south",
    ),
    (
        "roles/south/objectives",
        [{"id": "low", "points": 1, "title": "L", "if": "talks >= stock", "because": ["S1"]}],
        "roles/south/objectives/0/if",
        "unreadable",
        "'stock' reads stock",
    ),
    (
        "roles/south/doctrine/answers/carry",
        "give if proof(north) else keep",
        HERE,
        "unreadable",
        "'proof(north)'",
    ),
    ("roles/north/red_lines/0/if", "proof(south)", HERE, "unreadable", "'proof(south)'"),
    ("roles/north/doctrine/urgent/orders/0/if", "proof(south)", HERE, "unreadable", "'proof(south)'"),
    ("roles/north/doctrine/proposes/0/if", "proof(south)", HERE, "unreadable", "'proof(south)'"),
    ("roles/south/doctrine/signs/truce", "stock >= truce.price", HERE, "unreadable", "'stock' reads stock"),
    ("roles/south/doctrine/leaves/truce", "stock >= 1", HERE, "unreadable", "reads stock"),
    (
        "roles/south/doctrine/urgent",
        {"if": "stock >= 1", "orders": []},
        "roles/south/doctrine/urgent/if",
        "unreadable",
        "'stock'",
    ),
]

LIMITS: list[Fault] = [
    ("define/deep", "not " * 60 + "hot", HERE, "too-large", "nested too deeply"),
    ("define/often", "held(topic == peace, 2)", HERE, "unknown-name", "'topic'"),
]

SPREADING: list[Fault] = [
    ("flags/income", FLAG, HERE, "reserved", "cannot name a flag"),
    ("flags/heat", FLAG, HERE, "clash", "'heat' is already a track"),
    ("define/north", "heat >= 9", HERE, "clash", "already a role"),
    ("moves/approach/choose/ready", ["a", "b"], HERE, "clash", "already a flag"),
    ("injects/N1/choose/tell", ["a"], HERE, "reserved", "effect verb"),
    ("words/peaec", "Peace", HERE, "unknown-name", "Did you mean 'peace'?"),
    (
        "tables/reply/rows/0/say",
        {"peace": {"pl": "Nie."}, "trade": "No."},
        "tables/reply/rows/0/say/peace",
        "missing-language",
        "in: en",
    ),
    ("tracks/heat/seen_by", ["nroth"], "tracks/heat/seen_by/0", "unknown-name", "Did you mean 'north'?"),
    ("tracks/heat/seen_by", ["north", "north"], HERE, "duplicate", "twice"),
    ("tracks/talks/others_see/talking", "1..3", HERE, "overlap", "begins at 1 where 2 is next"),
    ({"steps/6": "late", "tables/late": WEATHER}, None, "steps", "order", "too late"),
    ("tables/reply/rows", [], HERE, "missing", "at least one row"),
    ("tables/weather/rows/0/if", GONE, "tables/weather/rows/0", "row", "put it last"),
    ("moves/approach/by", "nroth", HERE, "unknown-name", "Did you mean 'north'?"),
    (
        "moves/approach/to",
        {"ally": ["nowhere"]},
        "moves/approach/to/ally/0",
        "unknown-name",
        "unknown role 'nowhere'",
    ),
    ("moves/approach/choose/topic", [], HERE, "bounds", "nothing to choose from"),
    ("moves/approach/asks/south", ["accept"], HERE, "asks", "at least two answers"),
    ("moves/approach/excludes/0", "warm", HERE, "excludes", "a move of south"),
    ("roles/west", ENVOY, HERE, "unused", "'west' has no move"),
    (
        {f"define/d{n}": " and ".join([f"d{n - 1}" if n else "hot"] * 20) for n in range(4)},
        None,
        "define/d2",
        "too-large",
        "too large",
    ),
    (
        "moves/warm/choose",
        {
            "u": ["a", "b", "c"],
            "v": ["a", "b", "c"],
            "w": ["a", "b", "c"],
            "x": ["a", "b", "c"],
            "y": ["a", "b", "c"],
            "z": ["a", "b", "c"],
        },
        "moves/warm",
        "too-large",
        "729 combinations",
    ),
]


def contact(other: str, condition: str) -> list[dict[str, Any]]:
    why = {"say": "Letters alone.", "because": ["judgement"]}
    return [{"between": ["north", other], "if": condition, **why}]


CONTACT: list[Fault] = [
    (
        "no_direct_contact",
        contact("nroth", "heat >= 8"),
        "no_direct_contact/0/between/1",
        "unknown-name",
        "Did you mean 'north'?",
    ),
    (
        "no_direct_contact",
        contact("north", "heat >= 8"),
        "no_direct_contact/0/between",
        "duplicate",
        "'north' stands in this list twice",
    ),
    (
        "no_direct_contact",
        contact("south", "stock >= 2"),
        "no_direct_contact/0/if",
        "unreadable",
        "south cannot see",
    ),
]
CARD = {"lasts": "run", "one_of": ["none", "wait", "sell"], "seen_by": ["north"]}
"""A flag that can be guessed."""
VALUES = "none wait sell idle firm peace trade accept refuse give keep nobody monitors"
SAID = dict.fromkeys(VALUES.split(), "said")
"""Names for all values, those of the card among them."""
LESS = {name: said for name, said in SAID.items() if name != "sell"}


def guessed(of: str = "north", slot: str = "plan", card: Any = CARD, **more: Any) -> dict[str, Any]:
    """A sound card that south and the envoy guess, but for what is given."""
    asked = {"of": of, "slot": slot, "ask": "What did they mean to do?"}
    return {"flags/plan": card, "guesses/plan": asked, "words": SAID, **more}


GUESSES: list[Fault] = [
    (guessed(of="nroth"), None, "guesses/plan/of", "unknown-name", "Did you mean 'north'?"),
    (
        guessed(slot="paln"),
        None,
        "guesses/plan/slot",
        "unknown-name",
        "flag with values 'paln'. Did you mean 'plan'?",
    ),
    (guessed(slot="heat"), None, "guesses/plan/slot", "values", "'heat' is no flag with values"),
    (guessed(slot="ready"), None, "guesses/plan/slot", "values", "give a flag 'one_of'"),
    (
        guessed(card={**CARD, "seen_by": ["north", "south"]}),
        None,
        "guesses/plan/slot",
        "readers",
        "to be known to north alone, and south can read it; write under flags/plan: seen_by: [north]",
    ),
    (
        guessed(card={**CARD, "seen_by": "all"}),
        None,
        "guesses/plan/slot",
        "readers",
        "south, envoy can read it",
    ),
    (guessed(of="south"), None, "guesses/plan/slot", "readers", "north can read it"),
    (guessed(card={**CARD, "seen_by": []}), None, "guesses/plan/slot", "readers", "north cannot read it"),
    (
        guessed(card={**CARD, "one_of": ["none", "wait"]}, words=LESS),
        None,
        "guesses/plan/slot",
        "bounds",
        "two at least",
    ),
    (
        guessed(**{"guesses/again": {"of": "north", "slot": "plan", "ask": "Again?"}}),
        None,
        "guesses/again/slot",
        "duplicate",
        "'plan' is guessed under 'plan' already",
    ),
    (guessed(**{"guesses/plan/ask": ""}), None, "guesses/plan/ask", "empty-text", "this text is empty"),
    (
        guessed(guesses={"a b": {"of": "north", "slot": "plan", "ask": "?"}}),
        None,
        "guesses/a b",
        "bad-id",
        "cannot be a name",
    ),
]
SPREADING.append(
    (
        guessed(words=LESS),
        None,
        "guesses/plan/slot",
        "missing-text",
        "no name for what is guessed: sell",
    )
)
SPREADING.append(
    (
        {"no_direct_contact": contact("south", "heat >= 8"), "moves/carry/carries": GONE},
        None,
        "no_direct_contact/0",
        "carrier",
        "no move carries a letter",
    )
)
ALONE = [
    *EXPECTATIONS,
    *CONTACT,
    *GUESSES,
    *(NAMES + TEXTS + SOURCES + SCALES + SCHEDULE + COVERAGE + MOVES),
    *(AGREEMENTS + INJECTS + ROLES + SEATS + DEBRIEF + SECRECY + LIMITS),
]


def test_a_sound_exercise_has_no_problem() -> None:
    _, findings = examined(sound())
    assert findings.problems == []


def reported(fault: Fault) -> tuple[list[tuple[str, str, str]], tuple[str, str, str]]:
    """What is found of a fault, as place, code and message; and what was expected."""
    where, value, place, code, words = fault
    changes = where if isinstance(where, dict) else {where: value}
    _, findings = examined(changed(changes))
    found = [("/".join(map(str, at)), entry.code, text) for (at, text), entry in findings.found.items()]
    return found, (place or str(where), code, words)


def matches(found: tuple[str, str, str], expected: tuple[str, str, str]) -> bool:
    return found[:2] == expected[:2] and expected[2] in found[2]


@pytest.mark.parametrize("fault", ALONE, ids=str)
def test_a_fault_is_the_only_thing_reported(fault: Fault) -> None:
    found, expected = reported(fault)
    assert len(found) == 1, found
    assert matches(found[0], expected), (found[0], expected)


@pytest.mark.parametrize("fault", SPREADING, ids=str)
def test_a_fault_that_spoils_more_is_reported_at_its_root(fault: Fault) -> None:
    found, expected = reported(fault)
    assert any(matches(one, expected) for one in found), found


def test_texts_are_wanted_in_every_language() -> None:
    _, findings = examined(changed({"languages": ["en", "pl"], "title": {"en": "Small"}}))
    problems = {"/".join(map(str, at)): entry for (at, _), entry in findings.found.items()}
    assert problems["title"].severity == "error"
    assert problems["title"].message == "this text is missing in: pl"
    assert problems["tracks/heat/title"].severity == "warning"
    assert problems["tracks/heat/title"].code == "one-language"
    assert "roles/north/code" not in problems


def test_what_is_probably_not_meant_is_a_warning_and_does_not_stop_loading() -> None:
    _, findings = examined(changed({"moves/approach/limit": {}}))
    assert [problem.severity for problem in findings.problems] == ["warning"]
    assert findings.errors == []


def test_tables_in_a_circle_leave_the_rest_to_be_checked() -> None:
    _, findings = examined(
        changed({"tables/weather/rows/0/then": {"run": "weather"}, "common_score": "clam"})
    )
    assert {problem.code for problem in findings.problems} == {"cycle", "unknown-name"}


def test_what_stands_at_nothing_cannot_be_tightened() -> None:
    """Law: an expectation that no play could hold to is said at once, and is no failure of a rehearsal."""
    free = {"capital": {"free": 0}, "expect": {"long": {"binds": {"free": 5}}}}
    _, findings = examined(changed(free))
    assert [problem.message for problem in findings.problems if "unknown number 'free'" in problem.message]


def test_a_row_nothing_calls_is_read_all_the_same() -> None:
    spoiled = {"tables/spare": {**WEATHER, "rows": [{"id": "odd", "say": "Odd.", "if": "heet >= 1"}]}}
    _, findings = examined(changed(spoiled))
    assert "unknown-name" in {problem.code for problem in findings.problems}


def test_a_card_to_be_guessed_is_sound() -> None:
    """Alone, and as a member of a family of flags."""
    family = {**CARD, "each": ["north"]}
    for changes in (guessed(), guessed(slot="plan(north)", card=family)):
        _, findings = examined(changed(changes))
        assert findings.problems == []


@pytest.mark.parametrize("name", names())
def test_what_ships_is_sound(name: str) -> None:
    _, findings = examine(name)
    assert [str(problem) for problem in findings.problems] == []


def test_korea_counts_what_its_design_says() -> None:
    exercise, _ = examine("korea-2025")
    assert counts(exercise) == {
        **{"roles": 7, "tracks": 26, "flags": 39, "tokens": 2, "moves": 65, "tables": 34, "rows": 149},
        **{"modifiers": 153, "triggers": 5, "injects": 32, "agreements": 8, "endings": 11, "claims": 80},
        **{"objectives": 45, "red_lines": 22, "questions": 17},
    }
