"""Every pair of colours that any screen of the desk draws can be read, in all of our themes."""

from collections.abc import Iterator

import pytest
from rich.segment import Segment
from rich.style import Style
from textual.strip import Strip

from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.themes import ANSI, CONTRAST, DARK
from tests import gallery
from tests.acceptance.b5_contrast import failures, pairs, pairs_of

SIZE = (100, 30)
"""List and detail side by side; the acceptance has the sizes of the issue, and all themes of every scene."""


@pytest.fixture(scope="module")
def stores() -> Iterator[gallery.Stores]:
    with gallery.stores() as made:
        yield made


@pytest.mark.parametrize("name", gallery.SCENES)
def test_every_pair_of_a_scene_passes(name: str, stores: gallery.Stores) -> None:
    found: list[str] = []
    seen: list[int] = []

    def look(app: DeskApp, theme: str) -> None:
        drawn = list(pairs_of(app, theme))
        seen.append(len(drawn))
        found.extend(failures(drawn))

    scene, place = gallery.SCENES[name], list(gallery.SCENES).index(name)
    themes = (ANSI.name, gallery.THEME_NAMES[place % 3])
    gallery.visit(scene, stores.of(scene), SIZE, look, themes)
    assert found == []
    assert len(seen) == len(themes)
    assert min(seen) >= 20


def told(text: str, style: str, theme: str = DARK.name) -> list[str]:
    return failures(list(pairs([Strip([Segment(text, Style.parse(style))])], theme)))


def test_what_cannot_be_read_is_told() -> None:
    assert told("grey", "#777777 on #ffffff") == ["cxloop-dark: 'grey' in #777777 on #ffffff has 4.48, not 4.5"]
    assert told("grey", "#767676 on #ffffff") == []
    assert told("   ", "#ffffff on #ffffff") == []
    assert told("grey", "#ffffff on #767676 reverse") == []
    assert len(told("grey", "#767676 on #ffffff", CONTRAST.name)) == 1
    assert len(told("grey", "#666666 on #ffffff dim")) == 1


def test_lines_need_less_than_letters() -> None:
    assert told("│▌─", "#949494 on #ffffff") == []
    assert len(told("│a", "#949494 on #ffffff")) == 1
    assert len(told("│", "#959595 on #ffffff")) == 1


def test_the_terminals_own_colours_are_looked_up_in_every_palette() -> None:
    assert [sentence.split(")")[0] for sentence in told("low", "yellow", ANSI.name)] == [
        "cxloop-ansi (xterm, light",
        "cxloop-ansi (VGA",
        "cxloop-ansi (Tango, light",
    ]
    assert told("any", "default on default", ANSI.name) == []
