"""The page of rules: every key of the policy by what it is about, its value, and who changed it."""

from collections.abc import Mapping, Sequence
from typing import Final

from cxloop_tui.domain.operation import Entry
from cxloop_tui.domain.organisation_log import PutLine, put_log, set_by
from cxloop_tui.domain.policy_keys import DEFAULTS, GROUPS, POLICY, WORDS
from cxloop_tui.domain.policy_values import written_value
from cxloop_tui.domain.query import Query
from cxloop_tui.services.queries import Queries
from cxloop_tui.ui.forms.policy import policy_form
from cxloop_tui.ui.render.when import ago
from cxloop_tui.ui.screens.organisation_page import Desk, Seen, Verb
from cxloop_tui.ui.widgets.line_table import Cell, Column, Columns, Row, Tone

_ROOMY: Final = 100


class PolicyPage:
    """The rules, by group."""

    title: Final = "Policy"
    hidden: Final = ""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """What an admin can do here."""
        return {"organisation.edit": self._edit, "organisation.default": self._default}

    @property
    def columns(self) -> Columns:
        """Key, value and default, who changed it."""
        return _columns

    def rows(self, seen: Seen, *, everything: bool) -> Sequence[Row]:
        """All keys in the order of their groups."""
        del everything
        changes = set_by(seen.policy)
        return [_row(key, seen, changes.get(key)) for key in DEFAULTS]

    def about(self, seen: Seen, row_id: str) -> str:
        """What the key decides, and who changed it when."""
        change = set_by(seen.policy).get(row_id)
        words = f"{GROUPS[row_id.partition('.')[0]]}: {WORDS[row_id]}"
        if change is None:
            return words
        return f"{words} (changed by {seen.space.called(change.operation.by)}, {ago(change.received_at, seen.now)})"

    def tickets(self, _seen: Seen, _row_id: str) -> Query | None:
        """None: a rule is about all of them."""
        return None

    def name(self, _seen: Seen, row_id: str) -> str:
        """The key."""
        return row_id

    def log(self, queries: Queries, row_id: str) -> Sequence[PutLine]:
        """What was changed of this key."""
        return put_log(queries.entries(POLICY), row_id)

    async def _edit(self, key: str | None) -> None:
        space = await self._desk.session.ask(lambda queries: queries.organisation())
        if key is not None:
            await self._desk.fill_in(policy_form(space, self._desk.session, key, self._desk.told))

    async def _default(self, key: str | None) -> None:
        if key is not None:
            self._desk.told(await self._desk.session.act(lambda sitting: sitting.put_policy(key, None)))


def _columns(width: int) -> Sequence[Column]:
    if width < _ROOMY:
        return (
            Column("key", "rule", 31),
            Column("value", "value"),
            Column("default", "default", 10),
            Column("changed", "changed by", 12),
        )
    return (
        Column("group", "about", 10),
        Column("key", "rule", 32),
        Column("value", "value"),
        Column("default", "default", 20),
        Column("changed", "changed by", 24),
    )


def _row(key: str, seen: Seen, change: Entry | None) -> Row:
    policy = seen.space.policy
    value, default = written_value(policy.value(key)), written_value(DEFAULTS[key])
    is_own = key in policy.changed and value != default
    by = "" if change is None else seen.space.called(change.operation.by)
    when = "" if change is None else f", {ago(change.received_at, seen.now)}"
    return Row(
        key,
        {
            "group": Cell(GROUPS[key.partition(".")[0]], Tone.MUTED),
            "key": Cell(key),
            "value": Cell(value or "nothing", Tone.STRONG if is_own else Tone.PLAIN),
            "default": Cell(default, Tone.MUTED),
            "changed": Cell(by + when, Tone.MUTED),
        },
    )
