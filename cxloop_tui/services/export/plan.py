"""What is exported: which tickets, in which format, with which columns; and what of it lies out of reach, said."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.domain.nearest import nearest
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act, Standing, why_may_not
from cxloop_tui.domain.query import Query
from cxloop_tui.domain.selection import Among, AnyOf, Condition, OneOf, Selection
from cxloop_tui.services.ports import Reader
from cxloop_tui.services.queries import Queries
from cxloop_tui.services.records import TICKET_KEYS


class Format(StrEnum):
    """What an export can be; the file's ending says which."""

    CSV = "csv"
    NDJSON = "ndjson"
    JSON = "json"
    XLSX = "xlsx"


@dataclass(frozen=True, slots=True)
class Asked:
    """What somebody wants of an export."""

    format: Format
    columns: tuple[str, ...] = ()
    """Keys of a ticket in the order wanted; all of them when there are none."""
    masked: bool = False
    """Whether nobody shall be recognised (`masking`)."""


@dataclass(frozen=True, slots=True)
class Plan:
    """An export that can be carried out."""

    format: Format
    columns: tuple[str, ...]
    masked: bool
    wanted: Selection
    """What was asked for."""
    reach: Condition | None
    """What holds for the tickets this person may take out; None for all there are."""
    why: str
    """Why the others are left out."""
    is_everything: bool
    """Whether all tickets there are were asked for."""

    @property
    def selection(self) -> Selection:
        """What will be written."""
        return self.wanted if self.reach is None else _with(self.wanted, self.reach)

    @property
    def is_whole_store(self) -> bool:
        """Whether it is all there is, so that responses without a ticket belong to it too."""
        return self.is_everything and self.reach is None


@dataclass(frozen=True, slots=True)
class Tally:
    """How much an export is."""

    tickets: int
    """Tickets that are written."""
    left_out: int
    """Tickets that were asked for and are out of this person's reach, or withdrawn since they were marked."""


def plan(queries: Queries, query: Query, asked: Asked, ids: Iterable[str] | None = None) -> Plan:
    """Settle an export of what a query finds, or of the tickets `ids` in the order of the query.

    Raises Refused for who may export nothing and for masked NDJSON, Unusable for a column there is not.
    """
    _check_asked(asked)
    reach, why = _reach(queries.organisation(), queries.me)
    wanted = queries.selection(query if ids is None else Query().with_sort(query.sort))
    return Plan(
        format=asked.format,
        columns=_columns(asked.columns),
        masked=asked.masked,
        wanted=wanted if ids is None else _with(wanted, Among(tuple(ids))),
        reach=reach,
        why=why,
        is_everything=ids is None and query.with_sort(None).is_everything,
    )


def look(reader: Reader, plan: Plan) -> Tally:
    """Count what a plan writes and what it leaves out."""
    found = reader.counts(plan.selection).found
    return Tally(found, _asked_for(reader, plan) - found)


def demand_some(tally: Tally, plan: Plan) -> None:
    """Let pass a plan that is not out of reach altogether. Raises Refused with the reason."""
    if tally.left_out and not tally.tickets:
        raise Refused(f"none of these {tally.left_out:,} tickets can be exported: {plan.why}; nothing was written")


def format_named(path: Path, asked: str | None = None) -> Format:
    """Return the format asked for, else the one a file's ending says. Raises Unusable."""
    ending = asked or path.suffix.removeprefix(".").lower()
    if ending in set(Format):
        return Format(ending)
    known = ", ".join(f".{name}" for name in Format)
    raise Unusable(f"{path}: what format shall it be? end its name in {known}, or add --format")


def _asked_for(reader: Reader, plan: Plan) -> int:
    marked = next((one for one in plan.wanted.conditions if isinstance(one, Among)), None)
    if marked is not None:
        return len(set(marked.ids))
    return reader.counts(plan.wanted).found


def _with(selection: Selection, condition: Condition) -> Selection:
    return replace(selection, conditions=(*selection.conditions, condition))


def _check_asked(asked: Asked) -> None:
    if asked.format is not Format.NDJSON:
        return
    if asked.masked:
        raise Refused("NDJSON cannot be masked: another store would take the masks for names; use csv")
    if asked.columns:
        raise Unusable("NDJSON holds whole histories and has no columns: use csv, json or xlsx")


def _columns(asked: Sequence[str]) -> tuple[str, ...]:
    for name in asked:
        if name not in TICKET_KEYS:
            near = nearest(name, TICKET_KEYS)
            hint = f"did you mean {near}?" if near else f"there are {', '.join(TICKET_KEYS)}"
            raise Unusable(f"a ticket has no column {name!r}; {hint}")
    return tuple(dict.fromkeys(asked)) or TICKET_KEYS


_EVERY_STANDING: Final = frozenset(Standing)


def _reach(space: Organisation, me: str) -> tuple[Condition | None, str]:
    """Return the condition that the role table sets on what a person may take out, and why. Raises Refused."""
    person = space.people.get(me)
    if person is None:
        raise NotFound(f"nobody here has the e-mail {me}; `cxloop people list` shows who does")
    never = why_may_not(person, Act.EXPORT, _EVERY_STANDING)
    if never:
        raise Refused(never)
    why = why_may_not(person, Act.EXPORT, frozenset())
    if why is None:
        return None, ""
    own = OneOf("owner", (me,))
    codes = tuple(code for code in space.tree.ever if space.why_may_not(me, Act.EXPORT, None, code) is None)
    return AnyOf((own, OneOf("segment", codes))), why
