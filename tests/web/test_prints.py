"""Prints: whole, for whom they are, and a pack that holds nothing its role may not read."""

import re
from copy import deepcopy
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from engine.play.commands import Command
from engine.rules.exercise import Exercise
from engine.rules.load import from_data
from engine.words.handbook import Handbook
from engine.words.locale import languages
from engine.words.rulebook import Rulebook
from tests.web.company import Company
from web.addresses import Place
from web.seats import read_join

FOR_CONTROL = ("", "roles", "book", "msel", "injects", "tables", "seats")
SPACES = re.compile(r"\s+")


@pytest.fixture
def company(tmp_path: Path) -> Company:
    return Company(tmp_path / "runs")


def words(html: str) -> str:
    """The words of a page in one line."""
    return SPACES.sub(" ", unescape(re.sub(r"<[^>]+>", " ", html)))


def in_one_line(text: str) -> str:
    return SPACES.sub(" ", text)


def book(exercise: Exercise, language: str = "en") -> Rulebook:
    return Rulebook(exercise, exercise.default_format, exercise.default_preset, language)


def test_prints_are_for_control_and_packs_for_their_seats(company: Company) -> None:
    open_run = company.start("grey-strait")
    seated, stranger, host = company.seated(open_run.name, "halmar"), company.browser(), company.host()
    for name in FOR_CONTROL:
        path = f"/run/{open_run.name}/print/{name}"
        assert host.get(path).status_code == 200
        assert seated.get(path).status_code == stranger.get(path).status_code == 404
    for name in ("rules", "pack"):
        path = f"/run/{open_run.name}/print/{name}"
        assert seated.get(path).status_code == 200
        assert stranger.get(path).status_code == 404
    observer = company.seated(open_run.name, "observer")
    for who, status in ((host, 200), (observer, 200), (seated, 404), (stranger, 404)):
        assert who.get(f"/run/{open_run.name}/print/evaluators").status_code == status
    assert seated.get(f"/run/{open_run.name}/print/pack?as=brenia").status_code == 404
    assert host.get(f"/run/{open_run.name}/print/roles?role=nobody").status_code == 404
    assert host.get(f"/run/{open_run.name}/print/tables?table=nothing").status_code == 404


@pytest.mark.parametrize("language", languages())
def test_everything_of_an_exercise_is_on_paper(exercise: Exercise, company: Company, language: str) -> None:
    open_run, host = company.start(exercise.id), company.host()
    pages = {
        name: host.get(f"/run/{open_run.name}/print/{name}?language={language}").get_data(as_text=True)
        for name in ("roles", "rules", *FOR_CONTROL[2:])
    }
    for page in pages.values():
        assert f'<html lang="{language}" data-theme="light"' in page
        assert not re.search(r"\sstyle=|<style|\son[a-z]+=", page)
    rules = book(exercise, language)
    on_cards, on_tables, in_packs = (words(pages[name]) for name in ("injects", "tables", "roles"))
    in_book, guide = words(pages["book"]), exercise.file.guide
    written = [*guide.startex, *guide.questions.values()]
    written += [text for advice in guide.injects.values() for text in (advice.purpose, advice.hold)]
    written += [text for course in guide.courses for text in (course.seen, course.act)]
    for text in written:
        assert in_one_line(rules.language.text(text)) in in_book
    for inject in rules.injects():
        assert in_one_line(inject["title"]) in on_cards
        assert all(in_one_line(told["text"]) in on_cards for told in inject["texts"])
    for table in rules.tables():
        assert in_one_line(table["title"]) in on_tables
        for row in table["rows"]:
            assert row["variants"], f"a row of {table['id']} that never applies"
            assert all(in_one_line(variant["text"]) in on_tables for variant in row["variants"])
    for role in exercise.roles:
        pack = rules.pack(role)
        assert in_one_line(pack["card"]) in in_packs
        assert all(in_one_line(move["title"]) in in_packs for move in pack["moves"])
        assert all(in_one_line(goal["title"]) in in_packs for goal in pack["objectives"])


