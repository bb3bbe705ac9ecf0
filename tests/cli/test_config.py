"""The configuration file: read strictly, with file, line and nearest word in every complaint."""

import os
from dataclasses import fields
from pathlib import Path

import pytest

from cxloop_tui import paths
from cxloop_tui.config import REFRESH_SECONDS, Config, line_of, read_config
from cxloop_tui.domain.errors import Unusable
from tests.cli.conftest import Line, MemoryFront


def _read(tmp_path: Path, text: str) -> Config:
    file = tmp_path / "config.toml"
    file.write_text(text, encoding="utf-8")
    return read_config(file)


def test_without_a_file_everything_has_its_default(tmp_path: Path) -> None:
    config = read_config(tmp_path / "none.toml")
    assert config == Config()
    assert (config.theme, config.ascii, config.refresh_seconds, config.keys, config.store) == (
        None, False, REFRESH_SECONDS, {}, None,
    )  # fmt: skip


def test_a_file_somebody_named_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(Unusable, match=r"none\.toml: there is no such configuration file"):
        read_config(tmp_path / "none.toml", must_exist=True)


def test_everything_it_can_say(tmp_path: Path) -> None:
    config = _read(
        tmp_path,
        'theme = "nord"\nascii = true\nrefresh_seconds = 5\nstore = "desks/retail.db"\n\n'
        '[keys]\ncomment = "c"\nescalate = ["E", "f8", "E"]\nmove = []\nlist.next = "j"\n"list.previous" = "k"\n',
    )
    assert config.theme == "nord"
    assert config.ascii is True
    assert config.refresh_seconds == 5.0
    assert config.store == tmp_path / "desks" / "retail.db"
    assert config.keys == {
        "comment": ("c",), "escalate": ("E", "f8"), "move": (), "list.next": ("j",), "list.previous": ("k",),
    }  # fmt: skip
    assert config.file == tmp_path / "config.toml"


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            'theme = "nord"\nrefresh_second = 3\n',
            "line 2: unknown key 'refresh_second'; did you mean refresh_seconds?",
        ),
        ("zzz = 1\n", "line 1: unknown key 'zzz'; use one of ascii, "),
        ('# keys\n\n[key]\ncomment = "c"\n', "line 3: unknown key 'key'; did you mean keys?"),
        ("theme = 3\n", "line 1: theme: text in quotes is expected"),
        ('ascii = "yes"\n', "line 1: ascii: true or false is expected"),
        ("\nrefresh_seconds = 0\n", "line 2: refresh_seconds: a number of seconds from 0.2 to 3600 is expected"),
        ("refresh_seconds = true\n", "line 1: refresh_seconds: a number of seconds"),
        ("refresh_seconds = nan\n", "line 1: refresh_seconds: a number of seconds"),
        ("keys = 3\n", "line 1: keys: a section is expected"),
        ("copy = 3\n", "line 1: copy: a command is expected"),
        ('copy = "  "\n', "line 1: copy: a command is expected"),
        (
            'copy = "xclip \'sel"\n',
            'line 1: copy: a command is expected, as in "xclip -selection clipboard" (No clos',
        ),
        ('theme = "nord\n', "line 1: "),
        ("a = 1\na = 2\n", "line 2: "),
    ],
)
def test_what_it_does_not_know_is_refused_with_its_place(tmp_path: Path, text: str, complaint: str) -> None:
    with pytest.raises(Unusable) as refused:
        _read(tmp_path, text)
    assert complaint in str(refused.value)
    assert str(refused.value).startswith(str(tmp_path / "config.toml"))


def test_a_file_that_is_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "config.toml").write_bytes(b"theme = '\xff'\n")
    with pytest.raises(Unusable, match="cannot be read"):
        read_config(tmp_path / "config.toml")


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("[keys]\ncomment = 3\n", 2),
        ('[keys]\n\ncomment = ["c", 3]\n', 3),
        ('[keys]\ncomment = " "\n', 2),
        ("keys.comment = true\n", 1),
        ("\nkeys = { comment = 3 }\n", 2),
    ],
)
def test_an_entry_that_names_no_keys_is_left_out_and_told(tmp_path: Path, text: str, place: int) -> None:
    config = _read(tmp_path, text)
    assert config.keys == {}
    (mistake,) = config.mistakes
    said = 'comment takes a key or a list of keys, as in "c" or ["c", "f5"]'
    assert config.told(mistake) == f"{tmp_path / 'config.toml'}, line {place}: {said}"


def test_the_other_entries_count(tmp_path: Path) -> None:
    config = _read(tmp_path, '[keys]\ncomment = 3\nescalate = "f8"\n')
    assert config.keys == {"escalate": ("f8",)}


