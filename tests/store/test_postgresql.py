"""What only the store on PostgreSQL has to promise: an order among clients, a server that may go away."""

import subprocess
import sys
from collections.abc import Callable, Iterator
from threading import Thread
from typing import Any

import psycopg
import pytest

from cxloop_tui.domain.address import Database, address_of
from cxloop_tui.domain.errors import CxloopError, StoreTrouble, Unusable
from cxloop_tui.domain.selection import Order, Selection
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.ports import Transaction
from cxloop_tui.store import doctor
from cxloop_tui.store.file import SCHEMA_VERSION
from cxloop_tui.store.postgresql import schema, server, writer
from cxloop_tui.store.postgresql.writer import PostgresqlWriter
from cxloop_tui.store.read_path import ReadPath
from tests import postgresql
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, live_a_day, seeded_ids
from tests.postgresql import GUARDED, Server
from tests.store.meanwhile import Meanwhile

EVERYTHING = Selection((), (), (), Order("number", descending=False))


@pytest.fixture(scope="module")
def own() -> Server:
    return postgresql.server()


@pytest.fixture
def empty(own: Server) -> Iterator[Database]:
    made = own.empty_database()
    yield made
    own.drop(made)


@pytest.fixture
def database(own: Server) -> Iterator[Database]:
    """A store with a house founded in it."""
    made = own.store()
    store = PostgresqlWriter.open(made)
    Desk(store, FakeClock(), seeded_ids()).sit(ADA, found_house)
    store.close()
    yield made
    own.drop(made)


@pytest.fixture
def store(database: Database) -> Iterator[PostgresqlWriter]:
    opened = PostgresqlWriter.open(database)
    yield opened
    opened.close()


@pytest.fixture
def reader(database: Database) -> Iterator[ReadPath]:
    opened = ReadPath.open(database)
    yield opened
    opened.close()


@pytest.fixture
def admin(database: Database) -> Iterator[psycopg.Connection]:
    """A connection of somebody who looks after the server."""
    with server.connect(database) as connection:
        yield connection


def one(connection: psycopg.Connection, sql: str, *values: object) -> Any:
    row = connection.execute(sql, values).fetchone()
    assert row is not None
    return row[0]


def create(sitting: Sitting) -> int | None:
    return sitting.create(CREATED, "hello").ticket.number


def until(holds: Callable[[], bool]) -> None:
    while not holds():
        pass


WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'advisory' AND datname = current_database()"
KILL = (
    "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity "
    "WHERE datname = current_database() AND pid <> pg_backend_pid()"
)


# Order ------------------------------------------------------------------------------------------------------------


def test_sequence_numbers_are_in_the_order_of_commits(
    database: Database, store: PostgresqlWriter, reader: ReadPath, admin: psycopg.Connection
) -> None:
    second = PostgresqlWriter.open(database)
    before = reader.seq()
    numbers: list[int | None] = []
    others = Thread(target=lambda: numbers.append(Desk(second, FakeClock(), seeded_ids(2)).sit(BEA, create)))

    def work(sitting: Sitting) -> None:
        numbers.append(create(sitting))
        others.start()
        until(lambda: one(admin, WAITING) == 1)
        assert reader.seq() == before

    Desk(store, FakeClock(), seeded_ids(1)).sit(BEA, work)
    others.join()
    assert numbers == [1, 2]
    assert reader.seq() == before + 2
    second.close()


def test_nobody_ever_sees_a_sequence_number_before_a_lower_one(database: Database, admin: psycopg.Connection) -> None:
    rounds = 15

    def write(seed: int) -> None:
        at_work = PostgresqlWriter.open(database)
        desk = Desk(at_work, FakeClock(), seeded_ids(seed))
        for _ in range(rounds):
            desk.sit(BEA, create)
        at_work.close()

    founded = one(admin, "SELECT max(seq) FROM operations")
    writers = [Thread(target=write, args=(seed,)) for seed in (11, 12, 13)]
    for each in writers:
        each.start()
    seen = founded
    while seen < founded + len(writers) * rounds:
        highest, count = admin.execute("SELECT max(seq), count(*) FROM operations").fetchone() or (0, 0)
        assert count == highest >= seen
        seen = highest
    for each in writers:
        each.join()


