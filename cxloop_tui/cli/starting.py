"""`desk`, `demo`, `init`: opening the desk, trying it out, setting it up."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from cxloop_tui.cli.asked import query_asked
from cxloop_tui.cli.invocation import DeskCommand, Invocation, pass_invocation
from cxloop_tui.cli.status_line import StatusLine
from cxloop_tui.domain.address import address_of
from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.domain.people import Role
from cxloop_tui.domain.text import is_email, is_plain_name, normal_email

if TYPE_CHECKING:
    from collections.abc import Callable

    from cxloop_tui.config import Config
    from cxloop_tui.domain.address import StoreAddress
    from cxloop_tui.services.desk import Sitting
    from cxloop_tui.services.records import Record

_DEMO_TICKETS = 500
_MOST_DEMO_TICKETS = 1_000_000


@click.command(cls=DeskCommand)
@click.argument("query", default="", required=False)
@click.option("--view", metavar="NAME", help="Begin with a saved view, in place of QUERY.")
@pass_invocation
def desk(invocation: Invocation, query: str, view: str | None) -> None:
    """Open the desk, showing what QUERY finds; without one what `start` in the configuration says.

    On first use it asks who you are.
    """
    if not invocation.at_terminal():
        raise Unusable("the desk needs a terminal; here use a command, such as `cxloop tickets`")
    address = invocation.store_address()
    if isinstance(address, Path) and not address.exists():
        _welcome(invocation, address)
    config = invocation.config()
    asked = query_asked(invocation, query, view)
    if not asked and view is None and config.start is not None:
        asked, config = _start(invocation, config, config.start)
    invocation.front.run_desk(address, invocation.me, asked, config)


def _start(invocation: Invocation, config: Config, view: str) -> tuple[str, Config]:
    """Return what the configured view shows; one that there is not is told by the desk, which shows everything."""
    try:
        return query_asked(invocation, "", view), config
    except NotFound as missing:
        return "", config.with_mistake("start", str(missing))


@click.command(cls=DeskCommand)
@click.option("--tickets", type=click.IntRange(1, _MOST_DEMO_TICKETS), default=_DEMO_TICKETS, show_default=True)
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed makes the same tickets.")
@click.option("--into", metavar="FILE|URL", help="Only make the store; name it with --store afterwards.")
@pass_invocation
def demo(invocation: Invocation, tickets: int, seed: int, into: str | None) -> None:
    """Open the desk on a throwaway store of lifelike example tickets."""
    if into is not None:
        _build_demo(invocation, address_of(into), tickets, seed)
    elif invocation.at_terminal():
        invocation.out.note(f"Making {tickets:,} example tickets …")
        with StatusLine() as status:
            invocation.front.run_demo(tickets, seed, invocation.config(), status.show)
    else:
        raise Unusable("the desk needs a terminal; `cxloop demo --into FILE` only makes the store")


@click.command(cls=DeskCommand)
@click.option("--name", required=True, metavar="NAME", help="What people call me.")
@click.option("--email", required=True, metavar="EMAIL", help="My e-mail; it says who did what.")
@click.option("--segment", default="Inbox", show_default=True, metavar="NAME", help="The first segment.")
@pass_invocation
def init(invocation: Invocation, name: str, email: str, segment: str) -> None:
    """Set up a store: who I am, as its administrator, and the first segment, which I manage."""
    address = invocation.store_address()
    owner = _owner_of(invocation, address)
    if owner is not None:
        raise Refused(f"{address} is set up already, for {owner}; `cxloop people add` adds others")
    record = set_up(invocation, address, name=name, email=email, segment=segment)
    invocation.give(record, f"{address}: {record['name']} ({record['email']}) is its admin; first segment: {segment}")


def _owner_of(invocation: Invocation, address: StoreAddress) -> str | None:
    """Return who has set up a store; None when nobody has, even if one is there because that was cut short."""
    try:
        rooms = invocation.front.open_rooms(address, None)
    except Unusable:
        return None
    rooms.close()
    return rooms.me


def set_up(invocation: Invocation, address: StoreAddress, *, name: str, email: str, segment: str) -> Record:
    """Make a store with its first person and segment; return what was made. Raises Unusable, making nothing."""
    me, person, title = _email(email), _name(name), _name(segment)
    code = slug(title)

    def work(sitting: Sitting) -> None:
        sitting.put_person(me, {"name": person, "role": Role.ADMIN.value, "active": True})
        sitting.put_segment(code, {"name": title, "managers": [me]})
        sitting.put_person(me, {"segments": [code]})

    rooms = invocation.front.create_rooms(address, me)
    try:
        rooms.desk().sit(me, work)
    finally:
        rooms.close()
    return {"store": str(address), "email": me, "name": person, "segment": code}


def slug(name: str) -> str:
    """Return the code for a segment of that name: `Südost & West` is `südost-west`."""
    words = "".join(letter if letter.isalnum() else " " for letter in name.lower()).split()
    return "-".join(words) or "inbox"


def _welcome(invocation: Invocation, path: Path) -> None:
    """Ask who sits here, and set the store up."""
    invocation.out.note(f"Welcome to cxloop. There is no store at {path} yet, so one is made now: who are you?")
    name = _ask("Your name", _name)
    email = _ask("Your e-mail", _email)
    set_up(invocation, path, name=name, email=email, segment="Inbox")


def _ask(question: str, read: Callable[[str], str]) -> str:
    def value(typed: str) -> str:
        try:
            return read(typed)
        except Unusable as wrong:
            raise click.UsageError(str(wrong)) from wrong

    answer: str = click.prompt(question, value_proc=value, err=True)
    return answer


def _email(text: str) -> str:
    email = normal_email(text)
    if not is_email(email):
        raise Unusable(f"{text!r} is not an e-mail address")
    return email


def _name(text: str) -> str:
    name = text.strip()
    if not is_plain_name(name):
        raise Unusable(f"{text[:40]!r} is no name: it is empty, too long or has control characters")
    return name


def _build_demo(invocation: Invocation, address: StoreAddress, tickets: int, seed: int) -> None:
    if isinstance(address, Path) and address.exists():
        raise Refused(f"{address} exists already; nothing was changed")
    with StatusLine() as status:
        invocation.front.build_demo(address, tickets, seed, status.show)
    rooms = invocation.front.open_rooms(address, None)
    rooms.close()
    record: Record = {"store": str(address), "me": rooms.me, "tickets": tickets, "seed": seed}
    how = f"open it with `cxloop --store {address}`"
    invocation.give(record, f"{address}: {tickets:,} tickets, for {rooms.me}; {how}")
