"""The intake over a store in memory: files well-formed and not, counts that add up, runs that are repeated or cut."""

import csv
import json
import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.errors import CxloopError, Refused, Unusable
from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.intake import Asked, Field, MissingEmail, Reason, Unsettled
from cxloop_tui.domain.operation import Kind, Origin
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services import intake
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.intake import Intake, Progress, SurveyFile, Tally, harmless
from tests.fakes import CountingIds, MemoryStore, TickingClock, memory_rooms

T = TypeVar("T")

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


def space() -> MemoryStore:
    store = MemoryStore()

    def work(sitting: Sitting) -> None:
        sitting.put_person(BEA, {"name": "Bea", "role": "admin", "active": True})
        sitting.put_person(MAX, {"name": "Max", "role": "manager", "active": True})
        sitting.put_segment("inbox", {"name": "Inbox", "managers": [MAX]})
        sitting.put_segment("south", {"name": "Süd", "parent": "inbox"})

    Desk(store, TickingClock(), CountingIds()).sit(BEA, work)
    return store


def intake_of(store: MemoryStore, me: str = BEA) -> Intake:
    rooms = memory_rooms(store, me)
    return Intake(rooms.desk, rooms.queries)


def take(store: MemoryStore, path: Path, asked: Asked = ALLOWED) -> Tally:
    desk = intake_of(store)
    return desk.run(desk.examine(path, asked))


def written(directory: Path, text: str | bytes, name: str = "survey.csv") -> Path:
    path = directory / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def tickets(store: MemoryStore) -> list[Ticket]:
    return list(store._held.tickets.values())


def comments(store: MemoryStore) -> list[str | None]:
    return [entry.operation.comment for entry in store._held.responses.values()]


def counted(tally: Tally) -> tuple[int, int, int, int, int]:
    return tally.read, tally.tickets, tally.kept, tally.already, tally.rejected


# What is written ------------------------------------------------------------------------------------------------


def test_dissatisfied_answers_make_tickets_and_all_scored_ones_are_kept(tmp_path: Path) -> None:
    store = space()
    tally = take(store, written(tmp_path, SURVEY))
    assert counted(tally) == (6, 3, 1, 0, 2)
    assert tally.by_reason == {Reason.NO_SCORE: 1, Reason.NOT_A_NUMBER: 1}
    assert [(ticket.comment, ticket.score, ticket.customer_email, ticket.owner) for ticket in tickets(store)] == [
        ("late again", 3, "ana@shop.example", MAX),
        ("(no comment; NPS 0)", 0, "cy@shop.example", MAX),
        ("where is it", 5, None, MAX),
    ]
    assert comments(store) == ["late again", "lovely", None, "where is it"]


def test_a_ticket_knows_its_response_and_says_that_it_was_imported(tmp_path: Path) -> None:
    store = space()
    take(store, written(tmp_path, SURVEY))
    first = tickets(store)[0]
    assert first.response is not None
    assert first.response in store._held.responses
    made = store._held.of(first.id)[0].operation
    assert (made.kind, made.origin, made.by) == (Kind.TICKET_CREATE, Origin.IMPORT, BEA)
    assert store._held.responses[first.response].operation.wanted("answer") == "3"


def test_a_missing_address_rejects_the_row_unless_it_is_allowed(tmp_path: Path) -> None:
    tally = take(space(), written(tmp_path, SURVEY), Asked())
    assert tally.by_reason[Reason.NO_EMAIL] == 1
    assert counted(tally) == (6, 2, 1, 0, 3)


def test_a_file_without_an_email_column_asks_for_consent_before_anything_is_written(tmp_path: Path) -> None:
    store = space()
    before = store.seq()
    with pytest.raises(Unsettled, match="no column holds e-mail addresses") as open_question:
        take(store, written(tmp_path, "NPS,Why\n3,late\n"), Asked())
    assert [way.asked for way in open_question.value.ways] == [ALLOWED]
    assert store.seq() == before
    assert list(tmp_path.iterdir()) == [tmp_path / "survey.csv"]


