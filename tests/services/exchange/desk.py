"""Two stores: one with a life behind it, one that takes its tickets in."""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cxloop_tui.domain.clock import DAY
from cxloop_tui.domain.json_text import json_line
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.exchange import Findings, TicketImport
from cxloop_tui.services.export import Asked, Format, plan, write_file
from cxloop_tui.services.records import view_record
from cxloop_tui.store import doctor
from tests.builders import ADA, FakeClock, live_a_day, seeded_ids
from tests.contract.house import House, Maker, built, furnish

NEW_ADMIN = "new@desk.example"
"""Who set the second store up."""


def first_person(sitting: Sitting) -> None:
    """Set a store up as `init` does."""
    sitting.put_person(NEW_ADMIN, {"name": "New Admin", "role": "admin"})
    sitting.put_segment("inbox", {"name": "Inbox", "managers": [NEW_ADMIN]})


def empty_house(maker: Maker, directory: Path, now: int, seed: int = 99) -> tuple[House, Callable[[], None]]:
    """Make a store that was just set up."""
    directory.mkdir()
    store, reader, close = maker(directory)
    clock = FakeClock(now, step=1)
    desk = Desk(store, clock, seeded_ids(seed))
    desk.sit(NEW_ADMIN, first_person)
    return House(store, reader, clock, desk), close


def export(house: House, path: Path, query: str = "", me: str = ADA) -> Path:
    """Export as NDJSON."""
    queries = house.queries(me)
    write_file(queries, plan(queries, queries.parse(query), Asked(Format.NDJSON)), path, force=True)
    return path


def take(house: House, path: Path, me: str = NEW_ADMIN) -> tuple[Findings, int]:
    """Import a file."""
    taking = TicketImport(lambda: house.desk, house.queries(me))
    findings = taking.examine(path)
    return findings, taking.run(path, findings)


def examine(house: House, path: Path, me: str = NEW_ADMIN) -> Findings:
    """Find out what an import would do."""
    return TicketImport(lambda: house.desk, house.queries(me)).examine(path)


def shown(house: House) -> dict[str, str]:
    """Return what `show --json` prints of every ticket, by id."""
    queries = house.queries(NEW_ADMIN)
    ids = [ticket.id for ticket in queries.tickets(queries.parse(""))]
    return {ticket_id: json_line(view_record(queries.view(ticket_id))) for ticket_id in ids}


def sound(house: House, directory: Path) -> None:
    """Let the doctor look at it, if it is a file."""
    path = directory / "store.db"
    if path.exists():
        assert doctor.examine(path).findings == []
    assert house.reader.seq() > 0


def lines(path: Path) -> list[Any]:
    """Read a file of the exchange format."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def rewrite(path: Path, change: Callable[[list[Any]], object]) -> Path:
    """Change a file of the exchange format, line by line."""
    records = lines(path)
    change(records)
    path.write_text("".join(f"{json_line(record)}\n" for record in records), encoding="utf-8")
    return path


def of_kind(records: list[Any], kind: str) -> Iterator[Any]:
    """Yield the lines that hold an operation of a kind."""
    return (record for record in records if record.get("operation", {}).get("kind") == kind)


@dataclass
class Two:
    """A store with a life behind it, one that was just set up, and the file between them."""

    there: House
    here: House
    directory: Path
    file: Path

    def sound(self) -> None:
        sound(self.here, self.directory / "here")


@contextmanager
def two_houses(maker: Maker, directory: Path) -> Iterator[Two]:
    """Furnish one store, set up another, and export all of the first."""
    (directory / "there").mkdir()
    there, close_there = built(maker, directory / "there")
    furnish(there)
    live_a_day(there.desk)
    here, close_here = empty_house(maker, directory / "here", there.clock.now + DAY)
    yield Two(there, here, directory, export(there, directory / "all.ndjson"))
    close_here()
    close_there()
