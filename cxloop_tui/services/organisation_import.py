"""Segments and people from a file: CSV, NDJSON or JSON with the keys that `segments list --json` prints.

All or nothing, in one transaction and one group that one undo takes back. The order in the file does not matter, and
a file that was imported already changes nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import cast

from cxloop_tui.domain.errors import CxloopError, Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act, Role
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.organisation_file import PEOPLE, SEGMENTS, Complaint, Row, read_rows


@dataclass(slots=True)
class Tally:
    """What an import did, or would do; `complaints` mean that nothing was done."""

    read: int = 0
    made: int = 0
    changed: int = 0
    unchanged: int = 0
    complaints: list[Complaint] = field(default_factory=list)


class _Rehearsed(Exception):
    """Carries what would have been done out of a transaction that must not happen."""

    def __init__(self, tally: Tally) -> None:
        super().__init__()
        self.tally = tally


def import_segments(
    desk: Desk, by: str, file: Path, *, dry_run: bool = False, without_managers: bool = False
) -> Tally:
    """Make and change segments as a file says.

    `without_managers` leaves the managers as they are, for a file whose people are not here yet. Raises Unusable for
    a file that cannot be read, Refused for somebody who may not.
    """
    rows, complaints = read_rows(file, SEGMENTS)
    read = len(rows) + len(complaints)
    if without_managers:
        rows = [Row(row.line, row.subject, _without(row.fields, "managers")) for row in rows]

    def work(sitting: Sitting) -> Tally:
        ordered = _segments_in_order(rows, sitting.organisation, complaints)
        group = sitting.new_group()
        return _taken(sitting, by, rows, Tally(read, complaints=complaints), _put_segments(sitting, ordered, group))

    return _carried_out(desk, by, work, dry_run=dry_run)


def import_people(desk: Desk, by: str, file: Path, *, dry_run: bool = False) -> Tally:
    """Make and change people as a file says. Raises Unusable and Refused like `import_segments`."""
    rows, complaints = read_rows(file, PEOPLE)
    read = len(rows) + len(complaints)

    def work(sitting: Sitting) -> Tally:
        group = sitting.new_group()
        return _taken(sitting, by, rows, Tally(read, complaints=complaints), _put_people(sitting, by, rows, group))

    return _carried_out(desk, by, work, dry_run=dry_run)


def _carried_out(desk: Desk, by: str, work: Callable[[Sitting], Tally], *, dry_run: bool) -> Tally:
    """Do all of it, or only find out what it would be."""

    def whole(sitting: Sitting) -> Tally:
        tally = work(sitting)
        if tally.complaints or dry_run:
            raise _Rehearsed(tally)
        return tally

    try:
        return desk.sit(by, whole)
    except _Rehearsed as rehearsed:
        return rehearsed.tally


Try = tuple[Row, Callable[[], object]]
"""A row, and what takes it."""


def _taken(sitting: Sitting, by: str, rows: Sequence[Row], tally: Tally, tries: Iterator[Try]) -> Tally:
    """Take every row that can be taken, and complain about every other; a file that is amiss is not begun."""
    sitting.organisation.demand(by, Act.ADMINISTER)
    known = {*sitting.organisation.tree.ever, *sitting.organisation.people}
    touched: set[str] = set()
    refused: set[object] = set()
    if not tally.complaints:
        for row, put in tries:
            try:
                if put() is not None:
                    touched.add(row.subject)
            except CxloopError as refusal:
                refused.add(row.subject)
                if row.fields.get("parent") not in refused:  # what only waits for another line is not amiss
                    tally.complaints.append(Complaint(row.line, f"{row.subject}: {refusal}"))
    tally.complaints.sort(key=lambda complaint: complaint.line)
    tally.made = len(touched - known)
    tally.changed = len(touched & known)
    tally.unchanged = len({row.subject for row in rows} - touched)
    return tally


# Segments -----------------------------------------------------------------------------------------------------------


def _segments_in_order(rows: Sequence[Row], space: Organisation, complaints: list[Complaint]) -> list[Row]:
    """Return the rows so that each comes after those it depends on; complain about what lies below itself."""
    by_code = {row.subject: row for row in rows}
    above = partial(_as_it_will_be, name="parent", by_code=by_code, space=space)
    heir = partial(_as_it_will_be, name="merged_into", by_code=by_code, space=space)
    waiting, ordered = dict(by_code), []
    while waiting:
        ready = [code for code in waiting if not _waits(code, waiting, above) and heir(code) not in waiting]
        if not ready:
            complaints += _rings(waiting, above)
            ready = list(waiting)
        ordered += [waiting.pop(code) for code in ready]
    return ordered


def _as_it_will_be(code: str, *, name: str, by_code: Mapping[str, Row], space: Organisation) -> str | None:
    """Return a field of a segment as the file leaves it."""
    row, segment = by_code.get(code), space.tree.get(code)
    now = None if segment is None else getattr(segment, name)
    return cast("str | None", now if row is None else row.fields.get(name, now))


def _waits(code: str, waiting: Mapping[str, Row], above: Callable[[str], str | None]) -> bool:
    """Say whether something above is not in its place yet."""
    return any(at in waiting for at in _way_up(code, above))


def _way_up(code: str, above: Callable[[str], str | None]) -> tuple[str, ...]:
    """Return what lies above, the nearest first; of a ring each once, and the one met again."""
    way: list[str] = []
    at = above(code)
    while at is not None and at not in way:
        way.append(at)
        at = above(at)
    return (*way, at) if at is not None else tuple(way)


def _rings(waiting: Mapping[str, Row], above: Callable[[str], str | None]) -> Iterator[Complaint]:
    """Yield a complaint for every ring of segments that lie below themselves."""
    told: set[str] = set()
    for code, row in waiting.items():
        way = _way_up(code, above)
        if code in way and code not in told:
            told.update(way)
            ring = (code, *way[: way.index(code) + 1])
            yield Complaint(row.line, f"{code}: it would lie below itself: {' below '.join(ring)}")


def _put_segments(sitting: Sitting, ordered: Sequence[Row], group: str) -> Iterator[Try]:
    """Yield what takes each row: those in use from the top down, then those that are not, from the bottom up."""
    space = sitting.organisation
    stays_shut = [row for row in ordered if row.is_active is False and not space.tree.is_open(row.subject)]
    is_shut = [row for row in reversed(ordered) if row.is_active is False and space.tree.is_open(row.subject)]
    for row in ordered:
        if row.is_active is not False:
            yield row, partial(_put_segment, sitting, row, group)
    for row in stays_shut:
        yield row, partial(_put_segment, sitting, row, group)
    for row in is_shut:
        yield row, partial(_shut, sitting, row, group)


def _put_segment(sitting: Sitting, row: Row, group: str) -> object:
    """Name a new segment by its code when the file does not; what is in use again was taken over by nobody."""
    is_new = row.subject not in sitting.organisation.tree
    for manager in cast("list[str]", row.fields.get("managers", [])):
        if manager not in sitting.organisation.people:
            raise Refused(f"nobody here has the e-mail {manager}: import people first, or add --without-managers")
    fields = {**({"name": row.subject} if is_new else {}), **row.fields}
    if row.is_active:
        fields["merged_into"] = None
    return sitting.put_segment(row.subject, fields, group=group)


def _shut(sitting: Sitting, row: Row, group: str) -> object:
    lying = sitting.lying_in(row.subject)
    if lying:
        raise Refused(f"{len(lying):,} tickets lie there: `cxloop segments merge` says where they go")
    return sitting.put_segment(row.subject, row.fields, group=group)


# People -------------------------------------------------------------------------------------------------------------


def _put_people(sitting: Sitting, by: str, rows: Sequence[Row], group: str) -> Iterator[Try]:
    """Yield what takes each row: who becomes admin first, whoever imports last, who stands in when all are there."""
    in_order = sorted(rows, key=lambda row: (row.subject == by, row.fields.get("role") != Role.ADMIN))
    here = [row for row in in_order if row.is_active is not False]
    gone = [row for row in in_order if row.is_active is False]
    for row in here:
        yield row, partial(_put_person, sitting, row, _without(row.fields, "deputy"), group)
    for row in in_order:
        if "deputy" in row.fields and row.subject in sitting.organisation.people:
            yield row, partial(_put_person, sitting, row, {"deputy": row.fields["deputy"]}, group)
    for row in gone:
        yield row, partial(_put_person, sitting, row, row.fields, group)


def _put_person(sitting: Sitting, row: Row, fields: Mapping[str, Json], group: str) -> object:
    is_new = row.subject not in sitting.organisation.people
    if is_new and "name" not in fields:
        raise Refused("somebody new needs a name")
    theirs = sitting.unresolved_of(row.subject) if row.is_active is False else ()
    if theirs:
        raise Refused(f"{len(theirs):,} open tickets are theirs: `cxloop people leave` says who takes them")
    return sitting.put_person(row.subject, fields, group=group)


def _without(fields: Mapping[str, Json], name: str) -> dict[str, Json]:
    return {key: value for key, value in fields.items() if key != name}
