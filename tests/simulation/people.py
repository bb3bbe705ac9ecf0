"""What people do at their desks, at random; what a rule refuses is not done."""

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from cxloop_tui.domain import intent
from cxloop_tui.domain.errors import CxloopError
from cxloop_tui.services.desk import Desk, Sitting
from tests.builders import ADA, BEA, CREATED, GIA, OLD

TEAM: Final = (ADA, BEA, GIA, BEA)
"""Whose laptops there are: an admin's, a manager's, and two of one agent."""

_OWNERS: Final = (BEA, GIA)
_WANTED_OWNERS: Final = (BEA, GIA, OLD)
"""Old Bari comes and goes: who wants a ticket to be theirs may be refused now and would not be tomorrow."""
_SEGMENTS: Final = ("bari", "naples", "south")
_PRIORITIES: Final = ("low", "medium", "high", "critical")
_CATEGORIES: Final = ("Late", "Refund", None)

Deed = Callable[[Sitting, str, "Chance"], object]
Deeds = Sequence[tuple[int, Deed]]


class Chance:
    """A source of choices, and of words that nobody said before."""

    def __init__(self, random: Random, name: str) -> None:
        """`name` is that of the laptop: no other one has it."""
        self.random = random
        self.deeds: Deeds = ()
        """What they do, and how often each; empty: what everybody does."""
        self.followups: list[str] = []
        """What was put down here, by id."""
        self._name = name.partition("@")[0]
        self._said = 0

    def words(self) -> str:
        self._said += 1
        return f"{self._name} says {self._said}"


def _create(sitting: Sitting, _ticket: str, chance: Chance) -> object:
    return sitting.create({**CREATED, "owner": chance.random.choice(_OWNERS)}, chance.words())


def _change(sitting: Sitting, ticket: str, chance: Chance) -> object:
    wanted = chance.random.choice(
        (
            {"priority": chance.random.choice(_PRIORITIES)},
            {"owner": chance.random.choice(_WANTED_OWNERS)},
            {"category": chance.random.choice(_CATEGORIES)},
            {"segment": chance.random.choice(_SEGMENTS)},
            {"status": "open"},
            {"priority": chance.random.choice(_PRIORITIES), "category": chance.random.choice(_CATEGORIES)},
        )
    )
    return sitting.change(ticket, wanted)


def _tag(sitting: Sitting, ticket: str, chance: Chance) -> object:
    tag = chance.random.choice(("vip", "late", "press"))
    added, removed = ([tag], []) if chance.random.random() < 0.6 else ([], [tag])
    return sitting.do(ticket, lambda now, _space: intent.change(now, {}, add_tags=added, remove_tags=removed))


def _resolve(sitting: Sitting, ticket: str, chance: Chance) -> object:
    return sitting.resolve(ticket, root_cause="cause", action_taken=chance.words(), told="call")


def _escalate(sitting: Sitting, ticket: str, chance: Chance) -> object:
    return sitting.escalate(ticket, chance.random.choice(_SEGMENTS), chance.words())


def _reply(sitting: Sitting, ticket: str, chance: Chance) -> object:
    return sitting.reply(ticket, "Your order", chance.words())


def _consent(sitting: Sitting, _ticket: str, chance: Chance) -> object:
    return sitting.put_customer("@ana@shop.example", {"consent": chance.random.choice(("given", "withdrawn", None))})


def _put_down(sitting: Sitting, ticket: str, chance: Chance) -> object:
    done = sitting.put_followup(None, {"ticket": ticket, "text": chance.words(), "owner": BEA})
    if done is not None:
        chance.followups.append(done.operation.subject)
    return done


def _follow_up(sitting: Sitting, _ticket: str, chance: Chance) -> object:
    if not chance.followups:
        return None
    wanted = chance.random.choice(({"text": chance.words()}, {"done": True}, {"done": None}, {"owner": GIA}))
    return sitting.put_followup(chance.random.choice(chance.followups), wanted)


def _rename(sitting: Sitting, _ticket: str, chance: Chance) -> object:
    return sitting.put_segment("bari", {"name": chance.words()})


def _come_or_go(sitting: Sitting, _ticket: str, _chance: Chance) -> object:
    return sitting.put_person(OLD, {"active": not sitting.organisation.is_active(OLD)})


def _open_or_give_up(sitting: Sitting, _ticket: str, _chance: Chance) -> object:
    return sitting.put_segment("naples", {"active": not sitting.organisation.tree.is_open("naples")})


def _rule(sitting: Sitting, _ticket: str, chance: Chance) -> object:
    if chance.random.random() < 0.5:
        return sitting.put_policy("deadline.medium.contact_hours", chance.random.choice((24, 48, 96)))
    return sitting.put_policy("word.owner", chance.words())


_DEEDS: Final[Deeds] = (
    (10, _create),
    (16, lambda sitting, ticket, chance: sitting.comment(ticket, chance.words())),
    (5, lambda sitting, ticket, _chance: sitting.contact(ticket, "call", "reached")),
    (36, _change),
    (5, _reply),
    (3, _consent),
    (5, _put_down),
    (6, _follow_up),
    (6, _tag),
    (6, _resolve),
    (6, _escalate),
    (4, lambda sitting, ticket, _chance: sitting.hand_back(ticket)),
    (4, lambda sitting, ticket, _chance: sitting.reopen(ticket)),
    (7, lambda sitting, _ticket, _chance: sitting.undo()),
    (5, lambda sitting, ticket, _chance: sitting.undo(ticket)),
    (5, lambda sitting, _ticket, _chance: sitting.redo()),
    (2, _rename),
    (2, _rule),
    (10, _come_or_go),
    (5, _open_or_give_up),
)

GIVING_UP: Final[Deeds] = (
    (4, lambda sitting, ticket, _chance: sitting.undo(ticket)),
    (4, lambda sitting, _ticket, _chance: sitting.redo()),
    (16, _come_or_go),
    (16, _open_or_give_up),
)
"""What an admin does who gives up tickets, people and segments, and thinks better of it."""

RELYING: Final[Deeds] = (
    (2, _create),
    (4, lambda sitting, ticket, chance: sitting.comment(ticket, chance.words())),
    (16, lambda sitting, ticket, _chance: sitting.change(ticket, {"owner": OLD})),
    (16, lambda sitting, ticket, _chance: sitting.change(ticket, {"segment": "naples"})),
    (8, lambda sitting, _ticket, _chance: sitting.undo()),
    (8, lambda sitting, ticket, _chance: sitting.change(ticket, {"segment": "bari", "owner": BEA})),
)
"""What others do meanwhile: it is refused now, and would not be a little later."""

_FOUGHT_OVER: Final = 3
"""So many tickets are worked on at a time: people are to get in each other's way."""


def do_something(desk: Desk, who: str, tickets: list[str], chance: Chance) -> None:
    """Let somebody do something to one of the tickets they see."""
    deeds = chance.deeds or _DEEDS
    (_, deed), *_ = chance.random.choices(deeds, weights=[weight for weight, _ in deeds])
    if not tickets:
        deed = _create
    ticket = chance.random.choice(sorted(tickets)[:_FOUGHT_OVER]) if tickets else ""
    try:
        desk.sit(who, lambda sitting: deed(sitting, ticket, chance))
    except CxloopError:
        return
