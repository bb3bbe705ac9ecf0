"""Tickets out into a file: CSV, JSON and XLSX for people and their tools, NDJSON for another store.

`plan` what is asked, `write` it to a stream, or let `WholeFile` make a file of it that appears whole or not at all.
Whatever the number of tickets, the memory it takes is the same (docs/decisions/0015-export-formats.md).
"""

from cxloop_tui.services.export.plan import Asked, Format, Plan, Tally, format_named, look, plan
from cxloop_tui.services.export.target import WholeFile
from cxloop_tui.services.export.writing import Cancelled, Watch, Written, nobody, write, write_file

__all__ = [
    "Asked",
    "Cancelled",
    "Format",
    "Plan",
    "Tally",
    "Watch",
    "WholeFile",
    "Written",
    "format_named",
    "look",
    "nobody",
    "plan",
    "write",
    "write_file",
]
