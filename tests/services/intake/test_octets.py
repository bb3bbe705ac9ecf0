"""What a file is before it is text: packed, cut off, another kind of file, no file at all."""

import gzip
import io
import os
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.services.intake import SurveyFile, look_through
from tests.services.intake.desk import ALLOWED, SURVEY, intake_of, space, take, written


def workbook() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("xl/workbook.xml", "<workbook/>")
    return packed.getvalue()


def archive() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        made.writestr("answers.csv", SURVEY)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("octets", "said"),
    [
        (b"", "survey.csv is empty;"),
        (b" \n\r\n", "survey.csv is empty;"),
        (b"\xef\xbb\xbf", "survey.csv is empty;"),
        (gzip.compress(b""), "survey.csv is empty;"),
        (workbook(), "survey.csv is a spreadsheet or another Office document; save the sheet as CSV UTF-8"),
        (archive(), "is an archive (zip); unpack it first"),
        (gzip.compress(archive()), "is an archive (zip); unpack it first"),
        (gzip.compress(gzip.compress(b"NPS\n3\n")), "is compressed twice (gzip in gzip); unpack it first"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "is an old Office document; save the sheet as CSV UTF-8"),
        (b"%PDF-1.7\n", "is a PDF; export the answers as CSV UTF-8"),
        (b"\x89PNG\r\n\x1a\n", "is an image (PNG); export"),
        (b"\xff\xd8\xff\xe0", "is an image (JPEG); export"),
        (b"SQLite format 3\0", "is a SQLite database; export"),
        (b"BZh91AY", "is compressed (bzip2); unpack"),
        (b"\x28\xb5\x2f\xfd\0", "is compressed (zstd); unpack"),
        (b"x" * 257 + b"ustar\0", "is an archive (tar); unpack"),
        (b"\n <?xml version='1.0'?>", "is XML; export"),
        (b"<!doctype html>", "is a web page (HTML); export"),
        (b"\x01\x02\x03\x04\x05\x06\x07\x08", "is no text; export"),
        (gzip.compress(SURVEY.encode())[:-12], "is cut off: its gzip data end too early; fetch the file again"),
        (gzip.compress(SURVEY.encode())[:12], "is cut off: its gzip data end too early"),
        (b"\x1f\x8b\x08\0", "is cut off: its gzip data end too early"),
        (b"\x1f\x8bxxxxxxxxxxxxxxxxxx", "is damaged gzip; fetch the file again"),
        (gzip.compress(SURVEY.encode())[:-6] + b"xxxxxx", "is damaged gzip; fetch the file again"),
    ],
    ids=lambda value: value[:40] if isinstance(value, str) else "",  # gzip has the time in it
)
def test_what_is_no_survey_is_refused_with_what_it_is_and_nothing_is_changed(
    tmp_path: Path, octets: bytes, said: str
) -> None:
    store = space()
    seq = store.seq()
    path = written(tmp_path, octets)
    with pytest.raises(Unusable) as refused:
        take(store, path)
    assert said in str(refused.value)
    assert str(refused.value).startswith(str(path))
    assert store.seq() == seq
    assert sorted(tmp_path.iterdir()) == [path]


def test_gzip_is_known_by_how_it_begins_and_not_by_its_name(tmp_path: Path) -> None:
    packed = look_through(SurveyFile(written(tmp_path, gzip.compress(SURVEY.encode()), "survey.csv")))
    plain = look_through(SurveyFile(written(tmp_path, SURVEY, "survey.csv.gz")))
    assert packed.survey == plain.survey


def test_a_file_that_was_packed_in_pieces_is_read_to_its_end(tmp_path: Path) -> None:
    pieces = gzip.compress(b"NPS,Why\n3,late\n") + gzip.compress(b"9,fine\n")
    assert look_through(SurveyFile(written(tmp_path, pieces))).survey.rows == 2


def test_progress_counts_the_octets_on_disk(tmp_path: Path) -> None:
    file = SurveyFile(written(tmp_path, gzip.compress(SURVEY.encode() * 20)))
    list(file.rows())
    assert file.octets == file.size < len(SURVEY)


@pytest.mark.parametrize(
    ("name", "said"), [("none.csv", "cannot be read: No such file"), (".", "is a directory; name a file in it")]
)
def test_what_is_no_file_is_named(tmp_path: Path, name: str, said: str) -> None:
    with pytest.raises(Unusable, match=said):
        intake_of(space()).examine(tmp_path / name, ALLOWED)


def test_a_pipe_is_refused_rather_than_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(
        Unusable, match="is a device or a pipe, which cannot be read twice; save the answers as a file"
    ):
        SurveyFile(tmp_path / "pipe")
    with pytest.raises(Unusable, match="is a device or a pipe"):
        SurveyFile(Path(os.devnull))


def peak_while_reading(path: Path) -> int:
    tracemalloc.start()
    try:
        look_through(SurveyFile(path))
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def test_memory_does_not_grow_with_what_is_in_the_file(tmp_path: Path) -> None:
    small = written(tmp_path, "NPS,Why\n" + "3,late again and again\n" * 5_000, "small.csv")
    large = written(
        tmp_path, gzip.compress(("NPS,Why\n" + "3,late again and again\n" * 50_000).encode()), "large.csv"
    )
    assert peak_while_reading(large) < 1.2 * peak_while_reading(small)


def test_a_list_of_objects_is_never_in_memory_as_a_whole(tmp_path: Path) -> None:
    entry = '{"nps": 3, "why": "late again and again"},'
    small = written(tmp_path, f"[{entry * 5_000}{entry[:-1]}]", "small.json")
    large = written(tmp_path, f"[{entry * 50_000}{entry[:-1]}]", "large.json")
    assert peak_while_reading(large) < 1.2 * peak_while_reading(small)


def test_a_line_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxloop_tui.services.intake.lines.LONGEST", 1 << 20)
    bomb = written(tmp_path, gzip.compress(b"NPS,Why\n3," + b"x" * (1 << 22)))
    with pytest.raises(Unusable, match="line 2: this line has more than 1,048,576 characters"):
        look_through(SurveyFile(bomb))


def test_a_value_of_json_without_end_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cxloop_tui.services.intake.json_text.LONGEST", 1 << 20)
    bomb = written(tmp_path, gzip.compress(b'[\n{"why": "' + b"x" * (1 << 22)))
    with pytest.raises(Unusable, match="line 2: a value has more than 1,048,576 characters"):
        look_through(SurveyFile(bomb))
