"""With `ascii = true` nothing of ours is drawn that a font without Unicode lacks; words of others stay."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path

import pytest

import cxloop_tui.ui
from cxloop_tui.domain.people import Role
from cxloop_tui.services.demo import casework, customers, house, verbatim
from cxloop_tui.services.demo.languages.english import ENGLISH
from cxloop_tui.ui.app import DeskApp
from cxloop_tui.ui.render import pieces
from cxloop_tui.ui.render.looks import ASCII_SIGNS, SIGNS
from cxloop_tui.ui.themes import ANSI
from tests import gallery

UI = Path(cxloop_tui.ui.__file__).parent

SIZE = (100, 30)
"""List and detail side by side."""

WRITES_UNICODE = {"render/looks.py", "render/cells.py", "render/line.py", "net.py"}
"""The signs; the mark of cut text where nobody says another; what may not begin a line of somebody else's words, and
what may not be painted at all."""


def plain(value: object) -> object:
    """Return the same with an x in the place of every letter beyond ASCII."""
    if isinstance(value, str) and not isinstance(value, Role):
        return "".join(letter if letter.isascii() else "x" for letter in value)
    if isinstance(value, tuple):
        return tuple(map(plain, value))
    if isinstance(value, Mapping):
        return {key: plain(inner) for key, inner in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        return replace(value, **{field.name: plain(getattr(value, field.name)) for field in fields(value)})
    return value


@pytest.fixture(scope="module")
def stores() -> Iterator[gallery.Stores]:
    """Make the stores of the gallery, in which everybody is called and writes in ASCII."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(customers, "LANGUAGES", (plain(ENGLISH),))
        for module, name in (
            (house, "SEGMENTS"),
            (house, "PEOPLE"),
            (casework, "WRONG_COMMENT"),
            (verbatim, "_EMOJI"),
        ):
            patch.setattr(module, name, plain(getattr(module, name)))
        with gallery.stores() as made:
            yield made


def foreign(app: DeskApp) -> set[str]:
    """Return what is on screen beyond ASCII, in its line."""
    return {strip.text for strip in gallery.painted(app) if not strip.text.isascii()}


@pytest.mark.parametrize("name", gallery.SCENES)
def test_every_scene_is_drawn_in_ascii(name: str, stores: gallery.Stores) -> None:
    scene, found = gallery.SCENES[name], set[str]()
    gallery.visit(
        scene, stores.of(scene), SIZE, lambda app, _: found.update(foreign(app)), [ANSI.name], ascii_only=True
    )
    assert found == set()


def test_without_ascii_the_same_scenes_are_drawn_with_signs(stores: gallery.Stores) -> None:
    scene, found = gallery.SCENES["escalate"], set[str]()
    gallery.visit(scene, stores.of(scene), (80, 24), lambda app, _: found.update(foreign(app)), [ANSI.name])
    assert set("".join(found)) >= {SIGNS.becomes, SIGNS.cursor, SIGNS.ellipsis, "─"}


def test_every_sign_has_an_ascii_twin_of_its_own() -> None:
    for name in (field.name for field in fields(ASCII_SIGNS)):
        twin = getattr(ASCII_SIGNS, name)
        said = twin if isinstance(twin, str) else "".join(twin.values())
        assert said.isascii(), name
        assert said, name
    assert len(set(ASCII_SIGNS.priority.values())) == len(SIGNS.priority)
    assert ASCII_SIGNS.edge != ASCII_SIGNS.edge_here
    assert ASCII_SIGNS.cursor != ASCII_SIGNS.thumb


def test_keys_and_paths_are_written_out() -> None:
    assert [ASCII_SIGNS.key(key) for key in ("↓", "shift+⏎", "ctrl+s", "+", "ctrl++", "E")] == [
        "down", "shift+enter", "ctrl+s", "+", "ctrl++", "E",
    ]  # fmt: skip
    assert ASCII_SIGNS.path("Retail › South › Bari") == "Retail > South > Bari"
    assert SIGNS.key("⏎") == "⏎"
    assert SIGNS.path("Retail › South") == "Retail › South"


FILES = [str(file.relative_to(UI)) for file in sorted(UI.rglob("*.py"))]


@pytest.mark.parametrize("name", [name for name in FILES if name not in WRITES_UNICODE])
def test_signs_are_written_in_one_place(name: str) -> None:
    nodes = list(ast.walk(ast.parse((UI / name).read_text(encoding="utf-8"))))
    documentation = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    strings = [node for node in nodes if isinstance(node, ast.Constant) and id(node) not in documentation]
    assert [node.lineno for node in strings if isinstance(node.value, str) and not node.value.isascii()] == []


@pytest.mark.parametrize("name", FILES)
def test_a_bar_is_cut_with_the_signs_it_is_drawn_in(name: str) -> None:
    nodes = list(ast.walk(ast.parse((UI / name).read_text(encoding="utf-8"))))
    imports = [node for node in nodes if isinstance(node, ast.ImportFrom) and node.module == pieces.__name__]
    calls = [node for node in nodes if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)]
    of_lines = [call for call in calls if isinstance(call.func, ast.Name) and call.func.id == "line_of"]
    assert not imports or [call.lineno for call in of_lines if len(call.args) + len(call.keywords) < 5] == []
