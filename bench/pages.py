"""What people wait for: the page after a change, beside an empty page of the same server and templates.

Server and clients are processes of their own; each page and the empty one are asked for in turn.
"""

import re
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, suppress
from functools import partial
from pathlib import Path
from socket import create_connection
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from time import perf_counter, sleep

from bench.measure import Figure, Row, least, milliseconds, most, seconds
from bench.room import Browser, serving, step
from engine.play.commands import Command
from engine.record.run import Run
from engine.rules.exercise import Exercise
from web.runs import Runs

AFTER_WORD = most("control's page after a word", 10, wall=True)
AFTER_STEP = most("control's page after a step", 15, wall=True)
KEPT = least("control's page, kept ready", 0.75, wall=True)
AHEAD = least("control's page while forecasts are renewed at each step", 0.9, wall=True)
LONG = most("a seat's page with many messages", 1.2, wall=True)
TWENTY = most(
    "20 browsers ask after one change",
    1.5,
    wall=True,
    why="The page is drawn and compressed once for all of them; each answer still costs an empty one.",
)
WIRE = most("a phone's first page, with its fonts", 60, " kB")
BESIDE_HALVES = most("a page beside half-sent requests", 1, " s", wall=True)
MANY_ROOMS = most("many rooms play at once: pages, 95 %", 1, " s", wall=True)
EACH_ROOM = most("many rooms play at once: a room's share of a processor", 4, " %")
"""So that 24 of them fit on one, which is what a server of one process has."""
FEW, MANY = 60, 3_000
WORDS = 6
"""Said after each step, and control's page asked for after each, while a forecast is found."""
PHONE = 390
"""How wide it is."""
WIDER = re.compile(r"@media \(min-width: (\d+)px\) \{(?:[^{}]|\{[^{}]*\})*\}")
"""What a style sheet has for windows from a width on."""
HALVES = 1_000
"""Half-sent requests that a stranger holds."""
ROOMS, BROWSERS, PACE = 24, 8, 4.0
"""How many rooms play at once, with how many pages open in each, and seconds between two commands in one."""


def figures(exercise: Exercise, quick: bool) -> Iterator[Figure]:
    """Control's page, a seat's page, twenty browsers at once, a phone, and many rooms."""
    with TemporaryDirectory() as folder:
        runs = {
            name: begun(exercise, Path(folder) / f"{name}.jsonl") for name in ("room", "ahead", "few", "many")
        }
        many = 300 if quick else MANY
        for name, number in (("few", FEW), ("many", many)):
            talk(runs[name], number)
        with serving(folder) as (port, key):
            control = Browser(port, key)
            rounds = 3 if quick else 24
            yield from of_control(control, runs["room"], rounds)
            yield of_forecasts(control, control.another(), runs["ahead"], 2 if quick else 12)
            links = Runs(Path(folder))
            seats = [control.seated(links.seats(name).link("usa")) for name in ("few", "many")]
            yield of_seat(seats, [runs["few"], runs["many"]], many, rounds)
            yield of_twenty([control.another() for _ in range(20)], runs["room"], 2 if quick else 8)
            yield of_strangers(control, 100 if quick else HALVES, rounds)
            yield of_phone(control.seated(links.seats("few").link("japan")))
        for run in runs.values():
            run.log.close()
    yield from of_rooms(exercise, 3 if quick else ROOMS, 4.0 if quick else 24.0)


def begun(exercise: Exercise, path: Path) -> Run:
    """A run in its first consultation, with people in every seat."""
    run = Run.start(exercise, path, seed=2025, people=["control", *exercise.roles])
    while run.state.game.phase != "consultation":
        step(run)
    return run


def say(run: Run, number: int = 0) -> None:
    """A message between two seats."""
    run.do(
        Command("message", "usa", {"to": ["japan"], "text": f"Word {number}: we should talk about the text."})
    )


def talk(run: Run, number: int) -> None:
    """So many messages, among all seats."""
    roles = [*run.exercise.roles[::2], *run.exercise.roles[1::2]]  # neighbours may write to each other
    for index in range(number):
        sender, to = roles[index % len(roles)], roles[(index + 1) % len(roles)]
        run.do(Command("message", sender, {"to": [to], "text": f"Word {index}: a few words about the text."}))


