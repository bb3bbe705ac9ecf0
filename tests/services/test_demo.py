"""The demo: repeatable, legal, lively, and nothing in it that its languages or the screen would not bear."""

import unicodedata
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from random import Random

import pytest

from cxloop_tui.domain.clock import DAY, HOUR, from_rfc3339
from cxloop_tui.domain.followup import followup_of
from cxloop_tui.domain.operation import Entry, Kind, to_wire
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Role
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.status import FOLLOWERS, Priority, Status
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.domain.ticket import Ticket, fold
from cxloop_tui.services.demo import HISTORY, DemoClock, DemoSummary, build, demo_desk
from cxloop_tui.services.demo.arrivals import Arrival, arrivals
from cxloop_tui.services.demo.casework import CASEWORK
from cxloop_tui.services.demo.fates import Fates
from cxloop_tui.services.demo.house import ME, agents_of
from cxloop_tui.services.demo.languages import LANGUAGES
from cxloop_tui.services.demo.languages.language import Facts, Language, Theme
from cxloop_tui.services.ports import Transaction
from cxloop_tui.store.doctor import examine
from cxloop_tui.store.writer import Writer
from tests.fakes import MemoryStore

SATURDAY_EVENING = from_rfc3339("2026-11-21T20:46:02Z")
SUNDAY_NIGHT = from_rfc3339("2026-11-22T03:00:00Z")
TUESDAY_NOON = from_rfc3339("2026-11-24T12:00:00Z")


class Demo:
    """A demo in memory and what there is in it."""

    def __init__(self, tickets: int, seed: int = 1, now: int = SATURDAY_EVENING) -> None:
        self.store = MemoryStore()
        self.now = now
        self.progress: list[tuple[int, int]] = []
        desk, self.clock = demo_desk(self.store, seed, now - HISTORY)
        self.summary: DemoSummary = build(
            desk,
            self.clock,
            tickets=tickets,
            seed=seed,
            now=now,
            progress=lambda done, of: self.progress.append((done, of)),
        )
        self.entries: Sequence[Entry] = self.store._held.entries
        self.tickets: list[Ticket] = list(self.store._held.tickets.values())
        self.unresolved = [ticket for ticket in self.tickets if ticket.status is not Status.RESOLVED]

    @property
    def organisation(self) -> Organisation:
        return self.store.organisation()

    def history(self, ticket: Ticket) -> Sequence[Entry]:
        def read(transaction: Transaction) -> Sequence[Entry]:
            return transaction.entries(ticket.id)

        return self.store.transact(read)

    def put_down(self, ticket: str) -> dict[str, list[Entry]]:
        """Return what was put down to be done about a ticket."""
        found: dict[str, list[Entry]] = {}
        for entry in self.entries:
            if entry.operation.kind == Kind.FOLLOWUP_PUT and entry.operation.wanted("ticket") == ticket:
                found.setdefault(entry.operation.subject, []).append(entry)
        return found

    def wires(self) -> list[object]:
        return [(to_wire(entry.operation), entry.received_at, entry.number) for entry in self.entries]


@pytest.fixture(scope="module")
def demo() -> Demo:
    return Demo(240)


@pytest.fixture(scope="module")
def plan() -> list[Arrival]:
    return list(arrivals(10_000, SATURDAY_EVENING, Random(1)))


def test_the_same_seed_and_now_give_the_same_operations_ids_included() -> None:
    assert Demo(40, seed=7).wires() == Demo(40, seed=7).wires()


def test_another_seed_gives_another_history() -> None:
    assert Demo(40, seed=7).wires() != Demo(40, seed=8).wires()


