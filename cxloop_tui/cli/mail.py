"""`mail`: letters to customers and to those who work on tickets: seen, held, changed, cancelled, sent."""

import os
import sys
from collections.abc import Iterator, Sequence
from threading import Event, Thread
from typing import Final

import click

from cxloop_tui.bootstrap import Rooms, mailing
from cxloop_tui.cli import mail_templates
from cxloop_tui.cli.asking import demand_agreement, yes_option
from cxloop_tui.cli.invocation import DeskGroup, Invocation, pass_invocation
from cxloop_tui.cli.letter import letter_lines
from cxloop_tui.cli.sheet import moment
from cxloop_tui.cli.table import Column, table
from cxloop_tui.cli.words import text
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import NotFound, RemoteTrouble, Unusable
from cxloop_tui.domain.mail.letter import Letter, State
from cxloop_tui.domain.mail.server import mail_sender, mail_server
from cxloop_tui.domain.operation import Json, Preview
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.mail.sending import Round
from cxloop_tui.services.records import Record

_COLUMNS: Final = (Column("letter"), Column("state"), Column("goes"), Column("to", most=40), Column("title", most=70))

_NOT_GONE: Final = (State.WAITING, State.HELD)
_SHOWN_MOST: Final = 200
_NAMED_BY: Final = 8
"""Characters of an id by which a letter is named in a list."""
_LEAST: Final = 4
_VARIABLE: Final = "CXLOOP_MAIL_PASSWORD"
_MOST_OCTETS: Final = 10_000

_names = click.argument("names", metavar="LETTER...", nargs=-1, required=True)
"""Letters by their ids or how these begin, or tickets, of which all letters that have not gone are meant."""


@click.group(cls=DeskGroup, invoke_without_command=True, no_args_is_help=False)
@click.option("--all", "everything", is_flag=True, help="Also those that went, or were cancelled.")
@click.pass_context
def mail(ctx: click.Context, *, everything: bool) -> None:
    """List the letters that will go; `show`, `hold`, `let-go`, `cancel` and `edit` look at them and change that.

    LETTER is the id of a letter, or how it begins, or a ticket, of which all letters that have not gone are meant.
    """
    if ctx.invoked_subcommand is None:
        invocation = ctx.ensure_object(Invocation)
        with invocation.rooms() as rooms:
            _list(invocation, rooms, tuple(State) if everything else _NOT_GONE)


def _list(invocation: Invocation, rooms: Rooms, states: Sequence[State]) -> None:
    letters = rooms.queries.letters.newest(_SHOWN_MOST, states)
    if invocation.json:
        invocation.out.records(_record(letter, rooms) for letter in letters)
        return
    if rooms.queries.letters.is_stopped():
        invocation.out.note("nothing goes: this store came out of a backup; `cxloop mail release` lets letters go")
    untold = rooms.queries.letters.untold()
    if untold:
        invocation.out.note(f"{untold:,} changes are gathered for letters yet to be written")
    if not letters:
        invocation.out.note("no letter waits" if rooms.queries.letters.server() else _NO_SERVER)
        return
    invocation.out.lines(table(_COLUMNS, map(_cells, letters), invocation.out.width))


_NO_SERVER: Final = "no letter waits; no mail server is set up here: `cxloop mail setup URL --from ADDRESS`"


def _cells(letter: Letter) -> list[str]:
    goes = moment(letter.due_at) if letter.state is State.WAITING else ""
    everybody = ", ".join(letter.recipients.everybody)
    return [letter.id[:_NAMED_BY], str(letter.state), goes, clean_line(everybody), clean_line(letter.title)]


def _record(letter: Letter, rooms: Rooms) -> Record:
    said: dict[str, Json] = {**rooms.queries.letters.said(letter.id), **letter.missed}
    return {
        "id": letter.id,
        "purpose": str(letter.purpose),
        "ticket": letter.ticket,
        "state": str(letter.state),
        "due_at": to_rfc3339(letter.due_at),
        "to": list(letter.to),
        "cc": list(letter.cc),
        "title": letter.title,
        "body": letter.body,
        "author": letter.author,
        "foreseen": None if letter.foreseen is None else list(letter.foreseen),
        "said": said,
    }


