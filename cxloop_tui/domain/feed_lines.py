"""Pages of the authority's order as lines of JSON, as a hub sends them and a desk reads them.

    {"seq", "received_at", "number"?, "replayed"?: {"arrived_at", "policy", "number"?}, "operation"}    one a line
    {"page": {"count", "checksum", "cursor": [epoch, seq, last], "more"}}                               ends a page

Times are milliseconds since the epoch. The checksum is of the bytes of the page's other lines, so a page that was cut
or changed on its way is not taken for one. What stands on record is passed on as it is.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b
from typing import Final, NamedTuple

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feed import Cursor, Page
from cxloop_tui.domain.operation import Entry, Json, Replayed, from_wire
from cxloop_tui.domain.recorded import Recorded

MEDIA_TYPE: Final = "application/x-ndjson"

_SEQ_MAX: Final = 1 << 62


class Written(NamedTuple):
    """A page that is to be sent."""

    lines: bytes
    cursor: Cursor
    more: bool


def write_page(recorded: Iterable[Recorded], cursor: Cursor, *, more: bool) -> Written:
    """Write a page; `cursor` is after all of it."""
    lines = [_line(one) for one in recorded]
    body = "".join(lines).encode()
    end = {
        "count": len(lines),
        "checksum": _checksum(body),
        "cursor": list(cursor),
        "more": more,
    }
    return Written(body + json.dumps({"page": end}).encode() + b"\n", cursor, more)


def _line(recorded: Recorded) -> str:
    number = "" if recorded.number is None else f',"number":{recorded.number}'
    replayed = ""
    if recorded.replayed is not None:
        replayed = f',"replayed":{json.dumps(_replayed_to_wire(recorded.replayed))}'
    place = f'"seq":{recorded.seq},"received_at":{recorded.received_at}'
    return f'{{{place}{number}{replayed},"operation":{recorded.wire}}}\n'


def _replayed_to_wire(replayed: Replayed) -> dict[str, Json]:
    wire: dict[str, Json] = {"arrived_at": replayed.arrived_at, "policy": dict(replayed.policy)}
    if replayed.number is not None:
        wire["number"] = replayed.number
    return wire


def _checksum(body: bytes) -> str:
    return blake2b(body, digest_size=16).hexdigest()


class PageReader:
    """Puts pages together from lines as they come."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        self._sum = blake2b(digest_size=16)

    @property
    def is_between_pages(self) -> bool:
        """Whether nothing of a page is here that did not end yet."""
        return not self._entries

    def take(self, line: bytes) -> Page | None:
        """Take the next line, without or with its end; return the page that it ends. Raises Unusable."""
        try:
            record = json.loads(line)
        except (ValueError, RecursionError) as wrong:
            raise Unusable(f"a line is no JSON: {wrong}") from wrong
        if not isinstance(record, dict):
            raise Unusable("a line is no JSON object")
        if "page" in record:
            return self._ended(record["page"])
        self._sum.update(line.rstrip(b"\n") + b"\n")
        self._entries.append(entry_from_wire(record))
        return None

    def _ended(self, end: Json) -> Page:
        if not isinstance(end, Mapping):
            raise Unusable("the end of a page is no JSON object")
        if end.get("count") != len(self._entries) or end.get("checksum") != self._sum.hexdigest():
            raise Unusable("a page was cut or changed on its way")
        page = Page(tuple(self._entries), cursor_from_wire(end.get("cursor")), more=end.get("more") is True)
        self._entries, self._sum = [], blake2b(digest_size=16)
        return page


def read_pages(lines: Iterable[bytes]) -> Iterator[Page]:
    """Read pages from lines. Raises Unusable when one is cut, changed or has no end."""
    reader = PageReader()
    for line in lines:
        if (page := reader.take(line)) is not None:
            yield page
    if not reader.is_between_pages:
        raise Unusable("the last page has no end")


def entry_from_wire(record: Mapping[str, Json]) -> Entry:
    """Read an entry. Raises Unusable."""
    operation, replayed = record.get("operation"), record.get("replayed")
    if not isinstance(operation, Mapping):
        raise Unusable("an entry has no operation")
    return Entry(
        operation=from_wire(operation),
        seq=_whole(record.get("seq"), "seq"),
        received_at=_whole(record.get("received_at"), "received_at"),
        number=_number(record),
        replayed=None if replayed is None else _replayed(replayed),
    )


def _number(record: Mapping[str, Json]) -> int | None:
    number = record.get("number")
    return None if number is None else _whole(number, "number")


def _replayed(value: Json) -> Replayed:
    if not isinstance(value, Mapping) or not isinstance(policy := value.get("policy"), Mapping):
        raise Unusable("what an entry was elsewhere is no JSON object")
    return Replayed(_whole(value.get("arrived_at"), "arrived_at"), policy, _number(value))


def cursor_from_wire(value: Json) -> Cursor:
    """Read a cursor from a list of its parts. Raises Unusable."""
    match value:
        case [str() as epoch, seq, str() as last]:
            return Cursor(epoch, _whole(seq, "cursor"), last)
    raise Unusable("a cursor is not [epoch, seq, last]")


def _whole(value: Json, name: str) -> int:
    if type(value) is not int or not -_SEQ_MAX < value < _SEQ_MAX:
        raise Unusable(f"{name} is no whole number of a usable size")
    return value