@pytest.mark.parametrize(("now", "seed"), [(SATURDAY_EVENING, 2), (SUNDAY_NIGHT, 3), (TUESDAY_NOON, 4)])
def test_whenever_it_is_built_there_is_something_of_everything_to_do(now: int, seed: int) -> None:
    demo = Demo(240, seed=seed, now=now)
    statuses = Counter(ticket.status for ticket in demo.tickets)
    assert all(statuses[status] >= 3 for status in Status)
    assert statuses[Status.RESOLVED] > len(demo.tickets) // 2
    assert sum(ticket.due_at is not None and ticket.due_at < now for ticket in demo.unresolved) >= 5
    assert sum(ticket.due_at is not None and now <= ticket.due_at < now + DAY for ticket in demo.unresolved) >= 5
    assert sum(ticket.priority is Priority.CRITICAL for ticket in demo.unresolved) >= 2
    assert demo.store.standing(ME, now).mine >= 3


def test_what_came_today_waits_untouched_with_whoever_leads_there(demo: Demo) -> None:
    today = [ticket for ticket in demo.tickets if ticket.created_at > demo.now - DAY and ticket.status is Status.NEW]
    untouched = [ticket for ticket in today if len(demo.history(ticket)) == 1 and ticket.response is not None]
    assert len(untouched) >= 5
    assert all(ticket.owner == demo.organisation.lead(ticket.segment) for ticket in untouched)


@pytest.mark.parametrize(("now", "seed"), [(SATURDAY_EVENING, 1), (SUNDAY_NIGHT, 3), (TUESDAY_NOON, 4)])
def test_what_was_begun_is_to_be_gone_on_with_by_whoever_has_it_and_some_of_it_is_over(now: int, seed: int) -> None:
    demo = Demo(240, seed=seed, now=now)
    tickets = {ticket.id: ticket for ticket in demo.tickets}
    put_down = [followup_of(entries) for ticket in demo.unresolved for entries in demo.put_down(ticket.id).values()]
    to_do = [one for one in put_down if one is not None and not one.done]
    assert len(to_do) >= 20
    assert all(tickets[one.ticket].owner == one.owner == one.by for one in to_do)
    assert all(tickets[one.ticket].status in {Status.OPEN, Status.ESCALATED} for one in to_do)
    assert sum(one.due_at is not None and one.due_at < now for one in to_do) >= 3
    assert sum(one.due_at is not None and now <= one.due_at for one in to_do) >= 3
    assert any(one.owner == ME for one in to_do)


def test_the_organisation_is_three_levels_deep_and_everybody_has_a_place(demo: Demo) -> None:
    organisation = demo.organisation
    leaves = [segment.code for segment in organisation.tree if not organisation.tree.children(segment.code)]
    inner = [segment for segment in organisation.tree if segment.code not in leaves]
    assert max(len(organisation.tree.above(code)) for code in leaves) == 2
    assert len(organisation.tree.children(None)) == 3
    assert len(organisation.people) == 12
    assert all(agents_of(code, organisation) for code in leaves)
    assert all(len(segment.managers) > 1 for segment in inner)
    assert all(email.endswith("@harbour.example") for email in organisation.people)
    assert organisation.people[demo.summary.me].role is Role.ADMIN


def test_customers_write_in_many_scripts(demo: Demo) -> None:
    scripts = Counter(script for ticket in demo.tickets for script in _scripts(ticket.comment))
    expected = {"LATIN", "GREEK", "CJK", "HIRAGANA", "HANGUL", "ARABIC", "HEBREW", "THAI", "DEVANAGARI"}
    assert expected <= set(scripts)
    assert sum(demo.summary.languages.values()) == len(demo.tickets)
    assert set(demo.summary.languages) == {language.name for language in LANGUAGES}


def test_every_ticket_is_what_its_operations_lead_to(demo: Demo) -> None:
    for ticket in demo.tickets:
        assert fold(demo.history(ticket), lambda _seq: Policy()) == ticket


def test_histories_are_written_in_the_order_of_time_and_end_before_now(demo: Demo) -> None:
    times = [entry.received_at for entry in demo.entries]
    assert times == sorted(times)
    assert times[0] == demo.now - HISTORY
    assert times[-1] <= demo.now == demo.clock()
    assert all(entry.operation.at == entry.received_at for entry in demo.entries)
    assert min(ticket.created_at for ticket in demo.tickets) > demo.now - HISTORY


