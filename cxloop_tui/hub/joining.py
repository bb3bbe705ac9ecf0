"""A desk joins: what it brings along, and the passages of its history, out of a body."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.exchange import Passage, read_line
from cxloop_tui.domain.operation import Json
from cxloop_tui.hub.bodies import json_of
from cxloop_tui.hub.problems import Problem
from cxloop_tui.services.adopting import NewPerson, NewSegment

T = TypeVar("T")

BROUGHT_MOST = 10_000
"""Segments, and people, that a desk brings along at most."""

_NUMBER_MOST = 10**15


def passages_of(body: bytes, most: int) -> tuple[Sequence[Passage], int]:
    """Read passages, and the highest number of the desk they are of. Raises Problem, naming what is wrong."""
    sent = _object(json_of(body))
    above = sent.get("above")
    if type(above) is not int or not 0 <= above < _NUMBER_MOST:
        raise Problem("malformed", "above is the highest number of a ticket of the desk that joins")
    records = _list(sent, "passages")
    if len(records) > most:
        raise Problem("too-large", f"at most {most} passages are taken at once: send the others afterwards")
    return [_read(f"passages[{place}]", _passage, record) for place, record in enumerate(records)], above


def brought_in(body: bytes) -> tuple[Sequence[NewSegment], Sequence[NewPerson]]:
    """Read the segments and people that a desk brings along. Raises Problem, naming what is wrong."""
    sent = _object(json_of(body))
    segments, people = _list(sent, "segments"), _list(sent, "people")
    if max(len(segments), len(people)) > BROUGHT_MOST:
        raise Problem("too-large", f"at most {BROUGHT_MOST:,} segments and as many people are taken at once")
    return (
        [_read(f"segments[{place}]", _segment, record) for place, record in enumerate(segments)],
        [_read(f"people[{place}]", _person, record) for place, record in enumerate(people)],
    )


def _read(where: str, read: Callable[[Mapping[str, Json]], T], record: Json) -> T:
    if not isinstance(record, dict):
        raise Problem("malformed", f"{where}: this is no JSON object")
    try:
        return read(record)
    except Unusable as wrong:
        raise Problem("malformed", f"{where}: {wrong}") from wrong


def _passage(record: Mapping[str, Json]) -> Passage:
    passage = read_line(record)
    if not isinstance(passage, Passage):
        raise Unusable("this is no operation")
    return passage


def _segment(record: Mapping[str, Json]) -> NewSegment:
    parent = record.get("parent")
    return NewSegment(
        _text(record, "code"), _text(record, "name"), None if parent is None else _text(record, "parent")
    )


def _person(record: Mapping[str, Json]) -> NewPerson:
    segments = record.get("segments")
    if not isinstance(segments, list) or not all(isinstance(code, str) for code in segments):
        raise Unusable("segments is no list of codes")
    return NewPerson(_text(record, "email"), _text(record, "name"), tuple(map(str, segments)))


def _object(sent: Json) -> Mapping[str, Json]:
    if not isinstance(sent, dict):
        raise Problem("malformed", "a JSON object is expected")
    return sent


def _list(sent: Mapping[str, Json], name: str) -> Sequence[Json]:
    listed = sent.get(name)
    if not isinstance(listed, list):
        raise Problem("malformed", f'a list "{name}" is expected')
    return listed


def _text(record: Mapping[str, Json], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise Unusable(f"{name} is no text")
    return value
