"""`reply`: a letter to the customer of a ticket, or of several, in own words or begun from a template."""

from collections.abc import Iterator, Sequence

import click

from cxloop_tui.bootstrap import Rooms
from cxloop_tui.cli import words
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.giving import carry_out
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.letter import letter_lines, letter_record
from cxloop_tui.cli.many import change_many
from cxloop_tui.domain import intent
from cxloop_tui.domain.mail.own_templates import OwnTemplate, own_template, own_templates
from cxloop_tui.domain.mail.reply import Begun, Links, begun, demand_filled_in, step_named
from cxloop_tui.domain.mail.templates.template import Step
from cxloop_tui.domain.operation import Preview
from cxloop_tui.domain.ticket import Ticket


@click.command(cls=DeskCommand)
@click.argument("tickets", nargs=-1, required=True, metavar="ID...")
@click.option("--template", metavar="NAME", help=f"What it begins with: {', '.join(Step)}, or one of your own.")
@click.option("--language", metavar="CODE", help="Of the template, as de; by default the customer's.")
@click.option("--title", type=words.text, help="The subject line.")
@click.option("--text", type=words.text, help="The whole text, in place of the template's; - reads standard input.")
@click.option("--dry-run", is_flag=True, help="Show the letter and send nothing.")
@yes_option
@pass_invocation
@click.pass_context
def reply(  # noqa: PLR0913 - one parameter an option
    ctx: click.Context,
    invocation: Invocation,
    *,
    tickets: Sequence[str],
    template: str | None,
    language: str | None,
    title: str | None,
    text: str | None,
    dry_run: bool,
    yes: bool,
) -> None:
    """Write to the customer. The letter is shown and asked about before, unless --yes says so.

    It goes by mail after the time that the rules mail.gather_seconds and mail.hold_seconds give; until then
    `cxloop mail` shows it, and `cxloop undo` takes it back. Of several tickets each customer gets a letter of their
    own, from the template in their language.
    """
    with invocation.rooms() as rooms:
        begins_with = None if template is None else _template(rooms, template)
        letters: dict[str, Preview] = {}
        for name in dict.fromkeys(tickets):
            about = rooms.queries.view(rooms.queries.ticket_id(name)).ticket
            begins = _letter(invocation, rooms, about, begins_with, language)
            letters[about.id] = _shown(about, Begun(title or begins.title, begins.text if text is None else text))
        if dry_run:
            for letter in letters.values():
                invocation.give(letter_record(letter), *letter_lines(letter))
            return
        for letter in letters.values():
            demand_filled_in(letter.text)
        demand_agreement(invocation, _asked(list(letters.values())), yes=yes)
        if len(letters) == 1:
            carry_out(
                invocation,
                rooms,
                tickets[0],
                lambda sitting, at: sitting.reply(at, letters[at].title, letters[at].text),
            )
            return
        ctx.exit(
            change_many(
                invocation,
                rooms,
                tickets,
                None,
                lambda ticket, _: intent.reply(ticket, letters[ticket.id].title, letters[ticket.id].text),
                yes=True,
            )
        )


def _shown(about: Ticket, letter: Begun) -> Preview:
    """Return a letter as it will go. Raises Refused where there is nobody to write to."""
    draft = intent.reply(about, letter.title, letter.text)
    return Preview(to=() if draft.preview is None else draft.preview.to, title=letter.title, text=letter.text)


def _asked(letters: Sequence[Preview]) -> Iterator[str]:
    """Yield the first letter, and to whom the others go."""
    yield from letter_lines(letters[0])
    if len(letters) > 1:
        yield ""
        yield f"and {len(letters) - 1:,} more: {', '.join(email for letter in letters[1:] for email in letter.to)}"


def _template(rooms: Rooms, name: str) -> Step | OwnTemplate:
    """Return a template by its name. Raises Unusable, naming those there are."""
    policy = rooms.queries.organisation().policy
    found = own_template(name, policy)
    return found or step_named(name, [one.name for one in own_templates(policy)])


def _letter(
    invocation: Invocation, rooms: Rooms, about: Ticket, template: Step | OwnTemplate | None, language: str | None
) -> Begun:
    space = rooms.queries.organisation()
    signature, links = invocation.config().signature, Links.of(space.policy)
    if isinstance(template, OwnTemplate):
        said, spoken = template.template, language or template.language
        return begun(said, spoken, about, space.called(rooms.me), signature, links)
    spoken = language or rooms.queries.written_to_in(about)
    return begun(template, spoken, about, space.called(rooms.me), signature, links)
