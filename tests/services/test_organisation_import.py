"""Segments and people from a file: any order, all or nothing, twice is once; what is wrong is told by its line."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.cli.records import person_record, segment_record
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.organisation_file import Complaint
from cxloop_tui.services.organisation_import import Tally, import_people, import_segments
from tests.builders import ADA, BEA, CREATED, EVE, GIA, LEA, TOM, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore


class House:
    """A store in memory with the house of the builders, or with Ada alone."""

    def __init__(self, *, empty: bool = False) -> None:
        self.store = MemoryStore()
        self.desk = Desk(self.store, FakeClock(step=1), seeded_ids())
        self.act(_alone if empty else found_house)

    def act(self, work: Callable[[Sitting], object]) -> None:
        self.desk.sit(ADA, work)

    @property
    def space(self) -> Organisation:
        return self.store.organisation()

    def exported(self) -> tuple[list[str], list[str]]:
        """Return segments and people as `list --all --json` prints them."""
        segments = [json.dumps(segment_record(segment)) for segment in self.space.tree.ever.values()]
        return segments, [json.dumps(person_record(person)) for person in self.space.people.values()]


def _alone(sitting: Sitting) -> None:
    sitting.put_person(ADA, {"name": "Ada Admin", "role": "admin"})


@pytest.fixture
def house() -> House:
    return House()


def written(tmp_path: Path, text: str | bytes) -> Path:
    file = tmp_path / "file"
    file.write_bytes(text.encode() if isinstance(text, str) else text)
    return file


def test_a_house_is_rebuilt_from_its_own_export_in_whatever_order(house: House, tmp_path: Path) -> None:
    house.act(lambda sitting: sitting.put_segment("milan", {"active": False, "merged_into": "turin"}))
    house.act(lambda sitting: sitting.put_segment("turin", {"active": False, "merged_into": "north"}))
    house.act(lambda sitting: sitting.put_person(BEA, {"away_until": "2027-01-08", "deputy": TOM}))
    segments, people = house.exported()
    other = House(empty=True)
    file = written(tmp_path, "\n".join(reversed(segments)))
    import_segments(other.desk, ADA, file, without_managers=True)
    import_people(other.desk, ADA, written(tmp_path, "\n".join(reversed(people))))
    import_segments(other.desk, ADA, written(tmp_path, "\n".join(reversed(segments))))
    assert dict(other.space.tree.ever) == dict(house.space.tree.ever)
    assert dict(other.space.people) == dict(house.space.people)
    again = import_segments(other.desk, ADA, file)
    assert (again.made, again.changed, again.unchanged) == (0, 0, 9)


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(order=st.permutations(range(9)), shape=st.lists(st.integers(-1, 7), min_size=9, max_size=9))
def test_any_tree_in_any_order_is_what_it_says(tmp_path: Path, order: list[int], shape: list[int]) -> None:
    parents = {f"s{at}": None if above < 0 or above >= at else f"s{above}" for at, above in enumerate(shape)}
    house = House()
    house.act(lambda sitting: sitting.put_segment("s0", {"name": "S"}))
    house.act(lambda sitting: sitting.put_segment("s1", {"name": "S", "parent": "s0"}))
    lines = [json.dumps({"code": f"s{at}", "name": "S", "parent": parents[f"s{at}"]}) for at in order]
    tally = import_segments(house.desk, ADA, written(tmp_path, "\n".join(lines)))
    assert tally.complaints == []
    assert {code: house.space.tree[code].parent for code in parents} == parents


def test_two_segments_change_places_although_each_step_alone_could_be_a_ring(house: House, tmp_path: Path) -> None:
    tally = import_segments(house.desk, ADA, written(tmp_path, "code,parent\nsouth,bari\nbari,italy\n"))
    assert tally.complaints == []
    assert (house.space.tree["south"].parent, house.space.tree["bari"].parent) == ("bari", "italy")


def test_a_segment_is_given_up_after_what_lies_below_it(house: House, tmp_path: Path) -> None:
    text = "code,active\nspain,false\nmadrid,no\n"
    assert import_segments(house.desk, ADA, written(tmp_path, text)).complaints == []
    assert not house.space.tree.is_open("spain")
    house.act(lambda sitting: sitting.undo())
    assert house.space.tree.is_open("madrid")


def test_admins_change_hands_in_one_file_whatever_the_order(house: House, tmp_path: Path) -> None:
    text = f"email,role\n{ADA},agent\n{LEA},admin\n"
    assert import_people(house.desk, ADA, written(tmp_path, text)).complaints == []
    assert [house.space.people[email].role for email in (ADA, LEA)] == ["agent", "admin"]


@pytest.mark.parametrize(
    "text",
    [
        "code,name,managers\nrome,Rome,gia@desk.example;lea@desk.example\n",
        "\ufeffcode;name;managers\r\nrome;Rome;gia@desk.example, lea@desk.example\r\n",
        'CODE\tname\tmanagers\nRome\t"Rome"\tgia@desk.example lea@desk.example\n',
        '[{"code": "rome", "name": "Rome", "managers": ["gia@desk.example", "lea@desk.example"], "open": 3}]',
        '\n{"code": "rome", "name": "Rome", "managers": ["gia@desk.example", "lea@desk.example"]}\n\n',
    ],
)
def test_csv_ndjson_and_json_say_the_same(house: House, tmp_path: Path, text: str) -> None:
    tally = import_segments(house.desk, ADA, written(tmp_path, text))
    assert (tally.read, tally.made) == (1, 1)
    assert (house.space.tree["rome"].name, house.space.tree["rome"].managers) == ("Rome", (GIA, LEA))


SEGMENT_FILES = [
    ("code,parent\na,b\nb,a\n", [Complaint(2, "a: it would lie below itself: a below b below a")]),
    ("code,parent\na,a\n", [Complaint(2, "a: it would lie below itself: a below a")]),
    ("code,parent\nitaly,bari\n",
     [Complaint(2, "italy: it would lie below itself: italy below bari below south below italy")]),
    ("code,parent\na,mars\nb,a\n", [Complaint(2, "a: there is no segment 'mars' to lie below")]),
    ("code,name\na,A\n\nA,B\n", [Complaint(4, "a stands in line 2 already")]),
    ("code,nam\na,A\n", [Complaint(2, "there is no key 'nam'; did you mean name?")]),
    ("code,name\n,A\n", [Complaint(2, "code is empty")]),
    ("code,active\na,perhaps\n", [Complaint(2, "active is neither true nor false")]),
    ("code\na b\n", [Complaint(2, "a b: 'a b' is not a code: use letters, digits, '-', '_' and '.'")]),
    ('{"code": "a", "managers": "x@y.example"}',
     [Complaint(1, "a: nobody here has the e-mail x@y.example: import people first, or add --without-managers")]),
    ('{"code": "a", "managers": [1]}', [Complaint(1, "managers is not a list of text")]),
    ('[{"code": "a", "name": 5}]', [Complaint(1, "name is not text")]),
    ("code,active\nbari,false\n",
     [Complaint(2, "bari: 1 tickets lie there: `cxloop segments merge` says where they go")]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "complaints"), SEGMENT_FILES)
def test_a_line_that_cannot_be_taken_is_told_and_nothing_is_changed(
    house: House, tmp_path: Path, text: str, complaints: list[Complaint]
) -> None:
    house.act(lambda sitting: sitting.create(CREATED, "late"))
    before = house.store.seq()
    assert import_segments(house.desk, ADA, written(tmp_path, text)).complaints == complaints
    assert house.store.seq() == before


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("email,role\nzoe@d.example,agent\n", "zoe@d.example: somebody new needs a name"),
        ("email,name\nzoe,Zoe\n", "zoe: 'zoe' is not an e-mail address"),
        (f"email,role\n{EVE},boss\n", f"{EVE}: there is no role 'boss': use one of agent, manager, admin"),
        (f"email,active\n{BEA},false\n", f"{BEA}: 1 open tickets are theirs: `cxloop people leave` says who"),
        (f"email,deputy\n{EVE},x@y.example\n", f"{EVE}: there is nobody at work with the e-mail x@y.example"),
        (f"email,away_until\n{EVE},1.12.\n", f"{EVE}: '1.12.' is not a day: write it as 2026-12-01"),
        (f"email,role\n{ADA},agent\n", f"{ADA}: somebody must stay admin"),
    ],
)
def test_people_are_told_by_their_line_too(house: House, tmp_path: Path, text: str, reason: str) -> None:
    house.act(lambda sitting: sitting.create(CREATED, "late"))
    before = house.store.seq()
    (complaint,) = import_people(house.desk, ADA, written(tmp_path, text)).complaints
    assert complaint.line == 2
    assert complaint.reason.startswith(reason)
    assert house.store.seq() == before


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "is empty"),
        (b"code\n\xff\xfe\n", "line 2: it is not UTF-8"),
        (b"code,name\na\n", "line 2: it has 1 cells, the first line has 2"),
        (b'code,name\na,"b\n', "line 2: unexpected end of data"),
        (b'{"code": "a"}\n{"code": \n', "line 2: it is not JSON"),
        (b'{"code": "a"}\n5\n', "line 2: it is not an object"),
        (b"[1]", "item 1: it is not an object"),
        (b"[" * 100_000, "is not JSON"),
    ],
)
def test_what_is_no_such_file_is_refused_whole(house: House, tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(Unusable, match=reason):
        import_segments(house.desk, ADA, written(tmp_path, content))


def test_a_file_that_is_not_there_is_refused(house: House, tmp_path: Path) -> None:
    with pytest.raises(Unusable, match="cannot be read: No such file"):
        import_segments(house.desk, ADA, tmp_path / "nowhere")


def test_a_dry_run_counts_and_changes_nothing(house: House, tmp_path: Path) -> None:
    before = house.store.seq()
    file = written(tmp_path, "code,name\nrome,Rome\nbari,Bari Vecchia\nturin,Turin\n")
    assert import_segments(house.desk, ADA, file, dry_run=True) == Tally(3, 1, 1, 1)
    assert house.store.seq() == before


def test_only_an_admin_imports(house: House, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="only an admin may do this"):
        import_people(house.desk, LEA, written(tmp_path, f"email,name\n{BEA},Bea\n"))
