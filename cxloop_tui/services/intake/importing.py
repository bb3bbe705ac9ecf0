"""The import of a file that was looked through: examined, shown, rehearsed, run.

What is not certain about a file is refused before anything is written (`domain.intake`). A batch is one transaction,
so a kill leaves whole rows; ids follow from what the rows say, so running it again does only what is missing, and two
laptops that import one file agree.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path
from typing import Final

from cxloop_tui.domain.clock import day_of
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intake import (
    Asked,
    Field,
    Fingerprints,
    Layout,
    Older,
    Reason,
    Rejected,
    Response,
    RowReader,
    Survey,
    response_id,
    settle,
    source_of,
)
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Act
from cxloop_tui.domain.text import storable
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.intake.look import look_through
from cxloop_tui.services.intake.progress import Progress, Watch, nobody
from cxloop_tui.services.intake.rejected_rows import RejectedRows
from cxloop_tui.services.intake.row import Row
from cxloop_tui.services.intake.survey_file import SurveyFile
from cxloop_tui.services.intake.taking import Imagined, Rules, carry_out, count, fate_of, makes_ticket
from cxloop_tui.services.intake.tally import Tally
from cxloop_tui.services.intake.twins import Twins
from cxloop_tui.services.pacing import Pace
from cxloop_tui.services.queries import Queries

MAPPINGS: Final = "mappings"
"""The shelf of how a person had surveys read, by the name their headers give them."""

_BATCH_LENGTH: Final = 1 << 23
"""Code points after which a batch is full however few rows it has: cells may be megabytes long."""


@dataclass(frozen=True, slots=True)
class Plan:
    """A file that is understood."""

    file: SurveyFile
    survey: Survey
    layout: Layout | None
    """None when there is no row in it."""
    twins: Twins
    asked: Asked
    """What was said about it, this time or when the survey was read before."""
    as_before: bool
    """Whether something was read as it was before, unasked."""

    def with_older(self, older: Older) -> "Plan":
        """Return this with what was decided about responses given long ago."""
        return replace(self, asked=replace(self.asked, older=older))


@dataclass(frozen=True, slots=True)
class Glimpse:
    """What would become of one row."""

    row: Row
    outcome: Response | Rejected
    makes_ticket: bool


_Identified = tuple[str, Response]
_Take = Callable[[Sitting, str, Response, Tally], None]
"""Takes one response, or imagines it, and counts it."""

_Judged = tuple[Row, str, Response | Rejected]


@dataclass(frozen=True, slots=True)
class Moment:
    """What an import knows of the desk when it begins."""

    me: str
    """The e-mail of who imports."""
    organisation: Organisation
    now: int
    """Milliseconds since the epoch."""
    utc_offset: int
    """Minutes east of UTC."""
    remembered: Mapping[str, Json]
    """How surveys were read before: what lies on the shelf MAPPINGS."""


def moment_of(queries: Queries, *, fresh: bool = False) -> Moment:
    """Return the desk as it is; a `fresh` import does not know how surveys were read before."""
    remembered = {} if fresh else queries.kept(MAPPINGS)
    return Moment(queries.me, queries.organisation(), queries.now(), queries.utc_offset(), remembered)


class Intake:
    """Import of survey responses by one person, who must be an admin."""

    def __init__(self, desk: Callable[[], Desk], moment: Moment) -> None:
        self._desk = desk
        self._moment = moment

    def examine(self, path: Path, asked: Asked, watch: Watch = nobody) -> Plan:
        """Understand a file; what is left open is read as the same survey was read before.

        Raises Refused, Unusable, and Unsettled with the ways to go on; nothing is written.
        """
        organisation = self._moment.organisation
        organisation.demand(self._moment.me, Act.ADMINISTER)
        file = SurveyFile(path, asked.encoding)
        seen = look_through(file, watch)
        before = self._moment.remembered.get(source_of(file.names))
        wanted = asked if before is None else asked.filled_from(Asked.from_json(before))
        try:
            layout = settle(seen.survey, wanted, organisation, self._moment.now) if seen.survey.rows else None
        except Unusable as amiss:
            raise Unusable(f"{path}: {amiss}; nothing was imported") from amiss
        return Plan(file, seen.survey, layout, seen.twins, wanted, as_before=wanted != asked)

    def glimpse(self, plan: Plan, rows: int = 3) -> Iterator[Glimpse]:
        """Yield what would become of the first rows."""
        if plan.layout is None:
            return
        policy = self._moment.organisation.policy
        for row, _, outcome in islice(_identified(plan, plan.layout), rows):
            yield Glimpse(row, outcome, isinstance(outcome, Response) and makes_ticket(outcome, policy))

    def rehearse(self, plan: Plan, watch: Watch = nobody) -> Tally:
        """Count what `run` would do; nothing is written."""
        rules = self._rules(plan)
        imagined = Imagined(may_repeat=plan.layout is not None and plan.layout.has_key)

        def imagine(sitting: Sitting, response: str, said: Response, done: Tally) -> None:
            count(imagined.fate_of(sitting, response, said, rules), said, rules, done)

        return self._go(plan, watch, imagine, rejected=None)

    def run(self, plan: Plan, watch: Watch = nobody) -> Tally:
        """Write the responses down and make the tickets that are wanted of them; remember how the survey is read.

        What `watch` raises stops it between two batches; what is written stays, and running it again goes on.
        """
        if plan.layout is None:
            return Tally()
        rules = self._rules(plan)

        def take(sitting: Sitting, response: str, said: Response, done: Tally) -> None:
            fate = fate_of(sitting, response, said, rules)
            count(fate, said, rules, done)
            carry_out(fate, sitting, response, said, rules)

        with RejectedRows(plan.file.path, plan.layout.names) as rejected, self._desk().at_length():
            tally = self._go(plan, watch, take, rejected)
            tally.rejected_file = rejected.finish()
        if remembered := plan.asked.to_json():
            self._desk().keep(self._moment.me, MAPPINGS, {source_of(plan.file.names): remembered})
        return tally

    def _go(self, plan: Plan, watch: Watch, take: _Take, rejected: RejectedRows | None) -> Tally:
        tally, pace = Tally(), Pace()
        for rows in _batches(plan, pace):
            batch: list[_Identified] = []
            for row, key, outcome in rows:
                if isinstance(outcome, Response):
                    batch.append((response_id(row.source, key), outcome))
                    continue
                tally.by_reason[outcome.reason] += 1
                if rejected is not None:
                    rejected.add(row, str(outcome))
            tally.read += len(rows)
            with pace.taking(len(rows)):
                tally.take(self._taken(batch, take))
            watch(Progress("importing", tally.read, plan.file.octets, plan.file.size))
        return tally

    def _taken(self, batch: Sequence[_Identified], take: _Take) -> Tally:
        def work(sitting: Sitting) -> Tally:
            sitting.organisation.demand(self._moment.me, Act.ADMINISTER)
            sitting.prefetch(responses=[response for response, _ in batch])
            done = Tally()
            for response, said in batch:
                take(sitting, response, said, done)
            return done

        return self._desk().sit(self._moment.me, work) if batch else Tally()

    def _rules(self, plan: Plan) -> Rules:
        day = day_of(self._moment.now, self._moment.utc_offset)
        return Rules(plan.asked.older or Older.TICKETS, self._moment.now, day, plan.asked.follow_up)


def _batches(plan: Plan, pace: Pace) -> Iterator[list[_Judged]]:
    """Yield rows with the key each is known by and what it says, as many at a time as are written at once."""
    if plan.layout is None:
        return
    batch: list[_Judged] = []
    length = 0
    for judged in _identified(plan, plan.layout):
        batch.append(judged)
        length += sum(map(len, judged[0].cells))
        if len(batch) >= pace.size or length >= _BATCH_LENGTH:
            yield batch
            batch, length = [], 0
    if batch:
        yield batch


def _identified(plan: Plan, layout: Layout) -> Iterator[_Judged]:
    """Yield each row with its key: its own id if that was mapped, else what it says and which of its twins it is."""
    numbers, reader, fingerprints = plan.twins.numbers(), RowReader(layout), Fingerprints(layout.names)
    names = list(layout.names)
    for row in plan.file.rows():
        if plan.file.names != names:
            raise Unusable(f"{plan.file.path} was changed while it was read; run this again")
        key = storable(row.cells[layout.columns[Field.RESPONSE]].strip())[0] if layout.has_key else ""
        if not key:
            said = fingerprints.of(row.cells)
            key = f"{said}#{numbers.of(row.cells, said)}"
        yield row, key, _outcome(row, reader)


def _outcome(row: Row, reader: RowReader) -> Response | Rejected:
    if row.fault is not None:
        return Rejected(Reason.MALFORMED, row.fault)
    try:
        return reader.read(row.cells)
    except Rejected as rejected:
        return rejected
