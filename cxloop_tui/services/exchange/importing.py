"""The second reading: what is new is replayed, the organisation in one transaction, the rest batch by batch.

A batch is whole or not there; what is on record is passed over. So after a kill the file is simply imported again.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from itertools import groupby, islice
from pathlib import Path

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.people import Act
from cxloop_tui.services.desk import Desk, Sitting
from cxloop_tui.services.exchange.checking import Check
from cxloop_tui.services.exchange.file import NOTHING_DONE, ExchangeFile, Placed, Progress, Watch, nobody
from cxloop_tui.services.exchange.findings import Findings
from cxloop_tui.services.pacing import Pace
from cxloop_tui.services.queries import Queries


class TicketImport:
    """The import of tickets of another store by one person, who must be an admin."""

    def __init__(self, desk: Callable[[], Desk], queries: Queries) -> None:
        self._desk = desk
        self._queries = queries

    def examine(self, path: Path, watch: Watch = nobody) -> Findings:
        """Read the file to its end and find out what `run` would do; nothing is written.

        Raises Unusable for a file that is not whole and well-formed, Refused for an operation that stands here with
        another content; both name the line.
        """
        self._queries.organisation().demand(self._queries.me, Act.ADMINISTER)
        with self._queries.apart() as reader:
            return Check(ExchangeFile(path), reader, self._queries.me).run(watch)

    def run(self, path: Path, findings: Findings, watch: Watch = nobody) -> int:
        """Replay the file and return how many operations were new. Raises Refused when something moved meanwhile."""
        file = ExchangeFile(path)
        if (file.size, file.changed_at) != (findings.size, findings.changed_at):
            raise Refused(f"{path} was changed while it was read; {NOTHING_DONE}, run this again")
        done, pace, desk = 0, Pace(), self._desk()
        with desk.at_length():
            for batch in _batches(file.passages(), pace):
                with pace.taking(len(batch)):
                    work = partial(_replay, batch=batch, findings=findings, path=path)
                    done += desk.sit(self._queries.me, work)
                watch(Progress("importing", file.octets, file.size))
        return done


def _replay(sitting: Sitting, batch: Sequence[Placed], findings: Findings, path: Path) -> int:
    """Replay what is not on record and not to be left as it is."""
    done = 0
    sitting.prefetch(
        tickets={placed.passage.operation.subject for placed in batch},
        operations=[placed.passage.operation.id for placed in batch],
    )
    for placed in batch:
        if findings.is_left(placed.passage):
            continue
        try:
            done += sitting.replay(placed.passage, findings.highest) is not None
        except Refused as trouble:
            what = "what stands before it is imported; when that is settled, run this again"
            raise Refused(f"{path}: line {placed.line:,}: {trouble}; {what}") from trouble
    return done


def _batches(passages: Iterator[Placed], pace: Pace) -> Iterator[list[Placed]]:
    for is_of_organisation, group in groupby(passages, key=lambda placed: placed.passage.is_of_organisation):
        if is_of_organisation:
            yield list(group)
        while batch := list(islice(group, pace.size)):
            yield batch
