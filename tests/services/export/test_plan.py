"""Who may take out which tickets, what is left out and that it is said; columns and formats."""

from pathlib import Path

import pytest

from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.services.export import Asked, Format, format_named, look, plan
from tests.builders import ADA, BEA, EVE, GIA, LEA, OLD, TOM
from tests.services.export.desk import House


@pytest.fixture
def house() -> House:
    """Tickets 1 and 2 in bari (the first is BEA's), 3 in naples (BEA's), 4 in turin (TOM's), 5 in madrid."""
    made = House()
    for segment, owner in (("bari", BEA), ("bari", ADA), ("naples", BEA), ("turin", TOM), ("madrid", EVE)):
        made.create(segment=segment, owner=owner)
    return made


REACH = {
    ADA: [5, 4, 3, 2, 1],
    LEA: [4, 3, 2, 1],
    GIA: [3, 2, 1],
    BEA: [3, 2, 1],
    TOM: [4],
    EVE: [5],
}
"""An agent: what is theirs and in their segments; a manager: below too; an admin: all."""


@pytest.mark.parametrize("me", REACH)
def test_everybody_exports_what_the_role_table_gives_them_and_the_rest_is_counted(house: House, me: str) -> None:
    assert house.numbers(me=me) == REACH[me]
    _, written = house.exported(Asked(Format.CSV), me=me)
    assert (written.tickets, written.left_out) == (len(REACH[me]), 5 - len(REACH[me]))


def test_who_may_export_nothing_of_it_is_told_why(house: House) -> None:
    with pytest.raises(Refused, match="none of these 2 tickets can be exported: only tickets of yours"):
        house.exported(Asked(Format.CSV), "segment:bari", me=EVE)
    with pytest.raises(Refused, match="Old Bari is not active any more"):
        house.exported(Asked(Format.CSV), me=OLD)
    with pytest.raises(NotFound):
        plan(house.queries("stranger@x.example"), house.queries().parse(""), Asked(Format.CSV))


def test_a_query_chooses_and_orders(house: House) -> None:
    assert house.numbers("segment:south* sort:created") == [3, 2, 1]
    assert house.numbers("owner:me", me=BEA) == [3, 1]
    assert house.numbers("nothing-of-the-kind") == []


def test_marked_tickets_are_exported_whatever_the_query_finds_and_in_its_order(house: House) -> None:
    ids = [house.queries().ticket_id(str(number)) for number in (1, 5, 4)]
    assert house.numbers("status:resolved sort:number", ids=ids) == [5, 4, 1]
    assert house.numbers("sort:number", me=TOM, ids=ids) == [4]
    assert house.numbers("", ids=[]) == []


def test_of_what_was_marked_the_rest_is_counted_also_what_is_gone(house: House) -> None:
    ids = [house.queries().ticket_id(str(number)) for number in (1, 4)]
    house.desk.sit(ADA, lambda sitting: sitting.undo(ids[0]))
    queries = house.queries()
    assert look(house.store, plan(queries, queries.parse(""), Asked(Format.CSV), ids)).left_out == 1


def test_columns_are_those_asked_for_in_that_order(house: House) -> None:
    octets, _ = house.exported(Asked(Format.CSV, ("owner", "number", "owner")), "#1")
    assert octets == b"owner,number\r\nbea@desk.example,1\r\n"


def test_a_column_there_is_not_is_refused_with_the_nearest(house: House) -> None:
    with pytest.raises(Unusable, match=r"no column 'custmer_name'; did you mean customer_name\?"):
        house.exported(Asked(Format.CSV, ("custmer_name",)))


def test_ndjson_has_neither_masks_nor_columns(house: House) -> None:
    with pytest.raises(Refused, match="would take the masks for names"):
        house.exported(Asked(Format.NDJSON, masked=True))
    with pytest.raises(Unusable, match="no columns"):
        house.exported(Asked(Format.NDJSON, ("id",)))


@pytest.mark.parametrize(
    ("name", "asked", "form"),
    [("a.csv", None, Format.CSV), ("a.CSV", None, Format.CSV), ("a.b.xlsx", None, Format.XLSX), ("-", "json", "json"),
     ("a.csv", "ndjson", Format.NDJSON)],
)  # fmt: skip
def test_the_ending_says_the_format_unless_it_is_said(name: str, asked: str | None, form: str) -> None:
    assert format_named(Path(name), asked) == form


@pytest.mark.parametrize("name", ["a", "a.txt", "a.csv.gz", "-"])
def test_another_ending_is_refused_with_those_there_are(name: str) -> None:
    with pytest.raises(Unusable, match=r"\.csv, \.ndjson, \.json, \.xlsx, or add --format"):
        format_named(Path(name))
