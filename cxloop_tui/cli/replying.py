"""`reply`: a letter to the customer of a ticket, in own words or begun from a template."""

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli import words
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.giving import carry_out, ticket_argument
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.letter import letter_lines, letter_record
from cxloop_tui.domain import intent
from cxloop_tui.domain.mail.reply import Begun, Links, begun, demand_filled_in
from cxloop_tui.domain.mail.templates.template import Step
from cxloop_tui.domain.operation import Preview
from cxloop_tui.domain.ticket import Ticket


@click.command(cls=DeskCommand)
@ticket_argument
@click.option("--template", type=click.Choice([str(step) for step in Step]), help="What the letter begins with.")
@click.option("--language", metavar="CODE", help="Of the template, as de; by default the customer's.")
@click.option("--title", type=words.text, help="The subject line.")
@click.option("--text", type=words.text, help="The whole text, in place of the template's; - reads standard input.")
@click.option("--dry-run", is_flag=True, help="Show the letter and send nothing.")
@yes_option
@pass_invocation
def reply(  # noqa: PLR0913 - one parameter an option
    invocation: Invocation,
    *,
    ticket: str,
    template: str | None,
    language: str | None,
    title: str | None,
    text: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Write to the customer. The letter is shown and asked about before, unless --yes says so.

    It goes by mail after the time that the rules mail.gather_seconds and mail.hold_seconds give; until then
    `cxloop mail` shows it, and `cxloop undo` takes it back.
    """
    with invocation.rooms() as rooms:
        about = rooms.queries.view(rooms.queries.ticket_id(ticket)).ticket
        step = None if template is None else Step(template)
        letter = _letter(invocation, rooms, about, step, language)
        letter = Begun(title or letter.title, letter.text if text is None else text)
        draft = intent.reply(about, letter.title, letter.text)
        shown = Preview(to=() if draft.preview is None else draft.preview.to, title=letter.title, text=letter.text)
        if dry_run:
            invocation.give(letter_record(shown), *letter_lines(shown))
            return
        demand_filled_in(letter.text)
        demand_agreement(invocation, letter_lines(shown), yes=yes)
        carry_out(invocation, rooms, ticket, lambda sitting, at: sitting.reply(at, letter.title, letter.text))


def _letter(invocation: Invocation, rooms: Rooms, about: Ticket, step: Step | None, language: str | None) -> Begun:
    space = rooms.queries.organisation()
    spoken = language or rooms.queries.written_to_in(about)
    signature, links = invocation.config().signature, Links.of(space.policy)
    return begun(step, spoken, about, space.called(rooms.me), signature, links)