@mail.command("show")
@click.argument("name", metavar="LETTER")
@pass_invocation
def show(invocation: Invocation, name: str) -> None:
    """Show one letter as it will go, or went."""
    with invocation.rooms() as rooms:
        (letter,) = _named(rooms, name, tuple(State))[-1:]
        record = _record(letter, rooms)
    invocation.give(record, *_sheet(letter, record))


def _sheet(letter: Letter, record: Record) -> Iterator[str]:
    goes = f", goes {moment(letter.due_at)}" if letter.state is State.WAITING else ""
    told = [f"({letter.state}{goes})"]
    if letter.foreseen is not None:
        told.append(f"(when it was done it was to go to {', '.join(letter.foreseen) or 'nobody'})")
    said = record["said"]
    if isinstance(said, dict):
        told += [f"{who}: {why}" for who, why in said.items()]
    return letter_lines(Preview(letter.to, letter.cc, letter.title, letter.body), *told)


@mail.command("hold")
@_names
@pass_invocation
def hold(invocation: Invocation, names: tuple[str, ...]) -> None:
    """Hold letters back until `let-go`."""
    _turn(invocation, names, State.HELD, "held back; `cxloop mail let-go` lets them go")


@mail.command("let-go")
@_names
@pass_invocation
def let_go(invocation: Invocation, names: tuple[str, ...]) -> None:
    """Let letters go that were held back or cancelled."""
    _turn(invocation, names, State.WAITING, "to go", among=(State.HELD, State.CANCELLED))


@mail.command("cancel")
@_names
@pass_invocation
def cancel(invocation: Invocation, names: tuple[str, ...]) -> None:
    """Let letters not go at all; `let-go` brings them back."""
    _turn(invocation, names, State.CANCELLED, "cancelled; `cxloop mail let-go` brings them back")


def _turn(
    invocation: Invocation, names: Sequence[str], state: State, said: str, *, among: Sequence[State] = _NOT_GONE
) -> None:
    with invocation.rooms() as rooms:
        letters = {letter.id: letter for name in names for letter in _named(rooms, name, among)}
        changed = rooms.desk().sit(
            rooms.me, lambda sitting: [sitting.change_letter(one, state=state) for one in letters]
        )
    ids: list[Json] = [letter.id for letter in changed if letter is not None]
    how_many = "1 letter" if len(ids) == 1 else f"{len(ids):,} letters"
    invocation.give({"letters": ids, "state": str(state)}, f"{how_many} {said}")


@mail.command("edit")
@click.argument("name", metavar="LETTER")
@click.option("--title", type=text, help="Another subject line.")
@click.option("--text", "body", type=text, help="Another text; - reads standard input.")
@pass_invocation
def edit(invocation: Invocation, name: str, title: str | None, body: str | None) -> None:
    """Change what a letter says before it goes."""
    if title is None and body is None:
        raise Unusable("say what shall be another: --title or --text")
    with invocation.rooms() as rooms:
        (letter,) = _named(rooms, name, _NOT_GONE)[-1:]
        rooms.desk().sit(rooms.me, lambda sitting: sitting.change_letter(letter.id, title=title, body=body))
        (changed,) = _named(rooms, letter.id, tuple(State))
        record = _record(changed, rooms)
    invocation.give(record, *_sheet(changed, record))


def _named(rooms: Rooms, name: str, states: Sequence[State]) -> Sequence[Letter]:
    """Return the letters meant by a name, oldest first. Raises NotFound, Unusable for one that is not clear."""
    by_id = _beginning(rooms, name)
    of_ticket = _of_ticket(rooms, name, states)
    if by_id and of_ticket:
        raise Unusable(f"{name} is a ticket and how a letter begins: write #{name}, or more of the letter's id")
    if len(by_id) > 1:
        raise Unusable(f"more than one letter begins with {name}: write more of its id")
    if not by_id and not of_ticket:
        raise NotFound(f"there is no such letter about {name}; `cxloop mail --all` lists them")
    return by_id or of_ticket


def _beginning(rooms: Rooms, name: str) -> Sequence[Letter]:
    is_id = len(name) >= _LEAST and all(character in "0123456789abcdef-" for character in name)
    return rooms.queries.letters.beginning(name, 2) if is_id else ()


