"""Serving a store as a hub: who stands behind what the server needs."""

import json
import sys
from contextlib import closing, suppress
from functools import partial
from pathlib import Path
from secrets import token_bytes

from cxloop_tui.bootstrap import Listening, new_id, open_store, wall_clock
from cxloop_tui.bootstrap.mailing import carrying
from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.hub.app import Hub, HubApp
from cxloop_tui.hub.serving import Certificate, Place, serve
from cxloop_tui.services.accepting import Accepting
from cxloop_tui.services.adopting import Adopting
from cxloop_tui.services.answering import take_answer
from cxloop_tui.services.desk import Desk
from cxloop_tui.services.devices import Devices
from cxloop_tui.services.mail.sending import Round
from cxloop_tui.store.read_path import ReadPath


def serve_store(
    address: StoreAddress, host: str, port: int, certificate: tuple[Path, Path] | None, listening: Listening
) -> None:
    """Serve a store until SIGTERM or ctrl+c, as `bootstrap.serve_hub` says."""
    place = Place(host, port, None if certificate is None else Certificate(*certificate))
    place.check()
    people = _people_at_work(address)
    # Devices are recognised beside the writing, so they have a way to the store of their own.
    with (
        closing(open_store(address)) as store,
        closing(open_store(address)) as devices_store,
        closing(ReadPath.open(address)) as devices_reader,
    ):
        store.transact_authority(lambda tx: tx.keep_digests())
        accepting = Accepting(store, wall_clock)
        hub = Hub(
            accept=accepting.accept,
            together=accepting.accept_together,
            answering=partial(take_answer, Desk(store, wall_clock, new_id)),
            joins=Adopting(store, wall_clock, new_id),
            devices=Devices(devices_store, devices_reader, wall_clock, token_bytes),
            open_reader=partial(ReadPath.open, address),
            clock=wall_clock,
            write_log=_written_at_once,
        )
        with carrying(address, _log_mail):
            serve(HubApp(hub), place, partial(listening, people))


def _people_at_work(address: StoreAddress) -> int:
    """Count who works at a store. Raises Unusable when nobody is set up."""
    with closing(ReadPath.open(address)) as reader:
        people = reader.organisation().people.values()
    if not people:
        raise Unusable("nobody is set up here: run `cxloop init --name NAME --email EMAIL`")
    return sum(person.active for person in people)


def _log_mail(done: Round) -> None:
    said = {
        "time": to_rfc3339(wall_clock()),
        "mail": {"handed_over": done.handed_over, "missed": done.missed, "later": done.later},
        "trouble": "nothing goes until `cxloop mail release`" if done.is_stopped else done.trouble,
    }
    _written_at_once(f"{json.dumps(said, ensure_ascii=False)}\n")


def _written_at_once(line: str) -> None:
    """Write a line of the hub's log on standard error; nobody is stopped by whoever stopped reading it."""
    if sys.stderr is not None:
        with suppress(OSError):
            sys.stderr.write(line)
            sys.stderr.flush()
