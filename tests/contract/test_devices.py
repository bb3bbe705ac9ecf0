"""Devices that may speak to a store as a hub: signed in, known again, signed out."""

import re
from collections.abc import Callable
from hashlib import sha256
from random import Random
from typing import Any, TypeVar

import pytest

from cxloop_tui.domain.clock import MINUTE, SECOND
from cxloop_tui.domain.errors import NotFound, Refused, StoreTrouble, Unusable
from cxloop_tui.services.devices import Devices
from cxloop_tui.services.ports import AuthorityStore, AuthorityTransaction, DeviceReader
from cxloop_tui.store.read_path import ReadPath
from tests.builders import ADA, BEA, GIA, MAX, OLD
from tests.contract.house import House
from tests.fakes import MemoryStore

T = TypeVar("T")


def reader_of(house: House) -> DeviceReader:
    assert isinstance(house.reader, ReadPath | MemoryStore)
    return house.reader


def devices_over(house: House, store: AuthorityStore, seed: int = 1) -> Devices:
    return Devices(store, reader_of(house), house.clock, Random(seed).randbytes)


@pytest.fixture
def devices(house: House) -> Devices:
    house.clock.step = 0
    return devices_over(house, house.store)


class Counted:
    """A store that counts its transactions, and fails in them when told to."""

    def __init__(self, store: AuthorityStore) -> None:
        self._store = store
        self.times = 0
        self.is_broken = False

    def __getattr__(self, name: str) -> Any:
        return getattr(self._store, name)

    def transact_authority(self, work: Callable[[AuthorityTransaction], T]) -> T:
        self.times += 1
        if self.is_broken:
            raise StoreTrouble("the disk is full")
        return self._store.transact_authority(work)


@pytest.fixture
def counted(house: House) -> Counted:
    return Counted(house.store)


@pytest.fixture
def watched(house: House, counted: Counted) -> Devices:
    house.clock.step = 0
    return devices_over(house, counted)


def test_a_device_is_known_by_its_token_alone(devices: Devices, house: House) -> None:
    laptop, token = devices.add(ADA, BEA, "  Bea's laptop ")
    phone, other = devices.add(ADA, BEA, "phone")
    assert re.fullmatch(r"cxl_[A-Za-z0-9_-]{43}", token)
    assert re.fullmatch(r"[a-z2-7]{8}", laptop.id)
    assert (laptop.person, laptop.name, laptop.made_at) == (BEA, "Bea's laptop", house.clock.now)
    assert (laptop.used_at, laptop.revoked_at) == (None, None)
    assert token != other
    assert devices.who(token) == laptop
    assert devices.who(other) == phone


@pytest.mark.parametrize(
    "token", ["", "cxl_", "cxl_" + "A" * 43, "{}x", "{}\n", " {}", "{}\0", "\ud800", "cxl_" + "é" * 43, "' OR 1=1 --"]
)
def test_a_stranger_is_nobody(devices: Devices, token: str) -> None:
    _, known = devices.add(ADA, BEA, "laptop")
    assert devices.who(token.format(known)) is None


def test_the_store_has_the_hash_and_not_the_token(devices: Devices, house: House) -> None:
    device, token = devices.add(ADA, BEA, "laptop")
    assert reader_of(house).device_of(sha256(token.encode()).hexdigest()) == device
    assert reader_of(house).device_of(token) is None


def test_devices_are_listed_oldest_first_those_signed_out_too(devices: Devices, house: House) -> None:
    made = []
    for name in ("first", "second", "third"):
        house.clock.now += MINUTE
        made.append(devices.add(ADA, GIA, name)[0])
    gone = devices.revoke(ADA, made[1].id)
    assert list(devices.all()) == [made[0], gone, made[2]]


