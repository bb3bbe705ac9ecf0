"""Every pair of text and ground that is really drawn can be read."""

import itertools
from dataclasses import replace

import pytest
from rich.terminal_theme import TerminalTheme
from textual._color_constants import ANSI_COLORS
from textual.color import Color
from textual.geometry import Region
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES, Theme

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.ui.render.looks import Looks, filled, painted
from cxloop_tui.ui.render.row import Columns, Cursor, Sheet, header_strip, row_strip
from cxloop_tui.ui.screens.inbox import InboxScreen
from cxloop_tui.ui.themes import (
    ANSI,
    BADGES,
    CONTRAST,
    CONTRAST_HIGH,
    CONTRAST_LINES,
    CONTRAST_MIN,
    DARK,
    LIGHT,
    MEANINGS,
    THEME_WORDS,
    THEMES,
    contrast,
    faintest,
    readable,
    semantic_variables,
)
from cxloop_tui.ui.widgets.search_bar import SearchBar
from tests import gallery
from tests.palettes import PALETTES
from tests.ui.conftest import NOW, ticket_row
from tests.ui.desk_host import QUIET, AtDesk, desk

EVERY = (*THEMES, *BUILTIN_THEMES.values())
OPAQUE = [theme for theme in EVERY if not theme.ansi]
OWN_COLOURS = [theme for theme in EVERY if theme.ansi]
OURS = [DARK, LIGHT, CONTRAST]


def variables(theme: Theme) -> dict[str, str]:
    return {**semantic_variables(theme), **theme.to_color_system().generate(), **theme.variables}


def every_line(looks: Looks) -> list[Strip]:
    """Draw the header and rows of every state, with and without the cursor."""
    sheet = Sheet(Columns.for_width(160), looks, low_scores={"nps": 6})
    lines = [header_strip(sheet)]
    for status, priority, cursor in itertools.product(Status, Priority, Cursor):
        for hours, score in ((-5, 3), (4, 9), (60, None)):
            row = ticket_row(status=status, priority=priority, due_at=NOW + hours * HOUR, score=score, reopened=1)
            lines.append(row_strip(row, sheet, cursor=cursor, now=NOW, has_thumb=True))
    return lines


def pairs(strips: list[Strip]) -> set[tuple[Color, Color]]:
    return {
        (Color.from_rich_color(segment.style.color), Color.from_rich_color(segment.style.bgcolor))
        for strip in strips
        for segment in strip
        if segment.text.strip() and segment.style and segment.style.color
    }


@pytest.mark.parametrize("theme", OPAQUE, ids=lambda theme: theme.name)
def test_every_pair_a_row_draws_passes_aa(theme: Theme) -> None:
    drawn = pairs(every_line(Looks.from_variables(variables(theme))))
    assert len(drawn) >= 10
    assert {f"{text.hex} on {ground.hex}" for text, ground in drawn if contrast(text, ground) < CONTRAST_MIN} == set()


@pytest.mark.parametrize("theme", OPAQUE, ids=lambda theme: theme.name)
def test_every_meaning_passes_aa_on_every_ground(theme: Theme) -> None:
    looks = Looks.from_variables(variables(theme))
    texts = (
        looks.plain,
        looks.muted,
        looks.new,
        looks.here,
        looks.waiting,
        looks.alarm,
        looks.done,
        looks.query_word,
    )
    for text, ground in itertools.product(texts, (looks.ground, looks.panel, looks.cursor)):
        assert text.color is not None
        assert ground.bgcolor is not None
        ratio = contrast(Color.from_rich_color(text.color), Color.from_rich_color(ground.bgcolor))
        assert ratio >= CONTRAST_MIN, (text, ground)


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
def test_our_own_themes_need_no_mixing(theme: Theme) -> None:
    named = {
        "plain": theme.foreground,
        "here": theme.primary,
        "waiting": theme.warning,
        "alarm": theme.error,
        "done": theme.success,
        "query-word": theme.secondary,
    }
    semantic = semantic_variables(theme)
    assert {name: semantic[name].lower() for name in named} == named