def test_who_is_no_admin_is_refused_before_the_file_is_looked_at(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="only an admin"):
        intake_of(space(), MAX).examine(tmp_path / "there-is-none.csv", ALLOWED)


def test_segments_by_column_and_by_name(tmp_path: Path) -> None:
    store = space()
    text = "NPS,Segment\n1,Süd\n2,inbox\n3,\n4,Moon\n"
    tally = take(store, written(tmp_path, text), Asked({Field.SEGMENT: "Segment"}, missing_email=MissingEmail.ALLOW))
    assert [ticket.segment for ticket in tickets(store)] == ["south", "inbox", "inbox"]
    assert tally.by_reason == {Reason.NO_SEGMENT: 1}


def test_an_inverted_scale_with_codes_beside_it(tmp_path: Path) -> None:
    rows = ["1"] * 30 + ["5"] * 4 + ["4"] * 3 + ["3"] * 2 + ["7"] * 3
    path = written(
        tmp_path, "categorical answer,Free text\n" + "".join(f"{row},words {at}\n" for at, row in enumerate(rows))
    )
    with pytest.raises(Unsettled) as open_question:
        take(space(), path, Asked())
    likelier = open_question.value.ways[0].asked
    assert (likelier.kind, likelier.scale) == (ScoreKind.CSAT, Scale(1, 5, low_is_good=True))
    store = space()
    tally = take(store, path, likelier)
    assert counted(tally) == (42, 7, 32, 0, 3)
    assert {ticket.score for ticket in tickets(store)} == {1, 2}


def test_what_no_database_takes_is_replaced_and_counted_where_it_is_written(tmp_path: Path) -> None:
    store = space()
    path = written(tmp_path, '{"nps": 3, "why": "a\\u0000b\\ud800"}\n{"nps": null, "why": "\\u0000"}\n', "a.ndjson")
    assert take(store, path).replaced_characters == 2
    assert comments(store) == ["a�b�"]
    assert take(store, path).replaced_characters == 0


# Once, and again ------------------------------------------------------------------------------------------------


def test_a_second_run_adds_nothing_whatever_the_file_is_called(tmp_path: Path) -> None:
    store = space()
    first = take(store, written(tmp_path, SURVEY))
    seq = store.seq()
    again = take(store, written(tmp_path, SURVEY, "renamed.csv"))
    assert counted(again) == (6, 0, 0, first.tickets + first.kept, first.rejected)
    assert store.seq() == seq


def test_a_grown_file_adds_the_new_rows_only(tmp_path: Path) -> None:
    store = space()
    take(store, written(tmp_path, SURVEY))
    grown = (
        SURVEY.replace("NPS,Why,E-mail\n", "NPS,Why,E-mail\n1,first now,fy@shop.example\n")
        + "10,fine,g@shop.example\n"
    )
    assert counted(take(store, written(tmp_path, grown))) == (8, 1, 1, 4, 2)


def test_two_laptops_that_import_one_file_agree_on_every_id(tmp_path: Path) -> None:
    one, other = space(), space()
    take(one, written(tmp_path, SURVEY))
    take(other, written(tmp_path, SURVEY.replace("\n", "\r\n"), "crlf.csv"))
    assert list(one._held.tickets) == list(other._held.tickets)
    assert list(one._held.responses) == list(other._held.responses)


def test_rows_that_say_the_same_are_different_responses(tmp_path: Path) -> None:
    store = space()
    path = written(tmp_path, "NPS,Why\n3,late\n3,late\n3,late\n")
    assert counted(take(store, path)) == (3, 3, 0, 0, 0)
    assert counted(take(store, path)) == (3, 0, 0, 3, 0)


