"""Names of files as they are typed: completed by what lies there, homes kept short."""

from pathlib import Path

import pytest

from cxloop_tui.ui.forms.file_names import completed, path_of, place_of


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("surveys/2026", "surveys/old"):
        (tmp_path / name).mkdir(parents=True)
    for name in ("surveys/nps-1.csv", "surveys/nps-2.csv", "surveys/.nps", "surveys/b\x1bd.csv", "list.csv"):
        (tmp_path / name).touch()
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("typed", "text", "among"),
    [
        ("~", "~/", ("~/",)),
        ("~/l", "~/list.csv", ("list.csv",)),
        ("l", "list.csv", ("list.csv",)),
        ("s", "surveys/", ("surveys/",)),
        ("surveys/n", "surveys/nps-", ("nps-1.csv", "nps-2.csv")),
        ("surveys/o", "surveys/old/", ("old/",)),
        ("surveys/.", "surveys/.nps", (".nps",)),
        ("surveys/b", "surveys/b", ()),
        ("surveys/", "surveys/", ("2026/", "nps-1.csv", "nps-2.csv", "old/")),
        ("no/such/place", "no/such/place", ()),
        ("~nobody-here/x", "~nobody-here/x", ()),
        ("x\0/y", "x\0/y", ()),
    ],
)
def test_a_name_is_completed_as_far_as_it_is_certain(typed: str, text: str, among: tuple[str, ...]) -> None:
    found = completed(typed)
    assert (found.text, found.among) == (text, among)


def test_a_place_is_typed_from_home_where_it_lies_there(tmp_path: Path) -> None:
    typed = {str(tmp_path): "~/", f"{tmp_path}/surveys": "~/surveys/", f"{tmp_path}-2": f"{tmp_path}-2/", "": ""}
    assert {directory: place_of(directory) for directory in typed} == typed
    assert path_of("~/surveys") == tmp_path / "surveys"
