"""A file appears whole or not at all; what is in the way stays; progress is told and can be stopped."""

import os
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from cxloop_tui.domain.errors import CxloopError, Refused, Unusable
from cxloop_tui.services.export import Asked, Cancelled, Format, WholeFile
from tests.builders import ADA
from tests.services.export.desk import House

FORMATS = list(Format)


@pytest.fixture
def house() -> House:
    made = House()
    for place in range(250):
        made.create(f"words {place}")
    return made


def left(directory: Path) -> list[str]:
    return sorted(each.name for each in directory.iterdir())


@pytest.mark.parametrize("form", FORMATS)
def test_a_file_is_for_its_owner_alone_and_nothing_lies_beside_it(house: House, tmp_path: Path, form: Format) -> None:
    written = house.file(tmp_path / f"all.{form}", form)
    assert written.tickets == 250
    assert left(tmp_path) == [f"all.{form}"]
    assert stat.S_IMODE((tmp_path / f"all.{form}").stat().st_mode) == 0o600


@pytest.mark.parametrize("form", FORMATS)
def test_progress_is_told_and_stopping_leaves_nothing(house: House, tmp_path: Path, form: Format) -> None:
    told: list[tuple[int, int]] = []
    house.file(tmp_path / "told", form, watch=lambda done, of: told.append((done, of)))
    assert told == [(0, 250), (100, 250), (200, 250), (250, 250)]
    (tmp_path / "told").unlink()

    def stop(done: int, _of: int) -> None:
        if done >= 100:
            raise Cancelled("stopped")

    with pytest.raises(Cancelled):
        house.file(tmp_path / "stopped", form, watch=stop)
    assert left(tmp_path) == []


@pytest.mark.parametrize("form", FORMATS)
def test_a_workbook_in_the_making_leaves_nothing_in_the_systems_directory(
    house: House, tmp_path: Path, form: Format, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))

    def stop(done: int, _of: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        house.file(tmp_path / "stopped", form, watch=stop)
    assert left(scratch) == []
    assert left(tmp_path) == ["scratch"]


def test_a_file_that_is_there_stays_unless_it_is_forced(house: House, tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    path.write_text("mine")
    with pytest.raises(Refused, match=r"all\.csv exists already and was left as it is; --force replaces it"):
        house.file(path, Format.CSV)
    assert path.read_text() == "mine"
    house.file(path, Format.CSV, force=True)
    assert path.read_text().count("\n") == 251


def test_a_file_that_comes_meanwhile_stays_too(tmp_path: Path) -> None:
    path = tmp_path / "all.csv"
    with WholeFile(path) as target:
        target.stream.write(b"ours")
        path.write_text("theirs")
        with pytest.raises(Refused):
            target.keep()
    assert path.read_text() == "theirs"
    assert left(tmp_path) == ["all.csv"]


def test_a_dangling_link_is_not_written_through(tmp_path: Path) -> None:
    (tmp_path / "link.csv").symlink_to(tmp_path / "elsewhere.csv")
    with pytest.raises(Refused):
        WholeFile(tmp_path / "link.csv")
    with WholeFile(tmp_path / "link.csv", force=True) as target:
        target.keep()
    assert left(tmp_path) == ["link.csv"]


def test_where_files_have_one_name_only_they_are_moved(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_names: object) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(os, "link", refuse)
    with WholeFile(tmp_path / "a.csv") as target:
        target.stream.write(b"x")
        target.keep()
    assert (tmp_path / "a.csv").read_bytes() == b"x"
    with WholeFile(tmp_path / "b.csv") as target:
        (tmp_path / "b.csv").touch()
        with pytest.raises(Refused):
            target.keep()
    assert left(tmp_path) == ["a.csv", "b.csv"]


@pytest.mark.parametrize(
    ("name", "error", "why"),
    [
        (".", Unusable, "is a directory; name a file in it"),
        ("no/such/place.csv", CxloopError, "cannot be written: No such file or directory; name another file"),
        ("x" * 300 + ".csv", CxloopError, "cannot be written: File name too long"),
    ],
)
def test_a_place_where_nothing_can_be_written_is_told(
    house: House, tmp_path: Path, name: str, error: type[CxloopError], why: str
) -> None:
    with pytest.raises(error, match=why):
        house.file(tmp_path / name, Format.CSV)
    assert left(tmp_path) == []


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no full device here")
@pytest.mark.parametrize("form", FORMATS)
def test_a_full_disk_is_told(house: House, tmp_path: Path, form: Format, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "open", _opening_full(os.open))
    with pytest.raises(CxloopError, match=r"could not be written: No space left on device; nothing is left of it"):
        house.file(tmp_path / "all", form)
    assert left(tmp_path) == []


def _opening_full(real: Callable[..., int]) -> Callable[..., int]:
    """Open a full device in place of the file that is made."""

    def opened(path: object, flags: int, mode: int = 0o777, **where: int) -> int:
        is_made = str(path).endswith(".making")
        return real("/dev/full", os.O_RDWR) if is_made else real(path, flags, mode, **where)

    return opened


def test_what_happens_meanwhile_is_not_in_the_file(house: House, tmp_path: Path) -> None:
    def meanwhile(done: int, _of: int) -> None:
        if done == 100:
            house.create("too late")
            house.desk.sit(ADA, lambda sitting: sitting.undo(house.queries().ticket_id("1")))

    written = house.file(tmp_path / "all.csv", Format.CSV, watch=meanwhile)
    lines = (tmp_path / "all.csv").read_text().splitlines()
    assert (written.tickets, len(lines)) == (250, 251)
    assert "too late" not in "".join(lines)


def test_of_nothing_a_header_is_written(house: House, tmp_path: Path) -> None:
    assert house.file(tmp_path / "none.csv", Format.CSV, query="nowhere").tickets == 0
    assert (tmp_path / "none.csv").read_text(encoding="utf-8-sig").count("\n") == 1
    octets, _ = house.exported(Asked(Format.NDJSON), "nowhere")
    assert octets.startswith(b'{"cxloop": 1')
