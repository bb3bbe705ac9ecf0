"""What every store promises, asked of each in the same words."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import pytest

from cxloop_tui.domain import intent
from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.errors import CxloopError, NotFound, Refused
from cxloop_tui.domain.identity import handle
from cxloop_tui.domain.operation import Base, Entry, Json, Kind, Operation, Origin, Replayed
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.policy import Limits
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.selection import Among, Selection
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import Ticket, after
from cxloop_tui.domain.view import (
    CUSTOMER_MOST,
    EARLIER_MOST,
    LOOKED_FROM,
    LOOKED_SHELF,
    Counts,
    Customer,
    Load,
    Standing,
    StoredDraft,
    TicketRow,
)
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.ports import Reader, Store, Transaction
from cxloop_tui.services.queries import Queries
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import (
    ADA,
    BEA,
    CREATED,
    EVE,
    GIA,
    NOON,
    TOM,
    FakeClock,
    drafted,
    found_house,
    operation,
    seeded_ids,
    sets,
)
from tests.fakes import MemoryStore

Maker = Callable[[Path], tuple[Store, Reader, Callable[[], None]]]


def sqlite(directory: Path) -> tuple[Store, Reader, Callable[[], None]]:
    writer = Writer.create(directory / "store.db")
    reader = ReadPath.open(directory / "store.db")

    def close() -> None:
        reader.close()
        writer.close()

    return writer, reader, close


def memory(_directory: Path) -> tuple[Store, Reader, Callable[[], None]]:
    store = MemoryStore()
    return store, store, lambda: None


MAKERS: tuple[Maker, ...] = (sqlite, memory)


@dataclass
class House:
    """A store with the organisation of the builders, and the desk over it."""

    store: Store
    reader: Reader
    clock: FakeClock
    desk: Desk

    def queries(self, me: str = BEA) -> Queries:
        return Queries(self.reader, self.clock, me, lambda: 0)

    def selection(self, text: str, me: str = BEA) -> Selection:
        queries = self.queries(me)
        return queries.selection(queries.parse(text))

    def listed(self, text: str) -> list[TicketRow]:
        return list(self.reader.window(self.selection(text), after=None, before=None, limit=1000).rows)

    def listed_by(self, me: str) -> list[TicketRow]:
        queries = self.queries(me)
        return list(queries.window(queries.parse(""), limit=1000).rows)

    def numbers(self, text: str) -> list[int | None]:
        return [row.number for row in self.listed(text)]

    def create(self, words: str = "Late refund", by: str = BEA, **fields: Json) -> Ticket:
        return self.desk.sit(by, lambda sitting: sitting.create({**CREATED, **fields}, words).ticket)

    def act(self, work: Callable[[Sitting], object], by: str = BEA) -> None:
        self.desk.sit(by, work)

    def ticket(self, ticket_id: str) -> Ticket:
        view = self.reader.ticket_view(ticket_id)
        assert view is not None
        return view.ticket


def built(maker: Maker, directory: Path) -> tuple[House, Callable[[], None]]:
    store, reader, close = maker(directory)
    clock = FakeClock(step=1)
    desk = Desk(store, clock, seeded_ids())
    desk.sit(ADA, found_house)
    return House(store, reader, clock, desk), close


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made, close = built(request.param, tmp_path)
    yield made
    close()


# Lists ------------------------------------------------------------------------------------------------------------


def furnish(house: House) -> None:
    """Make 40 tickets with many ties and empty fields, in every status."""

    def work(sitting: Sitting) -> None:
        for place in range(40):
            house.clock.step = 0 if place % 3 else 1000
            _furnish_one(sitting, place)

    house.desk.sit(ADA, work)
    house.clock.step = 1


def _furnish_one(sitting: Sitting, place: int) -> None:
    fields: dict[str, Json] = {
        "customer_email": [None, "ana@shop.example", "Bob@Shop.example", "zoé@müller.example"][place % 4],
        "customer_name": [None, "Ana Conti", "ana conti", "Émile", "Zoë"][place % 5],
        "customer_phone": [None, "+39 1"][place % 2],
        "segment": ["bari", "naples", "turin", "south"][place % 4],
        "owner": [None, BEA, GIA, TOM][place // 2 % 4],
        "priority": list(map(str, Priority))[place // 3 % 4],
        "score": [None, 0, 6, 9][place % 4],
        "score_kind": [None, "nps", "nps", "nps"][place % 4],
        "category": [None, "Refund", "refund", "Delay"][place // 5 % 4],
        "account": [None, "Müller GmbH", "müller gmbh"][place % 3],
        "respondent": f"r{place % 6}",
    }
    words = ["Late refund", "refund came late", "Perché così tardi?", "房间很吵", ""][place % 5]
    tags = [(), ("vip",), ("VIP", "late")][place % 3]
    ticket_id = sitting.create(fields, words, tags=tags, origin=Origin.IMPORT).ticket.id
    if place % 4 == 1:
        sitting.comment(ticket_id, f"we look into it, number {place}")
    if place % 7 == 2:
        sitting.resolve(ticket_id, root_cause="bank", action_taken="paid late refund", told="call")
    if place % 7 == 4:
        sitting.do(ticket_id, lambda now, space: intent.escalate(now, "italy", "why", space, by=ADA))
    if place % 13 == 7:
        sitting.undo(sitting.create(CREATED, "late refund, withdrawn", tags=["vip"]).ticket.id)


@pytest.fixture(scope="module", params=MAKERS, ids=lambda maker: maker.__name__)
def furnished(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made, close = built(request.param, tmp_path_factory.mktemp("store"))
    furnish(made)
    yield made
    close()


ORDERS = ("", "sort:updated", "sort:created", "sort:due", "sort:priority", "sort:number", "sort:customer")
FILTERS = (
    "",
    "status:new,escalated",
    "segment:south*",
    "owner:none",
    "late",
    "refund sort:due",
    "tag:vip sort:customer",
)


def sorted_by_hand(house: House, order: str) -> list[Ticket]:
    """All listed tickets, in the order the design gives: empty ones last, equal ones newest first."""
    tickets = list(house.reader.tickets(house.selection("sort:created"), None))
    places = {ticket.id: int(ticket.number or 0) for ticket in tickets}
    newest_first = sorted(tickets, key=lambda ticket: -places[ticket.id])
    match order:
        case "sort:created":
            return sorted(newest_first, key=lambda ticket: -ticket.created_at)
        case "sort:due":
            return sorted(newest_first, key=lambda ticket: (ticket.due_at is None, ticket.due_at or 0))
        case "sort:priority":
            return sorted(newest_first, key=lambda ticket: -ticket.priority.rank)
        case "sort:number":
            return sorted(newest_first, key=lambda ticket: -int(ticket.number or 0))
        case "sort:customer":
            names = {one.id: (one.customer_name or one.customer_email or "").casefold() for one in tickets}
            return sorted(newest_first, key=lambda ticket: (not names[ticket.id], names[ticket.id]))
        case _:
            return sorted(newest_first, key=lambda ticket: -ticket.updated_at)


@pytest.mark.parametrize("order", ORDERS)
def test_a_list_is_in_its_order(furnished: House, order: str) -> None:
    wanted = [ticket.id for ticket in sorted_by_hand(furnished, order)]
    assert [row.id for row in furnished.listed(order)] == wanted
    assert [ticket.id for ticket in furnished.reader.tickets(furnished.selection(order), None)] == wanted
    assert len(wanted) > 30


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_windows_are_slices_of_the_whole_list_wherever_they_begin(furnished: House, text: str) -> None:
    whole = furnished.listed(text)
    selection = furnished.selection(text)
    assert len(whole) > 4
    for limit in (1, 3, 100):
        for at, anchor in enumerate(whole):
            following = furnished.reader.window(selection, after=anchor, before=None, limit=limit)
            assert list(following.rows) == whole[at + 1 : at + 1 + limit]
            assert (following.at_start, following.at_end) == (False, at + 1 + limit >= len(whole))
            preceding = furnished.reader.window(selection, after=None, before=anchor, limit=limit)
            assert list(preceding.rows) == whole[max(0, at - limit) : at]
            assert (preceding.at_start, preceding.at_end) == (at <= limit, False)
        first = furnished.reader.window(selection, after=None, before=None, limit=limit)
        assert list(first.rows) == whole[:limit]
        assert (first.at_start, first.at_end) == (True, limit >= len(whole))
        last = furnished.reader.window_at_end(selection, limit)
        assert list(last.rows) == whole[-limit:]
        assert (last.at_start, last.at_end) == (limit >= len(whole), True)


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_a_position_is_the_place_in_the_whole_list(furnished: House, text: str) -> None:
    selection = furnished.selection(text)
    whole = furnished.listed(text)
    assert [furnished.reader.position(selection, row) for row in whole] == list(range(len(whole)))


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_ids_are_those_of_the_whole_list_or_from_a_row_to_a_row(furnished: House, text: str) -> None:
    selection, whole = furnished.selection(text), furnished.listed(text)
    names = [row.id for row in whole]
    assert list(furnished.reader.ids(selection)) == names
    for first, last in ((0, 0), (1, 3), (2, len(whole) - 1), (3, 2)):
        between = furnished.reader.ids(selection, first=whole[first], last=whole[last])
        assert list(between) == names[first : last + 1]
    assert list(furnished.reader.ids(selection, first=whole[2])) == names[2:]
    assert list(furnished.reader.ids(selection, last=whole[2])) == names[:3]


@pytest.mark.parametrize("text", [*ORDERS, *FILTERS])
def test_of_some_tickets_those_a_list_holds_are_found(furnished: House, text: str) -> None:
    names = [row.id for row in furnished.listed("")]
    asked = [*names[::3], "nobody's"]
    found = {row.id for row in furnished.listed(text)} & set(asked)
    assert furnished.reader.found_among(furnished.selection(text), asked) == found
    assert furnished.reader.found_among(furnished.selection(text), []) == frozenset()


def test_whole_tickets_come_as_many_as_asked(furnished: House) -> None:
    some = list(furnished.reader.tickets(furnished.selection("sort:due"), 7))
    assert [ticket.id for ticket in some] == [row.id for row in furnished.listed("sort:due")[:7]]
    assert some[0] == furnished.ticket(some[0].id)


def test_a_row_says_of_its_ticket_what_the_ticket_says(furnished: House) -> None:
    for row in furnished.listed("sort:number"):
        ticket = furnished.ticket(row.id)
        assert row.said == ticket.comment[:300]
        for name in ("number", "status", "priority", "segment", "owner", "customer_email", "customer_name", "score",
                     "score_kind", "created_at", "updated_at", "due_at", "reopened"):  # fmt: skip
            assert getattr(row, name) == getattr(ticket, name)
        assert furnished.reader.row(row.id) == replace(row, key=None)


QUERIES = (
    "status:new", "status:open", "status:resolved,escalated", "not:status:new", "status:open not:status:open",
    "priority:high", "priority:>=high", "priority:<high", "not:priority:low,medium", "owner:me", "owner:none",
    "not:owner:none", "not:owner:me", "owner:none,me", "not:owner:none,me", "segment:bari", "segment:south*",
    "not:segment:south*", "score:0", "score:>5", "score:<=6", "score:none", "not:score:6", "not:score:none",
    "due:<1d", "due:none", "not:due:none", "overdue:yes", "overdue:no", "tag:vip", "not:tag:vip", "tag:none",
    "not:tag:none",
    "tag:vip,late", "tag:vip tag:late", "category:refund", "category:Refund", "category:none", "not:category:Refund",
    "email:ana@shop.example", "email:BOB@shop.example", "email:ana*", "email:none", "not:email:none",
    "not:email:ana*",
    'customer:"ana conti"', "customer:ana*", "customer:ÉM*", "customer:none", "phone:none", 'phone:"+39 1"',
    'account:"MÜLLER GmbH"', "account:mü*", "not:account:none", "touchpoint:none", "channel:x", "number:3", "#3",
    "number:>30", "number:none", "created:today", "created:<1h", "updated:>=1d", "resolved:none", "not:resolved:none",
    "late", "refund late", '"late refund"', '"refund late"', "-late", "late -refund", "late status:new",
    "perche", "PERCHÉ", "房间", "房", "很吵", "吵", "ana", "zoé@müller.example", "refun", "nowhere",
    "late sort:created",
    "status:new priority:high,low owner:none segment:bari,naples",
)  # fmt: skip


@pytest.mark.parametrize("text", QUERIES)
def test_counts_are_what_is_listed_and_by_status_without_the_status_terms(furnished: House, text: str) -> None:
    counts = furnished.reader.counts(furnished.selection(text))
    rows = furnished.listed(text)
    others = " ".join(word for word in text.split() if "status:" not in word)
    by_status = {status: sum(row.status is status for row in furnished.listed(others)) for status in Status}
    assert counts == Counts(len(rows), len(furnished.listed("")), by_status)


def test_the_stores_agree_on_every_query(tmp_path: Path) -> None:
    houses = []
    closings = []
    for maker in MAKERS:
        house, close = built(maker, tmp_path)
        furnish(house)
        houses.append(house)
        closings.append(close)
    found = 0
    for text in QUERIES:
        first, *others = ([row.id for row in house.listed(text)] for house in houses)
        found += bool(first)
        assert all(other == first for other in others), text
    assert found > len(QUERIES) * 0.8
    for close in closings:
        close()


@pytest.mark.parametrize(
    ("text", "holds"),
    [
        ("not:owner:me", lambda ticket: ticket.owner != BEA),
        ("not:owner:none", lambda ticket: ticket.owner is not None),
        ("not:score:6", lambda ticket: ticket.score != 6),
        ("score:none", lambda ticket: ticket.score is None),
        ("not:category:Refund", lambda ticket: ticket.category != "Refund"),
        ("tag:vip", lambda ticket: "vip" in map(str.casefold, ticket.tags)),
        ("not:tag:vip", lambda ticket: "vip" not in map(str.casefold, ticket.tags)),
        ("tag:none", lambda ticket: not ticket.tags),
        ("not:tag:none", lambda ticket: bool(ticket.tags)),
        ("email:none", lambda ticket: ticket.customer_email is None),
        ("email:BOB@shop.example", lambda ticket: ticket.customer_email == "bob@shop.example"),
        ("not:email:ana*", lambda ticket: not (ticket.customer_email or "").startswith("ana")),
        ("due:none", lambda ticket: ticket.due_at is None),
        ("not:due:none", lambda ticket: ticket.due_at is not None),
    ],
)
def test_empty_values_and_negations_are_exact_opposites(
    furnished: House, text: str, holds: Callable[[Ticket], bool]
) -> None:
    everything = list(furnished.reader.tickets(furnished.selection("sort:number"), None))
    wanted = {ticket.number for ticket in everything if holds(ticket)}
    assert set(furnished.numbers(text)) == wanted
    assert 0 < len(wanted) < len(everything)


# Words ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "searched", "found"),
    [
        ("Perché così tardi?", "perche cosi", True),
        ("Perche", "PERCHÉ", True),
        ("die Straße", "strasse", True),
        ("Łódź", "lodz", True),
        ("房间很吵", "房间", True),
        ("房间很吵", "很吵", True),
        ("房间很吵", "吵", True),
        ("房间很吵", "房吵", False),
        ("ห้องเสียงดัง", "เสียง", True),
        ("the late refund", '"late refund"', True),
        ("the refund is late", '"late refund"', False),
        ("the refund is late", "late refund", True),
        ("complained again", "compl", True),
        ("complained again", "compl again", False),
        ("complained again", "complained", True),
        ("write to ana.conti@shop.example", "ana.conti@shop.example", True),
        ("emoji 👍🏽 only", "emoji", True),
        ('say "hi" OR NEAR(x) *', "near", True),
    ],
)
def test_words_are_found_as_people_mean_them(house: House, written: str, searched: str, found: bool) -> None:
    house.create("nothing to see", customer_email="other@x.example")
    wanted = house.create("first words", customer_email="other@x.example")
    house.act(lambda sitting: sitting.comment(wanted.id, written))
    assert house.numbers(searched) == ([wanted.number] if found else [])


def test_a_very_long_word_is_found_by_itself_and_by_its_beginning(house: House) -> None:
    word = "д" * 60_000
    ticket = house.create(word)
    assert house.numbers(word) == house.numbers(word[:400]) == [ticket.number]


def test_customer_number_and_every_kind_of_text_are_found(house: House) -> None:
    ticket = house.create("opening", customer_name="Ana Conti", customer_phone="+39 333", account="Mueller")
    house.act(lambda sitting: sitting.contact(ticket.id, "call", "reached", "promised callback"))
    house.act(lambda sitting: sitting.resolve(ticket.id, root_cause="bank", action_taken="wired", told="by letter"))
    house.act(lambda sitting: sitting.reopen(ticket.id, "not arrived"))
    for words in ("opening", "conti", "333", "mueller", "ana@shop.example", f"{ticket.number}", "callback", "bank",
                  "wired", "letter", "arrived"):  # fmt: skip
        assert house.numbers(words) == [ticket.number], words


def test_the_ticket_whose_matching_text_is_newest_comes_first(house: House) -> None:
    old, new = house.create("refund"), house.create("refund please")
    house.act(lambda sitting: sitting.comment(old.id, "the refund is on its way"))
    house.act(lambda sitting: sitting.comment(new.id, "nothing about it"))
    assert house.numbers("refund") == [old.number, new.number]
    assert house.numbers("refund sort:created") == [new.number, old.number]


def test_taking_words_back_makes_the_older_ones_no_newer(house: House) -> None:
    first, second = house.create("hello"), house.create("hello")
    house.act(lambda sitting: sitting.change(first.id, {"root_cause": "bank"}))
    house.act(lambda sitting: sitting.comment(second.id, "it was the bank"))
    house.act(lambda sitting: sitting.change(first.id, {"root_cause": "post"}))
    house.act(lambda sitting: sitting.undo(first.id))
    assert house.numbers("bank") == [second.number, first.number]
    assert house.numbers("post") == []


def test_a_changed_customer_is_found_by_the_new_name_alone(house: House) -> None:
    ticket = house.create(customer_name="Ana Conti")
    house.act(lambda sitting: sitting.change(ticket.id, {"customer_name": "Bea Rossi"}))
    assert (house.numbers("conti"), house.numbers("rossi")) == ([], [ticket.number])
    house.act(lambda sitting: sitting.undo(ticket.id))
    assert (house.numbers("conti"), house.numbers("rossi")) == ([ticket.number], [])


def test_words_changed_several_times_in_one_transaction_are_found_as_they_ended(house: House) -> None:
    def work(sitting: Sitting) -> Ticket:
        ticket = sitting.create({**CREATED, "customer_name": "Ana Conti"}, "hello").ticket
        sitting.change(ticket.id, {"customer_name": "Bea Rossi"})
        sitting.change(ticket.id, {"customer_name": "Cleo Verdi"})
        sitting.comment(ticket.id, "withdrawn soon")
        sitting.undo(ticket.id)
        sitting.comment(ticket.id, "stays")
        return ticket

    ticket = house.desk.sit(BEA, work)
    assert [house.numbers(word) for word in ("conti", "rossi", "soon")] == [[], [], []]
    assert house.numbers("verdi") == house.numbers("stays") == house.numbers("hello") == [ticket.number]


def test_a_withdrawn_comment_is_not_found_until_it_is_back(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.comment(ticket.id, "secret"))
    house.act(lambda sitting: sitting.undo(ticket.id))
    assert house.numbers("secret") == []
    house.act(lambda sitting: sitting.redo())
    assert house.numbers("secret") == [ticket.number]


# One ticket -------------------------------------------------------------------------------------------------------


def test_a_ticket_is_found_by_number_handle_and_id(house: House) -> None:
    ticket = house.create()
    house.create()
    named = [f"#{ticket.number}", str(ticket.number), f" #{ticket.number} ", handle(ticket.id), ticket.id]
    assert [house.reader.find(name) for name in named] == [ticket.id] * len(named)
    unknown = ["#999", "999", "~zzzzzz", "nothing", "", "#", "#1 x", "\ud800", "9" * 40, "-1", "' OR 1 --"]
    assert [house.reader.find(name) for name in unknown] == [None] * len(unknown)


def test_numbers_count_up_and_are_never_given_twice(house: House) -> None:
    first, second = house.create(), house.create()
    house.act(lambda sitting: sitting.undo(second.id))
    third = house.create()
    assert [first.number, second.number, third.number] == [1, 2, 3]


def test_a_view_has_the_ticket_its_entries_and_the_customers_other_tickets(house: House) -> None:
    older = house.create("older")
    ticket = house.create("hello")
    newer = house.create("newer")
    house.create("somebody else", customer_email="bob@shop.example")
    gone = house.create("gone")
    house.act(lambda sitting: sitting.comment(ticket.id, "answer"))
    house.act(lambda sitting: sitting.undo(gone.id))
    view = house.reader.ticket_view(ticket.id)
    assert view is not None
    assert [entry.operation.kind for entry in view.entries] == [Kind.TICKET_CREATE, Kind.COMMENT_ADD]
    assert [entry.number for entry in view.entries] == [ticket.number, None]
    assert [row.id for row in view.earlier] == [newer.id, older.id]
    assert house.reader.ticket_view("unknown") is None


def test_without_an_email_the_phone_says_who_the_customer_is_and_else_the_respondent(house: House) -> None:
    def made(**fields: Json) -> Ticket:
        blank: dict[str, Json] = {"segment": "bari", "owner": BEA}
        return house.desk.sit(
            ADA, lambda sitting: sitting.create({**blank, **fields}, "x", origin=Origin.IMPORT).ticket
        )

    by_phone = [made(customer_phone="+39"), made(customer_phone="+39", respondent="r1")]
    by_respondent = [made(respondent="r1"), made(respondent="r1")]
    alone = made()

    def earlier(ticket: Ticket) -> list[str]:
        view = house.reader.ticket_view(ticket.id)
        assert view is not None
        return [row.id for row in view.earlier]

    assert earlier(by_phone[1]) == [by_phone[0].id]
    assert earlier(by_respondent[1]) == [by_respondent[0].id]
    assert earlier(alone) == []


# The customer -----------------------------------------------------------------------------------------------------


def imported(house: House, name: str, **fields: Json) -> None:
    """Keep a response."""
    house.act(lambda sitting: sitting.record_response(name, fields, "words"), ADA)


def test_a_customer_is_all_that_is_on_record_of_them_newest_first(house: House) -> None:
    ana = "ana@shop.example"
    first, second = house.create("first"), house.create("second", account="Shop Ltd", customer_name="Ana")
    house.create("somebody else's", customer_email="bob@shop.example", account="shop ltd")
    gone = house.create("gone")
    house.act(lambda sitting: sitting.undo(gone.id))
    for place, (name, score) in enumerate((("r1", 9), ("r2", 3))):
        at = f"2020-01-0{2 - place}T00:00:00Z"
        imported(house, name, score=score, score_kind="nps", customer_email=ana, answered_at=at)
    imported(house, "r3", score=1, score_kind="nps", customer_email="bob@shop.example")
    customer = house.queries().customer(f"@{ana}")
    assert [ticket.id for ticket in customer.tickets] == [second.id, first.id]
    assert [(one.id, one.score) for one in customer.responses] == [("r1", 9), ("r2", 3)]
    assert customer.responses[0].comment == "words"
    assert (customer.ticket_count, customer.response_count) == (2, 2)
    assert customer.since == customer.responses[-1].at < first.created_at
    assert (customer.known("customer_name"), customer.known("account"), customer.known("touchpoint")) == (
        "Ana", "Shop Ltd", None,
    )  # fmt: skip
    assert customer.colleagues == 1


def test_nobodys_record_is_empty(house: House) -> None:
    for key in ("@nobody@shop.example", "+1", "#r"):
        assert house.queries().customer(key) == Customer(key=key)


def test_the_customers_of_three_kinds_of_key_are_kept_apart(house: House) -> None:
    def made(**fields: Json) -> str:
        blank: dict[str, Json] = {"segment": "bari", "owner": BEA}
        ticket = house.desk.sit(
            ADA, lambda sitting: sitting.create({**blank, **fields}, "x", origin=Origin.IMPORT).ticket
        )
        imported(house, f"of {ticket.id}", score=1, score_kind="nps", **fields)
        return ticket.id

    ids = {
        "@ana@x.example": made(customer_email="ana@x.example", customer_phone="+39", respondent="7"),
        "+39": made(customer_phone="+39", respondent="7"),
        "#7": made(respondent="7"),
    }
    for key, wanted in ids.items():
        customer = house.reader.customer(f"+{key}" if key == "+39" else key)
        assert [ticket.id for ticket in customer.tickets] == [wanted]
        assert [response.id for response in customer.responses] == [f"of {wanted}"]


def test_contacts_of_all_tickets_are_listed_but_not_those_taken_back(house: House) -> None:
    first, second = house.create("first"), house.create("second")
    house.act(lambda sitting: sitting.contact(first.id, "call", "no-answer", "voicemail"))
    house.act(lambda sitting: sitting.contact(second.id, "mail", "reached"))
    house.act(lambda sitting: sitting.contact(second.id, "call", "reached", "wrong number"))
    house.act(lambda sitting: sitting.undo())
    house.act(lambda sitting: sitting.contact(first.id, "met", "reached", "in the shop"))
    house.act(lambda sitting: sitting.undo())
    house.act(lambda sitting: sitting.redo())
    contacts = house.reader.customer("@ana@shop.example").contacts
    assert [(one.number, one.kind, one.note) for one in contacts] == [
        (first.number, "met reached", "in the shop"),
        (second.number, "mail reached", ""),
        (first.number, "call no-answer", "voicemail"),
    ]
    assert contacts[0].by == BEA


def test_a_customer_with_many_tickets_is_counted_and_the_newest_are_read(house: House) -> None:
    def work(sitting: Sitting) -> list[str]:
        return [sitting.create(CREATED, f"n{place}").ticket.id for place in range(CUSTOMER_MOST + 20)]

    ids = house.desk.sit(BEA, work)
    customer = house.reader.customer("@ana@shop.example")
    assert customer.ticket_count == CUSTOMER_MOST + 20
    assert [ticket.id for ticket in customer.tickets] == ids[:19:-1]
    assert customer.since == house.ticket(ids[0]).created_at
    view = house.reader.ticket_view(ids[0])
    assert view is not None
    assert len(view.earlier) == EARLIER_MOST


def test_the_scores_before_a_ticket_come_from_responses_and_from_tickets_by_hand(house: House) -> None:
    ana: dict[str, Json] = {"customer_email": "ana@shop.example", "score_kind": "nps"}
    imported(house, "r1", score=8, **ana)
    house.create("by hand", score=5, score_kind="nps")
    imported(house, "r2", score=9, **ana)
    imported(house, "other kind", score=1, customer_email="ana@shop.example", score_kind="csat")
    imported(house, "other person", score=1, customer_email="bob@shop.example", score_kind="nps")
    imported(house, "r3", score=2, **ana)
    ticket = house.create("from r3", score=2, score_kind="nps", response="r3")
    imported(house, "later", score=10, **ana)
    later = house.create("later", score=10, score_kind="nps", response="later")

    def before(ticket: Ticket) -> tuple[int, ...]:
        view = house.reader.ticket_view(ticket.id)
        assert view is not None
        return view.scores_before

    assert before(ticket) == (8, 5, 9)
    assert before(later) == (5, 9, 2)
    assert before(house.create("no score")) == ()


def test_the_past_of_a_ticket_has_its_responses_whole_as_far_as_on_record(house: House) -> None:
    imported(house, "r1", score=2, score_kind="nps", answer="2 - bad", scale="0..10",
             questions=[["score", "How likely?"]], answers=[["Q", "a"], ["Q", "b"]])  # fmt: skip
    imported(house, "r2", score=3, score_kind="nps")
    ticket = house.create("x", response="r1")
    for name in ("r2", "lost"):
        added = drafted(intent.add_response(house.ticket(ticket.id), name, "again"), ADA, id=f"adds {name}",
                        base=Base("e", house.reader.seq()), origin=Origin.IMPORT)  # fmt: skip
        house.act(lambda sitting, added=added: sitting.perform(added), ADA)  # type: ignore[misc]
    view = house.queries().view(ticket.id)
    past = house.queries().past(view)
    assert [one.id for one in past.responses] == ["r1", "r2"]
    whole = past.responses[0]
    assert (whole.answer, whole.scale, whole.question("score")) == ("2 - bad", "0..10", "How likely?")
    assert whole.answers == (("Q", "a"), ("Q", "b"))
    assert past.customer is not None
    assert past.customer.key == "@ana@shop.example"


def test_a_withdrawn_ticket_leaves_everything_and_comes_back_with_redo(house: House) -> None:
    other = house.create("stays")
    ticket = house.create("goes", category="rare")
    before = (house.listed(""), house.reader.counts(house.selection("")), house.reader.standing(BEA, NOON))
    house.act(lambda sitting: sitting.undo(ticket.id))
    assert house.numbers("") == [other.number]
    assert (house.numbers("goes"), house.numbers(f"#{ticket.number}")) == ([], [])
    assert house.reader.row(ticket.id) is None
    assert house.reader.counts(house.selection("")).everything == 1
    assert house.reader.standing(BEA, NOON).mine == 1
    assert house.reader.loads(NOON) == {BEA: Load(1, 0)}
    assert house.reader.words_used("category", "", 9) == []
    assert house.reader.find(f"#{ticket.number}") == ticket.id
    house.act(lambda sitting: sitting.redo())
    assert house.numbers("goes") == [ticket.number]
    after = (house.listed(""), house.reader.counts(house.selection("")), house.reader.standing(BEA, NOON))
    assert [row.id for row in after[0]] == [row.id for row in before[0]]
    assert after[1:] == before[1:]


# Who has what to do -----------------------------------------------------------------------------------------------


def test_standing_and_loads_count_work_that_is_not_resolved(house: House) -> None:
    house.create(owner=BEA)
    house.create(owner=BEA, priority="low")
    done = house.create(owner=BEA)
    house.create(owner=GIA)
    house.act(lambda sitting: sitting.resolve(done.id, root_cause="a", action_taken="b", told="c"))
    later = NOON + 2 * DAY + HOUR
    assert house.reader.standing(BEA, NOON) == Standing(mine=2, overdue=0, overdue_everywhere=0)
    assert house.reader.standing(BEA, later) == Standing(mine=2, overdue=1, overdue_everywhere=2)
    assert house.reader.standing("x@y.example", later) == Standing(mine=0, overdue=0, overdue_everywhere=2)
    assert house.reader.loads(later) == {BEA: Load(2, 1), GIA: Load(1, 1)}


def test_words_used_before_come_most_used_first(house: House) -> None:
    for word in ("refund", "refund", "delay", "Refused"):
        house.create(category=word)
    assert list(house.reader.words_used("category", "", 9)) == [("refund", 2), ("Refused", 1), ("delay", 1)]
    assert list(house.reader.words_used("category", "REF", 9)) == [("refund", 2), ("Refused", 1)]
    assert list(house.reader.words_used("category", "", 1)) == [("refund", 2)]
    assert list(house.reader.words_used("category", "%", 9)) == []
    assert list(house.reader.words_used("root_cause", "", 9)) == []


# Drafts -----------------------------------------------------------------------------------------------------------


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


# Order and transactions -------------------------------------------------------------------------------------------


def test_the_time_of_arrival_never_goes_back_when_the_clock_does(house: House) -> None:
    ticket = house.create()
    house.clock.now += HOUR
    house.act(lambda sitting: sitting.comment(ticket.id, "an hour later"))
    house.clock.now -= 5 * HOUR
    house.act(lambda sitting: sitting.comment(ticket.id, "the clock stepped back"))
    view = house.reader.ticket_view(ticket.id)
    assert view is not None
    arrived = [entry.received_at for entry in view.entries]
    assert arrived == sorted(arrived)
    assert view.entries[-1].operation.at < view.entries[-2].operation.at
    assert view.ticket.updated_at == arrived[-1]


def test_what_raises_leaves_everything_as_it_was(house: House) -> None:
    ticket = house.create()
    before = (house.reader.seq(), house.listed(""), house.reader.counts(house.selection("")))

    def work(sitting: Sitting) -> None:
        sitting.comment(ticket.id, "never said")
        sitting.put_person("zoe@desk.example", {"name": "Zoe"})
        sitting.as_person(ADA).put_policy("word.owner", "hero")
        sitting.create(CREATED, "never made")
        raise NotFound("on purpose")

    with pytest.raises(NotFound, match="on purpose"):
        house.desk.sit(ADA, work)
    assert (house.reader.seq(), house.listed(""), house.reader.counts(house.selection(""))) == before
    assert house.numbers("never") == []
    assert "zoe@desk.example" not in house.reader.organisation().people
    assert house.reader.organisation().policy.word("owner") == "owner"
    assert house.create().number == 2


def test_a_transaction_sees_what_it_has_done(house: House) -> None:
    def work(tx: Transaction) -> None:
        sitting = Sitting(tx, BEA, house.clock, seeded_ids(99))
        base = tx.base()
        ticket = sitting.create(CREATED, "hello").ticket
        sitting.comment(ticket.id, "one")
        assert tx.base().seq == base.seq + 2
        now = tx.ticket(ticket.id)
        assert now is not None
        assert (ticket.status, now.status, now.seq) == (Status.NEW, Status.OPEN, base.seq + 2)
        assert [entry.operation.comment for entry in tx.entries(ticket.id)] == ["hello", "one"]
        assert [entry.operation.comment for entry in tx.entries_since(ticket.id, base.seq + 1)] == ["one"]
        newest, older, *_ = tx.done_by(BEA)
        assert (newest.comment, older.comment) == ("one", "hello")
        assert tx.operation(newest.id) == newest
        assert tx.operation("unknown") is None
        assert tx.ticket("unknown") is None

    house.store.transact(work)


def test_what_was_done_is_listed_newest_first_and_by_person(house: House) -> None:
    ticket = house.create()
    for place in range(3):
        house.act(lambda sitting, place=place: sitting.comment(ticket.id, f"n{place}"))  # type: ignore[misc]
    house.act(lambda sitting: sitting.comment(ticket.id, "of another"), EVE)
    done = house.store.transact(lambda tx: tx.done_by(BEA))
    assert [operation.comment for operation in done] == ["n2", "n1", "n0", "Late refund"]


def test_an_id_is_taken_once(house: House) -> None:
    house.desk.sit(ADA, lambda sitting: sitting.create(CREATED, "x", ticket_id=seeded_ids(5)()))
    seq = house.reader.seq()
    with pytest.raises(CxloopError):
        house.desk.sit(ADA, lambda sitting: sitting.create(CREATED, "x", ticket_id=seeded_ids(5)()))
    assert (house.reader.seq(), house.reader.counts(house.selection("")).everything) == (seq, 1)


def test_responses_are_kept_once_and_known(house: House) -> None:
    ids = count()
    name = f"response-{next(ids)}"

    def record(sitting: Sitting) -> None:
        assert not sitting.has_response(name)
        sitting.record_response(name, {"score": 10, "score_kind": "nps", "customer_email": None}, "all good")
        assert sitting.has_response(name)

    house.desk.sit(ADA, record)
    assert house.desk.sit(ADA, lambda sitting: sitting.has_response(name))
    assert not house.desk.sit(ADA, lambda sitting: sitting.has_response("response-9"))
    with pytest.raises(CxloopError):
        house.desk.sit(ADA, lambda sitting: sitting.record_response(name, {}, None))
    assert house.numbers("") == []


def test_the_organisation_is_read_back_as_it_was_put(house: House) -> None:
    inside = house.desk.sit(ADA, lambda sitting: sitting.organisation)
    read = house.reader.organisation()
    assert [segment.code for segment in read.tree] == [segment.code for segment in inside.tree]
    assert {at.code: at for at in read.tree} == {at.code: at for at in inside.tree}
    assert list(read.people.items()) == list(inside.people.items())
    assert house.reader.organisation() is read
    house.act(lambda sitting: sitting.put_policy("deadline.high.contact_hours", 1), ADA)
    assert house.reader.organisation().policy.limits(Priority.HIGH) == Limits(HOUR, 3 * DAY)


def test_the_policy_of_every_moment_is_known_inside_a_transaction(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("word.owner", "hero"), ADA)
    first = house.reader.seq()

    def work(tx: Transaction) -> list[str]:
        Sitting(tx, ADA, house.clock, seeded_ids(98)).put_policy("word.owner", "star")
        return [tx.policy_at(seq).word("owner") for seq in (first - 1, first, first + 1)]

    assert house.store.transact(work) == ["owner", "hero", "star"]


def test_a_conflict_is_refused_when_somebody_changed_the_field_meanwhile(house: House) -> None:
    ticket = house.create()
    seen = house.reader.seq()
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "high"}), GIA)
    with pytest.raises(Refused, match="priority was changed meanwhile by gia"):
        house.act(lambda sitting: sitting.change(ticket.id, {"priority": "low"}, seen=seen))
    house.act(lambda sitting: sitting.change(ticket.id, {"category": "x"}, seen=seen))
    assert (house.ticket(ticket.id).priority, house.ticket(ticket.id).category) == (Priority.HIGH, "x")


def test_z_passes_over_what_a_manager_took_back_already(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.change(ticket.id, {"category": "x"}))
    house.act(lambda sitting: sitting.change(ticket.id, {"priority": "high"}))
    last = house.store.transact(lambda tx: tx.done_by(BEA)[0].id)
    house.act(lambda sitting: sitting.undo(operation_id=last), GIA)
    house.act(lambda sitting: sitting.undo())
    assert (house.ticket(ticket.id).priority, house.ticket(ticket.id).category) == (Priority.MEDIUM, None)


# What is looked up inside a transaction ----------------------------------------------------------------------------


def test_tickets_are_found_by_owner_segment_and_customer_inside_a_transaction(house: House) -> None:
    first, second = house.create(), house.create(segment="naples", customer_email="Bob@Shop.example")
    gone, done = house.create(), house.create()
    house.act(lambda sitting: sitting.undo(gone.id))
    house.act(lambda sitting: sitting.comment(done.id, "called"))
    house.act(lambda sitting: sitting.resolve(done.id, root_cause="a", action_taken="b", told="c"))

    def work(sitting: Sitting) -> None:
        third = sitting.create(CREATED, "made just now").ticket
        assert sitting.unresolved_of(BEA) == [first.id, second.id, third.id]
        assert sitting.lying_in("bari") == [first.id, done.id, third.id]
        assert sitting.unresolved_for(str(CREATED["customer_email"]), "bari") == third.id
        assert sitting.unresolved_for("bob@shop.example", "naples") == second.id
        assert sitting.unresolved_for("bob@shop.example", "bari") is None
        sitting.change(second.id, {"segment": "bari"})
        assert sitting.lying_in("naples") == []
        assert sitting.lying_in("bari") == [first.id, second.id, done.id, third.id]

    house.act(work)


def test_a_group_is_found_whole_and_newest_first(house: House) -> None:
    tickets = [house.create() for _ in range(3)]

    def change_all(sitting: Sitting) -> str:
        group = sitting.new_group()
        for ticket in tickets:
            sitting.change(ticket.id, {"category": "x"}, group=group)
        return group

    group = house.desk.sit(BEA, change_all)
    found = house.store.transact(lambda tx: tx.group(group))
    assert [operation.subject for operation in found] == [ticket.id for ticket in reversed(tickets)]
    assert house.store.transact(lambda tx: tx.group("unknown")) == ()


def test_a_group_larger_than_the_reach_of_undo_is_taken_back_and_done_again_whole(house: House) -> None:
    tickets = house.desk.sit(ADA, lambda sitting: [sitting.create(CREATED, f"n{n}").ticket.id for n in range(600)])

    def change_all(sitting: Sitting) -> None:
        group = sitting.new_group()
        for ticket in tickets:
            sitting.change(ticket, {"category": "x"}, group=group)

    house.desk.sit(ADA, change_all)
    assert len(house.desk.sit(ADA, lambda sitting: sitting.undo())) == 600
    assert house.queries(ADA).words_used("category") == []
    assert len(house.desk.sit(ADA, lambda sitting: sitting.redo())) == 600
    assert house.queries(ADA).words_used("category") == [("x", 600)]


# What is one's own -------------------------------------------------------------------------------------------------


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
    queries = house.queries(me)
    found = queries.window(queries.parse("sort:number"), limit=100).rows
    return [row.number for row in reversed(found) if row.is_unread]


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


def test_a_draft_is_seen_by_whose_it_is(house: House) -> None:
    ticket = house.create()
    house.store.save_draft(StoredDraft(ticket.id, "comment", GIA, {"comment": "hm"}))
    flags = {me: [row.has_draft for row in house.listed_by(me)] for me in (GIA, BEA)}
    assert flags == {GIA: [True], BEA: [False]}


# The organisation --------------------------------------------------------------------------------------------------


def test_segments_and_people_keep_what_was_said_of_them(house: House) -> None:
    house.act(lambda sitting: sitting.put_person(BEA, {"away_until": "2027-01-08", "deputy": TOM}), ADA)
    house.act(lambda sitting: sitting.put_segment("milan", {"active": False, "merged_into": "turin"}), ADA)
    space = house.reader.organisation()
    assert (space.people[BEA].away_until, space.people[BEA].deputy) == ("2027-01-08", TOM)
    assert not space.tree.is_open("milan")
    assert space.tree.heir("milan") == "turin"
    assert "milan" not in {segment.code for segment in space.tree}
    assert [entry.operation.kind for entry in house.reader.entries("milan")] == ["segment.put", "segment.put"]


def test_a_rule_that_was_set_back_is_as_if_it_had_never_been_changed(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("word.owner", "hero"), ADA)
    house.act(lambda sitting: sitting.undo(), ADA)
    assert house.reader.organisation().policy.changed == {}
    house.act(lambda sitting: sitting.redo(), ADA)
    assert house.reader.organisation().policy.changed == {"word.owner": "hero"}
    house.act(lambda sitting: sitting.put_policy("word.owner", None), ADA)
    assert house.reader.organisation().policy.word("owner") == "owner"


def test_what_there_is_to_do_is_counted_by_segment(house: House) -> None:
    house.create()
    house.create(segment="naples")
    resolved = house.create(segment="naples")
    house.act(lambda sitting: sitting.comment(resolved.id, "called"))
    house.act(lambda sitting: sitting.resolve(resolved.id, root_cause="a", action_taken="b", told="c"))
    assert house.reader.segment_loads(house.clock()) == {"bari": Load(1, 0), "naples": Load(1, 0)}
    assert house.reader.segment_loads(house.clock() + 30 * DAY)["naples"] == Load(1, 1)


# Out of another store's history ------------------------------------------------------------------------------------

LONG_AGO = NOON - 90 * DAY


def replayed(house: House, made: Operation, number: int | None, policy: dict[str, Json] | None = None) -> Entry:
    def work(tx: Transaction) -> Entry:
        before = tx.ticket(made.subject)
        entry = tx.replay(made, LONG_AGO, Replayed(arrived_at=house.clock(), policy=policy or {}), number)
        left = after(before, entry, tx.policy_at, ())
        assert left is not None
        tx.put_ticket(before, left, entry, ())
        return entry

    return house.store.transact(work)


def foreign(place: int, **more: object) -> Operation:
    """The operation that made a ticket in another store."""
    made = operation(Kind.TICKET_CREATE, subject=f"01890000-0000-7000-8000-{place:012x}", **more)
    fields = sets(segment=(None, "bari"), status=(None, "new"), priority=(None, "medium"), owner=(None, BEA))
    return replace(made, id=f"made-{place}", set=fields, comment="from elsewhere", by=BEA)


def test_what_is_replayed_keeps_its_time_and_number_and_takes_the_next_place(house: House) -> None:
    house.create()
    before = house.reader.seq()
    entry = replayed(house, foreign(1), 41)
    assert (entry.seq, entry.received_at, entry.number) == (before + 1, LONG_AGO, 41)
    ticket = house.ticket(foreign(1).subject)
    assert (ticket.number, ticket.created_at, ticket.updated_at) == (41, LONG_AGO, LONG_AGO)
    assert house.reader.entries(ticket.id) == (entry,)
    assert house.create().number == 42
    assert house.ticket(ticket.id).created_at < house.ticket(house.create().id).created_at


def test_what_is_replayed_is_judged_by_the_policy_of_its_day(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("deadline.medium.resolve_hours", 7), ADA)
    replayed(house, foreign(1), 41, {"deadline.medium.resolve_hours": 30})
    replayed(house, foreign(2), 42)
    assert house.ticket(foreign(1).subject).resolve_due_at == LONG_AGO + 30 * HOUR
    assert house.ticket(foreign(2).subject).resolve_due_at == LONG_AGO + 120 * HOUR
    assert house.create().resolve_due_at == house.clock.now + 7 * HOUR


def test_what_is_replayed_is_nobodys_last_change(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.comment(ticket.id, "mine"))
    replayed(house, foreign(1), 41)
    undone = house.desk.sit(BEA, lambda sitting: sitting.undo())
    assert [one.operation.kind for one in undone] == [Kind.COMMENT_WITHDRAW]
    with pytest.raises(Refused, match="nothing of yours to undo on this ticket"):
        house.desk.sit(BEA, lambda sitting: sitting.undo(foreign(1).subject))
    house.act(lambda sitting: sitting.undo(operation_id="made-1"))
    assert house.ticket(foreign(1).subject).withdrawn


def test_the_same_operation_is_not_replayed_twice(house: House) -> None:
    replayed(house, foreign(1), 41)
    with pytest.raises(CxloopError):
        house.store.transact(lambda tx: tx.replay(foreign(1), LONG_AGO, Replayed(arrived_at=NOON, policy={}), 43))
    assert house.reader.find("#43") is None


def test_a_number_is_taken_once_a_ticket_has_it(house: House) -> None:
    taken = house.create().number
    assert taken is not None

    def work(tx: Transaction) -> tuple[bool, bool, int]:
        return tx.number_taken(taken), tx.number_taken(taken + 1), tx.last_number()

    assert house.store.transact(work) == (True, False, taken)
    replayed(house, foreign(1), 41)
    assert house.store.transact(lambda tx: (tx.number_taken(41), tx.last_number())) == (True, 41)


def test_a_history_is_in_the_authoritys_order_each_with_what_came_before_on_its_ticket(furnished: House) -> None:
    for text in ("", "status:resolved", "refund", "late status:new", "segment:south*"):
        selection = furnished.selection(text)
        found = {ticket.id for ticket in furnished.reader.tickets(selection, None)}
        history = list(furnished.reader.history(selection, responses=False))
        assert [entry.seq for entry, _ in history] == sorted({entry.seq for entry, _ in history})
        assert {entry.operation.subject for entry, _ in history} == found
        for ticket_id in found:
            entries = furnished.reader.entries(ticket_id)
            own = [(entry, previous) for entry, previous in history if entry.operation.subject == ticket_id]
            assert [entry for entry, _ in own] == list(entries)
            assert [previous for _, previous in own] == [None, *(entry.operation.id for entry in entries[:-1])]


def test_a_history_has_all_responses_when_they_are_asked_for(house: House) -> None:
    house.act(lambda sitting: sitting.record_response("r-1", {"score": 9}, "fine"), ADA)
    ticket = house.create()
    asked = house.selection("")
    subjects = [entry.operation.subject for entry, _ in house.reader.history(asked, responses=True)]
    assert subjects == ["r-1", ticket.id]
    assert [one.operation.subject for one, _ in house.reader.history(asked, responses=False)] == [ticket.id]


def test_the_organisations_history_is_every_change_of_it(house: House) -> None:
    house.create()
    house.act(lambda sitting: sitting.put_policy("word.owner", "hero"), ADA)
    history = house.reader.organisation_history()
    assert [entry.seq for entry in history] == sorted(entry.seq for entry in history)
    assert {entry.operation.kind for entry in history} == {Kind.SEGMENT_PUT, Kind.PERSON_PUT, Kind.POLICY_PUT}
    space = Organisation(SegmentTree({}), {})
    for entry in history:
        space = space.after(entry)
    now = house.reader.organisation()
    assert (space.tree.ever, space.people, space.policy) == (now.tree.ever, now.people, now.policy)


def test_operations_are_found_by_id_and_the_last_one_by_subject(house: House) -> None:
    ticket = house.create()
    house.act(lambda sitting: sitting.comment(ticket.id, "one"))
    entries = house.reader.entries(ticket.id)
    ids = [entry.operation.id for entry in entries]
    assert house.reader.operations([*ids, "nobody's"]) == {entry.operation.id: entry.operation for entry in entries}
    assert house.reader.last_operations([ticket.id, "nothing"]) == {ticket.id: ids[-1]}
    assert not house.reader.operations([])
    assert not house.reader.last_operations([])


def test_a_reader_apart_sees_one_state_of_the_store(house: House) -> None:
    first = house.create()
    with house.reader.apart() as still:
        assert still.counts(house.selection("")).found == 1
        house.create()
        house.act(lambda sitting: sitting.comment(first.id, "meanwhile"))
        assert still.counts(house.selection("")).found == 1
        assert len(list(still.history(house.selection(""), responses=False))) == 1
        assert house.reader.counts(house.selection("")).found == 2
    assert house.reader.epoch()


def test_tickets_are_chosen_by_id(furnished: House) -> None:
    chosen = tuple(row.id for row in furnished.listed("")[3:9])
    for negated in (False, True):
        condition = Among((*chosen, "nobody's"), negated=negated)
        selection = replace(furnished.selection("sort:number"), conditions=(condition,))
        found = [ticket.id for ticket in furnished.reader.tickets(selection, None)]
        assert found == [row.id for row in furnished.listed("sort:number") if (row.id in chosen) is not negated]
        assert furnished.reader.counts(selection).found == len(found)