def test_a_rejected_twin_does_not_move_the_identity_of_the_others(tmp_path: Path) -> None:
    store = space()
    path = written(tmp_path, "NPS,E-mail\n3,\n3,\n2,a@shop.example\n")
    assert counted(take(store, path, Asked())) == (3, 1, 0, 0, 2)
    assert counted(take(store, path)) == (3, 2, 0, 1, 0)


def test_a_mapped_response_id_says_which_response_it_is(tmp_path: Path) -> None:
    store = space()
    asked = Asked({Field.RESPONSE: "key"}, missing_email=MissingEmail.ALLOW)
    take(store, written(tmp_path, "key,NPS,Why\nr1,3,late\nr2,4,lost\n"), asked)
    tally = take(store, written(tmp_path, "key,NPS,Why\nr1,3,late (corrected)\nr3,4,lost\nr3,4,lost\n"), asked)
    assert counted(tally) == (3, 1, 0, 2, 0)


def test_a_run_that_is_cut_short_leaves_whole_rows_and_is_completed_by_the_next(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    store = space()
    path = written(tmp_path, "NPS,Why\n" + "".join(f"{at % 7},words {at}\n" for at in range(10)))
    with pytest.raises(KeyboardInterrupt):
        take_until_cut(store, path, batches=3)
    assert len(tickets(store)) == len(store._held.responses) == 6
    assert sorted(tmp_path.iterdir()) == [path]
    assert counted(take(store, path)) == (10, 4, 0, 6, 0)


def take_until_cut(store: MemoryStore, path: Path, batches: int) -> None:
    left = batches
    whole = store.transact

    def transact(work: Callable[..., T]) -> T:
        nonlocal left

        def cut(transaction: object) -> T:
            result = work(transaction)
            if left < 0:
                raise KeyboardInterrupt
            return result

        left -= 1
        return whole(cut)

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(store, "transact", transact)
        take(store, path)


def test_a_rehearsal_counts_what_the_run_does_and_changes_nothing(tmp_path: Path) -> None:
    store = space()
    path = written(tmp_path, SURVEY + "3,late again,ana@shop.example\n")
    desk = intake_of(store)
    plan = desk.examine(path, ALLOWED)
    seq = store.seq()
    rehearsed = desk.rehearse(plan)
    assert store.seq() == seq
    assert sorted(tmp_path.iterdir()) == [path]
    assert counted(rehearsed) == counted(desk.run(plan))
    assert counted(desk.rehearse(plan)) == (7, 0, 0, 5, 2)


def test_a_glimpse_shows_what_becomes_of_the_first_rows(tmp_path: Path) -> None:
    desk = intake_of(space())
    glimpses = list(desk.glimpse(desk.examine(written(tmp_path, SURVEY), ALLOWED), rows=4))
    assert [(glimpse.row.line, glimpse.makes_ticket) for glimpse in glimpses] == [
        (2, True),
        (3, False),
        (4, True),
        (5, False),
    ]
    assert str(glimpses[3].outcome) == "there is no score"


cell = st.sampled_from(
    ["", "0", "3", "7", "10", "11", "-1", "x", "6.0", "ana@shop.example", "no mail", "=1+1", 'say "hi"\n', "Süd"]
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.lists(cell, min_size=2, max_size=4), max_size=12),
    missing=st.sampled_from(MissingEmail),
)
def test_the_counts_always_add_up(tmp_path: Path, rows: list[list[str]], missing: MissingEmail) -> None:
    path = tmp_path / "survey.csv"
    with path.open("w", encoding="utf-8", newline="") as stream:
        csv.writer(stream).writerows([["NPS", "E-mail", "Why"], ["1", "a@shop.example", "late"], *rows])
    asked = Asked({Field.SCORE: "#1", Field.EMAIL: "#2"}, ScoreKind.NPS, Scale(0, 10), missing_email=missing)
    store = space()
    try:
        tally = take(store, path, asked)
    except Unusable as ragged:
        assert "another number of cells" in str(ragged)  # noqa: PT017 - the other outcome is checked below
        return
    again = take(store, path, asked)
    assert tally.read == again.read == len(rows) + 1
    for one in (tally, again):
        assert one.read == one.tickets + one.kept + one.already + one.rejected
    assert (tally.tickets, tally.kept) == (len(tickets(store)), len(store._held.responses) - len(tickets(store)))
    assert again.already == tally.tickets + tally.kept
    assert again.by_reason == tally.by_reason


