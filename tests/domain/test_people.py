"""The role table, written out: who may do what, standing how to the ticket."""

from itertools import chain, combinations

import pytest

from cxloop_tui.domain.people import Act, Person, Role, Standing, why_may_not

OWNER, MEMBER, LEADER = Standing
ALWAYS = frozenset({OWNER, MEMBER, LEADER, None})
NEVER: frozenset[Standing | None] = frozenset()


def by(*standings: Standing) -> frozenset[Standing | None]:
    return frozenset(standings)


#                       agent               manager                      admin
TABLE = {
    Act.TALK:           (ALWAYS,            ALWAYS,                      ALWAYS),
    Act.WORK:           (by(OWNER, MEMBER), by(OWNER, MEMBER, LEADER),   ALWAYS),
    Act.GIVE:           (by(OWNER),         by(OWNER, LEADER),           ALWAYS),
    Act.TAKE:           (by(OWNER, MEMBER), by(OWNER, MEMBER, LEADER),   ALWAYS),
    Act.END_ESCALATION: (by(OWNER),         by(OWNER, LEADER),           ALWAYS),
    Act.UNDO_OTHERS:    (NEVER,             by(LEADER),                  ALWAYS),
    Act.BULK:           (NEVER,             by(OWNER, MEMBER, LEADER),   ALWAYS),
    Act.EXPORT:         (by(OWNER, MEMBER), by(OWNER, MEMBER, LEADER),   ALWAYS),
    Act.ADMINISTER:     (NEVER,             NEVER,                       ALWAYS),
}  # fmt: skip
ROLES = (Role.AGENT, Role.MANAGER, Role.ADMIN)
STANDINGS = [
    frozenset(some) for some in chain.from_iterable(combinations(Standing, size) for size in range(len(Standing) + 1))
]


def test_the_table_is_whole() -> None:
    assert set(TABLE) == set(Act)
    assert set(ROLES) == set(Role)


@pytest.mark.parametrize("standings", STANDINGS, ids=lambda some: "+".join(sorted(some)) or "stranger")
@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("act", TABLE)
def test_everybody_may_what_the_table_says_and_nothing_else(
    act: Act, role: Role, standings: frozenset[Standing]
) -> None:
    opens = TABLE[act][ROLES.index(role)]
    reason = why_may_not(Person("a@b.example", "Ann", role), act, standings)
    assert (reason is None) is (None in opens or bool(opens & standings))


@pytest.mark.parametrize("role", Role)
@pytest.mark.parametrize("act", Act)
def test_who_left_may_nothing(act: Act, role: Role) -> None:
    gone = Person("a@b.example", "Ann", role, active=False)
    assert why_may_not(gone, act, frozenset(Standing)) == "Ann is not active any more"


def test_every_refusal_says_its_own_reason() -> None:
    stranger = Person("a@b.example", "Ann")
    reasons = [why_may_not(stranger, act, frozenset()) for act in Act if act is not Act.TALK]
    assert None not in reasons
    assert len(set(reasons)) == len(reasons)
