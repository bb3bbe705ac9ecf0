"""What a person asks for when a file is read, and how an open question is put back to them."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Final, Self

from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feedback import Scale, ScoreKind
from cxloop_tui.domain.intake.date_orders import DateOrder
from cxloop_tui.domain.nearest import nearest
from cxloop_tui.domain.operation import Json


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
    CHANNEL = "channel"
    """How the customer was asked, or came to us: mail, phone, web."""
    ACCOUNT = "account"
    COMMENT = "comment"


class MissingEmail(StrEnum):
    """What becomes of a response without a usable e-mail address."""

    ALLOW = "allow"
    REJECT = "reject"


class Older(StrEnum):
    """What becomes of unhappy responses that were given long ago."""

    TICKETS = "tickets"
    HISTORY = "history"
    """They are kept, and make no tickets."""


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
    dates: DateOrder | None = None
    """Which number of a date comes first, where the dates themselves leave that open."""
    encoding: str | None = None
    """How the file writes its characters, where its bytes leave that open."""
    older: Older | None = None
    """What becomes of responses given long ago; that is decided anew for every file."""
    follow_up: bool = False
    """Whether customers were asked again after the resolution: the answers are put to the tickets they are about."""

    def filled_from(self, remembered: Self) -> Self:
        """Return this with what it leaves open as it was answered before."""
        return replace(
            self,
            columns={**remembered.columns, **self.columns},
            kind=self.kind or remembered.kind,
            scale=self.scale or remembered.scale,
            segment=self.segment or remembered.segment,
            missing_email=self.missing_email or remembered.missing_email,
            dates=self.dates or remembered.dates,
            encoding=self.encoding or remembered.encoding,
        )

    def to_json(self) -> dict[str, Json]:
        """Write it as JSON values, without what was left open: a mapping to remember with the survey's headers."""
        wanted: dict[str, Json] = {
            "columns": {str(name): column for name, column in self.columns.items()} or None,
            "kind": self.kind,
            "scale": None if self.scale is None else str(self.scale),
            "segment": self.segment,
            "missing_email": self.missing_email,
            "dates": self.dates,
            "encoding": self.encoding,
        }
        return {name: str(value) if isinstance(value, StrEnum) else value for name, value in wanted.items() if value}

    @classmethod
    def from_json(cls, remembered: Json) -> Self:
        """Read what `to_json` wrote; keys of a newer program are passed over. Raises Unusable."""
        try:
            given = _object(remembered)
            columns = _object(given.get("columns", {}))
            texts = {name: _text(value) for name, value in given.items() if name in _REMEMBERED_TEXTS}
            return cls(
                columns={Field(name): _text(column) for name, column in columns.items()},
                kind=ScoreKind(texts["kind"]) if "kind" in texts else None,
                scale=scale_named(texts["scale"]) if "scale" in texts else None,
                segment=texts.get("segment"),
                missing_email=MissingEmail(texts["missing_email"]) if "missing_email" in texts else None,
                dates=DateOrder(texts["dates"]) if "dates" in texts else None,
                encoding=texts.get("encoding"),
            )
        except (TypeError, ValueError) as wrong:
            raise Unusable(f"the remembered mapping cannot be read: {wrong}") from wrong


_REMEMBERED_TEXTS: Final = frozenset({"kind", "scale", "segment", "missing_email", "dates", "encoding"})


def _object(value: Json) -> Mapping[str, Json]:
    if not isinstance(value, Mapping):
        raise TypeError(f"{value!r} is no object")
    return value


def _text(value: Json) -> str:
    if not isinstance(value, str):
        raise TypeError(f"{value!r} is no text")
    return value


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
            near = nearest(wanted, Field)
            hint = f"did you mean {near}?" if near else f"use one of {', '.join(Field)}"
            raise Unusable(f"--map {text!r}: there is no field {name.strip()!r}; {hint}")
        if Field(wanted) in found:
            raise Unusable(f"--map {text!r}: {wanted} was mapped already")
        found[Field(wanted)] = column
    return found
