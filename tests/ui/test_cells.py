"""Text cut and padded by cells."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from rich.cells import cell_len, split_graphemes

from cxloop_tui.ui.render import cells
from cxloop_tui.ui.render.cells import cut, fit
from tests.ui.conftest import HOSTILE

FAMILY = "\U0001f468\u200d\U0001f469\u200d\U0001f467"
GERMANY, ITALY = "\U0001f1e9\U0001f1ea", "\U0001f1ee\U0001f1f9"

anything = st.text(max_size=60) | st.sampled_from(HOSTILE)
widths = st.integers(0, 40)


@pytest.mark.parametrize(
    ("text", "width", "shown"),
    [
        ("short", 5, "short"),
        ("longer", 5, "long…"),
        ("two words", 5, "two…"),
        ("anything", 1, "…"),
        ("anything", 0, ""),
        ("anything", -3, ""),
        ("房间很吵", 8, "房间很吵"),
        ("房间很吵", 7, "房间很…"),
        ("房间很吵", 6, "房间…"),
        ("房", 1, "…"),
        ("cafe\u0301 bar", 5, "cafe\u0301…"),
        (f"{FAMILY} come", 4, f"{FAMILY}…"),
        (f"{GERMANY}{ITALY}x", 4, f"{GERMANY}…"),
        (f"{GERMANY}{ITALY}x", 5, f"{GERMANY}{ITALY}x"),
        ("\u2764\ufe0f\u2764\ufe0f", 3, "\u2764\ufe0f…"),
    ],
)
def test_text_is_cut_where_nothing_is_split(text: str, width: int, shown: str) -> None:
    assert cut(text, width) == shown


@pytest.mark.parametrize(
    ("width", "shown"), [(9, "two words"), (8, "two w..."), (3, "..."), (2, "tw"), (1, "t"), (0, "")]
)
def test_an_ellipsis_of_several_cells_is_left_out_where_it_does_not_fit(width: int, shown: str) -> None:
    assert cut("two words", width, "...") == shown


def test_what_is_short_is_padded_on_either_side() -> None:
    assert fit("ab", 4) == "ab  "
    assert fit("ab", 4, "right") == "  ab"
    assert fit("房间", 5, "right") == " 房间"
    assert fit("房间很", 4) == "房… "


def test_letters_that_are_not_measured_take_a_cell_each_and_join_nothing() -> None:
    letters = [chr(code) for code in range(0xD800) if cells._ONE_CELL_EACH.fullmatch(chr(code))]
    assert len(letters) > 1000
    for letter in letters:
        spans, width = split_graphemes(f"a{letter}b")
        assert (width, [cells_taken for _, _, cells_taken in spans]) == (3, [1, 1, 1]), letter


@given(anything, widths)
@example("\u200d\U0001f468\u200d", 1)
@example("\ufe0f\ufe0f", 0)
def test_a_cut_text_never_takes_more_than_its_width(text: str, width: int) -> None:
    assert cell_len(cut(text, width)) <= width


@given(anything, widths, st.sampled_from(["left", "right"]), st.sampled_from(["…", "...", ""]))
def test_a_fitted_text_takes_exactly_its_width(text: str, width: int, align: str, ellipsis: str) -> None:
    assert cell_len(fit(text, width, "right" if align == "right" else "left", ellipsis)) == width


@given(anything, widths)
def test_a_cut_text_is_a_beginning_of_the_text(text: str, width: int) -> None:
    shown = cut(text, width)
    assert shown == text or text.startswith(shown.removesuffix("…"))


@given(anything, widths)
def test_a_text_that_fits_is_not_touched(text: str, width: int) -> None:
    if cell_len(text) <= width:
        assert cut(text, width) == text


@given(st.lists(anything, min_size=1, max_size=9).map("".join), widths)
@example("\U0001f468" + "\u200d\U0001f469" * 40, 3)
def test_a_long_text_is_cut_where_all_of_it_would_be_looked_at(text: str, width: int) -> None:
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(cells, "_NEAR", 10**6)
        wanted = cut(text, width)
    assert cut(text, width) == wanted
