"""A file of segments or people, read: CSV, NDJSON or JSON with the keys that `segments list --json` prints."""

import csv
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, cast

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.nearest import nearest
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.text import normal_email

_MOST_OCTETS: Final = 64 * 1024 * 1024
"""An organisation of a million people would be smaller; whatever is larger is another file."""

_COUNTED: Final = frozenset({"open", "overdue", "log"})
"""Keys that our own lists print and nobody sets."""


@dataclass(frozen=True, slots=True)
class Row:
    """One segment or person of a file; only the fields that the file has are set."""

    line: int
    """Where it begins in the file, from 1; of a JSON list which item it is."""
    subject: str
    """The segment's code, the person's e-mail."""
    fields: Mapping[str, Json]

    @property
    def is_active(self) -> bool | None:
        """What it says about being in use; None when it says nothing."""
        return cast("bool | None", self.fields.get("active"))


@dataclass(frozen=True, slots=True)
class Complaint:
    """A line that cannot be taken."""

    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file of segments or of people may have."""

    subject: str
    """The key that says which one a row is about."""
    lists: frozenset[str]
    flags: frozenset[str]
    texts: frozenset[str]

    @property
    def keys(self) -> frozenset[str]:
        """All keys that say something."""
        return self.lists | self.flags | self.texts | {self.subject}


SEGMENTS: Final = Sheet(
    "code", frozenset({"managers"}), frozenset({"active"}), frozenset({"name", "parent", "merged_into"})
)
PEOPLE: Final = Sheet(
    "email", frozenset({"segments"}), frozenset({"active"}), frozenset({"name", "role", "away_until", "deputy"})
)


def read_rows(file: Path, sheet: Sheet) -> tuple[list[Row], list[Complaint]]:
    """Read a file; lines that are not what they should be are complaints.

    Raises Unusable when it is no such file at all.
    """
    rows: dict[str, Row] = {}
    complaints: list[Complaint] = []
    for line, record in _records(file):
        try:
            row = _row(line, record, sheet)
        except Unusable as wrong:
            complaints.append(Complaint(line, str(wrong)))
            continue
        same = rows.setdefault(row.subject, row)
        if same is not row:
            complaints.append(Complaint(line, f"{row.subject} stands in line {same.line} already"))
    return list(rows.values()), complaints


def _records(file: Path) -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield the records of a file with their lines. Raises Unusable when it is none of the known kinds."""
    text = _text_of(file)
    begins = text.lstrip()[:1]
    if begins == "[":
        yield from _json_items(file, text)
    elif begins == "{":
        yield from _ndjson_items(file, text)
    else:
        yield from _csv_items(file, text)


def _text_of(file: Path) -> str:
    try:
        octets = file.read_bytes() if file.stat().st_size <= _MOST_OCTETS else None
    except OSError as trouble:
        raise Unusable(f"{file} cannot be read: {trouble.strerror}") from trouble
    if octets is None:
        raise Unusable(f"{file} has more than {_MOST_OCTETS // 1024 // 1024} MB: this is no list of an organisation")
    try:
        text = octets.decode("utf-8-sig")
    except UnicodeDecodeError as wrong:
        line = octets[: wrong.start].count(b"\n") + 1
        raise Unusable(f"{file}, line {line}: it is not UTF-8; save it as UTF-8 first") from wrong
    if not text.strip():
        raise Unusable(f"{file} is empty")
    return text


def _json_items(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    try:
        items = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise Unusable(f"{file} is not JSON: {wrong}") from wrong
    for place, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            raise Unusable(f"{file}, item {place}: it is not an object")
        yield place, item


def _ndjson_items(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    for number, line in enumerate(text.split("\n"), start=1):
        if not line.strip():
            continue
        try:
            item = json.loads(line)
        except (ValueError, RecursionError) as wrong:
            raise Unusable(f"{file}, line {number}: it is not JSON: {wrong}") from wrong
        if not isinstance(item, dict):
            raise Unusable(f"{file}, line {number}: it is not an object")
        yield number, item


def _csv_items(file: Path, text: str) -> Iterator[tuple[int, Mapping[str, object]]]:
    reader = csv.reader(text.splitlines(keepends=True), delimiter=_delimiter(text), strict=True)
    try:
        header = [title.strip().lower() for title in next(reader, [])]
        begins = reader.line_num + 1
        for cells in reader:
            line, begins = begins, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                raise Unusable(f"{file}, line {line}: it has {len(cells)} cells, the first line has {len(header)}")
            yield line, dict(zip(header, cells, strict=True))
    except csv.Error as wrong:
        raise Unusable(f"{file}, line {reader.line_num}: {wrong}") from wrong


def _delimiter(text: str) -> str:
    """Return what separates the titles: whichever of the usual signs the first line has most of."""
    first = text.lstrip().split("\n", maxsplit=1)[0]
    return max(",;\t|", key=first.count)


def _row(line: int, record: Mapping[str, object], sheet: Sheet) -> Row:
    """Make a row of a record. Raises Unusable for a key that is not known, or a value of another kind."""
    unknown = next((key for key in record if key not in sheet.keys | _COUNTED), None)
    if unknown is not None:
        near = nearest(unknown, sheet.keys)
        raise Unusable(f"there is no key {unknown!r}" + (f"; did you mean {near}?" if near else ""))
    subject = record.get(sheet.subject)
    if not isinstance(subject, str) or not subject.strip():
        raise Unusable(f"{sheet.subject} is empty")
    fields = {name: _value(name, value, sheet) for name, value in record.items() if name in sheet.keys}
    fields.pop(sheet.subject)
    return Row(line, normal_email(subject) if sheet is PEOPLE else subject.strip().lower(), fields)


def _value(name: str, value: object, sheet: Sheet) -> Json:
    if name in sheet.lists:
        return _list(name, value)
    if name in sheet.flags:
        return _flag(name, value)
    if value is None or (isinstance(value, str) and (name != "name" or value.strip())):
        return value.strip() or None if isinstance(value, str) else None
    raise Unusable(f"{name} is not text")


def _list(name: str, value: object) -> list[Json]:
    """Return a list; in a CSV cell spaces, commas or semicolons stand between."""
    if value is None:
        return []
    if isinstance(value, str):
        return list(value.replace(",", " ").replace(";", " ").split())
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return list(value)
    raise Unusable(f"{name} is not a list of text")


def _flag(name: str, value: object) -> bool:
    if isinstance(value, bool):
        return value
    known = {"true": True, "yes": True, "1": True, "": True, "false": False, "no": False, "0": False}
    if isinstance(value, str) and value.strip().lower() in known:
        return known[value.strip().lower()]
    raise Unusable(f"{name} is neither true nor false")
