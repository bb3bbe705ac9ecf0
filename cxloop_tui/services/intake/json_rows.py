"""Rows of JSON objects: one a line (NDJSON), a list of them, or an object with one list of them in it.

Objects in objects become columns with dotted names; lists in them stay JSON text.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import Final

from cxloop_tui.domain.intake import source_of
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.intake.json_text import JsonText, too_deep
from cxloop_tui.services.intake.lines import lines_of
from cxloop_tui.services.intake.row import Row
from cxloop_tui.services.intake.unreadable import Unreadable

_COLUMNS_MAX: Final = 5_000
"""More keys than this are no columns: they are data."""


class _Objects:
    """Turns objects into rows; a key that is met later makes a column at the end."""

    def __init__(self) -> None:
        self.names: list[str] = []
        self._places: dict[str, int] = {}

    def row(self, record: Mapping[str, object], line: int) -> Row:
        """Return an object as a row. Raises Unreadable."""
        try:
            flat = dict(_flattened(record))
        except RecursionError as trouble:
            raise too_deep(line) from trouble
        for name in flat:
            if name not in self._places:
                self._places[name] = len(self.names)
                self.names.append(name)
        if len(self.names) > _COLUMNS_MAX:
            raise Unreadable(
                f"there are more than {_COLUMNS_MAX:,} different keys; export one object an answer", line
            )
        cells = [""] * len(self.names)
        for name, cell in flat.items():
            cells[self._places[name]] = cell
        return Row(line, cells, _source(tuple(flat)))


class ObjectLines(_Objects):
    """NDJSON: one object a line."""

    described = "one JSON object a line"

    def rows(self, text: Iterable[str]) -> Iterator[Row]:
        """Yield the rows, without blank lines. Raises Unreadable, naming the line."""
        for number, line in enumerate(lines_of(text), start=1):
            if line.strip():
                yield self.row(_object(line, number), number)


class ObjectList(_Objects):
    """One JSON text with a list of objects: the text itself, or somewhere in its objects."""

    described = "a list of JSON objects"

    def rows(self, text: Iterable[str]) -> Iterator[Row]:
        """Yield the rows. Raises Unreadable, naming the line."""
        json_text = JsonText(text)
        lists: list[str] = []
        try:
            yield from self._rows_in(json_text, "", lists)
        except RecursionError as trouble:
            raise too_deep(json_text.line) from trouble
        if json_text.peek():
            raise Unreadable(
                "something follows the end of the JSON; write one object a line, or one list", json_text.line
            )
        if not lists:
            raise Unreadable("there is no list of objects in this JSON; export a list with one object an answer", 1)

    def _rows_in(self, text: JsonText, path: str, lists: list[str]) -> Iterator[Row]:
        """Yield the rows of a value, which may be the list, hold it, or be passed over."""
        if text.take("["):
            if text.peek() == "{" or not path:
                yield from self._list(text, path, lists)
            else:
                _pass_over_list(text)
        elif text.take("{"):
            yield from self._members(text, path, lists)
        else:
            text.value()

    def _members(self, text: JsonText, path: str, lists: list[str]) -> Iterator[Row]:
        if text.take("}"):
            return
        while True:
            name = text.value()
            text.expect(":")
            yield from self._rows_in(text, f"{path}.{name}" if path else str(name), lists)
            if not text.take(","):
                text.expect("}")
                return

    def _list(self, text: JsonText, path: str, lists: list[str]) -> Iterator[Row]:
        lists.append(path)
        if len(lists) > 1:
            what = " and ".join(repr(clean_line(name, 40)) for name in lists)
            raise Unreadable(f"there are several lists of objects, {what}; keep the one with the answers", text.line)
        if text.take("]"):
            return
        while True:
            text.peek()
            line, entry = text.line, text.value()
            if not isinstance(entry, dict):
                what = f"an entry of this list is {_kind(entry)}, not an object"
                raise Unreadable(f"{what}; export one object an answer, with a name for each value", line)
            yield self.row(entry, line)
            if not text.take(","):
                text.expect("]")
                return


def is_object_lines(head: Sequence[str], *, is_whole: bool) -> bool:
    """Whether text that begins with `{` is one object a line; `is_whole` says that there are no other lines."""
    filled = [line for line in head if line.strip()]
    try:
        first = json.loads(filled[0])
    except (ValueError, RecursionError):
        return False
    if len(filled) > 1:
        return filled[1].lstrip().startswith("{")
    return is_whole and not _has_list_of_objects(first)


def _has_list_of_objects(value: object) -> bool:
    if isinstance(value, list):
        return bool(value) and isinstance(value[0], dict)
    return isinstance(value, dict) and any(map(_has_list_of_objects, value.values()))


def _pass_over_list(text: JsonText) -> None:
    if text.take("]"):
        return
    while True:
        text.value()
        if not text.take(","):
            text.expect("]")
            return


def _object(line: str, number: int) -> dict[str, object]:
    try:
        record = json.loads(line)
    except json.JSONDecodeError as trouble:
        raise Unreadable(f"this is no JSON: {trouble.msg} at character {trouble.colno}", number) from trouble
    except (ValueError, RecursionError) as trouble:
        raise too_deep(number) from trouble
    if not isinstance(record, dict):
        raise Unreadable("this is no JSON object; write one object a line", number)
    return record


def _flattened(record: Mapping[str, object], before: str = "") -> Iterator[tuple[str, str]]:
    for name, value in record.items():
        if isinstance(value, dict) and value:
            yield from _flattened(value, f"{before}{name}.")
        else:
            yield f"{before}{name}", _cell(value)


def _cell(value: object) -> str:
    """Return a JSON value as a cell."""
    if value is None:
        return ""
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)


def _kind(value: object) -> str:
    if value is None:
        return "nothing (null)"
    kinds = {str: "a text", bool: "true or false", int: "a number", float: "a number", list: "a list"}
    return kinds.get(type(value), "no object")


@lru_cache(maxsize=256)
def _source(names: tuple[str, ...]) -> str:
    return source_of(names)
