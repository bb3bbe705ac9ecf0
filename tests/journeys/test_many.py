"""Many at once in a real terminal: ten tickets for four keys, five hundred with some refused, and all of it back."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest

from cxloop_tui.domain.folding import tokens
from tests.journeys.desk import ME, at_desk, cxloop, demo_store, segments, tickets
from tests.terminal import Terminal

SIZES: Final = ((80, 24), (120, 40))
TEN: Final = 10
REASSIGN_BUDGET: Final = 4
"""The most presses that ten tickets may take to have another owner: DESIGN.md 9."""

MANY: Final = 500
CAUSE: Final = "the bank was closed"
ACTION: Final = "wired on Monday"

Ticket = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Reassigned:
    """Ten tickets that were given to somebody else."""

    presses: int
    heir: str
    """The e-mail of who should have them."""
    foretold: str
    """What the picker said before."""
    owners: Sequence[str]
    """Whose they are afterwards."""
    owners_undone: Sequence[str]
    """Whose they are when it was taken back."""
    owners_before: Sequence[str]


@dataclass(frozen=True, slots=True)
class Resolved:
    """Five hundred tickets of which some may not be resolved."""

    foretold: str
    """The question, as it stood on the screen."""
    told: str
    """What the desk said afterwards."""
    still_marked: str
    """What the top line said afterwards."""
    before: Sequence[Ticket]
    after: Sequence[Ticket]
    undone: Sequence[Ticket]
    resolved_before: frozenset[int]
    """The numbers of those that were resolved already."""
    foreign: frozenset[int]
    """The numbers of those that are neither in the manager's segments nor theirs."""

    @property
    def done(self) -> frozenset[int]:
        """The numbers of those that were resolved now."""
        return _resolved(self.after) - self.resolved_before

    @property
    def expected(self) -> frozenset[int]:
        """The numbers of those that may be resolved."""
        everything = frozenset(ticket["number"] for ticket in self.before)
        return everything - self.resolved_before - self.foreign


def reassign_ten(store: Path, columns: int, rows: int) -> Reassigned:
    """Mark what a list of ten shows and give it to somebody, then take it back."""
    letter, heir, name = _heir(store)
    numbers = [ticket["number"] for ticket in tickets(store, "sort:number") if ticket["owner"] != heir][:TEN]
    query = f"number:{','.join(map(str, numbers))} sort:number"
    before = _owners(store, query)
    with at_desk(store, "desk", query, columns=columns, rows=rows) as desk:
        start = desk.terminal.presses
        desk.terminal.press("*", "a", letter)
        desk.terminal.wait_for(f"given to {name}")
        foretold = desk.terminal.text()
        desk.terminal.press("enter")
        presses = desk.terminal.presses - start
        desk.terminal.wait_for(f"{TEN} given to {name};")
        owners = _owners(store, query)
        desk.undo()
        undone = _owners(store, query)
        desk.quit()
    return Reassigned(presses, heir, foretold, owners, undone, before)


def resolve_many(store: Path, columns: int, rows: int) -> Resolved:
    """Let a manager of all but one top-level segment resolve everything there is, and take it back."""
    manager, foreign_segments = _prepare(store)
    before = tickets(store, "sort:number")
    with at_desk(store, "--as", manager, columns=columns, rows=rows) as desk:
        terminal = desk.terminal
        terminal.press("*")
        terminal.wait_for(f"{MANY} marked")
        terminal.press("d")
        terminal.wait_for(f"Resolve {MANY} marked tickets")
        terminal.wait_for("refused")
        terminal.type(CAUSE)
        terminal.press("tab")
        terminal.type(ACTION)
        terminal.press("ctrl+s")
        terminal.wait_for(f"Resolve: {MANY} marked tickets")
        foretold = _frame(terminal)
        terminal.press("y")
        terminal.wait_for("still marked")
        told = next(line for line in terminal.screen() if "still marked" in line)
        terminal.wait_settled()
        still_marked = terminal.screen()[0]
        after = tickets(store, "sort:number")
        terminal.press("z")
        terminal.wait_for("undone: ", timeout=60)
        undone = tickets(store, "sort:number")
        desk.quit()
    others = [ticket for ticket in before if ticket["owner"] != manager]
    foreign = frozenset(ticket["number"] for ticket in others if ticket["segment"] in foreign_segments)
    return Resolved(foretold, told, still_marked, before, after, undone, _resolved(before), foreign)


