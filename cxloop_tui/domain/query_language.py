"""The query language as somebody types it: read, coloured, and how it could go on."""

from cxloop_tui.domain.query_colour import spans
from cxloop_tui.domain.query_complete import Completion, complete
from cxloop_tui.domain.query_parse import QueryMistake, parse

__all__ = ["Completion", "QueryMistake", "complete", "parse", "spans"]