# Files ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        b"NPS,Why\n3,late\n9,fine\n",
        b"\xef\xbb\xbfNPS,Why\r\n3,late\r\n9,fine",
        b'"NPS","Why"\r3,late\r9,"fine"\r',
        b"\n\nNPS,Why\n\n3,late\n\n\n9,fine\n\n",
    ],
    ids=["plain", "byte order mark, CRLF, no last line end", "lone CR", "blank lines"],
)
def test_csv_is_read_however_its_lines_end(tmp_path: Path, text: bytes) -> None:
    rows = list(SurveyFile(written(tmp_path, text)).rows())
    assert [list(row.cells) for row in rows] == [["3", "late"], ["9", "fine"]]
    assert len({row.source for row in rows}) == 1


def test_cells_may_hold_line_breaks_commas_and_quotes_and_lines_are_counted_through(tmp_path: Path) -> None:
    text = 'NPS,"Why,\nreally?"\r\n3,"one\ntwo\r\nthree ""four"""\r\n9,"x"\r\n'
    file = SurveyFile(written(tmp_path, text))
    rows = list(file.rows())
    assert file.names == ["NPS", "Why,\nreally?"]
    assert [(row.line, row.cells[1]) for row in rows] == [(3, 'one\ntwo\r\nthree "four"'), (6, "x")]


def test_a_cell_of_a_megabyte_is_kept_whole(tmp_path: Path) -> None:
    store = space()
    take(store, written(tmp_path, f"NPS,Why\n3,{'x' * 1_000_000}\n"))
    assert comments(store) == ["x" * 1_000_000]
    assert len(tickets(store)[0].comment) == 100_000


@pytest.mark.parametrize("name", ["survey.ndjson", "survey.jsonl", "survey.txt", "survey"])
def test_ndjson_is_known_by_its_ending_or_its_first_character(tmp_path: Path, name: str) -> None:
    lines = [
        {"nps": 3, "why": "late"},
        {"why": "fine", "nps": 9.0, "more": {"a": [1, None]}},
        {"nps": None, "ok": True},
    ]
    file = SurveyFile(written(tmp_path, "\ufeff" + "\n\n".join(json.dumps(line) for line in lines), name))
    list(file.rows())
    assert file.names == ["nps", "why", "more", "ok"]
    assert [list(row.cells) for row in file.rows()] == [
        ["3", "late", "", ""],
        ["9.0", "fine", '{"a": [1, null]}', ""],
        ["", "", "", "true"],
    ]