def test_the_odds_of_every_sum_add_up(exercise: Exercise) -> None:
    found = [table["odds"] for table in book(exercise).tables() if table["odds"]]
    assert found
    for odds in found:
        for line in odds["sums"]:
            assert sum(line["chances"]) == pytest.approx(1)
            assert len(line["chances"]) == len(odds["rows"])
        sums = [line["sum"] for line in odds["sums"]]
        assert sums == list(range(sums[0], sums[-1] + 1))
        assert odds["start"] in sums


def scrambled(exercise: Exercise, role: str) -> Exercise:
    """The exercise with everything changed that only others or control are told before the first turn."""
    data = deepcopy(exercise.data)
    for name, entry in data["roles"].items():
        if name != role:
            entry["card"]["text"] = entry["interests"] = entry["seat_note"] = "SCRAMBLED"
            for goal in (*entry["objectives"], *entry.get("red_lines", [])):
                goal["title"], goal["points"] = "SCRAMBLED", 9
    for inject in data.get("injects", {}).values():
        inject["text"] = inject["expect"] = "SCRAMBLED"
    for advice in data["guide"]["injects"].values():
        advice["purpose"] = "SCRAMBLED"
    data["guide"]["startex"] = ["SCRAMBLED"]
    for name, track in data["tracks"].items():
        seen = track.get("seen_by", "all")
        if seen != "all" and role not in seen and name in exercise.slots and not track.get("others_see"):
            track["start"] = track["min"] + (track["start"] == track["min"])
    return from_data(data)


def test_a_pack_holds_nothing_that_only_others_are_told(exercise: Exercise) -> None:
    """Law: with all of that changed, the pack is the same."""
    for role in exercise.roles:
        true, other = (
            Handbook(one, one.default_format, one.default_preset, "en").pack(role)
            for one in (exercise, scrambled(exercise, role))
        )
        assert true == other


def test_moves_that_a_preset_takes_away_are_not_in_the_pack(exercise: Exercise) -> None:
    for preset, entry in exercise.file.presets.items():
        for role, seat in entry.seats.items():
            pack = Handbook(exercise, exercise.default_format, preset, "en").pack(role)
            titles = {move["order"].partition("(")[0] for move in pack["moves"]}
            assert not titles & set(seat.withdrawn)


@pytest.mark.parametrize(
    ("exercise", "role", "move", "entries"),
    [
        ("korea-2025", "usa", "reassure", 1),
        ("korea-2025", "usa", "offer_talks", 1),
        ("korea-2025", "usa", "demand_burden", 2),
        ("grey-strait", "halmar", "offer_share", 1),
    ],
    indirect=["exercise"],
)
def test_a_pack_tells_once_what_differs_only_in_what_is_chosen(
    exercise: Exercise, role: str, move: str, entries: int
) -> None:
    """Two orders or more that say the same are one entry with choices; those that do not are told each."""
    told = [entry for entry in book(exercise).pack(role)["moves"] if entry["order"].partition("(")[0] == move]
    assert len(told) == entries
    if entries == 1:
        orders = [order for order in exercise.orders.values() if (order.role, order.move_id) == (role, move)]
        (choice,) = told[0]["choices"]
        assert len(choice["values"]) == len(orders) > 1


def test_every_strip_opens_the_seat_it_names(tmp_path: Path) -> None:
    company = Company(tmp_path, Place("192.0.2.7"))
    open_run = company.start("grey-strait")
    page = company.host().get(f"/run/{open_run.name}/print/seats?all=yes").get_data(as_text=True)
    seats = company.runs.seats(open_run.name)
    links = re.findall(r"http://192\.0\.2\.7:8025/join/([\w.-]+)", page)
    opened = [found[1] for found in (read_join(company.runs.key, link) for link in links) if found]
    assert opened == [*open_run.roles, "control", "observer", "public"]
    for seat in opened:
        code = seats.code(seat)
        assert f"{code[:4]} {code[4:]}" in page
    assert page.count('class="picture qr"') == len(opened)


