"""`mail template`: letters of an organisation's own to begin replies with."""

from collections.abc import Callable, Mapping, Sequence
from typing import Final

import click

from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.table import Column, table
from cxloop_tui.cli.words import text as words
from cxloop_tui.domain.errors import NotFound
from cxloop_tui.domain.mail.own_templates import (
    OwnTemplate,
    own_template,
    own_templates,
    with_template,
    without_template,
)
from cxloop_tui.domain.mail.templates.template import FIELDS, Template
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.policy_keys import OWN_TEMPLATES
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.records import Record

_COLUMNS: Final = (Column("name"), Column("language"), Column("title", most=40), Column("text"))


@click.group(cls=DeskGroup, no_args_is_help=False)
def template() -> None:
    """List, write and take away letters of your own to begin replies with.

    `cxloop reply ID --template NAME` uses one, as does `r` in the desk. Greeting and signature come by themselves.
    """


@template.command("list")
@pass_invocation
def list_templates(invocation: Invocation) -> None:
    """Show them."""
    with invocation.rooms() as rooms:
        _give(invocation, own_templates(rooms.queries.organisation().policy))


@template.command("add", epilog=f"Fields: {', '.join(f'{{{name}}}' for name in FIELDS if name != 'greeting')}.")
@click.argument("name")
@click.option("--language", metavar="CODE", required=True, help="The language it is written in, as de.")
@click.option("--title", type=words, required=True, help="The subject line.")
@click.option("--text", type=words, required=True, help="The text; - reads standard input; ____ is a gap to fill in.")
@pass_invocation
def add_template(invocation: Invocation, *, name: str, language: str, title: str, text: str) -> None:
    """Write one, or another text for one of that name."""
    written = OwnTemplate(name.strip(), language, Template(title, text))
    _changed(invocation, lambda policy: with_template(policy, written))


@template.command("remove")
@click.argument("name")
@pass_invocation
def remove_template(invocation: Invocation, name: str) -> None:
    """Take one away; `cxloop undo` brings it back."""

    def change(policy: Policy) -> Mapping[str, Json]:
        if own_template(name, policy) is None:
            raise NotFound(f"there is no template {name!r}; `cxloop mail template list` shows them")
        return without_template(policy, name)

    _changed(invocation, change)


def _changed(invocation: Invocation, change: Callable[[Policy], Mapping[str, Json]]) -> None:
    """Put the changed templates on record and show them: read in the same write, so that nobody's is lost."""

    def put(sitting: Sitting) -> None:
        sitting.put_policy(OWN_TEMPLATES, change(sitting.organisation.policy) or None)

    with invocation.rooms() as rooms:
        rooms.desk().sit(rooms.me, put)
        _give(invocation, own_templates(rooms.queries.organisation().policy))


def _give(invocation: Invocation, found: Sequence[OwnTemplate]) -> None:
    if invocation.json:
        invocation.out.records(map(_record, found))
    elif found:
        rows = ([one.name, one.language, one.template.title, one.template.text] for one in found)
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))
    else:
        invocation.out.note("there is no template of your own; `cxloop mail template add` writes one")


def _record(one: OwnTemplate) -> Record:
    return {"name": one.name, "language": one.language, "title": one.template.title, "text": one.template.text}