def test_a_key_that_only_a_later_object_has_leaves_the_ids_of_the_others_alone(tmp_path: Path) -> None:
    store = space()
    line = '{"nps": 3, "why": "late"}\n'
    take(store, written(tmp_path, line, "a.ndjson"))
    assert counted(take(store, written(tmp_path, line + '{"nps": 3, "shop": "Bari"}\n', "a.ndjson"))) == (
        2,
        1,
        0,
        1,
        0,
    )


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (b"", "is empty"),
        (b" \n\r\n", "is empty"),
        (b"\x1f\x8b\x08\0", "line 1: it is compressed (gzip); unpack it"),
        (b"PK\x03\x04xl", "line 1: it is a spreadsheet or an archive; save the sheet as CSV UTF-8"),
        ("NPS,Why\n3,late\n".encode("utf-16"), "line 1: it is UTF-16; save it as UTF-8"),
        ("NPS,Why\n3,late\n".encode("utf-16-le"), "line 1: it is no UTF-8 text"),
        ("NPS,Why\n3,late\n9,perché\n".encode("latin-1"), "line 3: the byte 0xE9 is not UTF-8"),
        (b"NPS;Why\n3;late\n", "line 1: columns are separated by semicolons; save it with commas"),
        (b"NPS\tWhy\n3\tlate\n", "separated by tabs"),
        (b"NPS|Why\n3|late\n", "separated by bars"),
        (b'NPS,Why\n3,late\n4,"lost\n5,x\n', "line 3: a quote is opened here and never closed"),
        (b'NPS,Why\n3,"late" again\n', "line 2: words follow a closing quote; write a quote inside"),
        (b"3,late\n4,lost\n1,2\n", "no column looks like a score"),
        (b"3,4\n4,5\n", "line 1: this looks like a row"),
        (b"ana@shop.example,late\n3,4\n", "line 1: this looks like a row"),
        (b"Survey of November\nNPS,Why\n3,late\n9,fine\n", "line 1: 3 of 3 rows have another number of cells"),
        (b"NPS,N\0PS\n3,4\n", "no UTF-8 text"),
    ],
)
def test_what_is_no_csv_in_utf8_is_refused_with_its_line_and_nothing_is_changed(
    tmp_path: Path, text: bytes, said: str
) -> None:
    store = space()
    seq = store.seq()
    path = written(tmp_path, text)
    with pytest.raises(Unusable) as refused:
        take(store, path)
    assert said in str(refused.value)
    assert str(path) in str(refused.value)
    assert store.seq() == seq
    assert sorted(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[{"nps": 3}]', "line 1: it is one JSON list; write one object a line"),
        ('{"nps": 3}\n{"nps": 4', "line 2: this is no JSON: "),
        ('{"nps": 3}\n\n[4]\n', "line 3: this is no JSON object"),
        ('{"nps": 3}\n{"nps": ' + "9" * 5_000 + "}", "line 2: this JSON is too deep or has too long a number"),
        ('{"nps": ' + "[" * 200_000, "line 1: this JSON is too deep"),
    ],
)
def test_what_is_no_ndjson_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Unusable) as refused:
        take(space(), written(tmp_path, text, "a.ndjson"))
    assert said in str(refused.value)


@pytest.mark.parametrize("name", ["none.csv", "."])
def test_a_file_that_cannot_be_read_is_named(tmp_path: Path, name: str) -> None:
    with pytest.raises(Unusable, match="cannot be read"):
        take(space(), tmp_path / name)


def test_a_header_without_rows_is_nothing_to_do(tmp_path: Path) -> None:
    assert counted(take(space(), written(tmp_path, "NPS,Why\n"))) == (0, 0, 0, 0, 0)


def test_a_file_that_is_changed_between_the_two_readings_is_refused(tmp_path: Path) -> None:
    desk = intake_of(space())
    path = written(tmp_path, SURVEY)
    plan = desk.examine(path, ALLOWED)
    written(tmp_path, "Why,NPS,E-mail\nlate,3,a@shop.example\n")
    with pytest.raises(Unusable, match="was changed while it was read"):
        desk.run(plan)


def test_progress_is_told_through_both_stages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(intake, "BATCH", 2)
    told: list[Progress] = []
    desk = intake_of(space())
    desk.run(desk.examine(written(tmp_path, SURVEY), ALLOWED, told.append), told.append)
    assert [(progress.stage, progress.rows) for progress in told] == [
        *(("reading", rows) for rows in (2, 4, 6)),
        *(("importing", rows) for rows in (2, 4, 6)),
    ]
    assert told[-1].octets == told[-1].size == len(SURVEY)


# Rejected rows --------------------------------------------------------------------------------------------------


