"""What becomes of responses: old ones, those of a customer who waits already, and surveys that were read before."""

from dataclasses import replace
from pathlib import Path

import pytest

from cxloop_tui.domain.clock import DAY, to_rfc3339
from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.history import comments_of
from cxloop_tui.domain.intake import Asked, MissingEmail, Older
from cxloop_tui.domain.intake.asked import columns_named
from cxloop_tui.domain.status import Status
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.intake import MAPPINGS, Tally
from tests.builders import seeded_ids
from tests.fakes import MemoryStore, TickingClock, memory_rooms
from tests.services.intake.desk import BEA, MAX, intake_of, space, take, tickets, written

NOW = TickingClock().now


def dated(*answers: tuple[str, int]) -> str:
    """A survey of customers who were unhappy so many days ago."""
    rows = [f"{email},2,words of {email} {days},{to_rfc3339(NOW - days * DAY)}\n" for email, days in answers]
    return "email,nps,comment,date\n" + "".join(rows)


def rehearsed(store: MemoryStore, path: Path, asked: Asked) -> Tally:
    intake = intake_of(store)
    return intake.rehearse(intake.examine(path, asked))


@pytest.mark.parametrize(
    ("older", "made", "kept"), [(None, 2, 0), (Older.TICKETS, 2, 0), (Older.HISTORY, 1, 1)], ids=str
)
def test_what_was_said_long_ago_makes_tickets_or_is_history(
    tmp_path: Path, older: Older | None, made: int, kept: int
) -> None:
    store = space()
    path = written(tmp_path, dated(("ana@shop.example", 31), ("bo@shop.example", 29)))
    asked = Asked(older=older)
    foreseen = rehearsed(store, path, asked)
    done = take(store, path, asked)
    assert (done.tickets, done.kept, done.older) == (made, kept, made - 1)
    assert (foreseen.tickets, foreseen.kept, foreseen.older) == (done.tickets, done.kept, done.older)
    assert len(store._held.responses) == 2


def test_a_response_without_a_date_counts_as_given_now(tmp_path: Path) -> None:
    path = written(tmp_path, "email,nps,comment\nana@shop.example,2,late\n")
    assert take(space(), path, Asked(older=Older.HISTORY)).tickets == 1


def appending() -> MemoryStore:
    store = space()
    _sit(store, lambda sitting: sitting.put_policy("repeat.detractor", "append"))
    return store


def _sit(store: MemoryStore, work: object) -> None:
    memory_rooms(store, BEA, ids=seeded_ids(len(store._held.entries))).desk().sit(BEA, work)  # type: ignore[arg-type]


def test_every_unhappy_response_makes_its_own_ticket_unless_the_policy_has_it_otherwise(tmp_path: Path) -> None:
    path = written(tmp_path, dated(("ana@shop.example", 3), ("ana@shop.example", 2)))
    assert take(space(), path).tickets == 2


def test_a_customer_who_waits_gets_their_next_response_on_the_ticket_there_is(tmp_path: Path) -> None:
    store = appending()
    path = written(tmp_path, dated(("ana@shop.example", 3), ("ana@shop.example", 2), ("bo@shop.example", 1)))
    foreseen = rehearsed(store, path, Asked())
    done = take(store, path)
    assert (done.read, done.tickets, done.appended, done.kept, done.already) == (3, 2, 1, 0, 0)
    assert (foreseen.tickets, foreseen.appended) == (done.tickets, done.appended)
    (ana,) = [ticket for ticket in tickets(store) if ticket.customer_email == "ana@shop.example"]
    said = comments_of(ana, store.entries(ana.id))
    assert [(comment.kind, comment.by) for comment in said] == [("customer", None), ("response", None)]
    assert said[1].body == "words of ana@shop.example 2"
    assert ana.status is Status.NEW
    again = take(store, path)
    assert (again.already, again.appended, again.tickets) == (3, 0, 0)


