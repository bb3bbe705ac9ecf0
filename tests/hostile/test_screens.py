"""Every text on every screen, in every field and form: the app lives, and nothing harmful is painted."""

import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from cxloop_tui.ui.net import ControlNet
from cxloop_tui.ui.screens import picker
from cxloop_tui.ui.screens.form import FormScreen
from tests.hostile import house, matrix, strings, walk

MOST = 16
"""Texts on one screen; of longer lists some are left out, which A 6 takes."""

EVERY = 10
"""Of the lists of others each form takes every so many-th text, another beginning for the next; A 6 takes all."""

BEGINNING = 150
"""Characters of a recorded stream: `python -m tests.acceptance A 6` takes them whole."""

OTHERS_TOO = pytest.param(
    "others", marks=pytest.mark.skipif(not strings.others_are_here(), reason=strings.WHY_SKIPPED)
)
LISTS = {"ours": strings.OURS, "others": (*strings.naughty(), *strings.terminal_streams(BEGINNING))}


def test_every_screen_form_and_field_has_a_recipe() -> None:
    assert matrix.what_is_forgotten(walk.RECIPES) == []


def test_a_new_screen_is_named_until_somebody_opens_it(monkeypatch: pytest.MonkeyPatch) -> None:
    class NewScreen(picker.PickerScreen):
        __module__ = picker.__name__

    monkeypatch.setattr(picker, "NewScreen", NewScreen, raising=False)
    assert matrix.what_is_forgotten(walk.RECIPES) == ["no recipe opens the screen NewScreen"]


def test_a_new_field_of_a_ticket_is_named_until_somebody_fills_it() -> None:
    assert house.fields_nobody_knows(["category", "nickname", "status"]) == ["nickname"]


@pytest.mark.parametrize("whose", ["ours", OTHERS_TOO])
@pytest.mark.parametrize("screen", [name for name in walk.RECIPES if name != FormScreen.__name__])
async def test_nothing_harmful_reaches_a_screen(screen: str, whose: str, tmp_path: Path) -> None:
    recipe = walk.RECIPES[screen]
    texts = strings.batches(LISTS[whose], recipe.batch if whose == "ours" else max(recipe.batch, walk.MIDDLE))
    texts = texts[:: (len(texts) - 1) // MOST + 1]
    async with walk.walking(stocked(tmp_path, texts), recipe.size, is_brief=whose == "others") as walker:
        await recipe.walk(walker, texts)
    assert_harmless(walker.seen)


@pytest.mark.parametrize("whose", ["ours", OTHERS_TOO])
@pytest.mark.parametrize("form", matrix.form_builders())
async def test_nothing_harmful_reaches_a_form(form: str, whose: str, tmp_path: Path) -> None:
    texts = strings.batches(LISTS[whose], walk.LONG)
    if whose == "others":
        texts = texts[sorted(matrix.form_builders()).index(form) % EVERY :: EVERY]
    async with walk.walking(stocked(tmp_path, texts), walk.VAST, is_brief=whose == "others") as walker:
        await walk.one_form(walker, texts, form)
    assert_harmless(walker.seen)


def stocked(directory: Path, texts: Sequence[str]) -> Path:
    """Make a store with a ticket for each text."""
    path = directory / "desk.db"
    house.build(path, texts, now=time.time_ns() // 1_000_000)
    return path


def assert_harmless(seen: walk.Seen) -> None:
    assert seen.problems == []
    assert [place for place in seen.tried if not seen.shown[place]] == [], "the texts were not on the screen"


@pytest.mark.parametrize("leak", ["\x1b", "\x9b", "\u202e", "\u200b", "\ufeff", "\x7f", "\r"], ids=ascii)
async def test_a_leak_would_be_noticed(leak: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    texts = [f"a{leak}b"]
    monkeypatch.setattr("cxloop_tui.ui.render.row.clean_line", str)
    async with walk.walking(stocked(tmp_path, texts), (100, 20)) as walker:
        await walker.look("list", texts[0])
    assert len(walker.seen.problems) == 1


async def test_without_the_net_a_leak_would_be_noticed_too(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxloop_tui.ui.render.row.clean_line", str)
    monkeypatch.setattr(ControlNet, "apply", lambda _net, segments, _background: segments)
    async with walk.walking(stocked(tmp_path, ["a\x1bb"]), (100, 20)) as walker:
        await walker.look("list", "a")
    assert "is painted" in walker.seen.problems[0]


@pytest.mark.parametrize(
    ("room", "screen"),
    [
        ("screens.confirm", "ConfirmScreen"),
        ("screens.progress", "ProgressScreen"),
        ("screens.organisation_log", "LogScreen"),
        ("screens.picker", "ForeseeingPicker"),
        ("screens.intake_preview", "PreviewScreen"),
        ("widgets.line_table", "LogScreen"),
    ],
)
async def test_a_leak_on_a_screen_over_the_desk_would_be_noticed(
    room: str, screen: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(f"cxloop_tui.ui.{room}.clean_line", str)
    recipe = walk.RECIPES[screen]
    async with walk.walking(stocked(tmp_path, ["a\x1bb"]), recipe.size) as walker:
        await recipe.walk(walker, ["a\x1bb"])
    assert walker.seen.problems
