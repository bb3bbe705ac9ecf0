"""`causes`: why customers complain, counted; and one cause called otherwise, on all its tickets."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any, Final, TypeVar

import click

from cxloop_tui.cli import words
from cxloop_tui.cli.asked import query_asked
from cxloop_tui.cli.asking import yes_option
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.many import change_many
from cxloop_tui.cli.table import Column, table
from cxloop_tui.domain import intent
from cxloop_tui.domain.causes import COLUMNS, By, Share, behind
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.query import Query
from cxloop_tui.services.records import Record

F = TypeVar("F", bound=Callable[..., Any])

_BAR_CELLS: Final = 20

_NAMED: Final = (By.CAUSE, By.CATEGORY)
"""What has a name of its own that can be changed."""


def _by(among: Iterable[By]) -> Callable[[F], F]:
    kinds = click.Choice([str(by) for by in among])
    return click.option("--by", type=kinds, default=str(By.CAUSE), show_default=True, help="What is counted.")


@click.group(cls=DeskGroup, invoke_without_command=True, no_args_is_help=False)
@click.option("--query", metavar="QUERY", help="Of the tickets that QUERY finds, in place of all.")
@_by(By)
@click.option("--limit", type=click.IntRange(min=1), metavar="N", help="Print at most N.")
@click.pass_context
def causes(ctx: click.Context, *, query: str | None, by: str, limit: int | None) -> None:
    """Count tickets by their root cause, category or area, the most frequent first.

    `cxloop tickets 'cause:...'` lists the tickets behind one; `rename` gives it another name on all of them.
    """
    if ctx.invoked_subcommand is not None:
        return
    invocation = ctx.ensure_object(Invocation)
    with invocation.rooms() as rooms:
        asked = rooms.queries.parse_argument(query_asked(invocation, query or "", None))
        found = rooms.queries.counted_by(asked, By(by))[:limit]
        if invocation.json:
            invocation.out.records(_record(share, asked, By(by)) for share in found)
        elif not found:
            invocation.out.note(f"no ticket names a {by}")
        else:
            invocation.out.lines(_lines(found, by, invocation.out.width))


def _record(share: Share, asked: Query, by: By) -> Record:
    return {
        "name": share.word,
        "tickets": share.tickets,
        "share": round(share.share, 4),
        "cumulative": round(share.cumulative, 4),
        "query": behind(asked, by, share.word, share.words).text(),
    }


def _lines(found: Sequence[Share], by: str, width: int | None) -> Iterator[str]:
    most = found[0].tickets
    columns = (
        Column("tickets", right=True), Column("share", right=True), Column("together", right=True),
        Column("", most=_BAR_CELLS), Column(by),
    )  # fmt: skip
    rows = (
        [
            f"{share.tickets:,}",
            f"{share.share:.0%}",
            f"{share.cumulative:.0%}",
            "#" * max(round(_BAR_CELLS * share.tickets / most), 1),
            share.word,
        ]
        for share in found
    )
    return table(columns, rows, width)


@causes.command("rename")
@click.argument("name", type=words.text)
@click.argument("new", type=words.text, metavar="NEW")
@_by(_NAMED)
@yes_option
@pass_invocation
@click.pass_context
def rename(ctx: click.Context, invocation: Invocation, *, name: str, new: str, by: str, yes: bool) -> None:
    """Call a cause otherwise on every ticket that names it; two become one where NEW is there already.

    It is asked before, unless --yes says so, and is one undo.
    """
    if not new.strip():
        raise Unusable("NEW is empty: name what it is called from now on")
    query, field = behind(Query(), By(by), name).text(), COLUMNS[By(by)]
    with invocation.rooms() as rooms:
        ctx.exit(
            change_many(invocation, rooms, (), query, lambda ticket, _: intent.change(ticket, {field: new}), yes=yes)
        )