def beside_empty(browser: Browser, path: str, change: Callable[[], None], rounds: int) -> tuple[float, float]:
    """The median seconds of a page that is asked for after a change, and of the empty page."""
    ours, theirs = [], []
    for _ in range(rounds):
        change()
        ours.append(seconds(lambda: browser.get(path)))
        theirs += [seconds(lambda: browser.get("/empty")) for _ in range(5)]
    return median(ours), median(theirs)


def of_control(browser: Browser, run: Run, rounds: int) -> Iterator[Figure]:
    """Control's page after a step, after a word, and kept ready."""
    place = "/run/room/control"
    changes: list[tuple[Row, Callable[[], None]]] = [
        (AFTER_WORD, lambda: say(run)),
        (AFTER_STEP, lambda: step(run)),
    ]
    for row, change in changes:
        ours, empty = beside_empty(browser, place, change, rounds)
        yield row.figure(milliseconds(ours), milliseconds(empty) + " empty page", ours / empty)
    ours, empty = beside_empty(browser, place, lambda: None, rounds * 10)
    yield KEPT.figure(milliseconds(ours), milliseconds(empty) + " empty page", empty / ours)


def of_forecasts(browser: Browser, beside: Browser, run: Run, rounds: int) -> Figure:
    """Control's page after words while a forecast of the step is found, beside the same where none is asked
    for; one step so and one otherwise.
    """
    place = "/run/ahead/control"
    taken: dict[bool, list[float]] = {False: [], True: []}
    beside.foresee(place)  # the process that finds it has begun
    for number in range(2 * rounds):
        renewed = bool(number % 2)
        step(run)
        browser.get(place)
        for word in range(WORDS):
            if renewed:
                beside.ask_ahead(place)
            say(run, word)
            taken[renewed].append(seconds(partial(browser.get, place)))
        if renewed:
            beside.foresee(place)
    without, with_ = median(taken[False]), median(taken[True])
    return AHEAD.figure(milliseconds(with_), milliseconds(without) + " without", without / with_)


def of_seat(seats: list[Browser], runs: list[Run], number: int, rounds: int) -> Figure:
    """A seat's page after a word in a run with many messages, beside the same in one with few."""
    taken: list[list[float]] = [[], []]
    for _ in range(rounds):
        for times, browser, run in zip(taken, seats, runs, strict=True):
            say(run)
            times.append(seconds(partial(browser.get, f"/run/{run.log.path.stem}/usa")))
    few, many = (median(times) for times in taken)
    return LONG.figure(
        milliseconds(many), f"{milliseconds(few)} with {FEW}", many / few, size=f"{number} messages"
    )


def of_twenty(browsers: list[Browser], run: Run, rounds: int) -> Figure:
    """Twenty browsers that ask for control's page at the same time after one change, beside one; and what
    as many empty pages take, for less no answers can cost.
    """
    one, all_, empty = [], [], []
    with ThreadPoolExecutor(len(browsers)) as pool:
        for _ in range(rounds):
            empty.append(seconds(lambda: list(pool.map(asked_for_nothing, browsers))))
            say(run)
            one.append(seconds(lambda: browsers[0].get("/run/room/control")))
            say(run)
            all_.append(seconds(lambda: list(pool.map(asked, browsers))))
    ratio = median(all_) / median(one)
    baseline = f"{milliseconds(median(one))} one, {milliseconds(median(empty))} empty"
    return TWENTY.figure(milliseconds(median(all_)), baseline, ratio)


def of_strangers(browser: Browser, number: int, rounds: int) -> Figure:
    """Control's page while another address holds so many requests that it does not finish."""
    _, alone = beside_empty(browser, "/run/room/control", lambda: None, rounds)
    with ExitStack() as held:
        for _ in range(number):
            with suppress(OSError):  # it is hung up on, which is the point
                half = create_connection(("127.0.0.1", browser.port), 20, ("127.0.0.2", 0))
                held.callback(half.close)
                half.sendall(b"GET / HTTP/1.1\r\nHost: localhost\r\n")
        waited = max(seconds(lambda: browser.get("/run/room/control")) for _ in range(rounds))
    return BESIDE_HALVES.figure(
        milliseconds(waited),
        milliseconds(alone) + " empty page",
        waited / alone,
        measured=waited,
        size=f"{number}",
    )


