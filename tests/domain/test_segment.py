"""The tree of segments and the segment rule, by table and for any tree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain import legality
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.segment import Segment, SegmentTree, allowed_targets, why_not
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.ticket import Ticket
from tests.builders import ADA, BEA, operation, sets, ticket, tree_of

TREE = tree_of()
STAYS = (Status.NEW, Status.OPEN, Status.RESOLVED)
ZOE = "zoe@desk.example"

MOVES = {
    "italy": {"north", "south", "spain"},
    "spain": {"madrid", "italy"},
    "north": {"turin", "milan", "south"},
    "south": {"bari", "naples", "north"},
    "turin": {"milan"},
    "milan": {"turin"},
    "bari": {"naples"},
    "naples": {"bari"},
    "madrid": set(),
}
ESCALATIONS = {
    "italy": (),
    "spain": (),
    "north": ("italy",),
    "south": ("italy",),
    "turin": ("north", "italy"),
    "milan": ("north", "italy"),
    "bari": ("south", "italy"),
    "naples": ("south", "italy"),
    "madrid": ("spain",),
}


@pytest.mark.parametrize("status", STAYS)
@pytest.mark.parametrize("segment", MOVES)
def test_a_ticket_moves_to_siblings_and_children(segment: str, status: Status) -> None:
    assert set(allowed_targets(TREE, segment, status)) == MOVES[segment]


@pytest.mark.parametrize("segment", ESCALATIONS)
def test_an_escalated_ticket_moves_up_nearest_first(segment: str) -> None:
    assert allowed_targets(TREE, segment, Status.ESCALATED) == ESCALATIONS[segment]


@pytest.mark.parametrize("status", Status)
def test_a_ticket_of_a_segment_that_is_gone_may_go_anywhere(status: Status) -> None:
    assert set(allowed_targets(TREE, "closed", status)) == set(MOVES)


@pytest.mark.parametrize(
    ("segment", "target", "status", "reason"),
    [
        ("bari", "mars", Status.OPEN, "there is no segment 'mars'"),
        ("bari", "bari", Status.OPEN, "it is in Bari already"),
        ("bari", "italy", Status.ESCALATED, None),
        ("bari", "naples", Status.ESCALATED, "Naples is not above Bari: an escalated ticket moves up only"),
        ("bari", "south", Status.OPEN, "South is neither beside nor right below Bari; to go up, escalate"),
        ("bari", "turin", Status.NEW, "Turin is neither beside nor right below Bari; to go up, escalate"),
        ("italy", "bari", Status.RESOLVED, "Bari is neither beside nor right below Italy; to go up, escalate"),
        ("bari", "naples", Status.OPEN, None),
    ],
)
def test_the_rule_gives_its_reason(segment: str, target: str, status: Status, reason: str | None) -> None:
    assert why_not(TREE, segment, target, status) == reason


def test_the_tree_is_walked_from_the_top_down() -> None:
    walked = [segment.code for segment in TREE]
    assert walked == ["italy", "north", "turin", "milan", "south", "bari", "naples", "spain", "madrid"]
    assert TREE.below("south") == ("south", "bari", "naples")
    assert TREE.above("bari") == ("south", "italy")
    assert TREE.siblings("italy") == ("spain",)
    assert TREE.path("bari") == "Italy › South › Bari"
    assert len(TREE) == len(walked)


def test_an_unknown_code_shows_itself() -> None:
    assert (TREE.name("mars"), TREE.path("mars"), TREE.get("mars")) == ("mars", "mars", None)


def test_a_circle_in_damaged_data_ends() -> None:
    circle = SegmentTree({"a": Segment("a", "A", "b"), "b": Segment("b", "B", "a")})
    assert circle.above("a") == ("b", "a")
    assert set(circle.below("a")) == {"a", "b"}


@st.composite
def trees(draw: st.DrawFn) -> SegmentTree:
    """Any tree of up to nine segments."""
    codes = [f"s{place}" for place in range(draw(st.integers(1, 9)))]
    parents = [draw(st.sampled_from([None, *codes[:place]])) for place in range(len(codes))]
    return tree_of(Segment(code, code, parent) for code, parent in zip(codes, parents, strict=True))


def space(tree: SegmentTree) -> Organisation:
    people = (Person(ADA, "Ada", Role.ADMIN), Person(ZOE, "Zoe", Role.ADMIN), Person(BEA, "Bea"))
    return Organisation(tree, {person.email: person for person in people})


def is_legal(wanted: Operation, now: Ticket, tree: SegmentTree) -> bool:
    try:
        legality.check(wanted, now, space(tree), ())
    except Refused:
        return False
    return True


@given(trees(), st.data(), st.sampled_from(STAYS))
def test_the_chooser_of_a_move_offers_exactly_what_the_desk_accepts(
    tree: SegmentTree, data: st.DataObject, status: Status
) -> None:
    here = data.draw(st.sampled_from([segment.code for segment in tree]))
    now = ticket(segment=here, status=status)
    accepted = {
        at.code
        for at in tree
        if at.code != here and is_legal(operation(by=ADA, set=sets(segment=(here, at.code))), now, tree)
    }
    assert set(allowed_targets(tree, here, status)) == accepted


@given(trees(), st.data(), st.sampled_from(Status))
def test_the_chooser_of_an_escalation_offers_exactly_what_the_desk_accepts(
    tree: SegmentTree, data: st.DataObject, status: Status
) -> None:
    """From every status: an escalated ticket may be escalated further."""
    here = data.draw(st.sampled_from([segment.code for segment in tree]))
    now = ticket(segment=here, status=status)

    def escalates(to: str) -> bool:
        wanted = sets(status=(str(status), "escalated"), segment=(here, to), owner=(BEA, ZOE))
        return is_legal(operation(by=ADA, set=wanted, comment="why"), now, tree)

    accepted = {at.code for at in tree if at.code != here and escalates(at.code)}
    assert set(allowed_targets(tree, here, Status.ESCALATED)) == accepted


@given(trees(), st.data())
def test_only_at_the_top_does_an_escalation_keep_the_segment(tree: SegmentTree, data: st.DataObject) -> None:
    here = data.draw(st.sampled_from([segment.code for segment in tree]))
    wanted = operation(by=ADA, set=sets(status=("open", "escalated"), owner=(BEA, ZOE)), comment="why")
    assert is_legal(wanted, ticket(segment=here), tree) is (tree[here].parent is None)


@pytest.mark.parametrize(
    ("code", "heir"),
    [
        ("bari", "bari"),
        ("turin", "naples"),
        ("milan", "naples"),
        ("madrid", "spain"),
        ("mars", "mars"),
    ],
)
def test_what_belonged_to_a_segment_belongs_to_who_took_it_over_or_lies_above(code: str, heir: str) -> None:
    tree = SegmentTree(
        {
            **tree_of().ever,
            "milan": Segment("milan", "Milan", "north", active=False, merged_into="turin"),
            "turin": Segment("turin", "Turin", "north", active=False, merged_into="naples"),
            "madrid": Segment("madrid", "Madrid", "spain", active=False),
        }
    )
    assert tree.heir(code) == heir


def test_segments_that_took_each_other_over_have_no_heir_but_an_end() -> None:
    tree = SegmentTree(
        {
            "a": Segment("a", "A", active=False, merged_into="b"),
            "b": Segment("b", "B", active=False, merged_into="a"),
        }
    )
    assert not tree.is_open(tree.heir("a"))