def test_rows_that_differ_by_argument_say_for_which(exercise: Exercise) -> None:
    """A table with several forms tells what they share once, and names the form wherever they part."""
    for table in book(exercise).tables():
        for row in table["rows"]:
            variants: list[dict[str, Any]] = row["variants"]
            if len(variants) > 1:
                assert all(variant["of"] for variant in variants)
                assert len({variant["of"] for variant in variants}) == len(variants)


def test_a_card_holds_what_its_audience_reads_and_no_more(exercise: Exercise) -> None:
    """Law: words for one role, and questions to it, stand on no card but its own."""
    cards = book(exercise).cards()
    assert {card["id"] for card in cards} == set(exercise.injects)
    for name, rule in exercise.injects.items():
        inject, own = rule.inject, [card for card in cards if card["id"] == name]
        values = next(iter(inject.choose.values()), [""])
        public = {book(exercise).language.text(inject.text, value) for value in values}
        private = {role: book(exercise).language.text(words) for role, words in inject.also.items()}
        asked = inject.asks.of if inject.asks else []
        for card in own:
            to, texts = card["to"], set(card["texts"])
            assert bool(card.get("question")) == (to in asked)
            assert texts - public == ({private[to]} if to in private else set())
        told = [card["to"] for card in own if set(card["texts"]) & public]
        readers = rule.knowers(exercise.roles)
        assert set(told) == ({""} if readers == exercise.roles else set(readers))
        assert {*private, *asked} <= {card["to"] for card in own}


@pytest.mark.parametrize("language", languages())
def test_what_control_writes_has_its_cards(company: Company, language: str) -> None:
    """Law: a card for each audience of each inject, also of those that control wrote and keeps."""
    open_run, host = company.start(), company.host()
    for to, text in ((["usa", "rok"], "For two seats alone."), (["all"], "For everybody at once.")):
        written = {"text": text, "to": to, "when": "tray", "title": "A late word", "effects": {"tension": 1}}
        open_run.do(Command("improvise", "control", written))
    page = host.get(f"/run/{open_run.name}/print/injects?language={language}").get_data(as_text=True)
    cards = re.findall(r'<div class="inject-card.*?</div>', page, re.DOTALL)
    assert sum("For two seats alone." in card for card in cards) == 2
    assert sum("For everybody at once." in card for card in cards) == 1
    alone = {card.partition('class="for"')[2][:80] for card in cards if "For two seats" in card}
    assert len(alone) == 2, "each for a seat of its own"
    behind = page.partition('class="behind"')[2]
    for name in open_run.run.state.game.written:
        assert f">{name} A late word<" in behind


@pytest.mark.parametrize("language", languages())
def test_nothing_in_print_is_a_raw_name(exercise: Exercise, language: str) -> None:
    """Tables and packs say in words what their forms share."""
    rules = book(exercise, language)
    told = repr([rules.tables(), *map(rules.pack, exercise.roles)])
    assert "‹" not in told


def test_evaluators_read_the_objectives_and_every_rating(company: Company) -> None:
    open_run, host = company.start("korea-2025"), company.host()
    page = words(host.get(f"/run/{open_run.name}/print/evaluators").get_data(as_text=True))
    for aim in open_run.handbook("en").aims():
        assert f"{aim['id']} {aim['objective']}" in page
        assert all(task in page for task in aim["tasks"])
    for rating in ("Performed without challenges", "Unable to be performed"):
        assert rating in page


def test_the_msel_in_print_tells_what_became_of_it(company: Company) -> None:
    open_run, host = company.start("grey-strait"), company.host()
    path = f"/run/{open_run.name}/print/msel"
    assert "released" not in words(host.get(path).get_data(as_text=True))
    open_run.do(Command("release", "control", {"inject": "cut_nets"}))
    assert "released" in words(host.get(path).get_data(as_text=True))