def wrong_reassignment(done: Reassigned) -> list[str]:
    """Say what was not as it should be."""
    wrong = []
    if done.presses > REASSIGN_BUDGET:
        wrong.append(f"ten tickets took {done.presses} presses, {REASSIGN_BUDGET} are allowed")
    if f"{TEN} given to" not in done.foretold:
        wrong.append(f"the picker did not say before what it would do:\n{done.foretold}")
    if set(done.owners) != {done.heir} or len(done.owners) != TEN:
        wrong.append(f"the owners are {done.owners}, not {done.heir}")
    if done.owners_undone != done.owners_before:
        wrong.append(f"one undo left the owners {done.owners_undone}, not {done.owners_before}")
    return wrong


def wrong_resolution(done: Resolved) -> list[str]:
    """Say what was not as it should be."""
    refused = MANY - len(done.expected)
    already, foreign = len(done.resolved_before - done.foreign), len(done.foreign)
    counts = f"{len(done.expected)} resolved", f"{foreign}: so many at once", f"{already}: it is resolved already"
    unsaid = [words for words in counts if words not in done.foretold]
    wrong = [f"the question did not say {words!r}:\n{done.foretold}" for words in unsaid]
    if done.done != done.expected:
        wrong.append(f"{len(done.done)} were resolved, not {len(done.expected)}")
    if f"{len(done.expected)} resolved; {refused} refused, still marked" not in done.told:
        wrong.append(f"the desk told {done.told!r}")
    if f"{refused} marked" not in done.still_marked:
        wrong.append(f"{refused} should still be marked: {done.still_marked!r}")
    lasting = [_lasting(ticket) for ticket in done.before]
    if [_lasting(ticket) for ticket in done.undone] != lasting:
        wrong.append("one undo did not bring everything back")
    return wrong


def _prepare(store: Path) -> tuple[str, frozenset[str]]:
    """Open all tickets but a dozen again; make somebody manager of all top-level segments but one."""
    tree = segments(store)
    *own, left_out = sorted(code for code, segment in tree.items() if segment["parent"] is None)
    reopened = cxloop(store, "reopen", "--query", "status:resolved", "--yes")
    assert reopened.code == 0, reopened.err
    people = cxloop(store, "people", "list", "--json").records
    manager = next(person["email"] for person in people if person["role"] == "agent")
    named = [word for code in own for word in ("--segment", code)]
    made = cxloop(store, "people", "set", manager, "--role", "manager", *named)
    assert made.code == 0, made.err
    some = [f"{ticket['number']}" for ticket in tickets(store) if _top(ticket["segment"], tree) != left_out][:12]
    resolved = cxloop(store, "resolve", *some, "--root-cause", "a", "--action", "b", "--told", "by call")
    assert resolved.code == 0, resolved.err
    return manager, frozenset(code for code in tree if _top(code, tree) == left_out)


def _top(code: str, tree: Mapping[str, Mapping[str, Any]]) -> str:
    while tree[code]["parent"] is not None:
        code = tree[code]["parent"]
    return code


def _heir(store: Path) -> tuple[str, str, str]:
    """Return a letter that only one colleague's name or e-mail has at the beginning of a word, and who that is."""
    people = [person for person in cxloop(store, "people", "list", "--json").records if person.get("active", True)]
    letters = {
        person["email"]: {word[0] for word in tokens(f"{person['name']} {person['email']}")} for person in people
    }
    for person in people:
        others = set("sem").union(*(found for email, found in letters.items() if email != person["email"]))
        own = sorted(letters[person["email"]] - others)
        if own and person["email"] != ME:
            return own[0], person["email"], person["name"]
    raise AssertionError("no colleague has a letter of their own")


def _owners(store: Path, query: str) -> list[str]:
    return [ticket["owner"] for ticket in tickets(store, query)]


def _resolved(found: Sequence[Ticket]) -> frozenset[int]:
    return frozenset(ticket["number"] for ticket in found if ticket["status"] == "resolved")


def _lasting(ticket: Ticket) -> dict[str, Any]:
    """Return a ticket without when it was touched last: that moves with every undo."""
    return {name: value for name, value in ticket.items() if name != "updated_at"}


def _frame(terminal: Terminal) -> str:
    return "\n".join(re.sub(r"[│╭╮╰╯─]", " ", line) for line in terminal.screen())


@pytest.mark.parametrize(("columns", "rows"), SIZES)
def test_ten_tickets_get_another_owner_in_four_key_presses(tmp_path: Path, columns: int, rows: int) -> None:
    assert wrong_reassignment(reassign_ten(demo_store(tmp_path), columns, rows)) == []


def test_five_hundred_are_resolved_but_those_refused_and_come_back_with_one_key(tmp_path: Path) -> None:
    store = demo_store(tmp_path, MANY)
    assert wrong_resolution(resolve_many(store, *SIZES[0])) == []
    said = cxloop(store, "doctor")
    assert (said.code, said.err) == (0, "")
