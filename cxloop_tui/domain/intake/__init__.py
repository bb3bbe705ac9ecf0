"""Survey responses as files bring them: which column is what, what the scale of the score is, what a row says.

All of it is pure; `services.intake` reads the file and writes what is decided here. The rooms in the order in which a
file passes them: what a person asked for (`asked`), what the columns hold (`columns`), which column is which field
(`matching`, by the words in `wording`), what the score means (`scale`, by the tool's own `judgement`, else all
`readings`), the file as it will be read (`layout`), one row of it (`rows`), its `names` and its ticket (`tickets`).

Nothing is guessed that would turn happy customers into tickets: a scale is either certain or it is `Unsettled`, and
then every way to read it comes along, the likelier first.
"""

from cxloop_tui.domain.intake.asked import Asked, Field, MissingEmail, Unsettled, Way, columns_named, scale_named
from cxloop_tui.domain.intake.columns import Column, Survey, whole_number
from cxloop_tui.domain.intake.layout import Layout, settle
from cxloop_tui.domain.intake.matching import column_reference, match_columns
from cxloop_tui.domain.intake.names import fingerprint, response_id, source_of, ticket_id
from cxloop_tui.domain.intake.readings import Reading
from cxloop_tui.domain.intake.rows import Reason, Rejected, Response, read_row
from cxloop_tui.domain.intake.tickets import ticket_comment, ticket_fields
from cxloop_tui.domain.intake.wording import header_words

__all__ = [
    "Asked",
    "Column",
    "Field",
    "Layout",
    "MissingEmail",
    "Reading",
    "Reason",
    "Rejected",
    "Response",
    "Survey",
    "Unsettled",
    "Way",
    "column_reference",
    "columns_named",
    "fingerprint",
    "header_words",
    "match_columns",
    "read_row",
    "response_id",
    "scale_named",
    "settle",
    "source_of",
    "ticket_comment",
    "ticket_fields",
    "ticket_id",
    "whole_number",
]
