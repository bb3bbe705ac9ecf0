"""The page of segments: the tree, who leads what, and how much there is to do."""

from collections.abc import Mapping, Sequence
from typing import Final

from cxloop_tui.domain.organisation_log import PutLine, put_log
from cxloop_tui.domain.query import Branch, Field, Query
from cxloop_tui.domain.segment import Segment
from cxloop_tui.domain.view import Load
from cxloop_tui.services import organising
from cxloop_tui.services.queries import Queries
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.segment import new_segment_form, segment_form
from cxloop_tui.ui.screens.confirm import Question
from cxloop_tui.ui.screens.organisation_page import NOTHING, Desk, Seen, Verb, count
from cxloop_tui.ui.widgets.line_table import Cell, Column, Columns, Row, Tone

_ROOMY: Final = 100


class SegmentsPage:
    """The segments, each before those below it."""

    title: Final = "Segments"
    hidden: Final = "those not in use"

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    @property
    def verbs(self) -> Mapping[str, Verb]:
        """What an admin can do here."""
        return {
            "organisation.new": self._new,
            "organisation.edit": self._edit,
            "organisation.merge": self._merge,
        }

    @property
    def columns(self) -> Columns:
        """Name and code, managers, what is to do here and with all below."""
        return _columns

    def rows(self, seen: Seen, *, everything: bool) -> Sequence[Row]:
        """The tree, then what was given up."""
        tree = seen.space.tree
        below = _with_below(seen)
        rows = [_row(segment, len(tree.above(segment.code)), seen, below[segment.code]) for segment in tree]
        given_up = [segment for segment in tree.ever.values() if not segment.active] if everything else []
        return [*rows, *(_row(segment, 0, seen, NOTHING) for segment in given_up)]

    def about(self, seen: Seen, row_id: str) -> str:
        """Its path and all of its managers."""
        segment = seen.space.tree[row_id]
        names = ", ".join(map(seen.space.called, segment.managers))
        lead = seen.space.called(seen.space.lead(row_id))
        whose = names or f"no {seen.space.policy.word('manager')} of its own, {lead} leads"
        return f"{seen.space.tree.path(row_id)}: {whose}"

    def tickets(self, seen: Seen, row_id: str) -> Query | None:
        """Those of the segment and all below."""
        if not seen.space.tree.is_open(row_id):
            return None
        return Query().with_values(Field.SEGMENT, [Branch(row_id, below=True)])

    def name(self, seen: Seen, row_id: str) -> str:
        """Its name."""
        return seen.space.tree.name(row_id)

    def log(self, queries: Queries, row_id: str) -> Sequence[PutLine]:
        """What was changed in it."""
        return put_log(queries.entries(row_id))

    async def _new(self, code: str | None) -> None:
        space = await self._desk.session.ask(lambda queries: queries.organisation())
        above = code if space.tree.is_open(code) else None
        await self._desk.fill_in(new_segment_form(space, self._desk.session, above, self._desk.told))

    async def _edit(self, code: str | None) -> None:
        space = await self._desk.session.ask(lambda queries: queries.organisation())
        if code is not None:
            await self._desk.fill_in(segment_form(space, self._desk.session, code, self._desk.told))

    async def _merge(self, code: str | None) -> None:
        """Ask into which, say what that means, and do it."""
        session = self._desk.session
        if code is None:
            return
        space, moved = await session.ask(lambda queries: (queries.organisation(), organising.merging(queries, code)))
        name = space.tree.name(code)
        options = [
            Option(at.code, space.tree.path(at.code), at.code, organising.why_not_merge(space, code, at.code))
            for at in space.tree
            if at.code != code
        ]
        into = await self._desk.pick(f"Merge {name} into", options)
        if into is None:
            return
        there = space.tree.name(into)
        lines = [("then", f"{name} is given up; {there} takes over"), ("tickets", f"{moved.tickets:,} go to {there}")]
        if moved.segments:
            lines.append(("below", f"{', '.join(map(space.tree.name, moved.segments))} will lie below {there}"))
        if moved.people:
            lines.append(("people", f"{', '.join(map(space.called, moved.people))} will work for {there}"))
        if await self._desk.agrees(Question(f"Merge {name} into {there}?", lines, "Merge", default_yes=False)):
            done = await session.act(lambda sitting: organising.merge(sitting, session.me, code, into))
            self._desk.tell(f"{name} is merged into {there}: {done.tickets:,} tickets went along")


def _columns(width: int) -> Sequence[Column]:
    if width < _ROOMY:
        return (
            Column("name", "segment"),
            Column("code", "code", 10),
            Column("managers", "managers", 15),
            Column("open", "open", 5, "right"),
            Column("overdue", "over", 4, "right"),
            Column("all_open", "total", 6, "right"),
            Column("all_overdue", "over", 4, "right"),
        )
    return (
        Column("name", "segment"),
        Column("code", "code", 16),
        Column("managers", "managers", 30),
        Column("open", "open", 7, "right"),
        Column("overdue", "overdue", 7, "right"),
        Column("all_open", "total", 8, "right"),
        Column("all_overdue", "overdue", 7, "right"),
    )


def _row(segment: Segment, depth: int, seen: Seen, below: Load) -> Row:
    load = seen.segment_loads.get(segment.code, NOTHING)
    managers = ", ".join(seen.space.called(email).partition(" ")[0] for email in segment.managers)
    if not segment.active:
        into = f"merged into {segment.merged_into}" if segment.merged_into else "not in use"
        shut = {"name": Cell(segment.name, Tone.MUTED), "code": Cell(segment.code, Tone.MUTED)}
        return Row(segment.code, {**shut, "managers": Cell(into, Tone.MUTED)})
    return Row(
        segment.code,
        {
            "name": Cell("  " * depth + segment.name, Tone.STRONG if depth == 0 else Tone.PLAIN),
            "code": Cell(segment.code, Tone.MUTED),
            "managers": Cell(managers),
            "open": count(load.open),
            "overdue": count(load.overdue, Tone.ALARM),
            "all_open": count(below.open),
            "all_overdue": count(below.overdue, Tone.ALARM),
        },
    )


def _with_below(seen: Seen) -> Mapping[str, Load]:
    """Return what there is to do in each segment and all below it."""
    sums = {segment.code: seen.segment_loads.get(segment.code, NOTHING) for segment in seen.space.tree}
    for segment in reversed(list(seen.space.tree)):
        if segment.parent in sums:
            own, above = sums[segment.code], sums[segment.parent]
            sums[segment.parent] = Load(above.open + own.open, above.overdue + own.overdue)
    return sums