def test_a_device_that_was_signed_out_is_nobody_from_then_on(devices: Devices, house: House) -> None:
    device, token = devices.add(ADA, BEA, "laptop")
    house.clock.now += MINUTE
    gone = devices.revoke(ADA, device.id)
    assert gone == device._replace(revoked_at=house.clock.now)
    assert devices.who(token) is None
    house.clock.now += MINUTE
    assert devices.revoke(ADA, device.id) == gone


def test_whoever_has_left_speaks_through_no_device(devices: Devices, house: House) -> None:
    _, token = devices.add(ADA, MAX, "laptop")
    house.act(lambda sitting: sitting.put_person(MAX, {"active": False}), by=ADA)
    assert devices.who(token) is None
    house.act(lambda sitting: sitting.put_person(MAX, {"active": True}), by=ADA)
    assert devices.who(token) is not None


def test_only_an_admin_signs_devices_in_and_out(devices: Devices) -> None:
    device, token = devices.add(ADA, BEA, "laptop")
    with pytest.raises(Refused):
        devices.add(BEA, BEA, "another")
    with pytest.raises(Refused):
        devices.revoke(BEA, device.id)
    with pytest.raises(NotFound):
        devices.add("zoe@x.example", BEA, "another")
    assert list(devices.all()) == [device]
    assert devices.who(token) == device


def test_a_device_is_for_somebody_who_works_here(devices: Devices) -> None:
    with pytest.raises(Refused, match="Old Bari has left"):
        devices.add(ADA, OLD, "laptop")
    with pytest.raises(NotFound):
        devices.add(ADA, "zoe@x.example", "laptop")
    assert not devices.all()


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, "a\nb", "\x1b[31mred", "\u202eright"])
def test_a_name_is_plain(devices: Devices, name: str) -> None:
    with pytest.raises(Unusable):
        devices.add(ADA, BEA, name)


@pytest.mark.parametrize("device", ["nobody22", "", "\0", "\udcff", "x" * 5000])
def test_a_device_there_is_not_cannot_be_signed_out(devices: Devices, device: str) -> None:
    with pytest.raises(NotFound, match="hub token list"):
        devices.revoke(ADA, device)


# When it spoke last -----------------------------------------------------------------------------------------------


def test_when_a_device_spoke_is_noted_once_a_minute(watched: Devices, counted: Counted, house: House) -> None:
    _, token = watched.add(ADA, BEA, "laptop")
    first = house.clock.now
    counted.times = 0
    for _ in range(30):
        assert watched.who(token) is not None
        house.clock.now += SECOND
    assert (counted.times, watched.all()[0].used_at) == (1, first)
    house.clock.now = first + MINUTE
    watched.who(token)
    assert (counted.times, watched.all()[0].used_at) == (2, first + MINUTE)


def test_another_process_that_noted_it_counts(watched: Devices, counted: Counted, house: House) -> None:
    _, token = watched.add(ADA, BEA, "laptop")
    devices_over(house, house.store, seed=2).who(token)
    counted.times = 0
    assert watched.who(token) is not None
    assert counted.times == 0


def test_a_clock_that_goes_back_notes_nothing(watched: Devices, counted: Counted, house: House) -> None:
    _, token = watched.add(ADA, BEA, "laptop")
    watched.who(token)
    noted = watched.all()[0].used_at
    house.clock.now -= 3 * MINUTE
    counted.times = 0
    assert watched.who(token) is not None
    assert (counted.times, watched.all()[0].used_at) == (0, noted)
    device = watched.all()[0]
    house.store.transact_authority(lambda tx: tx.touch_device(device.id, house.clock.now))
    assert watched.all()[0].used_at == noted


def test_a_store_that_cannot_note_it_keeps_nobody_out(watched: Devices, counted: Counted, house: House) -> None:
    _, token = watched.add(ADA, BEA, "laptop")
    counted.times, counted.is_broken = 0, True
    for _ in range(5):
        assert watched.who(token) is not None
        house.clock.now += SECOND
    assert counted.times == 1
    counted.is_broken = False
    house.clock.now += MINUTE
    watched.who(token)
    assert watched.all()[0].used_at == house.clock.now
