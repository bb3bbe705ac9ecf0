"""What a person asks for when a file is read, and how an open question is put back to them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from enum import StrEnum
from typing import Final

from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feedback import Scale, ScoreKind


class Field(StrEnum):
    """What a column of a survey file may hold; the words of `--map FIELD=COLUMN`."""

    SCORE = "score"
    BAND = "band"
    """The survey tool's own judgement (Promoter, Detractor), used to check the scale."""
    EMAIL = "email"
    RESPONSE = "response"
    """The survey tool's id of the response."""
    RESPONDENT = "respondent"
    """The survey tool's id of the customer."""
    DATE = "date"
    PHONE = "phone"
    NAME = "name"
    SEGMENT = "segment"
    TOUCHPOINT = "touchpoint"
    ACCOUNT = "account"
    COMMENT = "comment"


class MissingEmail(StrEnum):
    """What becomes of a response without a usable e-mail address."""

    ALLOW = "allow"
    REJECT = "reject"


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person said about a file; what they left out is found out, or asked for."""

    columns: Mapping[Field, str] = field(default_factory=dict)
    """Names of columns as typed, `#3` for the third; an empty name says that the file has no such column."""
    kind: ScoreKind | None = None
    scale: Scale | None = None
    segment: str | None = None
    """The code of the segment for rows that name none, or none there is."""
    missing_email: MissingEmail | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to settle what is open: all that would have to be asked for, and what it means."""

    asked: Asked
    because: str


class Unsettled(Refused):
    """The file can be read in several ways, or not without the person's consent; `ways` has the likelier first."""

    def __init__(self, why: str, ways: Iterable[Way]) -> None:
        super().__init__(why)
        self.why = why
        self.ways = tuple(ways)


_SCALE: Final = re.compile(r"\s*(-?\d{1,4})\s*\.\.\s*(-?\d{1,4})\s*(?:,\s*(low|high)-is-good\s*)?", re.ASCII)


def scale_named(text: str) -> Scale:
    """Read `MIN..MAX[,low-is-good]`. Raises Unusable."""
    match = _SCALE.fullmatch(text)
    if match is None or int(match[1]) >= int(match[2]):
        raise Unusable(f"no scale {text!r}: write MIN..MAX, such as 1..5, or 1..5,low-is-good")
    return Scale(int(match[1]), int(match[2]), low_is_good=match[3] == "low")


def columns_named(maps: Iterable[str]) -> dict[Field, str]:
    """Read `FIELD=COLUMN` texts. Raises Unusable, with the nearest field."""
    found: dict[Field, str] = {}
    for text in maps:
        name, equals, column = text.partition("=")
        wanted = name.strip().casefold()
        if not equals:
            raise Unusable(f"--map {text!r}: write FIELD=COLUMN, such as score=Q1")
        if wanted not in set(Field):
            near = get_close_matches(wanted, Field, n=1)
            hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(Field)}"
            raise Unusable(f"--map {text!r}: there is no field {name.strip()!r}; {hint}")
        if Field(wanted) in found:
            raise Unusable(f"--map {text!r}: {wanted} was mapped already")
        found[Field(wanted)] = column
    return found