@pytest.mark.parametrize("theme", OWN_COLOURS, ids=lambda theme: theme.name)
def test_the_terminals_own_colours_are_never_mixed(theme: Theme) -> None:
    looks = Looks.from_variables(variables(theme))
    styles = [segment.style for strip in every_line(looks) for segment in strip if segment.style]
    assert not any(style.color and style.color.triplet for style in styles)
    assert not any(style.bgcolor and style.bgcolor.triplet for style in styles)
    assert looks.panel == looks.ground
    assert looks.cursor.reverse


def test_a_badge_can_be_read_in_every_palette_and_one_colour_by_itself_could_not() -> None:
    def ratio(text: str, ground: str, palette: TerminalTheme) -> float:
        colours = (Color.parse(text).rich_color, False), (Color.parse(ground).rich_color, True)
        return contrast(*(Color(*one.get_truecolor(palette, foreground=not behind)) for one, behind in colours))

    for palette in PALETTES.values():
        assert all(ratio(text, ground, palette) >= CONTRAST_MIN for text, ground in BADGES.values())
    for number in range(16):
        least = min(ratio(f"ansi_{ANSI_COLORS[number]}", "ansi_default", palette) for palette in PALETTES.values())
        assert least < CONTRAST_MIN, number


def test_our_themes_name_the_same_things() -> None:
    assert [theme.name for theme in THEMES] == ["cxloop-dark", "cxloop-light", "cxloop-contrast", "cxloop-ansi"]
    assert [theme.dark for theme in OURS] == [True, False, True]
    for theme in OURS:
        assert set(semantic_variables(theme)) == set(semantic_variables(DARK))
        assert set(theme.variables) == set(DARK.variables)
    assert set(semantic_variables(ANSI)) > set(MEANINGS)
    assert set(THEME_WORDS) == {theme.name for theme in THEMES}


def test_high_contrast_is_that_of_level_aaa() -> None:
    drawn = pairs(every_line(Looks.from_variables(variables(CONTRAST))))
    assert {
        f"{text.hex} on {ground.hex}" for text, ground in drawn if contrast(text, ground) < CONTRAST_HIGH
    } == set()


@pytest.mark.parametrize("theme", OURS, ids=lambda theme: theme.name)
def test_lines_can_be_seen_and_what_is_behind_a_form_can_be_read(theme: Theme) -> None:
    named = {name: Color.parse(value) for name, value in variables(theme).items() if name in {"hairline", "receded"}}
    ground, muted = Color.parse(theme.background or ""), Color.parse(theme.variables["muted"])
    assert contrast(named["hairline"], ground) >= CONTRAST_LINES
    assert CONTRAST_MIN <= contrast(named["receded"], ground) <= contrast(muted, ground)


def test_the_faintest_is_as_faint_as_it_may_be() -> None:
    ground, text = Color.parse("#12151f"), Color.parse("#c8d0e8")
    for ratio in (1.5, 3.0, 4.5, 7.0):
        faint = faintest(text, ground, ratio)
        assert ratio <= contrast(faint, ground) < ratio + 0.5
    assert faintest(text, ground, 20.0) == text


def test_a_badge_keeps_to_its_words() -> None:
    looks = Looks.from_variables(variables(ANSI))
    drawn = painted("  4h left ", looks.ground, looks.alarm)
    assert [(segment.text, segment.style) for segment in drawn] == [
        ("  ", looks.ground),
        ("4h left", looks.ground + looks.alarm),
        (" ", looks.ground),
    ]
    assert [segment.text for segment in painted(" Escalate ", looks.panel, filled(looks.alarm))] == [" Escalate "]
    assert [segment.text for segment in painted("  4h left ", looks.ground, looks.plain)] == ["  4h left "]


