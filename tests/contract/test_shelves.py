"""What is one's own: drafts, things on a shelf, and what one has looked at."""

from cxloop_tui.domain.ticket_view import StoredDraft
from cxloop_tui.domain.view import LOOKED_FROM, LOOKED_SHELF
from tests.builders import BEA, GIA, NOON
from tests.contract.house import House

# Drafts ------------------------------------------------------------------------------------------------------------


def test_drafts_are_kept_as_typed_per_ticket_form_and_person(house: House) -> None:
    ticket = house.create()
    kept = StoredDraft(ticket.id, "comment", BEA, {"text": "half a\n sentence \x00\ud800 '", "to": ""}, NOON)
    house.desk.save_draft(kept)
    assert house.reader.draft(ticket.id, "comment", BEA) == kept
    assert house.reader.draft(ticket.id, "comment", GIA) is None
    assert house.reader.draft(ticket.id, "escalate", BEA) is None
    assert [row.has_draft for row in house.listed("")] == [True]
    changed = StoredDraft(ticket.id, "comment", BEA, {"text": "whole"}, NOON + 1)
    house.desk.save_draft(changed)
    assert house.reader.draft(ticket.id, "comment", BEA) == changed
    house.desk.save_draft(StoredDraft(ticket.id, "comment", BEA, {"text": ""}, NOON + 2))
    assert house.reader.draft(ticket.id, "comment", BEA) is None
    assert [row.has_draft for row in house.listed("")] == [False]


def test_a_draft_of_a_new_ticket_belongs_to_no_row_and_is_no_operation(house: House) -> None:
    house.create()
    seq = house.reader.seq()
    house.desk.save_draft(StoredDraft("", "new", BEA, {"comment": "hello"}, NOON))
    assert [row.has_draft for row in house.listed("")] == [False]
    assert house.reader.seq() == seq


def test_a_draft_is_seen_by_whose_it_is(house: House) -> None:
    ticket = house.create()
    house.store.save_draft(StoredDraft(ticket.id, "comment", GIA, {"comment": "hm"}))
    flags = {me: [row.has_draft for row in house.listed_by(me)] for me in (GIA, BEA)}
    assert flags == {GIA: [True], BEA: [False]}


# Shelves -----------------------------------------------------------------------------------------------------------


def test_a_shelf_is_one_persons_and_a_thing_can_be_replaced_and_thrown_away(house: House) -> None:
    house.store.keep(BEA, "views", {"b": "status:open", "a": {"query": "ü", "columns": [1, None]}})
    house.store.keep(BEA, "views", {"b": "status:new"})
    assert house.reader.kept(BEA, "views") == {"a": {"query": "ü", "columns": [1, None]}, "b": "status:new"}
    assert list(house.reader.kept(BEA, "views")) == ["a", "b"]
    assert house.reader.kept(BEA, "looked") == house.reader.kept(GIA, "views") == {}
    house.store.keep(BEA, "views", {"a": None, "never": None})
    assert house.reader.kept(BEA, "views") == {"b": "status:new"}


# What somebody has looked at ---------------------------------------------------------------------------------------


def unread(house: House, me: str) -> list[int | None]:
    """Return what is unread, as the rows say it and as a query finds it."""
    queries = house.queries(me)
    found = queries.window(queries.parse("sort:number"), limit=100).rows
    rows = [row.number for row in reversed(found) if row.is_unread]
    asked = {answer: queries.window(queries.parse(f"unread:{answer}"), limit=100).rows for answer in ("yes", "no")}
    assert {row.number for row in asked["yes"]} == set(rows)
    assert {row.number for row in asked["no"]} == {row.number for row in found} - set(rows)
    return rows


def test_what_others_did_since_i_last_looked_is_unread(house: House) -> None:
    seen, touched, mine = house.create(), house.create(), house.create()
    assert unread(house, GIA) == []
    house.store.keep(GIA, LOOKED_SHELF, {LOOKED_FROM: house.reader.seq()})
    assert unread(house, GIA) == []
    fresh = house.create()
    house.act(lambda sitting: sitting.comment(touched.id, "called"))
    house.act(lambda sitting: sitting.comment(mine.id, "I know"), GIA)
    assert unread(house, GIA) == [touched.number, fresh.number]
    assert unread(house, BEA) == []
    house.store.keep(GIA, LOOKED_SHELF, {touched.id: house.ticket(touched.id).seq})
    assert unread(house, GIA) == [fresh.number]
    house.act(lambda sitting: sitting.comment(touched.id, "again"))
    assert unread(house, GIA) == [touched.number, fresh.number]
    assert house.queries(GIA).row(fresh.id) is not None
    assert seen.number not in unread(house, GIA)
