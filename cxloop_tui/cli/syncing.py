"""`sync`: sending what waits and taking in what came; once, or for as long as it runs."""

from collections.abc import Iterator

import click

from cxloop_tui.bootstrap import following
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.remote import following_record
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import Refused
from cxloop_tui.services.news import news_words
from cxloop_tui.services.records import Record
from cxloop_tui.services.syncing import Phase, State


@click.command(cls=DeskCommand)
@click.option("--watch", is_flag=True, help="Go on until it is stopped, and tell whenever something happened.")
@click.option("--with-desk", is_flag=True, hidden=True)
@pass_invocation
def sync(invocation: Invocation, *, watch: bool, with_desk: bool) -> None:
    """Send what waits to the hub, and take in what others did.

    Exit code 0 when both have the same, 4 when the hub refused something (`cxloop conflicts`), 5 when it cannot be
    reached: then everything stays here and goes with the next time.
    """
    if watch:
        _watch(invocation, with_desk=with_desk)
        return
    with StatusLine() as status:
        summary = following.sync(invocation.store_address(), invocation.me, status.show)
    with invocation.rooms() as rooms:
        followed = rooms.queries.following()
    if followed is None:
        raise Refused("this desk follows no hub any more")
    record: Record = {
        "sent": summary.sent,
        "refused": summary.refused,
        "taken": summary.taken,
        **following_record(followed),
    }
    waiting = f", {followed.waiting:,} still waiting" if followed.waiting else ""
    invocation.give(record, f"{summary.sent:,} sent, {summary.taken:,} taken in{waiting}")
    if summary.refused:
        raise Refused(f"the hub refused {summary.refused:,} changes: `cxloop conflicts` shows them")


def _watch(invocation: Invocation, *, with_desk: bool) -> None:
    def tell(state: State) -> None:
        if invocation.json:
            invocation.out.record(state_record(state))
            invocation.out.finish()
        elif state.phase is not Phase.SYNCING and (state.said or state.sent or state.taken or state.refused):
            for sentence in _sentences(state):
                invocation.out.note(sentence)

    try:
        following.keep_syncing(invocation.store_address(), invocation.me, tell, with_desk=with_desk)
    except KeyboardInterrupt:
        invocation.out.note("syncing ended")


def state_record(state: State) -> Record:
    """Return how it stands with the hub, as `sync --watch --json` tells it."""
    return {
        "phase": state.phase.value,
        "said": state.said,
        "sent": state.sent,
        "refused": state.refused,
        "taken": state.taken,
        "synced_at": None if state.synced_at is None else to_rfc3339(state.synced_at),
        "news": [{**told._asdict(), "why": told.why.value} for told in state.news],
        "more_news": state.more_news,
    }


def _sentences(state: State) -> Iterator[str]:
    if state.phase is not Phase.SYNCED:
        yield f"{state.phase.value}: {state.said}"
        return
    refused = f", {state.refused:,} refused: `cxloop conflicts`" if state.refused else ""
    yield f"{state.sent:,} sent, {state.taken:,} taken in{refused}"
    yield from map(news_words, state.news)
    if state.more_news:
        yield f"and {state.more_news:,} more"
