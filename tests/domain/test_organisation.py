"""The space: who leads, who belongs, who can take an escalation, and which changes of it are legal."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from cxloop_tui.domain.errors import CxloopError, NotFound, Refused, Unusable
from cxloop_tui.domain.operation import Entry, Json, Kind, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.organisation_puts import check_put, organisation_after
from cxloop_tui.domain.people import Act, Person, Role, Standing
from cxloop_tui.domain.segment import Segment, SegmentTree
from tests.builders import ADA, BEA, EVE, GIA, LEA, MAX, NOON, OLA, OLD, TOM, operation, organisation, sets

SPACE = organisation()
NOBODY = Organisation(SegmentTree({}), {})


@pytest.mark.parametrize(
    ("segment", "lead"),
    [
        ("italy", LEA),
        ("north", MAX),
        ("turin", MAX),
        ("bari", GIA),
        ("spain", None),
        ("madrid", None),
        ("mars", None),
    ],
)
def test_the_first_active_manager_leads_else_of_the_next_segment_above(segment: str, lead: str | None) -> None:
    assert SPACE.lead(segment) == lead


@pytest.mark.parametrize(
    ("email", "led"),
    [
        (LEA, {"italy", "north", "south", "turin", "milan", "bari", "naples"}),
        (MAX, {"north", "turin", "milan"}),
        (GIA, {"south", "bari", "naples"}),
        (BEA, set()),
        ("stranger@x.example", set()),
    ],
)
def test_managers_lead_their_segments_and_all_below(email: str, led: set[str]) -> None:
    assert SPACE.led_by(email) == led


def test_an_agent_named_as_manager_of_a_segment_leads_it() -> None:
    tree = SegmentTree({"bari": Segment("bari", "Bari", None, (BEA,))})
    assert Organisation(tree, SPACE.people).led_by(BEA) == {"bari"}


@pytest.mark.parametrize(
    ("email", "segment", "belongs"),
    [
        (BEA, "bari", True),
        (BEA, "south", False),
        (GIA, "bari", True),
        (LEA, "bari", True),
        (MAX, "bari", False),
        (OLD, "bari", False),
        (BEA, "mars", False),
        ("stranger@x.example", "bari", False),
    ],
)
def test_people_belong_to_their_segments_and_all_below(email: str, segment: str, belongs: bool) -> None:
    assert SPACE.belongs(email, segment) is belongs


@pytest.mark.parametrize(
    ("email", "owner", "segment", "standings"),
    [
        (BEA, BEA, "turin", {Standing.OWNER}),
        (BEA, EVE, "bari", {Standing.MEMBER}),
        (GIA, EVE, "bari", {Standing.LEADER}),
        (GIA, GIA, "south", {Standing.OWNER, Standing.MEMBER, Standing.LEADER}),
        (EVE, None, "bari", set()),
    ],
)
def test_how_a_person_stands_to_a_ticket(
    email: str, owner: str | None, segment: str, standings: set[Standing]
) -> None:
    assert SPACE.standings(email, owner, segment) == standings


@pytest.mark.parametrize(
    ("segment", "by", "offered"),
    [
        ("south", BEA, (GIA, LEA, ADA)),
        ("south", GIA, (LEA, ADA)),
        ("north", BEA, (MAX, LEA, ADA)),
        ("spain", EVE, (ADA,)),
        ("italy", ADA, (LEA,)),
        ("mars", BEA, (ADA,)),
    ],
)
def test_an_escalation_is_offered_to_active_leaders_above_then_admins(
    segment: str, by: str, offered: tuple[str, ...]
) -> None:
    assert SPACE.escalation_owners(segment, by=by) == offered


def test_names_are_shown_for_emails() -> None:
    assert [SPACE.called(email) for email in (BEA, None, "x@y.example")] == ["Bea Bari", "nobody", "x@y.example"]


def test_a_stranger_is_not_found() -> None:
    with pytest.raises(NotFound, match=r"nobody here has the e-mail x@y\.example"):
        SPACE.person("x@y.example")


def test_only_an_admin_may_administer() -> None:
    SPACE.demand(ADA, Act.ADMINISTER)
    for email in (LEA, BEA):
        with pytest.raises(Refused, match="only an admin may do this"):
            SPACE.demand(email, Act.ADMINISTER)


def put(kind: str, subject: str, wanted: Mapping[str, Json], by: str = ADA) -> Operation:
    return operation(
        kind, subject=subject, by=by, set=sets(**{name: (None, value) for name, value in wanted.items()})
    )


def after(made: Operation, space: Organisation = SPACE) -> Organisation:
    return organisation_after(space, Entry(operation=made, seq=99, received_at=NOON))


def test_a_segment_is_made_and_changed() -> None:
    made = after(put(Kind.SEGMENT_PUT, "rome", {"name": "Rome", "parent": "italy", "managers": [GIA, LEA]}))
    assert made.tree["rome"] == Segment("rome", "Rome", "italy", (GIA, LEA))
    assert after(put(Kind.SEGMENT_PUT, "rome", {"name": "Roma"}), made).tree["rome"].managers == (GIA, LEA)


def test_managers_are_added_and_taken_away_in_order() -> None:
    changed = operation(
        Kind.SEGMENT_PUT, subject="north", by=ADA, add={"managers": (GIA, MAX)}, remove={"managers": (OLA,)}
    )
    assert after(changed).tree["north"].managers == (MAX, GIA)


def test_a_person_is_made_and_changed() -> None:
    made = after(put(Kind.PERSON_PUT, "zoe@desk.example", {"name": "Zoe", "segments": ["bari"]}))
    assert made.people["zoe@desk.example"] == Person("zoe@desk.example", "Zoe", Role.AGENT, ("bari",))
    gone = after(put(Kind.PERSON_PUT, "zoe@desk.example", {"active": False}), made)
    assert gone.people["zoe@desk.example"] == Person("zoe@desk.example", "Zoe", Role.AGENT, ("bari",), active=False)


def test_a_rule_is_changed() -> None:
    assert after(put(Kind.POLICY_PUT, "policy", {"word.owner": "hero"})).policy.word("owner") == "hero"


def test_what_is_about_a_ticket_leaves_the_space_as_it_is() -> None:
    assert after(operation()) is SPACE


@pytest.mark.parametrize(
    ("made", "error", "complaint"),
    [
        (put(Kind.SEGMENT_PUT, "rome", {"name": "Rome"}, BEA), Refused, "only an admin may do this"),
        (put(Kind.PERSON_PUT, BEA, {"role": "admin"}, BEA), Refused, "only an admin may do this"),
        (put(Kind.POLICY_PUT, "policy", {"word.owner": "x"}, LEA), Refused, "only an admin may do this"),
        (put(Kind.SEGMENT_PUT, "", {"name": "Rome"}), Refused, "is not a code"),
        (put(Kind.SEGMENT_PUT, "ro me", {"name": "Rome"}), Refused, "is not a code"),
        (put(Kind.SEGMENT_PUT, "ro*", {"name": "Rome"}), Refused, "is not a code"),
        (put(Kind.SEGMENT_PUT, "rome", {"name": " "}), Refused, "the name is empty, too long or has control"),
        (put(Kind.SEGMENT_PUT, "rome", {"name": "R\x1b[2J"}), Refused, "the name is empty, too long or has control"),
        (put(Kind.SEGMENT_PUT, "rome", {"name": "R" * 201}), Refused, "the name is empty, too long or has control"),
        (put(Kind.SEGMENT_PUT, "rome", {"name": "Rome", "parent": "mars"}), Refused, "there is no segment 'mars'"),
        (put(Kind.SEGMENT_PUT, "rome", {"name": "Rome", "parent": "rome"}), Refused, "there is no segment 'rome'"),
        (put(Kind.SEGMENT_PUT, "italy", {"parent": "italy"}), Refused, "Italy cannot lie below itself"),
        (put(Kind.SEGMENT_PUT, "italy", {"parent": "bari"}), Refused, "Italy cannot lie below itself"),
        (put(Kind.SEGMENT_PUT, "rome", {"name": "Rome", "managers": ["x@y.it"]}), Refused, "nobody with the e-mail"),
        (put(Kind.PERSON_PUT, "zoe", {"name": "Zoe"}), Refused, "'zoe' is not an e-mail address"),
        (put(Kind.PERSON_PUT, "z@d.example", {"name": ""}), Refused, "the name is empty"),
        (put(Kind.PERSON_PUT, "z@d.example", {"name": "Z", "role": "boss"}), Refused, "there is no role 'boss'"),
        (put(Kind.PERSON_PUT, "z@d.example", {"name": "Z", "segments": ["mars"]}), Refused, "no segment 'mars'"),
        (put(Kind.PERSON_PUT, ADA, {"role": "agent"}), Refused, "somebody must stay admin"),
        (put(Kind.PERSON_PUT, ADA, {"active": False}), Refused, "somebody must stay admin"),
        (put(Kind.POLICY_PUT, "policy", {"mood": 1}), Unusable, "no policy key 'mood'"),
    ],
)
def test_what_would_harm_the_space_is_refused(made: Operation, error: type[CxloopError], complaint: str) -> None:
    with pytest.raises(error) as refusal:
        check_put(made, SPACE)
    assert complaint in str(refusal.value)


@pytest.mark.parametrize(
    "made",
    [
        put(Kind.SEGMENT_PUT, "rome-2.x_y", {"name": "Rome", "parent": "italy", "managers": [GIA]}),
        put(Kind.SEGMENT_PUT, "bari", {"parent": "north"}),
        put(Kind.PERSON_PUT, "zoe@desk.example", {"name": "Zoë", "role": "admin", "segments": ["bari"]}),
        put(Kind.POLICY_PUT, "policy", {"resolve.requires": []}),
    ],
)
def test_what_is_in_order_passes(made: Operation) -> None:
    check_put(made, SPACE)


def test_the_first_person_needs_nobodys_leave_but_must_be_admin() -> None:
    check_put(put(Kind.PERSON_PUT, ADA, {"name": "Ada", "role": "admin"}), NOBODY)
    with pytest.raises(Refused, match="somebody must stay admin"):
        check_put(put(Kind.PERSON_PUT, ADA, {"name": "Ada", "role": "manager"}), NOBODY)


def with_segments(**changes: Segment) -> Organisation:
    """Return the space with some of its segments otherwise."""
    return replace(SPACE, tree=SegmentTree({**SPACE.tree.ever, **changes}))


def with_people(*people: Person) -> Organisation:
    """Return the space with some of its people otherwise."""
    return replace(SPACE, people={**SPACE.people, **{person.email: person for person in people}})


SHUT = with_segments(
    madrid=Segment("madrid", "Madrid", "spain", active=False),
    milan=Segment("milan", "Milan", "north", active=False, merged_into="turin"),
)
MAX_AWAY = Person(MAX, "Max North", Role.MANAGER, ("north",), away_until="2026-12-24", deputy=TOM)


@pytest.mark.parametrize(
    ("made", "complaint"),
    [
        (put(Kind.SEGMENT_PUT, "south", {"active": False}), "Bari, Naples would lie below nothing"),
        (put(Kind.SEGMENT_PUT, "rome", {"name": "Rome", "parent": "madrid"}), "there is no segment 'madrid' to lie"),
        (
            put(Kind.SEGMENT_PUT, "rome", {"name": "R", "parent": "mars", "active": False}),
            "there is no segment 'mars'",
        ),
        (put(Kind.SEGMENT_PUT, "bari", {"active": False, "merged_into": "mars"}), "no segment 'mars' to take over"),
        (put(Kind.PERSON_PUT, EVE, {"away_until": "tomorrow"}), "'tomorrow' is not a day: write it as 2026-12-01"),
        (put(Kind.PERSON_PUT, EVE, {"away_until": "2026-02-30"}), "'2026-02-30' is not a day"),
        (put(Kind.PERSON_PUT, EVE, {"deputy": OLD}), "nobody at work with the e-mail old@desk.example to stand in"),
        (put(Kind.PERSON_PUT, EVE, {"deputy": "x@y.example"}), "nobody at work with the e-mail x@y.example"),
        (put(Kind.PERSON_PUT, EVE, {"deputy": EVE}), "nobody can stand in for themselves"),
    ],
)
def test_what_would_leave_something_behind_is_refused(made: Operation, complaint: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_put(made, SHUT)
    assert complaint in str(refusal.value)


@pytest.mark.parametrize(
    "made",
    [
        put(Kind.SEGMENT_PUT, "bari", {"active": False, "merged_into": "milan"}),
        put(Kind.SEGMENT_PUT, "madrid", {"active": True}),
        put(Kind.SEGMENT_PUT, "milan", {"name": "Milano"}),
        put(Kind.PERSON_PUT, EVE, {"away_until": "2026-12-24", "deputy": TOM}),
        put(Kind.PERSON_PUT, EVE, {"segments": ["milan"]}),
    ],
)
def test_what_was_given_up_can_still_be_named(made: Operation) -> None:
    check_put(made, SHUT)


@pytest.mark.parametrize(
    ("people", "day", "who"),
    [
        ([MAX_AWAY], "2026-12-01", TOM),
        ([MAX_AWAY], "2026-12-24", MAX),
        ([replace(MAX_AWAY, deputy=None)], "2026-12-01", MAX),
        ([replace(MAX_AWAY, deputy=OLD)], "2026-12-01", MAX),
        ([MAX_AWAY, Person(TOM, "Tom", away_until="2026-12-02")], "2026-12-01", MAX),
        ([MAX_AWAY, Person(TOM, "Tom", away_until="2026-12-02")], "2026-12-02", TOM),
    ],
)
def test_a_deputy_stands_in_for_a_lead_who_is_away_unless_they_are_too(
    people: list[Person], day: str, who: str
) -> None:
    assert with_people(*people).lead("turin", day) == who


@pytest.mark.parametrize(("email", "may"), [(MAX, True), (TOM, True), (BEA, False), ("x@y.example", False)])
def test_the_lead_and_their_deputy_may_be_who_a_move_brings_along(email: str, may: bool) -> None:
    assert with_people(MAX_AWAY).may_lead(email, "milan") is may
    assert SPACE.may_lead(TOM, "milan") is False


def test_everybody_in_the_builders_is_who_the_tests_think() -> None:
    assert [person for person in (ADA, LEA, MAX, GIA, BEA, TOM, EVE) if not SPACE.is_active(person)] == []
    assert [person for person in (OLA, OLD) if SPACE.is_active(person)] == []