def test_a_status_follows_another_by_the_rules_except_by_undo(demo: Demo) -> None:
    changes = [
        (change, entry.operation.undoes)
        for entry in demo.entries
        if entry.operation.kind != Kind.TICKET_CREATE and (change := entry.operation.set.get("status")) is not None
    ]
    steps = {(Status(str(change.seen)), Status(str(change.wanted))) for change, undoes in changes if undoes is None}
    assert len(steps) >= 6
    assert all(after in FOLLOWERS[before] for before, after in steps)


def test_everything_people_do_at_the_desk_happens_now_and_then(demo: Demo) -> None:
    operations = [entry.operation for entry in demo.entries]
    kinds = Counter(operation.kind for operation in operations)
    contacts = {contact for operation in operations for contact in operation.add.get("contacts", ())}
    escalations = [operation for operation in operations if operation.wanted("status") == Status.ESCALATED]
    assert {Kind.RESPONSE_RECORD, Kind.COMMENT_ADD, Kind.CONTACT_LOG, Kind.TICKET_CHANGE} <= set(kinds)
    assert {"call reached", "call no-answer", "call voicemail", "mail reached"} <= contacts
    assert escalations
    assert all(operation.comment for operation in escalations)
    assert sum(operation.undoes is not None for operation in operations) >= 5
    assert any(ticket.reopened for ticket in demo.tickets)
    assert any(ticket.segment != ticket.origin_segment for ticket in demo.tickets)
    assert any(ticket.category and ticket.tags for ticket in demo.tickets)


def test_a_resolution_says_why_what_and_how_it_was_told(demo: Demo) -> None:
    resolved = [ticket for ticket in demo.tickets if ticket.status is Status.RESOLVED]
    content = [ticket for ticket in resolved if {"passive", "promoter"} & set(ticket.tags)]
    assert all(ticket.told and not ticket.root_cause for ticket in content)
    assert all(ticket.root_cause and ticket.action_taken and ticket.told for ticket in set(resolved) - set(content))


def test_root_causes_repeat_so_that_counting_them_says_something(demo: Demo) -> None:
    causes = Counter(ticket.root_cause for ticket in demo.tickets if ticket.root_cause)
    assert causes.most_common(1)[0][1] >= 5


def test_customers_come_back_as_the_same_person(demo: Demo) -> None:
    names: dict[str, set[str | None]] = {}
    counts: Counter[str] = Counter()
    for ticket in demo.tickets:
        if ticket.customer_email is not None:
            names.setdefault(ticket.customer_email, set()).add(ticket.customer_name)
            counts[ticket.customer_email] += 1
    assert max(counts.values()) >= 2
    assert all(len(found) == 1 for found in names.values())


def test_surveys_may_come_without_words_or_address(plan: list[Arrival]) -> None:
    assert any(arrival.comment is None for arrival in plan)
    assert any(arrival.anonymous for arrival in plan)
    by_hand = [arrival for arrival in plan if arrival.answer is None]
    assert by_hand
    assert all(arrival.comment and not arrival.anonymous for arrival in by_hand)


def test_ten_thousand_texts_do_not_look_repeated(plan: list[Arrival]) -> None:
    texts = [arrival.comment for arrival in plan if arrival.comment is not None]
    assert len(set(texts)) > 0.93 * len(texts)
    assert Counter(texts).most_common(1)[0][1] < 25


def test_texts_hold_nothing_that_must_not_be_shown(plan: list[Arrival]) -> None:
    assert [
        arrival.comment for arrival in plan if arrival.comment and clean_block(arrival.comment) != arrival.comment
    ] == []
    assert {
        arrival.customer.name for arrival in plan if clean_line(arrival.customer.name) != arrival.customer.name
    } == set()


def test_about_two_of_a_hundred_texts_are_odd(plan: list[Arrival]) -> None:
    texts = [arrival.comment or "" for arrival in plan]
    signs = ("[/b]", "=HYPERLINK", "<script>", "NOOOO", "[/link]", "\n> ", '" -- \\n')
    odd = [text for text in texts if any(sign in text for sign in signs) or "_aaaa" in text]
    assert 0.012 < len(odd) / len(texts) < 0.03
    assert all(any(sign in text for text in odd) for sign in signs)


