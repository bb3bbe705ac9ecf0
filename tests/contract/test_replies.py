"""Replies to customers, over every store: written by somebody, sent by the authority, to nobody who wants none."""

import pytest

from cxloop_tui.domain.clock import DAY, SECOND
from cxloop_tui.domain.customer import particulars_of
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.history import comments_of, log_of, log_with_letters
from cxloop_tui.domain.mail.letter import Purpose, State
from cxloop_tui.domain.operation import AUTHORITY, Kind, Origin, Preview
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.domain.status import Status
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Done, Put
from tests.builders import ADA, BEA, CREATED, EVE, GIA, LEA, OLD
from tests.contract.house import House
from tests.contract.posting import Post, composed, go, later, letter_now, new_ticket, sent_by_now, the_letter
from tests.contract.test_accepting import made, outcomes, sent

ANA = "ana@shop.example"
HERS = f"@{ANA}"


@pytest.fixture
def post() -> Post:
    return Post()


def reply(house: House, ticket_id: str, text: str = "We send a new one today.", by: str = BEA) -> Done:
    done = house.desk.sit(by, lambda sitting: sitting.reply(ticket_id, "Your order", text))
    assert done is not None
    return done


def put(house: House, by: str = BEA, **wanted: str | None) -> Put | None:
    return house.desk.sit(by, lambda sitting: sitting.put_customer(HERS, wanted))


def turn(house: House, rule: str, value: object) -> None:
    house.desk.sit(ADA, lambda sitting: sitting.put_policy(rule, value))  # type: ignore[arg-type]


def test_a_reply_goes_to_the_customer_and_to_nobody_else(house: House, post: Post) -> None:
    reply(house, new_ticket(house))
    assert sent_by_now(house, post) == [ANA]
    letter = post.got[0][1]
    assert letter["To"] == ANA
    assert letter["From"] == '"Bea Bari, The desk" <desk@shop.example>'
    assert letter["Reply-To"] == f"Bea Bari <{BEA}>"
    assert letter["Subject"] == "Your order"
    assert letter["Auto-Submitted"] is None
    body = letter.get_body(("plain",))
    assert body is not None
    assert body.get_content() == "We send a new one today.\n"
    assert sent_by_now(house, post) == []


