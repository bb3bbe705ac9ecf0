"""Line 4: where a ticket of the demo may be moved and escalated, tried by commands for every pair of segments."""

import shutil
import sqlite3
import subprocess
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from tests.acceptance import Outcome
from tests.journeys.desk import command, configure, cxloop, demo_store, home_of, segments, shown
from tests.said import Said

OWNER: Final = "bea.costa@harbour.example"
"""Whose the tickets are: somebody who leads no segment, and is not who escalates."""

IN_A_PROCESS_EACH: Final = 40
"""Every so many attempts one is made by a process of its own, as scripts make it."""

MOVED, REFUSED, UNCHANGED = "moved", "refused", "unchanged"


@dataclass(frozen=True, slots=True)
class Tree:
    """The segments by their parents: the rule of DESIGN.md 3, said again in other words than the program's."""

    parents: Mapping[str, str | None]

    def above(self, code: str) -> list[str]:
        """Return parent, grandparent and so on."""
        parent = self.parents[code]
        return [] if parent is None else [parent, *self.above(parent)]

    def may_move(self, here: str, target: str, *, escalated: bool) -> bool:
        """Say whether `set --segment` must be let pass."""
        if escalated:
            return target in self.above(here)
        is_child = self.parents[target] == here
        is_sibling = target != here and self.parents[target] == self.parents[here]
        return is_child or is_sibling

    def may_escalate(self, here: str, target: str) -> bool:
        """Say whether `escalate` must be let pass; at the top it keeps the segment."""
        above = self.above(here)
        return target in above if above else target == here


@dataclass(frozen=True, slots=True)
class Case:
    """One ticket in one state, in a store of its own."""

    store: Path
    ticket: str
    state: str
    segment: str

    @property
    def is_escalated(self) -> bool:
        """Whether this is after an escalation."""
        return self.state == "escalated"


@dataclass(frozen=True, slots=True)
class Attempt:
    """One command on a case, and how it must end."""

    case: Case
    verb: str
    target: str
    outcome: str

    @property
    def arguments(self) -> list[str]:
        """The words of the command."""
        if self.verb == "set":
            return ["set", self.case.ticket, "--segment", self.target]
        return ["escalate", self.case.ticket, "--to", self.target, "--reason", "for somebody who decides"]

    def __str__(self) -> str:
        return f"{self.case.state} in {self.case.segment}, {self.verb} {self.target}"


def run() -> Outcome:
    """Try every target, for a ticket of every segment, in every state."""
    counts: Counter[str] = Counter()
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cxloop-rule-") as name:
        directory = Path(name)
        store = demo_store(directory)
        tree = Tree({code: segment["parent"] for code, segment in segments(store).items()})
        for case in _cases(store, tree):
            counts[f"tickets {case.state}"] += 1
            before = shown(case.store, case.ticket), _operations(case.store)
            for attempt in _attempts(case, tree):
                counts["attempts"] += 1
                counts[f"{attempt.verb} {attempt.outcome}, {_when(case)}"] += 1
                has_own_process = counts["attempts"] % IN_A_PROCESS_EACH == 0
                counts["attempts in a process of their own"] += has_own_process
                wrong = _try(attempt, *before, has_own_process=has_own_process)
                problems += [f"{attempt}: {problem}" for problem in wrong]
    figures = {"segments": len(tree.parents), **dict(sorted(counts.items()))}
    return Outcome(4, "the segment rule, by commands", figures, problems)


def _when(case: Case) -> str:
    return "after escalation" if case.is_escalated else "before escalation"


