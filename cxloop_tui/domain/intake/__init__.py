"""Survey responses as files bring them: which column is what, what the scale of the score is, what a row says.

All of it is pure; `services.intake` reads the file and writes what is decided here. The rooms in the order in which a
file passes them:

    asked                   what a person asked for, and how an open question is put back to them
    columns                 what a look through the file finds: values, and dates (`dates`, `date_columns`)
    matching                which column is which field: by its header (`phrases`), by what it holds (`contents`)
    scale, word_scale       what the score means: `scores` and `ladders` read its answers, `header_scales` its header,
                            `judgement` the words beside it; `readings` are the ways to read what is not certain
    layout                  the file as it will be read; `understanding` tells people
    rows, names, tickets    one row of it, its identity, its ticket
    answers                 the same of one response that a program sends, which says itself what is what

Nothing is guessed that would turn happy customers into tickets: a scale is either certain or it is `Unsettled`, and
then every way to read it comes along, the likelier first.
"""

from cxloop_tui.domain.intake.asked import (
    Asked,
    Field,
    MissingEmail,
    Older,
    Unsettled,
    Way,
    columns_named,
    scale_named,
)
from cxloop_tui.domain.intake.columns import Column, Survey, whole_number
from cxloop_tui.domain.intake.date_orders import DateOrder
from cxloop_tui.domain.intake.layout import Layout, settle
from cxloop_tui.domain.intake.matching import column_reference, match_columns
from cxloop_tui.domain.intake.names import Fingerprints, addition_id, response_id, source_of, ticket_id
from cxloop_tui.domain.intake.readings import Reading
from cxloop_tui.domain.intake.rows import Reason, Rejected, Response, RowReader, read_row
from cxloop_tui.domain.intake.tickets import ticket_comment, ticket_fields
from cxloop_tui.domain.intake.understanding import understood
from cxloop_tui.domain.intake.wording import header_words

__all__ = [
    "Asked",
    "Column",
    "DateOrder",
    "Field",
    "Fingerprints",
    "Layout",
    "MissingEmail",
    "Older",
    "Reading",
    "Reason",
    "Rejected",
    "Response",
    "RowReader",
    "Survey",
    "Unsettled",
    "Way",
    "addition_id",
    "column_reference",
    "columns_named",
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
    "understood",
    "whole_number",
]