def test_who_works_on_the_ticket_hears_of_it_where_the_rules_say_so(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    turn(house, "mail.notices", "on")
    reply(house, ticket_id)
    assert sent_by_now(house, post) == [ANA, GIA]
    assert [letter["Subject"] for who, letter in post.got if who == GIA] == [
        "[#1] customer written to by Bea Bari, Bari"
    ]


def test_it_is_a_contact_that_meets_the_first_deadline(house: House) -> None:
    done = reply(house, new_ticket(house))
    assert done.ticket.status is Status.OPEN
    assert done.ticket.first_contact_at == house.clock.now
    view = house.queries().view(done.ticket.id)
    assert [(said.kind, said.body) for said in comments_of(view.ticket, view.entries)][-1] == (
        "reply",
        "Your order\n\nWe send a new one today.",
    )
    assert [(line.field, line.new) for line in log_of(view.entries)][-3:] == [
        ("contact", "mail reached"),
        ("reply", "Your order"),
        ("comment", "We send a new one today."),
    ]
    (contact,) = house.queries().customer(HERS).contacts
    assert (contact.kind, contact.by) == ("mail reached", BEA)


def test_the_address_that_is_right_by_then_gets_it_and_that_is_said(house: House, post: Post) -> None:
    done = reply(house, new_ticket(house))
    house.desk.sit(BEA, lambda sitting: sitting.change(done.ticket.id, {"customer_email": "ana@home.example"}))
    assert sent_by_now(house, post) == ["ana@home.example"]
    (letter,) = house.queries().letters.of_ticket(done.ticket.id)
    assert letter.foreseen == (ANA,)


def test_without_an_address_it_is_held_not_sent_to_the_old_one(house: House, post: Post) -> None:
    done = reply(house, new_ticket(house))
    house.desk.sit(BEA, lambda sitting: sitting.change(done.ticket.id, {"customer_email": None}))
    assert sent_by_now(house, post) == []
    (letter,) = house.queries().letters.of_ticket(done.ticket.id)
    assert (letter.state, letter.to) == (State.HELD, (ANA,))


@pytest.mark.parametrize(
    ("title", "text", "says"),
    [("", "Hello", "title is empty"), ("Hello", "  ", "text is empty"), ("a\nBcc: x@y.example", "Hello", "one line")],
)
def test_what_is_no_letter_is_refused(house: House, title: str, text: str, says: str) -> None:
    ticket_id = new_ticket(house)
    with pytest.raises(Refused, match=says):
        house.desk.sit(BEA, lambda sitting: sitting.reply(ticket_id, title, text))


def test_a_customer_without_an_address_cannot_be_written_to(house: House) -> None:
    wanted = {**CREATED, "customer_email": None, "customer_phone": "+39 06 555"}
    made_ = house.desk.sit(ADA, lambda sitting: sitting.create(wanted, "Late", origin=Origin.IMPORT))
    with pytest.raises(Refused, match="no e-mail"):
        reply(house, made_.ticket.id, by=ADA)


# Taken back ---------------------------------------------------------------------------------------------------------


def test_taken_back_within_the_minute_it_is_never_written(house: House, post: Post) -> None:
    reply(house, new_ticket(house))
    house.desk.sit(BEA, lambda sitting: sitting.undo())
    assert sent_by_now(house, post) == []


def test_taken_back_before_it_goes_it_is_cancelled(house: House, post: Post) -> None:
    reply(house, new_ticket(house))
    later(house)
    assert composed(house) == 1
    letter = the_letter(house)
    house.desk.sit(BEA, lambda sitting: sitting.undo())
    later(house)
    assert go(house, post).handed_over == 0
    left = letter_now(house, letter)
    assert (left.state, dict(left.missed)) == (State.CANCELLED, {ANA: "it was taken back before it went"})


def test_brought_back_it_goes(house: House, post: Post) -> None:
    reply(house, new_ticket(house))
    house.desk.sit(BEA, lambda sitting: sitting.undo())
    later(house, SECOND)
    house.desk.sit(BEA, lambda sitting: sitting.redo())
    assert sent_by_now(house, post) == [ANA]


def test_brought_back_after_it_was_cancelled_it_goes(house: House, post: Post) -> None:
    reply(house, new_ticket(house))
    later(house)
    composed(house)
    house.desk.sit(BEA, lambda sitting: sitting.undo())
    later(house)
    go(house, post)
    house.desk.sit(BEA, lambda sitting: sitting.redo())
    assert sent_by_now(house, post) == [ANA]


def test_of_a_ticket_that_is_withdrawn_meanwhile_the_customer_hears_nothing(house: House, post: Post) -> None:
    turn(house, "mail.greeting", "on")
    new_ticket(house)
    later(house)
    composed(house)
    letter = the_letter(house)
    house.desk.sit(EVE, lambda sitting: sitting.undo())
    later(house)
    go(house, post)
    assert post.got == []
    assert dict(letter_now(house, letter).missed) == {ANA: "the ticket was withdrawn before it went"}


def test_what_the_customer_has_is_not_taken_back(house: House, post: Post) -> None:
    reply(house, new_ticket(house))
    sent_by_now(house, post)
    with pytest.raises(Refused, match="has that letter already"):
        house.desk.sit(BEA, lambda sitting: sitting.undo())


# Who wants no letters -----------------------------------------------------------------------------------------------


def test_to_who_wants_no_letters_none_can_be_written(house: House) -> None:
    ticket_id = new_ticket(house)
    assert put(house, consent="withdrawn") is not None
    assert put(house, consent="withdrawn") is None
    with pytest.raises(Refused, match="does not want to be written to"):
        reply(house, ticket_id)
    put(house, by=EVE, consent="given")
    reply(house, ticket_id)


def test_who_says_so_after_it_was_written_gets_nothing(house: House, post: Post) -> None:
    reply(house, new_ticket(house))
    later(house)
    composed(house)
    letter = the_letter(house)
    put(house, consent="withdrawn")
    later(house)
    go(house, post)
    assert post.got == []
    assert dict(letter_now(house, letter).missed) == {ANA: "the customer wants no letters"}


def test_what_is_on_record_of_a_customer_can_be_taken_back(house: House) -> None:
    new_ticket(house)
    put(house, consent="withdrawn", language="it")
    house.desk.sit(BEA, lambda sitting: sitting.undo())
    assert house.queries().particulars(HERS).consent is None
    house.desk.sit(BEA, lambda sitting: sitting.redo())
    known = house.queries().particulars(HERS)
    assert (known.consent, known.language, known.said_by) == ("withdrawn", "it", BEA)


def test_an_undo_does_not_overwrite_what_somebody_else_put_on_record(house: House) -> None:
    put(house, consent="withdrawn")
    put(house, by=EVE, consent="given")
    with pytest.raises(Refused, match="changed since"):
        house.desk.sit(BEA, lambda sitting: sitting.undo())


@pytest.mark.parametrize("wanted", [{"consent": "perhaps"}, {"language": "German"}])
def test_only_what_can_be_is_put_on_record(house: House, wanted: dict[str, str]) -> None:
    with pytest.raises(Unusable):
        put(house, **wanted)


def test_what_was_said_last_counts_also_where_a_desk_brings_older_news(house: House) -> None:
    given = made(house, lambda sitting: sitting.put_customer(HERS, {"consent": "given"}))
    put(house, consent="withdrawn")
    now = house.queries().entries(HERS)
    brought = now[0]._replace(operation=given[0], seq=now[0].seq + 1, received_at=now[0].received_at - DAY)
    assert particulars_of([*now, brought]).consent == "withdrawn"


# From another desk --------------------------------------------------------------------------------------------------


def test_from_a_desk_that_was_offline(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    operations = made(
        house,
        lambda sitting: sitting.put_customer(HERS, {"language": "de"}),
        lambda sitting: sitting.reply(ticket_id, "Your order", "It is on its way."),
    )
    assert outcomes(sent(house, operations)) == [Outcome.APPLIED, Outcome.APPLIED]
    assert sent_by_now(house, post) == [ANA]
    assert house.queries().particulars(HERS).language == "de"


def test_a_reply_to_who_said_no_meanwhile_is_refused_and_kept(house: House) -> None:
    ticket_id = new_ticket(house)
    operations = made(house, lambda sitting: sitting.reply(ticket_id, "Your order", "It is on its way."))
    put(house, consent="withdrawn")
    (receipt,) = sent(house, operations)
    assert (receipt.outcome, receipt.reason) == (Outcome.REJECTED, f"{ANA} does not want to be written to any more")


def test_an_undo_from_another_desk_takes_back_what_is_on_record(house: House) -> None:
    operations = made(
        house,
        lambda sitting: sitting.put_customer(HERS, {"consent": "withdrawn"}),
        lambda sitting: sitting.undo()[0],
    )
    assert outcomes(sent(house, operations)) == [Outcome.APPLIED, Outcome.APPLIED]
    assert house.queries().particulars(HERS).consent is None


def test_who_is_not_active_any_more_puts_nothing_on_record(house: House) -> None:
    with pytest.raises(Refused, match="not active"):
        put(house, by=OLD, consent="withdrawn")


# Told at once that they were heard ----------------------------------------------------------------------------------


def test_who_complains_is_told_at_once_that_they_were_heard(house: House, post: Post) -> None:
    turn(house, "mail.greeting", "on")
    turn(house, "mail.signature", "Your shop")
    put(house, language="de")
    ticket_id = new_ticket(house)
    assert sent_by_now(house, post) == [ANA]
    letter = post.got[0][1]
    assert letter["Subject"] == "Ihre Nachricht ist angekommen [#1]"
    assert letter["Auto-Submitted"] == "auto-generated"
    ticket = house.queries().view(ticket_id).ticket
    assert (ticket.status, ticket.first_contact_at) == (Status.NEW, None)
    assert sent_by_now(house, post) == []
    written = house.queries().entries(ticket_id)[-1].operation
    assert (written.kind, written.by, written.origin) == (Kind.REPLY_WRITE, AUTHORITY, Origin.RULE)


@pytest.mark.parametrize("why", ["off", "withdrawn", "imported", "taken back"])
def test_who_is_not_greeted(house: House, post: Post, why: str) -> None:
    if why != "off":
        turn(house, "mail.greeting", "on")
    if why == "withdrawn":
        put(house, consent="withdrawn")
    if why == "imported":
        house.desk.sit(ADA, lambda sitting: sitting.create(CREATED, "Late", origin=Origin.IMPORT))
    else:
        new_ticket(house)
    if why == "taken back":
        house.desk.sit(EVE, lambda sitting: sitting.undo())
    assert sent_by_now(house, post) == []


# Asked again after the resolution ----------------------------------------------------------------------------------


def resolve_one(house: House) -> str:
    turn(house, "mail.survey_link", "https://survey.example/?t={number}")
    ticket = new_ticket(house)
    house.desk.sit(BEA, lambda sitting: sitting.resolve(ticket, root_cause="bank", action_taken="wired", told="call"))
    return ticket


def test_who_has_a_resolution_is_asked_how_it_is_now_once(house: House, post: Post) -> None:
    resolve_one(house)
    assert sent_by_now(house, post) == ["ana@shop.example"]
    letter = post.got[0][1]
    assert letter["Subject"] == "Is it all right now? [#1]"
    body = letter.get_body(("plain",))
    assert body is not None
    assert "https://survey.example/?t=1" in body.get_content()
    assert sent_by_now(house, post) == []


@pytest.mark.parametrize("why", ["no link", "taken back", "withdrawn", "was content"])
def test_who_is_not_asked(house: House, post: Post, why: str) -> None:
    if why == "withdrawn":
        put(house, consent="withdrawn")
    ticket = resolve_one(house)
    if why == "was content":
        house.desk.sit(BEA, lambda sitting: sitting.change(ticket, {"score": 9, "score_kind": "nps"}))
    if why == "taken back":
        house.desk.sit(BEA, lambda sitting: sitting.undo())
    if why == "no link":
        turn(house, "mail.survey_link", "")
    assert sent_by_now(house, post) == []


# What somebody was shown before -------------------------------------------------------------------------------------


def escalation(sitting: Sitting, ticket_id: str, preview: Preview | None = None) -> Done:
    done = sitting.escalate(ticket_id, "south", "They are furious", preview=preview)
    assert done is not None
    return done


def test_the_letter_that_was_shown_is_kept_and_where_others_get_it_that_is_said(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    turn(house, "mail.notices", "on")
    seen = Preview((GIA,), (), "[#1] escalated by Bea Bari, South", "as it was then")
    done = house.desk.sit(BEA, lambda sitting: escalation(sitting, ticket_id, seen))
    assert done.operation.preview == seen
    house.desk.sit(ADA, lambda sitting: sitting.put_segment("south", {"managers": [GIA, LEA]}))
    assert sent_by_now(house, post) == [GIA, LEA]
    (letter,) = house.queries().letters.of_ticket(ticket_id)
    assert (letter.purpose, letter.foreseen) == (Purpose.NOTICE, (GIA,))


def test_where_the_same_get_it_nothing_is_said(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    turn(house, "mail.notices", "on")
    house.desk.sit(BEA, lambda sitting: escalation(sitting, ticket_id, Preview((GIA,))))
    assert sent_by_now(house, post) == [GIA]
    (letter,) = house.queries().letters.of_ticket(ticket_id)
    assert letter.foreseen is None


# Where it is seen ---------------------------------------------------------------------------------------------------


def test_a_letter_stands_in_the_log_with_what_it_tells_of(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    turn(house, "mail.notices", "on")
    reply(house, ticket_id)
    house.desk.sit(BEA, lambda sitting: sitting.comment(ticket_id, "Wrote to her."))
    before = house.queries().view(ticket_id)
    later(house)
    composed(house)
    view = house.queries().view(ticket_id)
    assert view.state != before.state
    letters = [line for line in log_with_letters(view) if line.field == "letter"]
    assert [(line.new, line.operation) for line in letters] == [
        (f"waiting to {ANA}", view.entries[1].operation.id),
        (f"waiting to {GIA}", view.entries[1].operation.id),
    ]
    put(house, consent="withdrawn")
    later(house)
    go(house, post)
    told = [line.new for line in log_with_letters(house.queries().view(ticket_id)) if line.field == "letter"]
    assert told == [f"cancelled to {ANA}; not {ANA}: the customer wants no letters", f"sent to {GIA}"]


def test_a_ticket_without_letters_has_the_log_of_its_operations(house: House) -> None:
    view = house.queries().view(new_ticket(house))
    assert log_with_letters(view) == log_of(view.entries)