def test_who_waits_too_long_is_told_and_nothing_is_lost(
    database: Database, store: PostgresqlWriter, monkeypatch: pytest.MonkeyPatch
) -> None:
    waiting = PostgresqlWriter.open(database)
    desk = Desk(waiting, FakeClock(), seeded_ids(4))
    monkeypatch.setattr(writer, "BUSY_SECONDS", 0.05)

    def work(sitting: Sitting) -> None:
        create(sitting)
        with pytest.raises(StoreTrouble, match=r"another cxloop has been writing to .* try again, nothing is lost"):
            desk.sit(BEA, create)

    Desk(store, FakeClock(), seeded_ids(3)).sit(BEA, work)
    assert desk.sit(BEA, create) == 2
    waiting.close()


def test_a_reader_waits_for_nobody_and_sees_what_is_committed(store: PostgresqlWriter, reader: ReadPath) -> None:
    before = reader.seq()

    def work(sitting: Sitting) -> None:
        create(sitting)
        assert reader.seq() == before
        assert list(reader.tickets(EVERYTHING, None)) == []

    Desk(store, FakeClock(), seeded_ids(3)).sit(BEA, work)
    assert reader.seq() == before + 1
    assert [ticket.number for ticket in reader.tickets(EVERYTHING, None)] == [1]


def test_a_reader_cannot_write(reader: ReadPath) -> None:
    with pytest.raises(StoreTrouble, match="cannot be read"):
        reader.connection.run("DELETE FROM facts")


# A server that goes away ------------------------------------------------------------------------------------------


def test_a_connection_killed_within_a_transaction_leaves_nothing_and_the_next_works(
    store: PostgresqlWriter, reader: ReadPath, admin: psycopg.Connection
) -> None:
    before = reader.seq()

    def work(tx: Transaction) -> None:
        create(Sitting(tx, BEA, FakeClock(), seeded_ids(3)))
        one(admin, KILL)

    with pytest.raises(StoreTrouble, match="could not be written, nothing was changed"):
        store.transact(work)
    assert Desk(store, FakeClock(), seeded_ids(4)).sit(BEA, create) == 1
    assert reader.seq() == before + 1


def test_who_keeps_to_one_state_is_told_when_that_is_gone(reader: ReadPath, admin: psycopg.Connection) -> None:
    with reader.connection.apart() as still:
        still.run("SELECT 1")
        one(admin, KILL)
        with pytest.raises(StoreTrouble, match=r"cannot be read: .*; nothing is lost, try again"):
            still.run("SELECT 1")


def test_who_looks_is_not_forgotten_when_the_connection_is_made_anew(
    reader: ReadPath, admin: psycopg.Connection
) -> None:
    reader.look_as(BEA)
    one(admin, KILL)
    assert reader.connection.run("SELECT me()").fetchone()[0] == BEA


def test_a_long_statement_is_broken_off_from_another_thread(reader: ReadPath, admin: psycopg.Connection) -> None:
    told: list[str] = []

    def wait() -> None:
        with pytest.raises(StoreTrouble) as broken:
            reader.connection.run("SELECT pg_sleep(600)")
        told.append(str(broken.value))

    waiting = Thread(target=wait)
    waiting.start()
    until(lambda: one(admin, "SELECT count(*) FROM pg_stat_activity WHERE wait_event = 'PgSleep'") == 1)
    reader.interrupt()
    waiting.join()
    assert "canceling statement" in told[0]
    assert reader.seq() > 0


# What is no store -------------------------------------------------------------------------------------------------

OPENERS = [PostgresqlWriter.open, ReadPath.open, doctor.examine]
each_opener = pytest.mark.parametrize("open_it", OPENERS, ids=["writer", "reader", "doctor"])
Opener = Callable[[Database], object]


def complaint(error: type[CxloopError], open_it: Opener, database: Database) -> str:
    with pytest.raises(error) as told:
        open_it(database)
    said = str(told.value)
    assert "\n" not in said
    return said


@each_opener
def test_an_empty_database_names_the_command_that_makes_a_store(open_it: Opener, empty: Database) -> None:
    assert complaint(Unusable, open_it, empty) == (
        f"there is no store in {empty}: `cxloop init --name NAME --email EMAIL` makes one"
    )


@each_opener
def test_a_store_of_a_newer_program(open_it: Opener, database: Database, admin: psycopg.Connection) -> None:
    admin.execute("UPDATE alembic_version SET version_num = %s", (f"{SCHEMA_VERSION + 1:04}",))
    assert complaint(StoreTrouble, open_it, database) == (
        f"{database} was written by a newer cxloop (schema {SCHEMA_VERSION + 1}, this one knows {SCHEMA_VERSION}): "
        "update cxloop"
    )