def test_a_button_is_of_its_colour_in_every_theme() -> None:
    opaque, own = (Looks.from_variables(variables(theme)).alarm for theme in (DARK, ANSI))
    assert (filled(opaque).color, filled(opaque).reverse) == (opaque.color, True)
    assert (filled(own).color, filled(own).bgcolor, filled(own).reverse) == (own.bgcolor, own.color, True)


async def test_the_theme_is_chosen_by_looking_at_it() -> None:
    async with desk() as at:
        await at.app.run_action("app.do('app.theme')")
        worn = []
        for _ in THEMES[1:]:
            await at.press("down")
            worn.append(at.app.theme)
        assert worn == [theme.name for theme in THEMES[1:]]
        await at.press("up", "enter")
        assert at.app.theme == CONTRAST.name
        assert isinstance(at.app.screen, InboxScreen)


async def test_leaving_the_choice_brings_the_theme_back() -> None:
    async with desk(config=replace(QUIET, theme=LIGHT.name)) as at:
        await at.app.run_action("app.do('app.theme')")
        await at.press(*"contrast")
        assert at.app.theme == CONTRAST.name
        await at.press("escape")
        assert at.app.theme == LIGHT.name


async def test_a_theme_of_the_configuration_that_is_not_ours_is_offered_too() -> None:
    async with desk(config=replace(QUIET, theme="nord")) as at:
        await at.app.run_action("app.do('app.theme')")
        await at.press("up")
        assert at.app.theme == THEMES[-1].name
        await at.press("down", "enter")
        assert at.app.theme == "nord"


async def test_another_theme_colours_the_query_anew() -> None:
    def colours(at: AtDesk) -> set[str]:
        strips = at.app.screen.query_one(SearchBar).render_lines(Region(2, 0, 60, 1))
        return {
            str(segment.style.color.name)
            for strip in strips
            for segment in strip
            if segment.text.strip() and segment.style and segment.style.color
        }

    async with desk(query="status:open") as at:
        assert colours(at) == {DARK.secondary, DARK.foreground}
        at.app.theme = LIGHT.name
        await at.settled()
        assert colours(at) == {LIGHT.secondary, LIGHT.foreground}


@pytest.mark.parametrize("theme", [None, LIGHT.name, "nord"])
async def test_no_color_paints_no_colour_and_still_says_everything(
    monkeypatch: pytest.MonkeyPatch, theme: str | None
) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    async with desk(config=replace(QUIET, theme=theme)) as at:
        await at.press("E")
        styles = [segment.style for strip in gallery.painted(at.app) for segment in strip if segment.style]
        assert not any(
            colour and not colour.is_default for style in styles for colour in (style.color, style.bgcolor)
        )
        assert any(style.reverse for style in styles)
        await at.press("escape")
        await at.app.run_action("app.do('app.theme')")
        assert at.said[-1].startswith("NO_COLOR is set")
        assert isinstance(at.app.screen, InboxScreen)


def test_contrast_is_that_of_wcag() -> None:
    black, white, grey = Color(0, 0, 0), Color(255, 255, 255), Color.parse("#767676")
    assert contrast(black, white) == contrast(white, black) == 21
    assert contrast(white, white) == 1
    assert contrast(grey, white) == pytest.approx(4.54, abs=0.01)


def test_a_colour_that_cannot_be_read_is_moved_as_little_as_it_takes() -> None:
    ground = Color.parse("#12151f")
    fine, dim = Color.parse("#c8d0e8"), Color.parse("#333a55")
    assert readable(fine, [ground]) == fine
    moved = readable(dim, [ground])
    assert CONTRAST_MIN <= contrast(moved, ground) < CONTRAST_MIN + 1


def test_a_deadline_far_away_is_not_coloured() -> None:
    looks = Looks.from_variables(variables(DARK))
    strip = row_strip(
        ticket_row(due_at=NOW + 9 * DAY), Sheet(Columns.for_width(80), looks), cursor=Cursor.NONE, now=NOW
    )
    assert next(segment for segment in strip if "9d left" in segment.text).style == looks.muted + looks.ground
