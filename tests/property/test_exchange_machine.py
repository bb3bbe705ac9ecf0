"""Whatever people did at a desk, exported and taken in elsewhere, is the same there: rows, history, what is found."""

from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import rule

from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.exchange import TicketImport
from cxloop_tui.services.export import Asked, Format, plan, write_file
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.records import view_record
from cxloop_tui.store import doctor
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.writer import Writer
from tests.builders import ADA, FakeClock, seeded_ids
from tests.property.test_desk_machine import EVERYTHING, QUERIES, DeskMachine

NEW_ADMIN = "new@desk.example"


class ExchangeMachine(DeskMachine):
    """The desk machine with a second store, which takes in now and then what the first one exports."""

    other_path: Path | None = None

    @rule(text=QUERIES)
    def send_some_of_it(self, text: str) -> None:
        self.send(text)

    @rule(hours=st.sampled_from([1, 5, 100]))
    def the_other_house_has_rules_of_its_own(self, hours: int) -> None:
        self.there()
        self.other_desk.sit(NEW_ADMIN, lambda sitting: sitting.put_policy("deadline.medium.resolve_hours", hours))

    @rule(hours=st.sampled_from([2, 7, None]), priority=st.sampled_from(["medium", "high", "low"]))
    def this_house_changes_its_rules(self, hours: int | None, priority: str) -> None:
        self.attempt(ADA, lambda sitting: sitting.put_policy(f"deadline.{priority}.resolve_hours", hours))

    def teardown(self) -> None:
        if hasattr(self, "store"):
            self.send("")
            self.all_of_it_is_there()
            before = self.other_reader.seq()
            self.send("")
            assert self.other_reader.seq() == before
            self.other_reader.close()
            self.other_store.close()
        super().teardown()

    def there(self) -> None:
        """Set the other store up when it is first needed."""
        if self.other_path is not None:
            return
        self.other_path = self.directory / "other.db"
        self.other_store = Writer.create(self.other_path)
        self.other_reader = ReadPath.open(self.other_path)
        self.other_clock = FakeClock(self.clock.now, step=1)
        self.other_desk = Desk(self.other_store, self.other_clock, seeded_ids(99))

        def found(sitting: Sitting) -> None:
            sitting.put_person(NEW_ADMIN, {"name": "New", "role": "admin"})
            sitting.put_segment("inbox", {"name": "Inbox"})

        self.other_desk.sit(NEW_ADMIN, found)

    def send(self, text: str) -> None:
        self.there()
        queries = Queries(self.reader, self.clock, ADA, lambda: 0)
        file = self.directory / "sent.ndjson"
        write_file(queries, plan(queries, queries.parse(text), Asked(Format.NDJSON)), file, force=True)
        there = Queries(self.other_reader, self.other_clock, NEW_ADMIN, lambda: 0)
        taking = TicketImport(lambda: self.other_desk, there)
        findings = taking.examine(file)
        assert taking.run(file, findings) == findings.operations.total()
        assert (findings.apart, findings.renumbered) == ({}, 0)

    def all_of_it_is_there(self) -> None:
        here, there = (
            Queries(reader, self.clock, me, lambda: 0)
            for reader, me in ((self.reader, ADA), (self.other_reader, NEW_ADMIN))
        )
        for ticket in self.reader.tickets(EVERYTHING, None):
            view = there.view(ticket.id)
            assert placeless(view.ticket) == placeless(ticket)
            assert view_record(view) == view_record(here.view(ticket.id))
        assert self.other_path is not None
        assert doctor.examine(self.other_path).findings == []


def placeless(ticket: Ticket) -> Ticket:
    """Return a ticket without its place in the order, which is each store's own."""
    return ticket._replace(seq=0)


TestExchange = ExchangeMachine.TestCase
TestExchange.settings = settings(
    max_examples=40,
    stateful_step_count=30,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much, HealthCheck.data_too_large],
)
