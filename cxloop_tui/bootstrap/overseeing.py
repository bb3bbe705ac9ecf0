"""Overseeing what is overdue: who stands behind the ports when that is done, or only asked for."""

from collections.abc import Sequence
from contextlib import closing

from cxloop_tui.bootstrap import new_id, open_store, wall_clock
from cxloop_tui.domain.address import StoreAddress
from cxloop_tui.domain.people import Act
from cxloop_tui.services.overseeing import Overseer, Planned, planned
from cxloop_tui.store.read_path import ReadPath
from cxloop_tui.store.sql_store import SqlStore


def foretold(address: StoreAddress) -> Sequence[Planned]:
    """Return what would be done now if the rules were on, and do nothing."""
    with closing(ReadPath.open(address)) as reader, reader.apart() as still:
        return list(planned(still, wall_clock()))


def act_once(address: StoreAddress, me: str | None) -> Sequence[Planned]:
    """Do what is due now, and return it. Raises Refused for who may not, and where a hub does it."""
    with closing(ReadPath.open(address)) as reader:
        reader.organisation().demand(reader.local_person(me), Act.ADMINISTER)
        with closing(open_store(address)) as store:
            return act(store, reader)


def act(store: SqlStore, reader: ReadPath) -> Sequence[Planned]:
    """Do what is due now, and return it."""
    with reader.apart() as still:
        return Overseer(store, wall_clock, new_id).act(still)
