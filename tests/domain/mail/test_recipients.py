"""Who is told by mail: the owner, managers as the policy says, who had it before; never who did it, nobody twice."""

from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.mail.recipients import Recipients, is_told, is_told_at_once, managers, recipients
from cxloop_tui.domain.operation import Kind, Operation, Origin
from cxloop_tui.domain.policy import Reach
from cxloop_tui.domain.status import Status
from tests.builders import ADA, BEA, EVE, GIA, LEA, MAX, OLA, OLD, PEOPLE, TOM, operation, organisation, sets, ticket

SPACE = organisation()

CREATE = operation(Kind.TICKET_CREATE, by=GIA)
COMMENT = operation(Kind.COMMENT_ADD, comment="called back")


@pytest.mark.parametrize(
    ("done", "now", "told"),
    [
        pytest.param(
            operation(Kind.TICKET_CREATE, by=EVE), ticket(), Recipients((BEA,), (GIA,)), id="owner, and who leads"
        ),
        pytest.param(CREATE, ticket(), Recipients((BEA,)), id="not who did it"),
        pytest.param(COMMENT, ticket(), Recipients((), (GIA,)), id="the owner did it"),
        pytest.param(
            operation(by=GIA, set=sets(owner=(BEA, GIA))), ticket(owner=GIA), Recipients((), (BEA,)), id="who had it"
        ),
        pytest.param(
            operation(by=LEA, set=sets(owner=(TOM, BEA))),
            ticket(),
            Recipients((BEA,), (GIA, TOM)),
            id="owner, lead, and who had it",
        ),
        pytest.param(
            operation(by=LEA, set=sets(owner=(OLD, BEA))), ticket(), Recipients((BEA,), (GIA,)), id="not who has left"
        ),
        pytest.param(
            operation(by=LEA, set=sets(owner=(None, BEA))), ticket(), Recipients((BEA,), (GIA,)), id="nobody had it"
        ),
        pytest.param(
            operation(
                by=TOM,
                set=sets(status=("open", "escalated"), segment=("north", "italy"), owner=(TOM, LEA)),
            ),
            ticket(status=Status.ESCALATED, segment="italy", owner=LEA),
            Recipients((LEA,), (MAX,)),
            id="an escalation tells whom it leaves, and the manager above as owner once",
        ),
        pytest.param(
            operation(by=TOM, set=sets(segment=("turin", "milan"))),
            ticket(segment="milan", owner=TOM),
            Recipients((), (MAX,)),
            id="a segment without managers has those above",
        ),
        pytest.param(
            operation(by=EVE), ticket(segment="madrid", owner=EVE), Recipients(), id="nobody is left to be told"
        ),
        pytest.param(
            operation(by=ADA), ticket(owner=None), Recipients((), (GIA,)), id="a ticket without an owner"
        ),
        pytest.param(
            operation(by=ADA), ticket(segment="mars"), Recipients((BEA,)), id="a segment there is not"
        ),
    ],
)  # fmt: skip
def test_who_is_told(done: Operation, now: object, told: Recipients) -> None:
    assert recipients([done], now, SPACE) == told  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("reach", "segment", "copied"),
    [
        (Reach.SEGMENT, "bari", [GIA]),
        (Reach.SEGMENT, "north", [MAX]),
        (Reach.SEGMENT, "spain", []),
        (Reach.ABOVE, "bari", [GIA, LEA]),
        (Reach.ABOVE, "italy", [LEA]),
        (Reach.ALL, "bari", [GIA, LEA, MAX]),
        (Reach.ALL, "madrid", [LEA, MAX, GIA]),
        (Reach.ALL, "mars", []),
    ],
)
def test_how_far_up_managers_are_copied_is_policy(reach: Reach, segment: str, copied: list[str]) -> None:
    space = organisation({"mail.managers": reach.value})
    assert list(managers(segment, space)) == copied


def test_of_several_changes_somebody_is_told_what_they_did_not_do() -> None:
    by_owner, by_lead = operation(Kind.COMMENT_ADD, by=BEA), operation(Kind.COMMENT_ADD, by=GIA)
    assert recipients([by_owner, by_lead], ticket(), SPACE) == Recipients((BEA,), (GIA,))
    assert recipients([by_owner, by_owner], ticket(), SPACE) == Recipients((), (GIA,))


@pytest.mark.parametrize(
    ("origin", "kind", "told", "at_once"),
    [
        (Origin.DESK, Kind.TICKET_CREATE, True, True),
        (Origin.RULE, Kind.TICKET_CHANGE, True, True),
        (Origin.IMPORT, Kind.TICKET_CREATE, True, False),
        (Origin.IMPORT, Kind.RESPONSE_ADD, False, False),
        (Origin.ADOPT, Kind.COMMENT_ADD, False, False),
        (Origin.DESK, Kind.PERSON_PUT, False, False),
        (Origin.DESK, Kind.RESPONSE_RECORD, False, False),
        (Origin.RULE, Kind.LETTER_QUEUE, False, False),
        (Origin.DESK, "newer.kind", False, False),
    ],
)
def test_what_people_are_told_of(origin: Origin, kind: str, told: bool, at_once: bool) -> None:
    done = operation(kind, origin=origin)
    assert (is_told(done), is_told_at_once(done)) == (told, at_once)


@st.composite
def anything_done(draw: st.DrawFn) -> Operation:
    people = st.sampled_from([None, *(person.email for person in PEOPLE), "stranger@x.example"])
    kind = draw(st.sampled_from([Kind.TICKET_CREATE, Kind.TICKET_CHANGE, Kind.COMMENT_ADD]))
    codes = st.sampled_from(["italy", "north", "bari", "spain", "mars"])
    changes = draw(
        st.fixed_dictionaries(
            {},
            optional={
                "owner": st.tuples(people, people),
                "segment": st.tuples(codes, codes),
                "status": st.tuples(st.just("open"), st.sampled_from(["escalated", "resolved"])),
            },
        )
    )
    return operation(kind, by=draw(people) or ADA, set=sets(**changes))


@given(
    done=st.lists(anything_done(), min_size=1, max_size=4),
    owner=st.sampled_from([None, BEA, OLD, GIA, "stranger@x.example"]),
    segment=st.sampled_from(["italy", "north", "bari", "spain", "mars"]),
    reach=st.sampled_from(list(Reach)),
)
def test_nobody_twice_nobody_who_left_nobody_who_did_all_of_it(
    done: list[Operation], owner: str | None, segment: str, reach: Reach
) -> None:
    told = recipients(done, ticket(owner=owner, segment=segment), organisation({"mail.managers": reach.value}))
    everybody = list(told.everybody)
    assert len(everybody) == len(set(everybody))
    assert all(SPACE.is_active(email) for email in everybody)
    assert not {*everybody} & _who_did_all(done)
    assert OLA not in everybody
    assert len(told.to) <= 1


def _who_did_all(done: list[Operation]) -> set[str]:
    doers: Iterator[str] = (one.by for one in done)
    found = set(doers)
    return found if len(found) == 1 else set()
