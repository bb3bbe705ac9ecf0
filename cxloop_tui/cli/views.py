"""`views`: queries under a name, one's own and those everybody has."""

from typing import Final

import click

from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.table import Column, table
from cxloop_tui.services.records import Record
from cxloop_tui.services.views import SHELF, View, checked, from_text, own_named, view_named, views_of

_COLUMNS: Final = (Column("name", most=40), Column("whose"), Column("query"))


@click.group(cls=DeskGroup, no_args_is_help=False)
def views() -> None:
    """List, save, share and remove views: queries under a name."""


@views.command("list")
@pass_invocation
def list_views(invocation: Invocation) -> None:
    """List my views, then those everybody has."""
    with invocation.rooms() as rooms:
        found = views_of(rooms.queries)
        if invocation.json:
            invocation.out.records(map(_record, found))
            return
        rows = ([view.name, "mine" if view.is_own else "everybody's", view.query or "everything"] for view in found)
        invocation.out.lines(table(_COLUMNS, rows, invocation.out.width))


@views.command("show")
@click.argument("name")
@pass_invocation
def show_view(invocation: Invocation, name: str) -> None:
    """Print a view as the line a colleague gives to `views save`."""
    with invocation.rooms() as rooms:
        view = view_named(name, rooms.queries)
        invocation.give(_record(view), view.as_text())


@views.command("save")
@click.argument("name")
@click.argument("query", required=False)
@pass_invocation
def save_view(invocation: Invocation, name: str, query: str | None) -> None:
    """Save QUERY under NAME, in place of what had that name; or take over a line 'NAME = QUERY' of a colleague."""
    called, asked = from_text(name) if query is None else (name, query)
    with invocation.rooms() as rooms:
        view = checked(called, asked, rooms.queries)
        rooms.desk().keep(rooms.me, SHELF, {view.name: view.query})
        invocation.give(_record(view), view.as_text())


@views.command("remove")
@click.argument("name")
@pass_invocation
def remove_view(invocation: Invocation, name: str) -> None:
    """Remove a view of mine. Prints its line, so that it can be saved again."""
    with invocation.rooms() as rooms:
        view = own_named(name, rooms.queries)
        rooms.desk().keep(rooms.me, SHELF, {view.name: None})
        invocation.give(_record(view), view.as_text())


def _record(view: View) -> Record:
    return {"name": view.name, "query": view.query, "own": view.is_own}
