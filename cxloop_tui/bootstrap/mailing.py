"""Sending mail: who stands behind the ports when letters are composed and handed over."""

import os
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from functools import partial
from threading import Event, Thread
from time import monotonic
from typing import Final

from cxloop_tui.bootstrap import new_id, open_store, wall_clock
from cxloop_tui.bootstrap.overseeing import act
from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.errors import CxloopError, Refused, Unusable
from cxloop_tui.domain.mail.server import MailServer, read, written
from cxloop_tui.domain.people import Act
from cxloop_tui.remotes.mail_passwords import MailPasswords
from cxloop_tui.remotes.smtp import SmtpOffice
from cxloop_tui.services.mail.composing import compose
from cxloop_tui.services.mail.sending import Courier, Round
from cxloop_tui.services.ports import AuthorityTransaction
from cxloop_tui.store.letter_rows import MAIL_SERVER
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore

LOOKED_EVERY_SECONDS: Final = 2.0
"""So often who keeps sending looks whether something is due."""

OVERSEEN_EVERY_SECONDS: Final = 60.0
"""So often what is overdue is overseen."""

_AT_ONCE: Final = 1_000


def set_up(address: StoreAddress, me: str | None, server: MailServer, password: str | None) -> None:
    """Let letters of this store be handed over to a mail server, once it was found to be there.

    Raises Refused for who may not, RemoteTrouble for a server that cannot be used.
    """
    with closing(ReadPath.open(address)) as reader:
        reader.organisation().demand(reader.local_person(me), Act.ADMINISTER)
        if reader.following() is not None:
            raise Refused("this desk follows a hub, and the hub sends the mail: set it up there")
        is_first = reader.letters.server() is None
    passwords = MailPasswords(os.environ)
    with SmtpOffice(server, lambda: password or passwords.password(server)).open():
        pass
    if password is not None:
        passwords.keep(server, password)
    with closing(open_store(address)) as store:
        if is_first:
            _forget_what_nobody_was_told(store)
        store.transact(lambda tx: tx.put_fact(MAIL_SERVER, written(server)))


def _forget_what_nobody_was_told(store: SqlStore) -> None:
    """What was done while there was no mail is old news by now."""

    def forget(tx: AuthorityTransaction) -> bool:
        old = tx.mail.tellings(_AT_ONCE)
        tx.mail.forget(old)
        return bool(old)

    while store.transact_authority(forget):
        pass


def go_round(address: StoreAddress) -> Round:
    """Compose what was gathered long enough, and hand over what is due. Raises Unusable where no server is set up."""
    with closing(ReadPath.open(address)) as reader, closing(open_store(address)) as store:
        kept = reader.letters.server()
        if kept is None:
            raise Unusable("no mail server is set up here: `cxloop mail setup URL --from ADDRESS`")
        return _round(store, read(kept))


def keep_going(
    address: StoreAddress, tell: Callable[[Round], None], stopped: Event, *, first_after: float = 0.0
) -> None:
    """Do so again and again until `stopped`; `tell` is told of rounds in which something came of it.

    Now and then what is overdue is overseen beside it. The first time is `first_after` seconds from now. Where no
    server is set up nothing is sent until there is one.
    """
    with closing(ReadPath.open(address)) as reader, closing(open_store(address)) as store:
        last, wait, overseen = Round(), first_after, monotonic() - OVERSEEN_EVERY_SECONDS
        while not stopped.wait(wait):
            wait = LOOKED_EVERY_SECONDS
            try:
                if reader.following() is None and monotonic() - overseen >= OVERSEEN_EVERY_SECONDS:
                    overseen = monotonic()
                    act(store, reader)
                kept = reader.letters.server()
                done = Round() if kept is None or reader.following() is not None else _round(store, read(kept))
            except CxloopError as trouble:
                done = Round(trouble=str(trouble))
            if done not in (Round(), last):
                tell(done)
            last = done if done.trouble or done.is_stopped else Round()


@contextmanager
def carrying(address: StoreAddress, tell: Callable[[Round], None]) -> Iterator[None]:
    """Keep going beside something else, until that ends; what that has to say first it says first."""
    stopped = Event()
    going = partial(keep_going, address, tell, stopped, first_after=LOOKED_EVERY_SECONDS)
    thread = Thread(target=going, name="mail", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stopped.set()
        thread.join()


def let_go(address: StoreAddress, me: str | None) -> bool:
    """Let letters go again after the store came out of a backup; False when they do. Raises Refused."""
    with closing(ReadPath.open(address)) as reader:
        reader.organisation().demand(reader.local_person(me), Act.ADMINISTER)
        if not reader.letters.is_stopped():
            return False
    with closing(open_store(address)) as store:
        store.transact_authority(lambda tx: tx.let_mail_go())
    return True


def _round(store: SqlStore, server: MailServer) -> Round:
    passwords = MailPasswords(os.environ)
    compose(store, wall_clock, new_id)
    office = SmtpOffice(server, lambda: passwords.password(server))
    return Courier(store, office, wall_clock, new_id).go_round()