def _of_ticket(rooms: Rooms, name: str, states: Sequence[State]) -> Sequence[Letter]:
    try:
        ticket_id = rooms.queries.ticket_id(name)
    except NotFound:
        return ()
    return [one for one in rooms.queries.letters.of_ticket(ticket_id) if one.state in states]


# Sending ------------------------------------------------------------------------------------------------------------


@mail.command("setup")
@click.argument("url")
@click.option(
    "--from", "sender", required=True, metavar="ADDRESS", help="Whom letters come from: Desk <desk@x.example>"
)
@pass_invocation
def setup(invocation: Invocation, url: str, sender: str) -> None:
    """Hand letters over to the mail server at URL: smtp://NAME@mail.example:587 (STARTTLS) or smtps:// (TLS).

    The password is asked for; where nobody is to be asked it is read from standard input, or from
    CXLOOP_MAIL_PASSWORD. It is kept in the keyring of this computer. People are told by mail when
    `cxloop policy set mail.notices on` was said too.
    """
    server = mail_server(url, mail_sender(sender))
    password = _password(invocation) if server.user else None
    mailing.set_up(invocation.store_address(), invocation.me, server, password)
    record: Record = {"url": server.url, "user": server.user, "from": server.sender.email}
    invocation.give(record, f"letters are handed over to {server.url}; `cxloop mail send` does it")


def _password(invocation: Invocation) -> str | None:
    if os.environ.get(_VARIABLE):
        return None
    if invocation.at_terminal():
        return str(click.prompt("Password", hide_input=True, err=True))
    given = sys.stdin.buffer.read(_MOST_OCTETS).decode("utf-8", errors="replace") if sys.stdin is not None else ""
    if not given.strip("\r\n"):
        raise Unusable(f"there is no password: put it on standard input, or into {_VARIABLE}")
    return given.rstrip("\r\n")


@mail.command("send")
@click.option("--watch", is_flag=True, help="Do so again and again, until it is stopped.")
@click.option("--with-desk", is_flag=True, hidden=True)
@pass_invocation
def send(invocation: Invocation, *, watch: bool, with_desk: bool) -> None:
    """Write the letters that are due and hand them over to the mail server."""
    if watch:
        stopped = _desk_closed() if with_desk else Event()
        mailing.keep_going(invocation.store_address(), lambda done: _tell(invocation, done), stopped)
        return
    _send_once(invocation)


def _desk_closed() -> Event:
    """Return what is set when the desk at the other end of standard input is gone."""
    closed = Event()

    def listen() -> None:
        if sys.stdin is not None:
            sys.stdin.buffer.read()
        closed.set()

    Thread(target=listen, name="desk", daemon=True).start()
    return closed


def _send_once(invocation: Invocation) -> None:
    """Write and hand over what is due now. Raises RemoteTrouble when not all of it could be."""
    done = mailing.go_round(invocation.store_address())
    _tell(invocation, done)
    if done.trouble:
        raise RemoteTrouble(f"{done.trouble}; what is left is tried again")


def _tell(invocation: Invocation, done: Round) -> None:
    record: Record = {
        "handed_over": done.handed_over,
        "missed": done.missed,
        "later": done.later,
        "stopped": done.is_stopped,
    }
    if done.trouble:
        said = f"{done.handed_over:,} handed over; {done.trouble}; what is left is tried again"
    elif done.is_stopped:
        said = "nothing goes: this store came out of a backup; `cxloop mail release` lets letters go"
    else:
        said = f"{done.handed_over:,} handed over, {done.missed:,} refused, {done.later:,} to be tried again"
    invocation.give(record, said)


@mail.command("release")
@yes_option
@pass_invocation
def release(invocation: Invocation, *, yes: bool) -> None:
    """Let letters go again after this store came out of a backup: some may have gone before."""
    with invocation.rooms() as rooms:
        waiting = rooms.queries.letters.newest(_SHOWN_MOST, (State.WAITING,))
    demand_agreement(
        invocation,
        [f"{len(waiting):,} letters that wait will go; who had one before sees that it is the same"],
        yes=yes,
    )
    let = mailing.let_go(invocation.store_address(), invocation.me)
    invocation.give({"released": let}, "letters go again" if let else "letters were not stopped")


mail.add_command(mail_templates.template)