@each_opener
def test_a_store_of_an_older_program(open_it: Opener, database: Database, admin: psycopg.Connection) -> None:
    admin.execute("UPDATE alembic_version SET version_num = '0001'")
    assert "was written by an older cxloop (schema 1" in complaint(StoreTrouble, open_it, database)


@each_opener
@pytest.mark.parametrize("revision", ["ae1027a6acf", ""])
def test_a_database_of_another_program(
    open_it: Opener, database: Database, admin: psycopg.Connection, revision: str
) -> None:
    admin.execute("UPDATE alembic_version SET version_num = %s", (revision,))
    assert "holds something else than a cxloop store" in complaint(StoreTrouble, open_it, database)


def test_a_store_is_made_in_an_empty_database_alone(empty: Database, database: Database) -> None:
    with server.connect(empty) as connection:
        connection.execute("CREATE TABLE facts (mine text)")
    assert "holds something else than a cxloop store" in complaint(StoreTrouble, PostgresqlWriter.create, empty)
    assert "has a store already; nothing was changed" in complaint(StoreTrouble, PostgresqlWriter.create, database)


def test_a_half_made_store_is_not_there(empty: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    laid_out = schema.make_schema

    def power_cut(connection: Any) -> None:
        laid_out(connection)
        raise KeyboardInterrupt

    monkeypatch.setattr(writer, "make_schema", power_cut)
    with pytest.raises(KeyboardInterrupt):
        PostgresqlWriter.create(empty)
    monkeypatch.undo()
    assert "there is no store in" in complaint(Unusable, ReadPath.open, empty)
    PostgresqlWriter.create(empty).close()
    assert doctor.examine(empty).findings == []


# Addresses --------------------------------------------------------------------------------------------------------


def told(text: str) -> str:
    database = address_of(text)
    assert isinstance(database, Database)
    return complaint(StoreTrouble, ReadPath.open, database)


def test_a_wrong_password_is_told_and_never_shown(own: Server, database: Database) -> None:
    name = str(database).partition("@/")[2].partition("?")[0]
    own.run("DROP ROLE IF EXISTS {}", GUARDED)
    own.run("CREATE ROLE {} LOGIN PASSWORD 'right'", GUARDED)
    for address in (
        f"postgresql+psycopg://{GUARDED}:s3cret@/{name}?host={own.directory}",
        f"postgresql://{GUARDED}@/{name}?host={own.directory}&password=s3cret",
    ):
        said = told(address)
        assert "s3cret" not in said
        assert f'password authentication failed for user "{GUARDED}"' in said
        assert "look" in said
        assert "PGPASSWORD" in said


def test_a_database_or_server_that_is_not_there_is_told(own: Server) -> None:
    said = told(own.url("nowhere"))
    assert 'database "nowhere" does not exist' in said
    assert "`createdb` makes one" in said
    said = told(f"postgresql+psycopg://ada:s3cret@/desk?host={own.directory / 'none'}")
    assert "s3cret" not in said
    assert "look at the server" in said


@pytest.mark.parametrize(
    "address", ["postgresql://ada:s3cret@hub/desk?nonsense=1", "postgresql://ada:s3cret@hub/desk?sslmode"]
)
def test_an_address_the_driver_cannot_read_is_told_without_its_password(address: str) -> None:
    said = told(address)
    assert "s3cret" not in said
    assert "is no address PostgreSQL's driver can read" in said


# Its own words ----------------------------------------------------------------------------------------------------


def test_texts_are_folded_as_python_folds_them(admin: psycopg.Connection) -> None:
    characters = [chr(code) for code in range(1, sys.maxunicode + 1) if not 0xD800 <= code <= 0xDFFF]
    folded_ones = [character for character in characters if character.casefold() != character]
    texts = ["".join(characters[start : start + 64]) for start in range(0, len(characters), 64)]
    texts += [f"a{character}Z" for character in folded_ones]
    texts += ["", "Ana Conti", "STRASSE Straße", "ΣΊΣΥΦΟΣ", "ŉŐǰ ΐΰ ﬀﬁﬂ İI"]
    folded = admin.execute("SELECT told, casefold(told) FROM unnest(%s::text[]) told", (texts,))
    assert [text for text, found in folded if found != text.casefold()] == []
    assert one(admin, "SELECT casefold(NULL) IS NULL")


def test_texts_are_compared_by_code_point_whatever_the_language_of_the_database(admin: psycopg.Connection) -> None:
    columns = (
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND data_type = 'text' AND collation_name IS DISTINCT FROM 'C'"
    )
    assert admin.execute(columns).fetchall() == []


def test_who_looks_is_nobody_until_it_is_said(reader: ReadPath) -> None:
    assert reader.connection.run("SELECT me()").fetchone()[0] == ""


# The doctor -------------------------------------------------------------------------------------------------------


@pytest.fixture
def lived(database: Database, store: PostgresqlWriter) -> Database:
    desk = Desk(store, FakeClock(step=1000), seeded_ids(5))
    live_a_day(desk)
    desk.sit(BEA, lambda sitting: sitting.create(CREATED, "no " * 400))
    return database


@pytest.fixture(params=[1_000, 1], ids=["at-once", "in-slices"])
def slices(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the doctor read so much at once."""
    monkeypatch.setattr(doctor, "OPERATIONS_AT_ONCE", request.param)


@pytest.mark.usefixtures("slices")
def test_a_healthy_store_has_no_findings(lived: Database) -> None:
    examination = doctor.examine(lived)
    assert (examination.findings, examination.more) == ([], 0)
    assert examination.tickets == 7


@pytest.mark.usefixtures("slices")
@pytest.mark.parametrize(
    ("sql", "finding"),
    [
        ("UPDATE texts SET body = 'late:2 refund:1' WHERE seq = (SELECT min(seq) FROM texts)", "full text: what"),
        ("UPDATE texts SET folded = ' no no ' WHERE folded IS NOT NULL", "full text: what"),
        ("DELETE FROM texts WHERE folded IS NOT NULL", "full text: which text belongs to which ticket"),
        ("INSERT INTO texts (seq, place, body) VALUES (9999, 1, 'a:1')", "full text: which text belongs to which"),
        ("UPDATE counters SET tickets = tickets + 1", "counter of"),
        ("DELETE FROM counters WHERE status = 'new'", "it says 0, there are"),
        ("UPDATE words_used SET tickets = 0", "words used of root_cause, bank: it says 0, there are 1"),
        ("UPDATE tickets SET owner = 'x' WHERE number = 1", "ticket #1: owner is 'x'"),
        ("UPDATE tickets SET id = 'ghost' WHERE number = 1", "ticket ghost: no operation made it"),
        ("DELETE FROM tickets WHERE number = 1", "ticket #1: its row is missing"),
        ("DELETE FROM responses", "response response-1: its row is not what its operation leads to"),
        ("DELETE FROM operations WHERE kind = 'person.put'", "people: the rows are not what their operations"),
        ("UPDATE operations SET received_at = 0 WHERE seq = (SELECT max(seq) FROM operations)", "arrived before"),
    ],
)
def test_damage_is_found(lived: Database, admin: psycopg.Connection, sql: str, finding: str) -> None:
    admin.execute(sql)
    assert any(finding in found for found in doctor.examine(lived).findings)


@pytest.mark.usefixtures("slices")
@pytest.mark.parametrize("seed", range(3))
def test_what_others_do_meanwhile_is_no_damage(lived: Database, store: PostgresqlWriter, seed: int) -> None:
    meanwhile = Meanwhile(Desk(store, FakeClock(2_000_000_000_000, step=1000), seeded_ids(50)), seed)
    examination = doctor.examine(lived, lambda *_how_far: meanwhile.work())
    assert (examination.findings, meanwhile.done > 10) == ([], True)


def test_the_doctor_keeps_to_no_state_between_two_slices(
    lived: Database, admin: psycopg.Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(doctor, "OPERATIONS_AT_ONCE", 1)
    kept = "SELECT count(*) FROM pg_stat_activity WHERE backend_xmin IS NOT NULL AND pid <> pg_backend_pid()"
    seen = []
    examination = doctor.examine(lived, lambda *_how_far: seen.append(one(admin, kept)))
    assert examination.findings == []
    assert len(seen) > 30
    assert set(seen) == {0}


WITHOUT_DRIVER = """
import subprocess
import sys
sys.modules["psycopg"] = None
sys.argv = ["cxloop", "--store", "postgresql+psycopg://ada:s3cret@hub/desk", "tickets"]
from cxloop_tui.cli.main import main
main()
"""


def test_without_the_driver_the_package_to_install_is_named() -> None:
    told = subprocess.run([sys.executable, "-c", WITHOUT_DRIVER], capture_output=True, text=True, check=False)
    assert told.returncode == 1
    assert told.stderr.startswith("cxloop: a store on PostgreSQL needs its driver")
    assert told.stderr.endswith("`pip install 'cxloop[postgres]'`\n")
    assert told.stderr.count("\n") == 1
