"""`hub token`: devices are signed in, listed and signed out, and their token is printed once."""

import re
from pathlib import Path

import pytest

from tests.cli.conftest import Line, MemoryFront

TOKEN = re.compile(r"cxl_[A-Za-z0-9_-]{43}")


def test_the_token_is_the_last_word_of_the_one_line_printed(desk: Line, front: MemoryFront) -> None:
    said = desk("hub", "token", "add", "ben@desk.example", "--name", "Ben's laptop")
    assert (said.code, said.out.count("\n")) == (0, 1)
    assert "Ben's laptop of Ben Bauer (ben@desk.example): cxl_" in said.out
    assert "shown this once" in said.err
    (device,) = front.store.devices()
    assert said.out.split()[0] == device.id
    token = said.out.split()[-1]
    assert TOKEN.fullmatch(token)
    assert not TOKEN.search(said.err)
    assert front.open_rooms(Path(), None).devices().who(token) == device


def test_with_json_it_is_one_object(desk: Line) -> None:
    said = desk("hub", "token", "add", "Ben Bauer", "--json")
    assert said.record["person"] == "ben@desk.example"
    assert said.record["name"] == "laptop"
    assert TOKEN.fullmatch(said.record["token"])
    assert "shown this once" in said.err


def test_nobody_is_told_a_token_again(desk: Line) -> None:
    token = desk("hub", "token", "add", "ben@desk.example", "--json").record["token"]
    for words in (("list",), ("list", "--json"), ("list", "--all", "--json")):
        said = desk("hub", "token", *words)
        assert (said.code, token in said.out + said.err) == (0, False)
        assert "laptop" in said.out


def test_who_is_signed_out_is_said_and_listed_with_all_alone(desk: Line) -> None:
    made = desk("hub", "token", "add", "ben@desk.example", "--json").record
    desk("hub", "token", "add", "me", "--name", "phone")
    gone = desk("hub", "token", "revoke", f" {made['id'].upper()} ")
    assert gone.out == f"{made['id']}  laptop of Ben Bauer (ben@desk.example) is signed out\n"
    assert [one["name"] for one in desk("hub", "token", "list", "--json").records] == ["phone"]
    assert [one["name"] for one in desk("hub", "token", "list", "--all", "--json").records] == ["laptop", "phone"]
    first = desk("hub", "token", "revoke", made["id"], "--json").record["revoked_at"]
    assert desk("hub", "token", "revoke", made["id"], "--json").record["revoked_at"] == first
    assert "signed out" in desk("hub", "token", "list", "--all").out


def test_the_list_says_whose_person_has_left(desk: Line) -> None:
    desk("hub", "token", "add", "ben@desk.example")
    assert desk("hub", "token", "list").out.splitlines()[1].split("  ")[-1] == "signed in"
    desk("people", "leave", "ben@desk.example", "--to", "me", "--yes")
    assert desk("hub", "token", "list").out.splitlines()[1].split("  ")[-1] == "its person has left"


def test_a_list_of_none_says_how_to_begin(desk: Line) -> None:
    said = desk("hub", "token", "list")
    assert (said.code, said.out) == (0, "")
    assert "cxloop hub token add EMAIL" in said.err


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("add", "zoe@x.example"), 3, "is nobody here"),
        (("add", "ben@desk.example", "--name", ""), 2, "the name is empty"),
        (("add", "ben@desk.example", "--as", "ben@desk.example"), 4, "only an admin"),
        (("revoke", "nobody22"), 3, "`cxloop hub token list --all`"),
        (("revoke", "nobody22", "--as", "ben@desk.example"), 4, "only an admin"),
        (("revoke",), 2, "missing argument 'ID'"),
        ((), 2, "missing command"),
    ],
)
def test_what_cannot_be_is_said(desk: Line, arguments: tuple[str, ...], code: int, said: str) -> None:
    answer = desk("hub", "token", *arguments)
    assert (answer.code, answer.out) == (code, "")
    assert said in answer.err
    assert answer.err.count("\n") == 1