def test_a_resolved_ticket_is_left_alone_and_a_new_one_made(tmp_path: Path) -> None:
    store = appending()
    take(store, written(tmp_path, dated(("ana@shop.example", 3))))
    (ana,) = tickets(store)

    def resolve(sitting: Sitting) -> None:
        sitting.resolve(ana.id, root_cause="a", action_taken="b", told="c")

    _sit(store, resolve)
    (tmp_path / "next").mkdir()
    done = take(store, written(tmp_path / "next", dated(("ana@shop.example", 2))))
    assert (done.tickets, done.appended) == (1, 0)


def test_a_survey_is_read_as_it_was_before_and_what_is_said_anew_counts_more(tmp_path: Path) -> None:
    store = space()
    first = written(tmp_path, "Q1,Q2,Who\n3,late,ana@shop.example\n9,good,bo@shop.example\n")
    asked = Asked(columns_named(["score=Q1", "comment=Q2", "email=Who"]), missing_email=MissingEmail.ALLOW)
    asked = replace(asked, kind=ScoreKind.NPS, scale=Scale(0, 10), segment="south")
    take(store, first, asked)
    assert memory_rooms(store, BEA).queries.kept(MAPPINGS)
    (tmp_path / "next").mkdir()
    second = written(tmp_path / "next", "Q1,Q2,Who\n2,worse,cy@shop.example\n")
    plan = intake_of(store).examine(second, Asked())
    assert plan.as_before
    assert plan.asked == asked
    elsewhere = intake_of(store).examine(second, Asked(segment="inbox"))
    assert elsewhere.asked == replace(asked, segment="inbox")


def test_another_person_and_another_survey_know_nothing_of_it(tmp_path: Path) -> None:
    store = space()
    asked = Asked(columns_named(["score=Q1"]), kind=ScoreKind.NPS, scale=Scale(0, 10), segment="south")
    take(store, written(tmp_path, "Q1,email\n3,ana@shop.example\n"), asked)
    assert memory_rooms(store, MAX).queries.kept(MAPPINGS) == {}
    (tmp_path / "next").mkdir()
    other = written(tmp_path / "next", "nps,email\n3,ana@shop.example\n")
    assert not intake_of(store).examine(other, Asked()).as_before


# Asked again after the resolution ----------------------------------------------------------------------------------


def resolved(email: str) -> MemoryStore:
    """A desk with a resolved ticket of a customer."""
    store = space()

    def work(sitting: Sitting) -> None:
        fields = {"customer_email": email, "segment": "south", "owner": MAX}
        made = sitting.create(fields, "late").ticket
        sitting.resolve(made.id, root_cause="the carrier", action_taken="paid back", told="by call")

    _sit(store, work)
    return store


FOLLOW_UP = Asked(follow_up=True)


def test_a_good_answer_after_the_resolution_is_counted_as_recovered(tmp_path: Path) -> None:
    store = resolved("ana@shop.example")
    path = written(tmp_path, "email,nps,comment\nana@shop.example,8,all is well\n")
    assert rehearsed(store, path, FOLLOW_UP).recovered == 1
    done = take(store, path, FOLLOW_UP)
    (ticket,) = tickets(store)
    assert (done.read, done.recovered, done.tickets, ticket.status) == (1, 1, 0, Status.RESOLVED)
    assert ticket.tags == ("recovered",)


def test_a_bad_one_reopens_the_ticket_with_the_customers_words(tmp_path: Path) -> None:
    store = resolved("ana@shop.example")
    path = written(tmp_path, "email,nps,comment\nana@shop.example,2,it is late again\n")
    done = take(store, path, FOLLOW_UP)
    (ticket,) = tickets(store)
    assert (done.reopened, ticket.status, ticket.reopened) == (1, Status.OPEN, 1)
    assert ticket.tags == ("not-recovered",)
    entries = [entry for entry in store._held.entries if entry.operation.subject == ticket.id]
    assert comments_of(ticket, entries)[-1].body == "NPS 2: it is late again"
    assert take(store, path, FOLLOW_UP).already == 1


def test_who_was_never_here_is_kept_and_makes_no_ticket(tmp_path: Path) -> None:
    store = resolved("ana@shop.example")
    path = written(tmp_path, "email,nps,comment\nbo@shop.example,0,who are you\n")
    assert (take(store, path, FOLLOW_UP).kept, len(tickets(store))) == (1, 1)
