"""Every pair of text and ground that is really drawn can be read."""

import itertools

import pytest
from textual.color import Color
from textual.strip import Strip
from textual.theme import BUILTIN_THEMES, Theme

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.row import Columns, Cursor, Sheet, header_strip, row_strip
from cxloop_tui.ui.themes import CONTRAST_MIN, DARK, LIGHT, THEMES, contrast, readable, semantic_variables
from tests.ui.conftest import NOW, ticket_row

OPAQUE = [*THEMES, *(theme for theme in BUILTIN_THEMES.values() if not theme.ansi)]
ANSI = [theme for theme in BUILTIN_THEMES.values() if theme.ansi]


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


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
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


@pytest.mark.parametrize("theme", ANSI, ids=lambda theme: theme.name)
def test_the_terminals_own_colours_are_never_mixed(theme: Theme) -> None:
    looks = Looks.from_variables(variables(theme))
    styles = [segment.style for strip in every_line(looks) for segment in strip if segment.style]
    assert not any(style.color and style.color.triplet for style in styles)
    assert not any(style.bgcolor and style.bgcolor.triplet for style in styles)
    assert looks.panel == looks.ground
    assert looks.cursor.reverse


def test_dark_and_light_are_twins() -> None:
    assert DARK.dark
    assert not LIGHT.dark
    assert set(semantic_variables(DARK)) == set(semantic_variables(LIGHT))
    assert set(DARK.variables) == set(LIGHT.variables)


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