def asked(browser: Browser) -> bytes:
    return browser.get("/run/room/control")


def asked_for_nothing(browser: Browser) -> bytes:
    return browser.get("/empty")


def of_phone(browser: Browser) -> Figure:
    """What a phone that was never here loads for its first page: all files but fonts, and the fonts that its
    width asks for.
    """
    page = browser.get("/run/few/japan?tab=orders").decode()
    files = set(re.findall(r'(?:href|src)="(/static/[^"]+)"', page))
    wire, fonts = browser.wire("/run/few/japan?tab=orders"), 0
    waiting = sorted(files)
    while waiting:
        place = waiting.pop().replace("&amp;", "&")
        content = browser.get(place).decode(errors="replace")
        wire += browser.wire(place)
        base = place.partition("?")[0].rpartition("/")[0]
        for name in re.findall(r'from "\./([\w.-]+)"', content):
            if f"{base}/{name}" not in {known.partition("?")[0] for known in files}:
                files.add(f"{base}/{name}")
                waiting.append(f"{base}/{name}")
        if place.partition("?")[0].endswith(".css"):
            read = WIDER.sub(lambda rule: rule[0] if int(rule[1]) <= PHONE else "", content)
            fonts += sum(
                browser.wire(f"{base}/{name}") for name in re.findall(r'url\("(fonts/[^"]+)"\)', read)
            )
    return WIRE.figure(
        f"{(wire + fonts) / 1000:.0f} kB",
        f"{wire / 1000:.0f} kB without fonts",
        (wire + fonts) / wire,
        measured=(wire + fonts) / 1000,
    )


def of_rooms(exercise: Exercise, number: int, lasting: float) -> Iterator[Figure]:
    """How late pages are where so many rooms play at once, and what each room costs: one command a room every
    few seconds, and its pages drawn anew.
    """
    with TemporaryDirectory() as folder:
        runs = [begun(exercise, Path(folder) / f"room{index}.jsonl") for index in range(number)]
        with serving(folder) as (port, key):
            host = Browser(port, key)
            seats = list(exercise.roles)[: BROWSERS - 1]
            pages = [in_room(host, Runs(Path(folder)), run.log.path.stem, seats) for run in runs]
            late: list[float] = []
            spent = float(host.get("/spent"))
            with ThreadPoolExecutor(32) as pool:
                began, asked = perf_counter(), []
                for turn in range(int(lasting / PACE * number)):
                    sleep(max(0.0, began + turn * PACE / number - perf_counter()))
                    say(runs[turn % number], turn)
                    acknowledged = perf_counter()
                    asked += [pool.submit(shown, one, acknowledged) for one in pages[turn % number]]
                late = [one.result() for one in asked]
            spent = float(host.get("/spent")) - spent
        for run in runs:
            run.log.close()
    worst = quantiles(late, n=20)[18]
    size = f"{number} rooms of {BROWSERS} pages"
    yield MANY_ROOMS.figure(
        milliseconds(worst),
        milliseconds(median(late)) + " median",
        worst / median(late),
        measured=worst,
        size=size,
    )
    share = spent / (int(lasting / PACE) * PACE) / number
    yield EACH_ROOM.figure(
        f"{share:.1%}", f"{share * number:.0%} all of them", 1 / number, measured=share * 100, size=size
    )


def in_room(host: Browser, links: Runs, run: str, seats: list[str]) -> list[tuple[Browser, str]]:
    """A browser and its page for each of these seats of a run, and for control."""
    found = [(host.seated(links.seats(run).link(seat)), f"/run/{run}/{seat}") for seat in seats]
    return [*found, (host.another(), f"/run/{run}/control")]


def shown(page: tuple[Browser, str], since: float) -> float:
    """Seconds from a change to a page that shows it."""
    browser, path = page
    with browser.lock:
        browser.get(path)
    return perf_counter() - since
