"""`recovered`: how many of those who were unhappy are content after the resolution."""

import click

from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation


@click.command(cls=DeskCommand)
@click.argument("query", required=False, default="", metavar="[QUERY]")
@pass_invocation
def recovered(invocation: Invocation, query: str) -> None:
    """Count who was asked again after the resolution and is content now, of what QUERY finds.

    `cxloop import responses --follow-up FILE` brings what they answered.
    """
    with invocation.rooms() as rooms:
        found = rooms.queries.recovered(rooms.queries.parse_argument(query))
    share = None if found.share is None else round(found.share, 4)
    record = {"answered": found.answered, "recovered": found.well, "not_recovered": found.unwell, "share": share}
    said = "nobody has answered a survey after a resolution yet"
    if share is not None:
        said = f"{found.well:,} of {found.answered:,} who were asked again are content ({share:.0%})"
    invocation.give(record, said)
