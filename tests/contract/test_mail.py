"""Mail, over every store: who is told is queued with what was done, composed after a while, and goes once to each."""

import pytest

from cxloop_tui.domain.clock import DAY, MINUTE, SECOND
from cxloop_tui.domain.errors import Clashing, NotFound, Refused, Unusable
from cxloop_tui.domain.mail.delivery import Delivery, Fate, Later, Never
from cxloop_tui.domain.mail.letter import Letter, Purpose, State
from cxloop_tui.domain.operation import AUTHORITY, Operation, Origin
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.mail.sending import GIVEN_UP_AFTER, Round
from tests.builders import ADA, BEA, CREATED, EVE, GIA, LEA, MAX, TOM
from tests.contract.house import House
from tests.contract.posting import IDS, Post, composed, go, later, letter_now, new_ticket, sent_by_now, the_letter
from tests.contract.test_accepting import made, outcomes, sent


@pytest.fixture(autouse=True)
def post(house: House, request: pytest.FixtureRequest) -> Post:
    """Where letters are handed over, by a desk that tells people by mail but in one of these tests."""
    if request.function is not test_nobody_is_told_where_nobody_asked_for_it:
        house.desk.sit(ADA, lambda sitting: sitting.put_policy("mail.notices", "on"))
    return Post()


def test_nobody_is_told_where_nobody_asked_for_it(house: House) -> None:
    new_ticket(house)
    later(house)
    assert composed(house) == 0


def test_a_new_ticket_is_told_to_its_owner_and_the_manager(house: House, post: Post) -> None:
    new_ticket(house)
    assert sent_by_now(house, post) == [BEA, GIA]
    letter = post.got[0][1]
    assert letter["To"] == f"Bea Bari <{BEA}>"
    assert letter["Cc"] == f"Gia South <{GIA}>"
    assert letter["Subject"] == "[#1] new ticket by Eve Madrid, Bari"
    assert sent_by_now(house, post) == []


def test_nothing_is_composed_before_its_minute_is_over(house: House) -> None:
    new_ticket(house)
    later(house, MINUTE - SECOND)
    assert composed(house) == 0
    later(house, SECOND)
    assert composed(house) == 1
    assert composed(house) == 0


def test_a_finished_letter_stays_as_long_as_the_policy_says(house: House, post: Post) -> None:
    house.desk.sit(ADA, lambda sitting: sitting.put_policy("mail.hold_seconds", 600))
    new_ticket(house)
    later(house)
    composed(house)
    later(house, 9 * MINUTE)
    assert go(house, post).handed_over == 0
    later(house)
    assert go(house, post).handed_over == 2


