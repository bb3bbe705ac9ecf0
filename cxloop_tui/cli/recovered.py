"""`recovered`: how many of those who were unhappy are content after the resolution."""

from dataclasses import replace

import click

from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.domain.feedback import NOT_RECOVERED, RECOVERED
from cxloop_tui.domain.query import Field, Query, Term


@click.command(cls=DeskCommand)
@click.argument("query", required=False, default="", metavar="[QUERY]")
@pass_invocation
def recovered(invocation: Invocation, query: str) -> None:
    """Count who was asked again after the resolution and is content now, of what QUERY finds.

    `cxloop import responses --follow-up FILE` brings what they answered.
    """
    with invocation.rooms() as rooms:
        asked = rooms.queries.parse_argument(query)
        well, unwell = (rooms.queries.counts(_tagged(asked, tag)).found for tag in (RECOVERED, NOT_RECOVERED))
    answered = well + unwell
    share = round(well / answered, 4) if answered else None
    record = {"answered": answered, "recovered": well, "not_recovered": unwell, "share": share}
    said = f"{well:,} of {answered:,} who were asked again are content ({share:.0%})" if share is not None else ""
    invocation.give(record, said or "nobody has answered a survey after a resolution yet")


def _tagged(query: Query, tag: str) -> Query:
    return replace(query, terms=(*query.terms, Term(Field.TAG, (tag,))))
