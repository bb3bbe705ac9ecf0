"""People, their roles, and the one table of who may do what.

The screen greys by it, the desk refuses by it, the hub refuses again by it.
"""

from enum import StrEnum, auto
from typing import Final

from cxloop_tui.domain.frozen import frozen


class Role(StrEnum):
    """What a person is in the space; managers lead segments, admins set the space up."""

    AGENT = "agent"
    MANAGER = "manager"
    ADMIN = "admin"


@frozen
class Person:
    """Somebody who works at the desk."""

    email: str
    """Their identity, lower case."""
    name: str
    role: Role = Role.AGENT
    segments: tuple[str, ...] = ()
    """The codes of the segments they work for."""
    active: bool = True
    away_until: str | None = None
    """The day they are back, as `2026-12-01`; None while they are here."""
    deputy: str | None = None
    """The e-mail of who stands in while they are away."""

    def is_away(self, day: str) -> bool:
        """Say whether they are away on a day, written as `2026-12-01`."""
        return self.away_until is not None and day < self.away_until


class Act(StrEnum):
    """What somebody may want to do, as the table below has it."""

    TALK = auto()
    """Comment, log a contact, write a new ticket."""
    WORK = auto()
    """Status, priority, segment, customer, category; escalate, resolve, reopen."""
    GIVE = auto()
    """Make somebody else the owner."""
    TAKE = auto()
    """Make oneself the owner."""
    END_ESCALATION = auto()
    """Hand back, reopen to the desk or resolve what is escalated."""
    UNDO_OTHERS = auto()
    """Take back what somebody else did."""
    BULK = auto()
    """Change very many tickets at once."""
    EXPORT = auto()
    """Take tickets out into a file."""
    ADMINISTER = auto()
    """Policy, segments, people, import."""


class Standing(StrEnum):
    """How a person stands to a ticket; several may hold."""

    OWNER = auto()
    """It is their own."""
    MEMBER = auto()
    """It lies in one of their segments."""
    LEADER = auto()
    """It lies in a segment they manage, or below one."""


_EVERYBODY: Final = frozenset({None})
_HANDLERS: Final = frozenset({Standing.OWNER, Standing.MEMBER})

_TABLE: Final[dict[Act, dict[Role, frozenset[Standing | None]]]] = {
    Act.TALK: {Role.AGENT: _EVERYBODY, Role.MANAGER: _EVERYBODY},
    Act.WORK: {Role.AGENT: _HANDLERS, Role.MANAGER: _HANDLERS | {Standing.LEADER}},
    Act.GIVE: {Role.AGENT: frozenset({Standing.OWNER}), Role.MANAGER: frozenset({Standing.OWNER, Standing.LEADER})},
    Act.TAKE: {Role.AGENT: _HANDLERS, Role.MANAGER: _HANDLERS | {Standing.LEADER}},
    Act.END_ESCALATION: {
        Role.AGENT: frozenset({Standing.OWNER}),
        Role.MANAGER: frozenset({Standing.OWNER, Standing.LEADER}),
    },
    Act.UNDO_OTHERS: {Role.AGENT: frozenset(), Role.MANAGER: frozenset({Standing.LEADER})},
    Act.BULK: {Role.AGENT: frozenset(), Role.MANAGER: _HANDLERS | {Standing.LEADER}},
    Act.EXPORT: {Role.AGENT: _HANDLERS, Role.MANAGER: _HANDLERS | {Standing.LEADER}},
    Act.ADMINISTER: {Role.AGENT: frozenset(), Role.MANAGER: frozenset()},
}
"""Which standing opens which act to which role; None asks for no standing; an admin may do everything."""

_REFUSALS: Final[dict[Act, str]] = {
    Act.TALK: "this person may not write here",
    Act.WORK: "it is neither your ticket nor in your segments",
    Act.GIVE: "only its owner or a manager above may give it to somebody else",
    Act.TAKE: "it lies outside your segments",
    Act.END_ESCALATION: "only its owner or a manager above may end an escalation",
    Act.UNDO_OTHERS: "only a manager above or an admin may take back what somebody else did",
    Act.BULK: "so many at once are for admins; for managers in their segments and below",
    Act.EXPORT: "only tickets of yours and of your segments may be exported",
    Act.ADMINISTER: "only an admin may do this",
}


def asks_no_standing(person: Person, act: Act) -> bool:
    """Say whether it does not matter how this person stands to a ticket: so it is with most of what is done."""
    return person.role is Role.ADMIN or None in _TABLE[act][person.role]


def why_may_not(person: Person, act: Act, standings: frozenset[Standing]) -> str | None:
    """Say why the table refuses, None when it allows."""
    if not person.active:
        return f"{person.name} is not active any more"
    if person.role is Role.ADMIN:
        return None
    opening = _TABLE[act][person.role]
    if None in opening or opening & standings:
        return None
    return _REFUSALS[act]