def test_what_is_done_within_a_minute_is_one_letter(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    sent_by_now(house, post)

    def work(sitting: Sitting) -> None:
        sitting.comment(ticket_id, "called")
        sitting.change(ticket_id, {"priority": "high"})

    house.desk.sit(LEA, work)
    house.desk.sit(GIA, lambda sitting: sitting.comment(ticket_id, "well done"))
    assert sent_by_now(house, post) == [BEA, GIA]
    text = post.got[-1][1].get_body(("plain",))
    assert text is not None
    assert all(word in text.get_content() for word in ("called", "priority: medium → high", "well done"))


def test_an_escalation_tells_whom_it_leaves_and_a_reassignment_who_had_it(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    sent_by_now(house, post)
    house.desk.sit(GIA, lambda sitting: sitting.change(ticket_id, {"owner": GIA}))
    assert sent_by_now(house, post) == [BEA]
    house.desk.sit(GIA, lambda sitting: sitting.escalate(ticket_id, "italy", "too big", owner=LEA))
    assert sent_by_now(house, post) == [LEA]
    house.desk.sit(LEA, lambda sitting: sitting.hand_back(ticket_id, "yours"))
    assert sent_by_now(house, post) == [GIA]


def test_recipients_are_those_of_the_moment_it_is_composed(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    house.desk.sit(ADA, lambda sitting: sitting.put_segment("bari", {"managers": [TOM]}))
    assert sent_by_now(house, post) == [BEA, TOM]
    assert house.reader.ticket_view(ticket_id) is not None


def test_an_import_tells_each_person_once_what_it_brought(house: House, post: Post) -> None:
    def arrive(sitting: Sitting) -> None:
        for place in range(7):
            fields = {**CREATED, "segment": "bari" if place % 2 else "naples", "owner": BEA if place < 5 else TOM}
            sitting.create(fields, f"Late refund {place}", origin=Origin.IMPORT)

    house.desk.sit(ADA, arrive)
    house.desk.sit(ADA, arrive)
    assert sent_by_now(house, post) == [BEA, GIA, TOM]
    titles = {recipient: letter["Subject"] for recipient, letter in post.got}
    assert titles == {
        BEA: "10 tickets came with an import",
        GIA: "14 tickets came with an import",
        TOM: "4 tickets came with an import",
    }
    assert sent_by_now(house, post) == []


def test_an_import_is_over_a_minute_after_its_last_ticket(house: House) -> None:
    house.desk.sit(ADA, lambda sitting: sitting.create(CREATED, "one", origin=Origin.IMPORT))
    later(house, MINUTE - SECOND)
    house.desk.sit(ADA, lambda sitting: sitting.create(CREATED, "two", origin=Origin.IMPORT))
    later(house, MINUTE - SECOND)
    assert composed(house) == 0
    later(house, SECOND)
    assert composed(house) == 2


def test_held_cancelled_and_changed_by_who_may(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    later(house)
    composed(house)
    letter = the_letter(house)
    assert letter.purpose is Purpose.NOTICE
    assert letter.ticket == ticket_id
    house.desk.sit(BEA, lambda sitting: sitting.change_letter(letter.id, state=State.HELD))
    later(house)
    assert go(house, post).handed_over == 0
    house.desk.sit(
        BEA, lambda sitting: sitting.change_letter(letter.id, state=State.WAITING, body="Please call her.")
    )
    assert go(house, post).handed_over == 2
    text = post.got[0][1].get_body(("plain",))
    assert text is not None
    assert text.get_content().strip() == "Please call her."
    assert letter_now(house, letter).state is State.SENT
    with pytest.raises(Refused, match="it was sent already"):
        house.desk.sit(BEA, lambda sitting: sitting.change_letter(letter.id, state=State.CANCELLED))


def test_a_cancelled_letter_does_not_go(house: House, post: Post) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    letter = the_letter(house)
    house.desk.sit(EVE, lambda sitting: sitting.change_letter(letter.id, state=State.CANCELLED))
    assert house.desk.sit(EVE, lambda sitting: sitting.change_letter(letter.id, state=State.CANCELLED)) is None
    later(house, DAY)
    assert go(house, post) == Round()
    with pytest.raises(Refused, match="somebody else's ticket"):
        house.desk.sit(MAX, lambda sitting: sitting.change_letter(letter.id, state=State.WAITING))
    with pytest.raises(NotFound):
        house.desk.sit(BEA, lambda sitting: sitting.change_letter("no letter", state=State.HELD))


@pytest.mark.parametrize(
    ("title", "body", "says"),
    [("", None, "title"), ("x" * 201, None, "title"), ("a\nb", None, "one line"), (None, " ", "body")],
)
def test_a_letter_cannot_say_what_none_can(house: House, title: str | None, body: str | None, says: str) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    letter = the_letter(house)
    with pytest.raises(Unusable, match=says):
        house.desk.sit(BEA, lambda sitting: sitting.change_letter(letter.id, title=title, body=body))


def test_from_a_desk_that_was_offline_holding_is_an_operation_like_any(house: House) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    letter = the_letter(house)
    held = made(house, lambda sitting: _changed(sitting, letter, State.HELD))
    cancelled = made(house, lambda sitting: _changed(sitting, letter, State.CANCELLED), by=GIA, seed=5)
    assert outcomes(sent(house, held)) == [Outcome.APPLIED]
    assert outcomes(sent(house, held)) == [Outcome.ALREADY]
    assert outcomes(sent(house, cancelled, by=GIA)) == [Outcome.CONFLICT]
    assert letter_now(house, letter).state is State.HELD


def _changed(sitting: Sitting, letter: Letter, state: State) -> Operation:
    """Make the change and return its operation, the last that its maker did."""
    assert sitting.change_letter(letter.id, state=state) is not None
    return sitting._tx.done_by(sitting._by)[0]


def test_nobody_else_writes_letters(house: House) -> None:
    ticket_id = new_ticket(house)
    later(house)
    composed(house)
    letter = the_letter(house)
    (comment,) = made(house, lambda sitting: sitting.comment(ticket_id, "x"))
    for kind in ("letter.queue", "letter.send"):
        forged = comment._replace(id=IDS(), kind=kind, subject=letter.id)
        assert outcomes(sent(house, [forged])) == [Outcome.REJECTED]


def test_a_server_that_is_away_is_tried_again(house: House, post: Post) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    later(house)
    post.is_away = True
    assert go(house, post).trouble == "nobody is there"
    post.is_away = False
    assert go(house, post).handed_over == 2


def test_who_cannot_be_written_to_now_is_tried_later_and_the_others_are_not_held_up(house: House, post: Post) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    later(house)

    def full(recipient: str) -> None:
        if recipient == BEA:
            raise Later("452 mailbox full")

    post.refuse = full
    assert (go(house, post).later, post.recipients) == (1, [GIA])
    assert go(house, post) == Round()
    post.refuse = lambda _recipient: None
    later(house)
    assert (go(house, post).handed_over, post.recipients) == (1, [GIA, BEA])


def test_what_a_server_never_takes_is_said_on_the_letter(house: House, post: Post) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    later(house)
    letter = the_letter(house)

    def unknown(recipient: str) -> None:
        if recipient == BEA:
            raise Never("550 no such user")

    post.refuse = unknown
    assert go(house, post).missed == 1
    closed = letter_now(house, letter)
    assert (closed.state, dict(closed.missed)) == (State.SENT, {BEA: "550 no such user"})


def test_after_five_days_it_is_given_up(house: House, post: Post) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    later(house)
    letter = the_letter(house)

    def busy(_recipient: str) -> None:
        raise Later("450 busy")

    post.refuse = busy
    went_on = 0
    while letter_now(house, letter).state is State.WAITING:
        assert went_on <= GIVEN_UP_AFTER + DAY
        go(house, post)
        later(house, 4 * 60 * MINUTE)
        went_on += 4 * 60 * MINUTE
    assert set(letter_now(house, letter).missed) == {BEA, GIA}


def test_killed_while_it_was_handed_over_it_goes_again_under_the_same_id(house: House, post: Post) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    later(house)
    letter = the_letter(house)
    house.store.transact_authority(lambda tx: tx.mail.put_delivery(Delivery(letter.id, BEA, Fate.GOING, attempts=1)))
    with pytest.raises(Refused, match="handed over"):
        house.desk.sit(BEA, lambda sitting: sitting.change_letter(letter.id, state=State.CANCELLED))
    go(house, post)
    assert sorted(post.recipients) == [BEA, GIA]
    first = next(one["Message-ID"] for who, one in post.got if who == BEA)
    assert first.endswith("@shop.example>")


def test_under_another_name_of_the_order_nothing_goes_until_somebody_lets_it(house: House, post: Post) -> None:
    new_ticket(house)
    later(house)
    composed(house)
    later(house)
    house.store.transact_authority(lambda tx: tx.begin_epoch("restored"))
    assert go(house, post) == Round(is_stopped=True)
    house.store.transact_authority(lambda tx: tx.let_mail_go())
    assert go(house, post).handed_over == 2


def test_letters_are_operations_of_the_authority(house: House, post: Post) -> None:
    new_ticket(house)
    sent_by_now(house, post)
    written = [one for one in house.reader.recorded_after(0, 10_000) if one.kind.startswith("letter.")]
    assert [one.kind for one in written] == ["letter.queue", "letter.send"]
    assert {one.operation.by for one in written} == {AUTHORITY}


def test_what_cannot_be_done_is_not_told(house: House, post: Post) -> None:
    ticket_id = new_ticket(house)
    sent_by_now(house, post)
    with pytest.raises((Refused, Clashing)):
        house.desk.sit(TOM, lambda sitting: sitting.change(ticket_id, {"priority": "high"}))
    assert sent_by_now(house, post) == []
