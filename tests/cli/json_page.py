"""docs/json.md as a test reads it: which command prints what, and whether objects are as the page says."""

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

PAGE = Path(__file__).parents[2] / "docs" / "json.md"
MAPS = {"set", "add", "remove", "by_reason", "said"}
"""Objects whose keys are data."""
TIME = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{3})?Z")


def _sections() -> dict[str, tuple[set[str], dict[str, str]]]:
    """Return by heading the commands that print such an object, and its keys with their kinds of value."""
    found = {}
    for section in PAGE.read_text(encoding="utf-8").split("\n## ")[1:]:
        heading, _, body = section.partition("\n")
        talk, _, rows = body.partition("\n|")
        printed_by = set(re.findall(r"`([a-z -]+)`", talk.partition("Printed by")[2].partition(". `")[0]))
        keys = dict(re.findall(r"^\| `([^`]+)` \| ([^|]+) \|", rows, re.MULTILINE))
        found[heading] = (printed_by, keys)
    return found


SECTIONS = _sections()


def _values(record: Mapping[str, Any], before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield every key as the page writes it, and its value."""
    for name, value in record.items():
        key = f"{before}{name}"
        if isinstance(value, dict) and key not in MAPS:
            yield from _values(value, f"{key}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for item in value:
                yield from _values(item, f"{key}[].")
        else:
            yield key, value


KINDS: Mapping[str, Callable[[Any], bool]] = {
    "null": lambda value: value is None,
    "bool": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "text": lambda value: isinstance(value, str),
    "word": lambda value: isinstance(value, str) and value == value.lower() != "",
    "time": lambda value: isinstance(value, str) and TIME.fullmatch(value) is not None,
    "list of text": lambda value: isinstance(value, list) and all(isinstance(item, str) for item in value),
    "list of number": lambda value: isinstance(value, list) and all(isinstance(item, int) for item in value),
    "object": lambda value: isinstance(value, dict),
}


def _is(value: object, kind: str) -> bool:
    """Say whether a value is of a kind the page names."""
    kinds = re.split(r", | or ", kind.strip().replace("true or false", "bool"))
    return any(KINDS[one](value) for one in kinds)


def check(records: list[dict[str, Any]], *headings: str, some: bool = False) -> None:
    """Compare objects with what sections of the page say of them; `some`: a part of the keys is enough."""
    wanted = {key: kind for heading in headings for key, kind in SECTIONS[heading][1].items()}
    met: set[str] = set()
    for record in records:
        for key, value in _values(record):
            assert key in wanted, f"{key} is not on the page"
            assert _is(value, wanted[key]), f"{key}: {value!r} is not {wanted[key]}"
            met.add(key)
    assert some or met == set(wanted)
