"""A desk over a store in memory that files are imported into, and the files."""

from pathlib import Path

from cxloop_tui.domain.intake import Asked, MissingEmail
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.intake import Intake, Tally, moment_of
from tests.fakes import CountingIds, MemoryStore, TickingClock, memory_rooms

BEA, MAX = "bea@desk.example", "max@desk.example"
ALLOWED = Asked(missing_email=MissingEmail.ALLOW)

SURVEY = """NPS,Why,E-mail
3,late again,ana@shop.example
9,lovely,bo@shop.example
0,,cy@shop.example
,no idea,di@shop.example
many,too good,ed@shop.example
5,where is it,
"""
"""Three tickets and one that is kept, when rows without an e-mail address are allowed."""


def space() -> MemoryStore:
    """A store with an admin, a manager and two segments."""
    store = MemoryStore()

    def work(sitting: Sitting) -> None:
        sitting.put_person(BEA, {"name": "Bea", "role": "admin", "active": True})
        sitting.put_person(MAX, {"name": "Max", "role": "manager", "active": True})
        sitting.put_segment("inbox", {"name": "Inbox", "managers": [MAX]})
        sitting.put_segment("south", {"name": "Süd", "parent": "inbox"})

    Desk(store, TickingClock(), CountingIds()).sit(BEA, work)
    return store


def intake_of(store: MemoryStore, me: str = BEA) -> Intake:
    """The intake as somebody has it before them."""
    rooms = memory_rooms(store, me)
    return Intake(rooms.desk, moment_of(rooms.queries))


def take(store: MemoryStore, path: Path, asked: Asked = ALLOWED) -> Tally:
    """Examine and import a file."""
    desk = intake_of(store)
    return desk.run(desk.examine(path, asked))


def written(directory: Path, text: str | bytes, name: str = "survey.csv") -> Path:
    """Write a file."""
    path = directory / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def tickets(store: MemoryStore) -> list[Ticket]:
    """The tickets on record, in order."""
    return list(store._held.tickets.values())


def comments(store: MemoryStore) -> list[str | None]:
    """What the responses on record say, in order."""
    return [entry.operation.comment for entry in store._held.responses.values()]


def counted(tally: Tally) -> tuple[int, int, int, int, int]:
    """Read, tickets, kept, already there, rejected."""
    return tally.read, tally.tickets, tally.kept, tally.already, tally.rejected
