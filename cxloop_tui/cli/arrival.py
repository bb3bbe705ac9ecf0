"""`arrival`: what is done by itself to a new ticket."""

from collections.abc import Callable, Sequence
from typing import Final

import click

from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.sheet import ticket_label
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain.arrival import Rule
from cxloop_tui.domain.arrival_rules import BETWEEN, read_rule, written_rules
from cxloop_tui.domain.errors import NotFound
from cxloop_tui.domain.operation import TOLD
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.policy_keys import ARRIVAL_RULES
from cxloop_tui.domain.vocabulary import vocabulary_of
from cxloop_tui.services.arriving import Foretold, foretold, readable_rules
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.records import Record

_RULES: Final = (Column("no", right=True), Column("rule"))
_FORETOLD: Final = (Column("ticket", right=True), Column("what", most=60), Column("rule", most=70))

_LAST: Final = 200
"""So many of the newest tickets a rule is tried on unless somebody says otherwise."""


@click.group(cls=DeskGroup)
def arrival() -> None:
    """What is done by itself to a new ticket: raised, routed, tagged, and who is let know.

    A rule is a condition, an arrow and what is done: `score:<=2 refund => priority:critical notify:managers`. A
    condition is a query as in every list; besides, `sentiment:negative` asks how the words sound, and `again:yes`
    whether the customer had a ticket before. What is done: `segment:`, `owner:`, `priority:`, `tag:`, `notify:`.
    """


@arrival.command("list")
@pass_invocation
def list_rules(invocation: Invocation) -> None:
    """Show the rules, in the order in which they are judged."""
    with invocation.rooms() as rooms:
        _give(invocation, written_rules(rooms.queries.organisation().policy.arrival_rules))


@arrival.command("add")
@click.argument("rule", metavar="RULE")
@pass_invocation
def add_rule(invocation: Invocation, rule: str) -> None:
    """Add a rule behind the others; `cxloop arrival preview RULE` says before what it would have done."""

    def change(sitting: Sitting) -> None:
        read_rule(rule, vocabulary_of(sitting.organisation))
        _put(sitting, (*written_rules(sitting.organisation.policy.arrival_rules), rule.strip()))

    _changed(invocation, change)


@arrival.command("remove")
@click.argument("number", type=int, metavar="NUMBER")
@pass_invocation
def remove_rule(invocation: Invocation, number: int) -> None:
    """Take a rule away, by its number in the list."""

    def change(sitting: Sitting) -> None:
        rules = written_rules(sitting.organisation.policy.arrival_rules)
        if not 0 < number <= len(rules):
            raise NotFound(f"there is no rule {number}; `cxloop arrival list` shows them")
        _put(sitting, (*rules[: number - 1], *rules[number:]))

    _changed(invocation, change)


@arrival.command("preview")
@click.argument("rule", required=False, metavar="[RULE]")
@click.option("--last", type=click.IntRange(1, 100_000), default=_LAST, show_default=True, help="So many tickets.")
@pass_invocation
def preview(invocation: Invocation, rule: str | None, last: int) -> None:
    """Show what RULE, or all rules there are, would have done to the newest tickets; nothing is done."""
    with invocation.rooms() as rooms:
        space = rooms.queries.organisation()
        rules = tuple(readable_rules(space)) if rule is None else (read_rule(rule, vocabulary_of(space)),)
        with rooms.queries.apart() as reader:
            found = list(foretold(reader, rules, last, rooms.queries.now()))
        _tell(invocation, found, space, rules, last)


def _changed(invocation: Invocation, change: Callable[[Sitting], None]) -> None:
    with invocation.rooms() as rooms:
        rooms.desk().sit(rooms.me, change)
        _give(invocation, written_rules(rooms.queries.organisation().policy.arrival_rules))


def _put(sitting: Sitting, rules: Sequence[str]) -> None:
    sitting.put_policy(ARRIVAL_RULES, BETWEEN.join(rules) or None)


def _give(invocation: Invocation, rules: Sequence[str]) -> None:
    if invocation.json:
        invocation.out.records({"number": number, "rule": rule} for number, rule in enumerate(rules, 1))
    elif rules:
        rows = ([str(number), rule] for number, rule in enumerate(rules, 1))
        invocation.out.lines(table(_RULES, rows, invocation.out.width))
    else:
        invocation.out.note("there is no rule on arrival; `cxloop arrival add` makes one")


def _tell(
    invocation: Invocation, found: Sequence[Foretold], space: Organisation, rules: Sequence[Rule], last: int
) -> None:
    if invocation.json:
        invocation.out.records(map(_record, found))
        return
    rows = ([ticket_label(one.ticket), _what(one, space), one.deed.rule.text] for one in found)
    invocation.out.lines(table(_FORETOLD, rows, invocation.out.width) if found else ())
    met = len({one.ticket.id for one in found})
    what = "one rule" if len(rules) == 1 else f"{len(rules)} rules"
    invocation.out.note(f"{what}: something would have been done to {met:,} of the newest {last:,} tickets")


def _what(one: Foretold, space: Organisation) -> str:
    draft = one.deed.draft
    if TOLD in draft.add:
        return f"let {', '.join(map(space.called, draft.add[TOLD]))} know"
    fields = {name: str(change.wanted) for name, change in draft.set.items()}
    said = {"segment": space.tree.name, "owner": space.called}
    changes = [f"{name} {said.get(name, str)(value)}" for name, value in fields.items()]
    return ", ".join([*changes, *(f"tag {tag}" for tag in draft.add.get("tags", ()))])


def _record(one: Foretold) -> Record:
    draft = one.deed.draft
    wanted = {name: change.wanted for name, change in draft.set.items()}
    return {
        "ticket": one.ticket.id,
        "number": one.ticket.number,
        "rule": one.deed.rule.text,
        **{name: wanted.get(name) for name in ("segment", "owner", "priority")},
        "tags": list(draft.add.get("tags", ())),
        "notify": list(draft.add.get(TOLD, ())),
    }