def test_a_key_in_a_nested_table_stands_in_a_line_too(tmp_path: Path) -> None:
    config = _read(tmp_path, '[keys.ticket]\ncomment = "c"\n[keys]\napp = { quit = "f9" }\n')
    assert line_of("keys.ticket.comment", config.lines) == 2
    assert line_of("keys.app.quit", config.lines) == 4
    assert line_of("store", config.lines) is None


def test_the_command_that_copies_is_cut_into_words_as_by_a_shell(tmp_path: Path) -> None:
    assert _read(tmp_path, "copy = \"xclip -sel 'c b'\"\n").copy == ("xclip", "-sel", "c b")
    assert _read(tmp_path, "").copy == ()


def test_the_doctor_tells_every_mistake_in_keys_and_theme_and_is_exit_1(line: Line, at_home: Path) -> None:
    config = at_home / "my.toml"
    wrong = 'theme = "cxlop-dark"\n[keys]\nticket.coment = "c"\nticket.edit = 3\nfind.sort = "pagedwn"\n'
    config.write_text(wrong, encoding="utf-8")
    said = line("--config", str(config), "doctor")
    assert said.code == 1
    told = said.out.splitlines()
    assert [told_one.split(": ")[0] for told_one in told] == [f"{config}, line {place}" for place in (1, 3, 4, 5)]
    assert "did you mean cxloop-dark?" in told[0]
    assert "did you mean ticket.comment?" in told[1]
    assert "did you mean pagedown?" in told[3]
    assert line("--config", str(config), "--json", "doctor").record["findings"] == told


def test_the_store_is_the_one_named_else_the_configured_one_else_the_usual_one(
    line: Line, front: MemoryFront, at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("CXLOOP_STORE")
    config = at_home / "my.toml"
    config.write_text('store = "mine.db"\ntheme = "nord"\n', encoding="utf-8")
    monkeypatch.setattr("cxloop_tui.cli.invocation.Invocation.at_terminal", staticmethod(lambda: True))
    (at_home / "mine.db").touch()
    (at_home / "named.db").touch()
    line("--config", str(config), "desk")
    line("--config", str(config), "--store", str(at_home / "named.db"), "desk", "status:open")
    line("--store", "~/named.db", "--as", "Ana@Shop.example", "desk")
    assert front.opened == [
        ("desk", "mine.db", None, "", "nord"),
        ("desk", "named.db", None, "status:open", "nord"),
        ("desk", "named.db", "ana@shop.example", "", None),
    ]
    assert line("init", "--name", "Ana", "--email", "ana@shop.example").code == 0
    assert paths.default_store().exists()


def test_a_mistake_in_the_configuration_is_exit_2(line: Line, at_home: Path) -> None:
    config = at_home / "my.toml"
    config.write_text("zzz = 1\n", encoding="utf-8")
    said = line("--config", str(config), "doctor")
    assert (said.code, said.out) == (1, f"{config}, line 1: unknown key 'zzz'; {_ALL}\n")
    assert line("--config", str(at_home / "none.toml"), "desk").code == 2


_ALL = f"use one of {', '.join(sorted({field.name for field in fields(Config)} - {'file', 'lines', 'mistakes'}))}"


def test_a_store_is_a_file_or_a_database_and_no_password_is_repeated(line: Line) -> None:
    said = line("--store", "https://ada:s3cret@hub/desk", "tickets")
    assert (said.code, "s3cret" in said.err) == (2, False)
    assert "a store is a file or a database, postgresql+psycopg://USER@HOST/DATABASE" in said.err


def test_a_configured_store_may_be_a_database_but_has_no_password(tmp_path: Path) -> None:
    config = _read(tmp_path, 'store = "postgresql+psycopg://ada@hub/desk"')
    assert str(config.store) == "postgresql://ada@hub/desk"
    for secret in ("ada:s3cret@hub/desk", "ada@hub/desk?password=s3cret"):
        with pytest.raises(Unusable, match="line 1: store: a password does not belong into this file") as told:
            _read(tmp_path, f'store = "postgresql+psycopg://{secret}"')
        assert "s3cret" not in str(told.value)


def test_usual_places_belong_to_this_program(at_home: Path) -> None:
    for place in (paths.default_store(), paths.default_config(), paths.state_dir()):
        assert at_home in place.parents
        assert "cxloop" in place.parts
    assert paths.default_store().name == "desk.db"
    assert paths.default_config().name == "config.toml"


def test_styles_are_in_the_package_else_at_the_top_of_the_checkout(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "cxloop_tui"
    monkeypatch.setattr(paths, "__file__", os.fspath(package / "paths.py"))
    assert paths.styles_dir() == tmp_path / "styles"
    (package / "styles").mkdir(parents=True)
    assert paths.styles_dir() == package / "styles"
