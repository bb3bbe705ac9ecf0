"""Line 6: no hostile text reaches a terminal, from any field, on any screen; and every text comes back as it was."""

import asyncio
import json
import tempfile
import time
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from tests.acceptance import Outcome
from tests.hostile import command_line, house, matrix, strings, twin, walk
from tests.hostile.walk import RECIPES, Seen

BATCHED = walk.MIDDLE
"""Characters of a batch of single characters and of recorded streams; all other texts are tried one by one."""

EVERY = 3
"""Each form takes every third batch, another beginning for the next form: all batches come to some forms."""

Result = tuple[dict[str, int | str], list[str]]


def run() -> Outcome:
    """Open everything, compare the bytes of hostile and harmless terminals, and read the texts back."""
    if not strings.others_are_here():
        return Outcome(6, "hostile text", {}, [strings.WHY_SKIPPED])
    counts: dict[str, int | str] = {"texts of our own": len(strings.OURS), "texts of others": len(strings.others())}
    problems = list(matrix.what_is_forgotten(RECIPES))
    for part in (_screens, _forms, _wide_terminals, _small_terminals, _screens_over_the_list, _command_line):
        with tempfile.TemporaryDirectory() as directory:
            counted, wrong = part(Path(directory))
        counts |= counted
        problems += wrong
    return Outcome(6, "hostile text", counts, problems)


def _one_by_one() -> tuple[str, ...]:
    """Ours and the naughty ones alone, the rest in batches."""
    rest = strings.batches((*strings.code_points(), *strings.terminal_streams(BATCHED)), BATCHED)
    return (*strings.OURS, *strings.naughty(), *rest)


def _in_batches() -> tuple[str, ...]:
    return strings.batches((*strings.OURS, *strings.others()), walk.LONG)


def _screens(directory: Path) -> Result:
    seen = []
    for name, recipe in RECIPES.items():
        if recipe.walk is not walk.form_screen:
            ours = strings.batches(strings.OURS, walk.SHORT)
            texts = _one_by_one() if recipe.walk is walk.inbox_screen else (*ours, *_in_batches())
            store = _stocked(directory / f"{name}.db", texts)
            seen.append(asyncio.run(_walk(store, recipe.size, recipe.walk, texts)))
    return _counted("screens", seen)


def _forms(directory: Path) -> Result:
    texts = _in_batches()
    store = _stocked(directory / "forms.db", texts)
    walks = [partial(walk.one_form, name=name) for name in matrix.form_builders()]
    seen = [
        asyncio.run(_walk(store, walk.VAST, along, texts[place % EVERY :: EVERY]))
        for place, along in enumerate(walks)
    ]
    return _counted("forms", seen)


async def _walk(store: Path, size: tuple[int, int], along: walk.Walk, texts: Sequence[str]) -> Seen:
    async with walk.walking(store, size, is_brief=True) as walker:
        await along(walker, texts)
    return walker.seen


def _counted(what: str, seen: Sequence[Seen]) -> Result:
    counts: dict[str, int | str] = {
        what: len(seen),
        f"looks at {what}": sum(at.looks for at in seen),
        f"texts recognised on {what}": sum(at.shown.total() for at in seen),
        f"characters caught by the net under {what}": sum(at.caught for at in seen),
    }
    return counts, [problem for at in seen for problem in at.problems]


def _wide_terminals(directory: Path) -> Result:
    texts = _one_by_one()
    return _terminals("120x40", directory, texts, (120, 40), twin.wide_steps(len(texts)))


def _small_terminals(directory: Path) -> Result:
    texts = strings.batches((*strings.OURS, *strings.naughty()), BATCHED)
    return _terminals("80x24", directory, texts, (80, 24), twin.narrow_steps(len(texts)))


def _screens_over_the_list(directory: Path) -> Result:
    texts = strings.batches((*strings.OURS, *strings.naughty()), BATCHED)
    return _terminals("over the list", directory, texts, (120, 40), twin.other_steps())


def _terminals(
    name: str, directory: Path, texts: Sequence[str], size: tuple[int, int], steps: Sequence[twin.Step]
) -> Result:
    compared = twin.compared(directory, texts, size, steps, now=_now())
    counts: dict[str, int | str] = {
        f"{name}: keys and pastes": len(steps),
        f"{name}: bytes from the hostile desk": len(compared.hostile.raw),
        f"{name}: control sequences of the hostile desk": compared.hostile.sequences.total(),
        f"{name}: different ones": len(compared.hostile.sequences),
        f"{name}: different ones of its harmless twin": len(compared.harmless.sequences),
    }
    return counts, [f"{name}: {difference}" for difference in compared.differences]


def _command_line(directory: Path) -> Result:
    texts = (*strings.OURS, *strings.others())
    store = _stocked(directory / "desk.db", texts)
    fields = len(house.FREE) + 2
    counts: dict[str, int | str] = {
        "texts asked back from show --json": len(texts),
        "fields of each": fields,
        "commands on a terminal": len(_PRINTING),
    }
    return counts, [*_not_given_back(store, texts), *_obeyed(store)]


def _not_given_back(store: Path, texts: Sequence[str]) -> Iterator[str]:
    for number, text in enumerate(texts, start=1):
        code, out = command_line.said("--store", str(store), "show", str(number), "--json")
        if code:
            yield f"show {number} exits {code}"
        elif wrong := command_line.lost(text, json.loads(out)):
            yield f"show --json does not give back {text!r} in {', '.join(wrong)}"


_PRINTING = (
    ("tickets",), ("tickets", "--json"), ("overview",), ("people", "list"), ("people", "show", house.BOSS),
    ("segments", "list"), ("segments", "show", house.ROOT), ("policy", "show"), ("policy", "log"), ("views", "list"),
    ("customer", "1"), ("customer", "1", "--json"), ("export", "--output", "-", "--format", "csv"),
    ("export", "--output", "-", "--format", "json"), ("export", "--output", "-", "--format", "ndjson"),
)  # fmt: skip

_EXAMINING = ("doctor",)
"""Says meanwhile how far it is."""


def _obeyed(store: Path) -> Iterator[str]:
    for words in (*_PRINTING, _EXAMINING):
        raw = command_line.printed_on_a_terminal(store, *words)
        if found := command_line.obeyed(raw.replace(command_line.STATUS_LINE, b"") if words == _EXAMINING else raw):
            yield f"`{' '.join(words)}` sent {found!r} to a terminal"


def _stocked(store: Path, texts: Sequence[str]) -> Path:
    house.build(store, texts, now=_now())
    return store


def _now() -> int:
    return time.time_ns() // 1_000_000
