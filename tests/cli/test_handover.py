"""`handover`: tickets change hands, and the page of them is printed."""

from tests.cli.conftest import Line


def test_a_ticket_changes_hands_with_what_is_to_be_done(desk: Line) -> None:
    desk("followups", "add", "1", "Call them", "--owner", "me")
    said = desk("handover", "1", "--to", "rita@desk.example", "--note", "Mind the dog.")
    assert said.code == 0
    assert said.out.startswith("Handed over by Ana Admin to Rita Rossi, ")
    assert "Mind the dog." in said.out
    assert "to do: Call them" in said.out
    assert desk("show", "1", "--json").record["owner"] == "rita@desk.example"
    assert desk("followups", "--ticket", "1", "--json").records[0]["owner"] == "rita@desk.example"
    desk("undo")
    assert desk("show", "1", "--json").record["owner"] == "ben@desk.example"
    assert desk("followups", "--ticket", "1", "--json").records[0]["owner"] == "ana@desk.example"


def test_who_is_nobody_takes_nothing_on(desk: Line) -> None:
    assert desk("handover", "1", "--to", "nobody@desk.example").code == 3
    assert desk("show", "1", "--json").record["owner"] == "ben@desk.example"