def rejected_rows(path: Path) -> Iterator[list[str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        yield from csv.reader(stream, strict=True)


def test_rejected_rows_stand_in_a_private_file_with_line_and_reason(tmp_path: Path) -> None:
    path = written(tmp_path, 'NPS,Why\n3,late\n,"=HYPERLINK(""http://e/"")\nx"\n7\n-4,ok\n9,\ud7ff\n')
    tally = take(space(), path, Asked(kind=ScoreKind.NPS, scale=Scale(0, 10), missing_email=MissingEmail.ALLOW))
    assert tally.rejected_file == tmp_path / "survey.csv.rejected.csv"
    assert tally.rejected_file.stat().st_mode & 0o777 == 0o600
    assert list(rejected_rows(tally.rejected_file)) == [
        ["NPS", "Why", "line", "reason"],
        ["", '\'=HYPERLINK("http://e/")\nx', "3", "there is no score"],
        ["7", "", "5", "it has 1 cells, the header has 2"],
        ["-4", "ok", "6", "the score -4 lies outside 0..10"],
    ]
    assert sorted(tmp_path.iterdir()) == [path, tally.rejected_file]


def test_rejected_objects_have_a_column_for_every_key(tmp_path: Path) -> None:
    path = written(tmp_path, '{"nps": 3}\n{"nps": null, "why": "\\ud800\\u0000"}\n', "a.ndjson")
    rejected = take(space(), path).rejected_file
    assert rejected is not None
    assert list(rejected_rows(rejected))[1:] == [["", "��", "2", "there is no score"]]


def test_no_rejected_row_leaves_no_file(tmp_path: Path) -> None:
    path = written(tmp_path, "NPS,Why\n3,late\n")
    assert take(space(), path).rejected_file is None
    assert sorted(tmp_path.iterdir()) == [path]


def test_a_place_that_cannot_be_written_sends_the_rejected_rows_to_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = tmp_path / "here"
    here.mkdir()
    monkeypatch.chdir(here)
    monkeypatch.setattr(os, "open", _closed(tmp_path))
    assert take(space(), written(tmp_path, SURVEY)).rejected_file == here / "survey.csv.rejected.csv"


def test_nowhere_to_write_rejected_rows_is_said_before_anything_is_imported(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(os, "open", _closed(tmp_path))
    store = space()
    with pytest.raises(CxloopError, match="cannot be written: Permission denied"):
        take(store, written(tmp_path, SURVEY))
    assert not tickets(store)


def _closed(directory: Path) -> Callable[..., int]:
    opened = os.open

    def refusing(path: str | Path, flags: int, mode: int = 0o777) -> int:
        if directory in {Path(path), Path(path).parent}:
            raise PermissionError(13, "Permission denied", str(path))
        return opened(path, flags, mode)

    return refusing


@pytest.mark.parametrize(
    "formula",
    [
        "=1+1",
        "+1+2",
        "-1+cmd|' /C calc'!A0",
        "@SUM(1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        '"=1',
        "＝1",
        "＋1",
        "－1",
        "＠a",
        "\tx",
        "'=1",
    ],
)
def test_no_formula_lives(formula: str) -> None:
    assert harmless(formula) == f"'{formula}"


@pytest.mark.parametrize("text", ["", "late", "-5", "+39", "3.5", "a=b", "a@b.example", "1-2", "(=1)"])
def test_what_is_no_formula_stays_as_it_is(text: str) -> None:
    assert harmless(text) == text


def test_nul_begins_no_formula_either() -> None:
    assert harmless("\0=1") == "'�=1"


def test_sequence_of_columns_is_kept(tmp_path: Path) -> None:
    names: Sequence[str] = ["Why", "NPS", "E-mail"]
    rejected = take(space(), written(tmp_path, "Why,NPS,E-mail\nx,3,\ny,,\n")).rejected_file
    assert rejected is not None
    assert next(rejected_rows(rejected)) == [*names, "line", "reason"]