def test_one_address_belongs_to_one_customer(plan: list[Arrival]) -> None:
    people = {(arrival.customer.email, arrival.customer.name, arrival.customer.phone) for arrival in plan}
    assert len(people) == len({arrival.customer.email for arrival in plan})


def test_complaints_come_ever_denser_up_to_now(plan: list[Arrival]) -> None:
    times = [arrival.at for arrival in plan]
    last_day, first_day = SATURDAY_EVENING - DAY, SATURDAY_EVENING - HISTORY + DAY
    assert times == sorted(times)
    assert sum(at > last_day for at in times) > sum(at < first_day for at in times) > 0
    assert SATURDAY_EVENING - HOUR < times[-1] <= SATURDAY_EVENING


FACTS = Facts(order="HB-1", item="Lumo", days=3, times=4, amount="5 €")


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_a_language_has_a_sentence_for_everything(language: Language) -> None:
    assert set(language.problems) == set(Theme)
    assert all(len(problems) >= 2 for problems in language.problems.values())
    problems = [sentence for sentences in language.problems.values() for sentence in sentences]
    sentences = [*problems, *language.openings, *language.consequences, *language.closings]
    assert len(set(sentences)) == len(sentences)
    assert not any(set("{}") & set(FACTS.told_in(sentence)) for sentence in sentences)


@pytest.mark.parametrize("language", LANGUAGES, ids=lambda language: language.name)
def test_names_outside_the_latin_script_bring_their_latin_form(language: Language) -> None:
    for name in (*language.given, *language.family):
        shown, _, latin = name.partition("=")
        assert bool(latin) != (_scripts(shown) == {"LATIN"})
        assert latin.isascii()


@pytest.mark.parametrize("theme", Theme)
def test_the_staff_has_words_for_every_theme(theme: Theme) -> None:
    work = CASEWORK[theme]
    for sentence in (*work.comments, *work.reasons, *work.causes, *work.actions):
        assert not set("{}") & set(FACTS.told_in(sentence))


def test_every_fate_comes_up_among_any_forty_tickets() -> None:
    fates = Fates(Random(5))
    dealt = [fates.next() for _ in range(200)]
    assert all(set(dealt[start : start + 40]) == set(dealt) for start in range(160))


def test_progress_rises_to_all_tickets(demo: Demo) -> None:
    assert demo.progress == sorted(demo.progress)
    assert demo.progress[-1] == (240, 240)


@pytest.mark.parametrize("tickets", [0, 1])
def test_a_demo_may_be_as_small_as_one_likes(tickets: int) -> None:
    demo = Demo(tickets)
    assert len(demo.tickets) == demo.summary.tickets == tickets
    assert len(demo.organisation.people) == 12


def test_the_clock_never_goes_back() -> None:
    clock = DemoClock(1_000)
    clock.move_to(1_000)
    clock.move_to(2_000)
    with pytest.raises(ValueError, match="cannot go back"):
        clock.move_to(1_999)
    assert clock() == 2_000


def test_building_with_a_clock_that_is_past_the_beginning_is_refused() -> None:
    desk, clock = demo_desk(MemoryStore(), 1, SATURDAY_EVENING)
    with pytest.raises(ValueError, match="cannot go back"):
        build(desk, clock, tickets=1, seed=1, now=SATURDAY_EVENING)


def test_the_doctor_finds_nothing_wrong_with_a_demo_on_disk(tmp_path: Path) -> None:
    path = tmp_path / "demo.cxloop"
    store = Writer.create(path)
    desk, clock = demo_desk(store, 3, TUESDAY_NOON - HISTORY)
    build(desk, clock, tickets=240, seed=3, now=TUESDAY_NOON)
    store.close()
    examination = examine(path)
    assert examination.findings == []
    assert examination.tickets == 240


def _scripts(text: str) -> set[str]:
    return {unicodedata.name(letter).split()[0] for letter in text if letter.isalpha()}