def _cases(store: Path, tree: Tree) -> Iterator[Case]:
    """Yield a ticket of every segment: new, open, resolved, and escalated to each segment it can be."""
    for segment in tree.parents:
        new = _derived(store, f"{segment}-new")
        made = _done(new, "new", "--email", "kim@journey.example", "--segment", segment, "--owner", OWNER,
                     "--comment", "The lift is out of order.", "--json")  # fmt: skip
        (record,) = made.records
        ticket = str(record["number"])
        yield Case(new, ticket, "new", segment)
        opened = _derived(new, f"{segment}-open")
        _done(opened, "comment", ticket, "called the caretaker")
        yield Case(opened, ticket, "open", segment)
        resolved = _derived(opened, f"{segment}-resolved")
        _done(resolved, "resolve", ticket, "--root-cause", "worn belt", "--action", "new belt", "--told", "call")
        yield Case(resolved, ticket, "resolved", segment)
        for target in tree.above(segment) or [segment]:
            escalated = _derived(opened, f"{segment}-escalated-{target}")
            _done(escalated, "escalate", ticket, "--to", target, "--reason", "three weeks by now")
            yield Case(escalated, ticket, "escalated", target)


def _attempts(case: Case, tree: Tree) -> Iterator[Attempt]:
    for target in tree.parents:
        moves = tree.may_move(case.segment, target, escalated=case.is_escalated)
        # To set what is so already is no error: DESIGN.md 6.
        elsewhere = MOVED if moves else UNCHANGED if target == case.segment else REFUSED
        yield Attempt(case, "set", target, elsewhere)
        if case.is_escalated and target == case.segment:
            continue  # an escalation in its place is another owner's, not another segment's
        yield Attempt(case, "escalate", target, MOVED if tree.may_escalate(case.segment, target) else REFUSED)


def _try(attempt: Attempt, before: Mapping[str, Any], operations: int, *, has_own_process: bool) -> Iterator[str]:
    """Carry out one command on a copy of its store; yield what is wrong."""
    store = _derived(attempt.case.store, "attempt")
    said = _in_a_process(store, *attempt.arguments) if has_own_process else cxloop(store, *attempt.arguments)
    after, added = shown(store, attempt.case.ticket), _operations(store) - operations
    if attempt.outcome == MOVED:
        yield from _wrong_move(attempt, said, after, added)
        return
    wanted = 4 if attempt.outcome == REFUSED else 0
    if said.code != wanted:
        yield f"it ends with {said.code}, not {wanted}: {said.err.strip()}"
    if attempt.outcome == REFUSED and not _is_reason(said, attempt.case.ticket):
        yield f"it gives no reason in one line: {said.err!r}, and prints {said.out!r}"
    if after != before or added:
        yield "it changed something"


def _wrong_move(attempt: Attempt, said: Said, after: Mapping[str, Any], added: int) -> Iterator[str]:
    status = "escalated" if attempt.verb == "escalate" else attempt.case.state
    if said.code != 0:
        yield f"it ends with {said.code}: {said.err.strip()}"
    elif (after["segment"], after["status"]) != (attempt.target, status):
        yield f"it is {after['status']} in {after['segment']} now"
    elif added != 1:
        yield f"it made {added} operations"


def _is_reason(said: Said, ticket: str) -> bool:
    return said.out == "" and said.err.count("\n") == 1 and said.err.startswith(f"cxloop: #{ticket}: ")


def _derived(store: Path, name: str) -> Path:
    """Copy a store that nobody has open."""
    copy = store.with_name(f"{name}.db")
    shutil.copyfile(store, copy)
    configure(copy)
    return copy


def _done(store: Path, *arguments: str) -> Said:
    said = cxloop(store, *arguments)
    if said.code != 0:
        raise AssertionError(f"cxloop {' '.join(arguments)} ends with {said.code}: {said.err}")
    return said


def _in_a_process(store: Path, *arguments: str) -> Said:
    done = subprocess.run(
        command(store, *arguments), env=home_of(store), capture_output=True, text=True, encoding="utf-8", check=False
    )
    return Said(done.returncode, done.stdout, done.stderr)


def _operations(store: Path) -> int:
    with closing(sqlite3.connect(store)) as connection:
        (count,) = connection.execute("SELECT count(*) FROM operations").fetchone()
    return int(count)
