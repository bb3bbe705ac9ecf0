"""What a person wants, as the part of an operation that says so."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.intent import Draft
from cxloop_tui.domain.operation import Json, Kind
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket import Ticket
from tests.builders import ADA, BEA, EVE, GIA, LEA, organisation, sets, ticket

SPACE = organisation()
NEW = ticket(status=Status.NEW)
ESCALATED = ticket(status=Status.ESCALATED, segment="south", owner=GIA, return_segment="bari", return_owner=BEA)
RESOLVED = ticket(status=Status.RESOLVED, root_cause="bank")


def test_a_new_ticket_leaves_out_what_is_empty_and_remembers_where_it_began() -> None:
    draft = intent.create("t", {"segment": "bari", "customer_name": None, "account": " "}, "hello", ["vip", "vip"])
    assert draft == Draft(
        kind=Kind.TICKET_CREATE,
        subject="t",
        set=sets(status=(None, "new"), priority=(None, "medium"), segment=(None, "bari"),
                 origin_segment=(None, "bari")),
        add={"tags": ("vip",)},
        comment="hello",
    )  # fmt: skip


def test_an_email_is_kept_in_its_normal_form() -> None:
    draft = intent.create("t", {"customer_email": " Ana@Shop.EXAMPLE "}, "hello")
    assert draft.set["customer_email"].wanted == "ana@shop.example"


def test_only_what_differs_is_changed() -> None:
    draft = intent.change(ticket(), {"owner": BEA, "priority": "high", "category": ""})
    assert draft.set == sets(priority=("medium", "high"))
    assert intent.change(ticket(), {"owner": BEA, "category": None}).is_empty


def test_an_emptied_field_is_no_value() -> None:
    assert intent.change(ticket(category="refund"), {"category": "  "}).set == sets(category=("refund", None))


def test_tags_are_added_when_missing_and_removed_when_there() -> None:
    draft = intent.change(ticket(tags=("late",)), {}, add_tags=["late", " vip "], remove_tags=["calm", "late"])
    assert (draft.add, draft.remove) == ({"tags": ("vip",)}, {"tags": ("late",)})
    assert intent.change(ticket(tags=("late",)), {}, add_tags=["late", " "], remove_tags=["calm"]).is_empty


def test_text_that_no_store_can_keep_is_made_storable_everywhere() -> None:
    draft = intent.change(ticket(), {"category": "a\x00b"}, add_tags=["v\ud800p"], note="n\x00te")
    assert draft.set["category"].wanted == "a�b"
    assert draft.add == {"tags": ("v�p",)}
    assert draft.comment == "n�te"


@given(st.text(st.characters()))
def test_any_words_are_kept_exactly_when_they_can_be(words: str) -> None:
    if not words.strip():
        with pytest.raises(Refused, match="comment is empty"):
            intent.comment(ticket(), words)
        return
    kept = intent.comment(ticket(), words).comment
    assert kept is not None
    kept.encode()
    changed = {old for old, new in zip(words, kept, strict=True) if old != new}
    assert all(old == "\x00" or "\ud800" <= old <= "\udfff" for old in changed)


@pytest.mark.parametrize(
    ("now", "to", "wanted"),
    [
        (ticket(), Status.OPEN, {}),
        (NEW, Status.OPEN, {"status": "open"}),
        (ESCALATED, Status.OPEN, {"status": "open"}),
        (ticket(), Status.NEW, {"status": "new"}),
    ],
)
def test_a_bare_change_of_status(now: Ticket, to: Status, wanted: dict[str, Json]) -> None:
    assert intent.status_to(now, to) == wanted


@pytest.mark.parametrize(("to", "form"), [(Status.RESOLVED, "resolve"), (Status.ESCALATED, "escalate")])
def test_a_status_that_has_a_form_names_its_command(to: Status, form: str) -> None:
    with pytest.raises(Refused, match=f"use `cxloop {form}`"):
        intent.status_to(ticket(), to)


@pytest.mark.parametrize(
    ("owner", "segment", "wanted"),
    [
        (BEA, "bari", {}),
        (BEA, "naples", {"segment": "naples", "owner": GIA}),
        (GIA, "naples", {"segment": "naples", "owner": GIA}),
        (LEA, "naples", {"segment": "naples", "owner": LEA}),
        (EVE, "spain", {"segment": "spain", "owner": EVE}),
        (None, "naples", {"segment": "naples", "owner": GIA}),
    ],
)
def test_a_move_keeps_who_belongs_there_and_else_proposes_the_lead(
    owner: str | None, segment: str, wanted: dict[str, Json]
) -> None:
    assert intent.moved(ticket(owner=owner), segment, SPACE) == wanted


def test_an_escalation_is_one_operation_with_its_reason() -> None:
    draft = intent.escalate(ticket(), "south", "needs a manager", SPACE, by=BEA)
    assert draft.set == sets(status=("open", "escalated"), segment=("bari", "south"), owner=(BEA, GIA))
    assert (draft.kind, draft.comment) == (Kind.TICKET_CHANGE, "needs a manager")


def test_an_escalation_never_proposes_the_one_who_escalates() -> None:
    assert intent.escalate(ticket(), "south", "why", SPACE, by=GIA).set["owner"].wanted == LEA
    assert intent.escalate(ticket(), "south", "why", SPACE, by=BEA, owner=ADA).set["owner"].wanted == ADA


def test_handing_back_goes_to_where_it_came_from() -> None:
    draft = intent.hand_back(ESCALATED, "yours", organisation())
    assert draft.set == sets(status=("escalated", "open"), segment=("south", "bari"), owner=(GIA, BEA))
    assert draft.comment == "yours"


def test_handing_back_at_the_top_keeps_the_segment() -> None:
    at_top = ticket(status=Status.ESCALATED, segment="italy", owner=ADA, return_segment="italy", return_owner=LEA)
    assert intent.hand_back(at_top, None, organisation()).set == sets(status=("escalated", "open"), owner=(ADA, LEA))


def test_resolving_says_cause_action_and_how_the_customer_was_told() -> None:
    draft = intent.resolve(ticket(), root_cause="bank", action_taken="refunded", told="  ")
    assert draft.set == sets(status=("open", "resolved"), root_cause=(None, "bank"), action_taken=(None, "refunded"))


def test_resolving_again_keeps_words_that_are_not_said_anew() -> None:
    draft = intent.resolve(ticket(root_cause="bank"), root_cause=None, action_taken="refunded", told="call")
    assert "root_cause" not in draft.set


def test_reopening_changes_the_status_alone() -> None:
    assert intent.reopen(RESOLVED, "not paid", SPACE).set == sets(status=("resolved", "open"))


def test_what_has_nothing_to_begin_with_is_refused() -> None:
    with pytest.raises(Refused, match="it is open, not escalated: there is nothing to hand back"):
        intent.hand_back(ticket(), None, organisation())
    with pytest.raises(Refused, match="it is open, not resolved: there is nothing to reopen"):
        intent.reopen(ticket(), None, SPACE)
    with pytest.raises(Refused, match="it is resolved already; reopen it first"):
        intent.resolve(RESOLVED, root_cause="a", action_taken="b", told="c")


def test_a_comment_opens_a_new_ticket_along_the_way() -> None:
    draft = intent.comment(NEW, "hello")
    assert (draft.set, draft.implied) == (sets(status=("new", "open")), ("status",))
    assert intent.comment(ticket(), "hello").set == {}


def test_a_contact_says_how_and_what_came_of_it() -> None:
    draft = intent.contact(NEW, "met", "reached", "at the shop")
    assert (draft.add, draft.comment, draft.implied) == ({"contacts": ("met reached",)}, "at the shop", ("status",))


def test_unknown_words_of_a_contact_are_unusable() -> None:
    with pytest.raises(Unusable, match="no kind of contact 'fax': use one of call, mail, met"):
        intent.contact(ticket(), "fax", "reached", None)
    with pytest.raises(Unusable, match="no outcome 'angry': use one of reached, no-answer, voicemail"):
        intent.contact(ticket(), "call", "angry", None)


def test_priorities_and_statuses_are_written_as_plain_words() -> None:
    draft = intent.change(ticket(), {"priority": Priority.HIGH.value})
    assert draft.set == sets(priority=("medium", "high"))
