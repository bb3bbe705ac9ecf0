"""Survey responses as files bring them: which column is what, what the scale of the score is, what a row says.

All of it is pure; `services.intake` reads the file and writes what is decided here. In the order of the room: what a
person asked for (`Asked`), what a column holds (`Column`), which column is which field (`match_columns`), what the
score means (`settle_scale`), the file as it will be read (`settle`), one row of it (`read_row`) and its ticket.

Nothing is guessed that would turn happy customers into tickets: a scale is either certain or it is `Unsettled`, and
then every way to read it comes along, the likelier first.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from enum import StrEnum
from hashlib import blake2b
from typing import Final

from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feedback import STANDARD_SCALES, Band, Bands, Scale, ScoreKind, priority_for, standard_score
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.legality import LINE_LENGTH, TEXT_LENGTH
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_line, is_email, normal_email, storable


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


# What a column holds ------------------------------------------------------------------------------------------------

_VALUE_LENGTH: Final = 100
"""Longer cells are prose: counted, not compared."""

_VALUES_MAX: Final = 1_000
"""How many different values of a column are told apart."""


@dataclass(slots=True)
class Column:
    """One column of a file, and what has been seen in it so far."""

    name: str
    place: int
    """0 for the first."""
    filled: int = 0
    length: int = 0
    """Code points in all filled cells together."""
    values: Counter[str] = field(default_factory=Counter)
    """Short values, trimmed, and how often they stand there; only the first _VALUES_MAX different ones."""
    _long: int = 0

    def note(self, cell: str) -> None:
        """Take one more cell into account; blank ones tell nothing."""
        value = cell.strip()
        if not value:
            return
        self.filled += 1
        self.length += len(value)
        if len(value) > _VALUE_LENGTH:
            self._long += 1
        elif value in self.values or len(self.values) < _VALUES_MAX:
            self.values[value] += 1

    def share(self, test: Callable[[str], bool]) -> float:
        """Return which part of the cells told apart passes a test, 0 to 1."""
        known = sum(self.values.values()) + self._long
        return sum(count for value, count in self.values.items() if test(value)) / known if known else 0.0

    @property
    def numbers(self) -> Counter[int]:
        """The whole numbers that stand here, and how often."""
        found: Counter[int] = Counter()
        for value, count in self.values.items():
            number = whole_number(value)
            if number is not None:
                found[number] += count
        return found

    @property
    def title(self) -> str:
        """What to call the column on a screen, safe to show."""
        return clean_line(self.name.strip(), 60) or f"column {self.place + 1}"


@dataclass(frozen=True, slots=True)
class Survey:
    """What a look through a whole file found."""

    columns: tuple[Column, ...]
    sample: tuple[tuple[str, ...], ...]
    """The first rows, each cell cut to its beginning."""
    rows: int


_WHOLE: Final = re.compile(r"[+-]?\d{1,4}(?:\.0+)?", re.ASCII)


def whole_number(text: str) -> int | None:
    """Read `7`, ` 7 ` or `7.0`; None for everything else."""
    trimmed = text.strip()
    return int(float(trimmed)) if _WHOLE.fullmatch(trimmed) else None


# Which column is which field ----------------------------------------------------------------------------------------

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_E_MAIL: Final = re.compile(r"\be[-_ ]mail", re.IGNORECASE)


def header_words(name: str) -> frozenset[str]:
    """Cut a header into its words, lower case: `NPS_SCORE`, `npsScore`, `NPS score?` are the same."""
    apart = _HUMP.sub(" ", _E_MAIL.sub("email", name))
    return frozenset(word.casefold() for word in _WORD.findall(apart))


_SAYS: Final[dict[Field, dict[str, int]]] = {
    Field.SCORE: {
        "nps": 5, "csat": 5, "ces": 5, "score": 4, "stars": 4, "star": 4, "rating": 4, "satisfaction": 4,
        "satisfied": 4, "recommend": 4, "effort": 4, "grade": 2, "answer": 1,
    },
    Field.BAND: {},
    Field.EMAIL: {"email": 4, "mail": 2},
    Field.RESPONSE: {
        "response id": 5, "answer id": 4, "feedback id": 4, "submission id": 4, "review id": 4, "comment id": 4,
        "=id": 3,
    },
    Field.RESPONDENT: {
        "respondent id": 5, "customer id": 5, "client id": 4, "participant id": 4, "contact id": 4, "member id": 4,
        "user id": 3, "respondent": 3,
    },
    Field.DATE: {
        "response date": 5, "submit date": 4, "submitted": 4, "timestamp": 3, "date": 3, "completed": 3,
        "answered": 3, "created": 2, "time": 1,
    },
    Field.PHONE: {"phone": 4, "mobile": 4, "telephone": 4, "msisdn": 4, "tel": 2},
    Field.NAME: {
        "=customer name": 5, "=respondent name": 5, "=contact name": 4, "=client name": 4, "=full name": 4,
        "=your name": 4, "=name": 4, "=customer": 3, "=first name": 2,
    },
    Field.SEGMENT: {"segment": 5, "department": 4, "region": 3, "branch": 3, "store": 3, "team": 3, "location": 2},
    Field.TOUCHPOINT: {
        "touchpoint": 5, "journey": 4, "stage": 3, "survey type": 3, "service type": 3, "session": 2, "event": 2,
    },
    Field.ACCOUNT: {"account": 4, "company": 4, "organisation": 4, "organization": 4},
    Field.COMMENT: {
        "verbatim": 5, "comment": 4, "comments": 4, "feedback": 4, "text": 3, "review": 3, "remark": 3,
        "remarks": 3, "reason": 3, "why": 3, "opinion": 3, "suggestion": 3, "suggestions": 3, "message": 2,
        "answer": 2, "improve": 2,
    },
}  # fmt: skip
"""How strongly which words of a header speak for a field: all words of a phrase, with `=` no others."""

_STAFF: Final = frozenset({"agent", "developer", "staff", "owner", "manager", "employee", "operator", "reply"})
"""Words of columns about our side of the conversation: never the customer's."""

_AGAINST: Final[dict[Field, frozenset[str]]] = {
    Field.SCORE: frozenset({"id", "date", "sentiment", "question", "count", "average", "previous"}),
    Field.RESPONDENT: frozenset({"name"}),
    Field.ACCOUNT: frozenset({"id"}),
    Field.COMMENT: frozenset(
        {"id", "date", "time", "sentiment", "question", "link", "url", "title", "type", "count", "length"}
    ),
}

_PHONE: Final = re.compile(r"[+(]?\d[\d\s()./-]{4,}", re.ASCII)
_DATE: Final = re.compile(r"\d{1,4}[-./]\d{1,2}[-./]\d{1,4}.*", re.ASCII)

_GOOD_WORDS: Final = frozenset({"promoter", "satisfied", "very satisfied", "positive", "good", "very good", "happy"})
_BAD_WORDS: Final = frozenset(
    {"detractor", "dissatisfied", "very dissatisfied", "negative", "poor", "very poor", "bad"}
)
_BAND_WORDS: Final = _GOOD_WORDS | _BAD_WORDS | {"passive", "neutral"}


def _has_letters(value: str) -> bool:
    return any(letter.isalpha() for letter in value)


_HOLDS: Final[dict[Field, Callable[[str], bool]]] = {
    Field.SCORE: lambda value: whole_number(value) is not None,
    Field.BAND: lambda value: value.casefold() in _BAND_WORDS,
    Field.EMAIL: lambda value: "@" in value,
    Field.DATE: lambda value: _DATE.fullmatch(value) is not None,
    Field.PHONE: lambda value: _PHONE.fullmatch(value) is not None and _DATE.fullmatch(value) is None,
    Field.NAME: _has_letters,
    Field.TOUCHPOINT: _has_letters,
    Field.ACCOUNT: _has_letters,
}
"""What at least half of a column's values must be like."""


def match_columns(columns: Sequence[Column], asked: Asked, segments: Mapping[str, str]) -> dict[Field, int]:
    """Find the column of each field by what was asked for, header and values; `segments` is from name to code.

    Raises Unusable for a column there is none of, Unsettled when several columns may hold the score alike.
    """
    found = {name: _place_named(column, columns) for name, column in asked.columns.items() if column}
    for wanted in Field:
        if wanted in asked.columns or (wanted is Field.SEGMENT and asked.segment):
            continue
        free = [column for column in columns if column.place not in found.values()]
        best = _best(wanted, free, asked.kind, segments)
        if wanted is Field.SCORE and len(best) > 1:
            raise _several_scores(best, columns, asked)
        if best:
            found[wanted] = best[0].place
    if Field.SCORE not in found:
        raise Unusable(f"no column looks like a score; name it with --map score=COLUMN, one of {_titles(columns)}")
    return found


def _titles(columns: Sequence[Column]) -> str:
    """List columns, at most twelve."""
    shown = ", ".join(f"{column.title!r}" for column in columns[:12])
    return shown + (f" and {len(columns) - 12} more" if len(columns) > 12 else "")


def _place_named(name: str, columns: Sequence[Column]) -> int:
    exact = [column for column in columns if column.name == name]
    folded = name.strip().casefold()
    found = exact or [column for column in columns if column.name.strip().casefold() == folded]
    if len(found) == 1:
        return found[0].place
    if found:
        places = " or ".join(f"#{column.place + 1}" for column in found)
        raise Unusable(f"{name!r} is the name of {len(found)} columns; say which by its place: {places}")
    place = whole_number(name[1:]) if name.startswith("#") else None
    if place is not None and 1 <= place <= len(columns):
        return place - 1
    near = get_close_matches(name, [column.name for column in columns], n=1, cutoff=0.5)
    hint = f"did you mean {clean_line(near[0], 60)!r}?" if near else f"there are {_titles(columns)}"
    raise Unusable(f"there is no column {clean_line(name, 60)!r}; {hint}")


def column_reference(column: Column, columns: Sequence[Column]) -> str:
    """Return what names a column in `--map`: its header if that can be shown, quoted and told apart, else `#3`."""
    same = [other for other in columns if other.name.strip().casefold() == column.name.strip().casefold()]
    shown = column.name.isprintable() and "`" not in column.name and clean_line(column.name) == column.name
    return column.name if shown and column.name.strip() and len(same) == 1 else f"#{column.place + 1}"


def _best(
    wanted: Field, columns: Sequence[Column], kind: ScoreKind | None, segments: Mapping[str, str]
) -> list[Column]:
    """Return the columns that look most like a field, several when they do so alike and differ in what they hold."""
    points = {column.place: _points(column, wanted, kind, segments) for column in columns}
    most = max(points.values(), default=0)
    best = [column for column in columns if most and points[column.place] == most]
    return [column for column in best if column is best[0] or column.values != best[0].values]


def _points(column: Column, wanted: Field, kind: ScoreKind | None, segments: Mapping[str, str]) -> int:
    words = header_words(column.name)
    if words & (_STAFF | _AGAINST.get(wanted, frozenset())) or not _may_hold(column, wanted, segments):
        return 0
    points = 10 * max((weight for phrase, weight in _SAYS[wanted].items() if _says(words, phrase)), default=0)
    if wanted is Field.BAND:
        return 1
    if wanted is Field.EMAIL and column.share(is_email) >= 0.8:
        return points + 30
    if wanted is Field.COMMENT and points:
        return points + min(column.length // (10 * max(column.filled, 1)), 9)
    if wanted is Field.SCORE and points and kind and words & _KIND_WORDS[kind]:
        return points + 30
    return points


def _says(words: frozenset[str], phrase: str) -> bool:
    wanted = set(phrase.removeprefix("=").split())
    return words == wanted if phrase.startswith("=") else wanted <= words


def _may_hold(column: Column, wanted: Field, segments: Mapping[str, str]) -> bool:
    """Whether the values do not speak against it; a column without any is what its header says, but no score."""
    if not column.filled:
        return wanted not in {Field.SCORE, Field.BAND}
    if wanted is Field.SEGMENT:
        return column.share(lambda value: value.casefold() in segments) >= 0.5
    if wanted is Field.COMMENT:
        return column.share(lambda value: whole_number(value) is not None) < 0.5
    test = _HOLDS.get(wanted)
    return test is None or column.share(test) >= (0.9 if wanted is Field.BAND else 0.5)


def _several_scores(alike: Sequence[Column], columns: Sequence[Column], asked: Asked) -> Unsettled:
    ways = []
    for column in alike[:3]:
        chosen = replace(asked, columns={**asked.columns, Field.SCORE: column_reference(column, columns)})
        try:
            settle_scale(column, None, chosen)
        except Unsettled as still_open:
            chosen = replace(still_open.ways[0].asked, columns=chosen.columns)
        ways.append(Way(chosen, f"if the score is {column.title!r}"))
    return Unsettled(f"several columns may hold the score: {_titles(alike)}", ways)


# What the score means -----------------------------------------------------------------------------------------------

_KIND_WORDS: Final[dict[ScoreKind, frozenset[str]]] = {
    ScoreKind.NPS: frozenset({"nps", "recommend"}),
    ScoreKind.CES: frozenset({"ces", "effort", "easy", "ease"}),
    ScoreKind.CSAT: frozenset({"csat", "satisfaction", "satisfied", "stars", "star", "rating"}),
}
"""Which words of a header say which question was asked; the first kind that is named counts."""

_EITHER_END: Final = frozenset({"effort"})
"""Words that name a question and leave open which end is the good one: a high effort may be either."""

_ENOUGH: Final = 20
"""From so many answers on it tells something that nobody gave a high one."""

_BANDS_OF_TOOLS: Final = Bands(dissatisfied=6, neutral=8)
"""What every survey tool means by Detractor and Passive, whatever this space's policy is."""

_COMMON_SCALES: Final = (Scale(1, 5), Scale(1, 7), Scale(0, 10), Scale(0, 100))

_MOST: Final = 0.9
"""A scale that holds this part of the answers is proposed; the others are codes such as 6 for don't know."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What a score means: which question, on which scale, and how that is known."""

    kind: ScoreKind
    scale: Scale
    because: str


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a column of words such as Promoter and Detractor says of the same answers."""

    title: str
    good: Counter[int]
    """The scores that are called good there, and how often."""
    bad: Counter[int]
    is_nps: bool
    """The words are those of NPS."""

    @property
    def low_is_good(self) -> bool | None:
        """Whether the low end is the good one; None when the words do not tell."""
        if not self.good or not self.bad or _mean(self.good) == _mean(self.bad):
            return None
        return _mean(self.good) < _mean(self.bad)

    def against(self, bands: Bands) -> int:
        """Count the answers that these bands place in the other camp."""
        wrongly_good = sum(count for score, count in self.good.items() if bands.of(score) is Band.DISSATISFIED)
        return wrongly_good + sum(count for score, count in self.bad.items() if bands.of(score) is Band.SATISFIED)


def _mean(numbers: Counter[int]) -> float:
    return sum(number * count for number, count in numbers.items()) / numbers.total()


def judgement(survey: Survey, columns: Mapping[Field, int]) -> Judgement | None:
    """Set the scores of the sample against the survey tool's own words for them, where there are any."""
    if Field.BAND not in columns:
        return None
    score, band = columns[Field.SCORE], columns[Field.BAND]
    words = {value.casefold() for value in survey.columns[band].values}
    found = Judgement(
        survey.columns[band].title, Counter(), Counter(), is_nps=bool(words & {"promoter", "detractor"})
    )
    for cells in survey.sample:
        number = whole_number(cells[score]) if max(score, band) < len(cells) else None
        if number is None:
            continue
        word = cells[band].strip().casefold()
        found.good[number] += word in _GOOD_WORDS
        found.bad[number] += word in _BAD_WORDS
    return replace(found, good=+found.good, bad=+found.bad)


def settle_scale(score: Column, words: Judgement | None, asked: Asked) -> Reading:
    """Say what the score means. Raises Unsettled, with every way to read it, unless that is certain.

    Certain is what --scale says; else a known question whose header or words tell the good end, with every number
    inside the standard scale of its kind.
    """
    said = _kind_said(score, words)
    kind = asked.kind or said
    if kind and asked.scale:
        return Reading(kind, asked.scale, "as asked for")
    doubts = _doubts(score, kind, said, words) if kind else _doubts_of_kind(score, asked.scale)
    if kind and not doubts:
        low_is_good = bool(words and words.low_is_good)
        return Reading(kind, replace(STANDARD_SCALES[kind], low_is_good=low_is_good), _reason(kind, said, words))
    readings = _readings(score.numbers, kind, said, asked.scale, words)
    ways = [Way(replace(asked, kind=reading.kind, scale=reading.scale), reading.because) for reading in readings]
    raise Unsettled(f"the scale of {score.title!r} is not certain: {'; '.join(doubts)}", ways)


def _kind_said(score: Column, words: Judgement | None) -> ScoreKind | None:
    header = header_words(score.name)
    named = next((kind for kind, names in _KIND_WORDS.items() if header & names), None)
    return ScoreKind.NPS if words is not None and words.is_nps and named is not ScoreKind.CES else named


def _doubts_of_kind(score: Column, scale: Scale | None) -> list[str]:
    near = scale or _nearest_scale(score.numbers)
    return ["nothing says whether it is NPS, CSAT or CES", *_outside(score.numbers, near)]


def _outside(numbers: Counter[int], scale: Scale) -> list[str]:
    outside = sorted(number for number in numbers if number not in scale)
    if not outside:
        return []
    count = sum(numbers[number] for number in outside)
    shown = ", ".join(map(str, outside[:4])) + (" ..." if len(outside) > 4 else "")
    return [f"{count:,} of {numbers.total():,} answers ({shown}) lie outside {scale.low}..{scale.high}"]


def _doubts(score: Column, kind: ScoreKind, said: ScoreKind | None, words: Judgement | None) -> list[str]:
    numbers, scale = score.numbers, STANDARD_SCALES[kind]
    doubts = []
    if said and said is not kind:
        doubts.append(f"the header says {said.upper()}, not {kind.upper()}")
    doubts += _outside(numbers, scale)
    if _never_high(numbers, kind):
        doubts.append(
            f"none of {numbers.total():,} answers is above 5, though {kind.upper()} goes up to {scale.high}"
        )
    return doubts + _doubts_of_direction(score, kind, words)


def _never_high(numbers: Counter[int], kind: ScoreKind) -> bool:
    return STANDARD_SCALES[kind].high > 5 and numbers.total() >= _ENOUGH and max(numbers) <= 5


def _doubts_of_direction(score: Column, kind: ScoreKind, words: Judgement | None) -> list[str]:
    header = header_words(score.name)
    low_is_good = None if words is None else words.low_is_good
    if low_is_good and words is not None and (kind is ScoreKind.NPS or header & (_KIND_WORDS[kind] - _EITHER_END)):
        return [f"by {words.title!r} a low score is a good one"]
    if kind is ScoreKind.NPS:
        return _doubts_of_bands(score, words)
    if low_is_good is None and not header & (_KIND_WORDS[kind] - _EITHER_END):
        return ["nothing says which end is the good one"]
    return []


def _doubts_of_bands(score: Column, words: Judgement | None) -> list[str]:
    if words is None or not words.is_nps:
        return []
    against, judged = words.against(_BANDS_OF_TOOLS), words.good.total() + words.bad.total()
    if 20 * against <= judged:
        return []
    return [f"{words.title!r} contradicts {score.title!r} in {against:,} of {judged:,} rows"]


def _reason(kind: ScoreKind, said: ScoreKind | None, words: Judgement | None) -> str:
    source = f"the file says {kind.upper()}" if kind is said else f"you say {kind.upper()}"
    agrees = words is not None and words.low_is_good is not None
    return f"{source}, and {words.title!r} agrees" if words is not None and agrees else source


def _readings(
    numbers: Counter[int],
    kind: ScoreKind | None,
    said: ScoreKind | None,
    scale: Scale | None,
    words: Judgement | None,
) -> list[Reading]:
    """List the ways to read a score, the likelier first, each once."""
    readings: list[Reading] = []
    for at, on in _kinds_and_scales(numbers, kind, said, scale):
        if scale is not None or (at is ScoreKind.NPS and not (words and words.low_is_good)):
            readings.append(Reading(at, on, f"if it is {at.upper()} and {_best_end(on)} is the best answer"))
            continue
        low_is_good, evidence = _likelier_end(numbers, on, words)
        for low in (low_is_good, not low_is_good):
            turned = replace(on, low_is_good=low)
            likelier = f" (likelier: {evidence})" if low is low_is_good else ""
            readings.append(Reading(at, turned, f"if {_best_end(turned)} is the best answer{likelier}"))
    return list({(reading.kind, reading.scale): reading for reading in reversed(readings)}.values())[::-1]


def _kinds_and_scales(
    numbers: Counter[int], kind: ScoreKind | None, said: ScoreKind | None, scale: Scale | None
) -> list[tuple[ScoreKind, Scale]]:
    """List which questions it may be, and the scale of each that holds most of the answers."""
    if scale is not None:
        ends = (scale.low, scale.high)
        usual_first = sorted(ScoreKind, key=lambda at: (STANDARD_SCALES[at].low, STANDARD_SCALES[at].high) != ends)
        return [(at, scale) for at in usual_first]
    near = _nearest_scale(numbers)
    if kind is None:
        if near == STANDARD_SCALES[ScoreKind.NPS]:
            return [(ScoreKind.NPS, near), (ScoreKind.CSAT, near)]
        return [(ScoreKind.CES if near == STANDARD_SCALES[ScoreKind.CES] else ScoreKind.CSAT, near)]
    found: list[tuple[ScoreKind, Scale]] = []
    for at in dict.fromkeys((said or kind, kind)):
        if _never_high(numbers, at):
            found.append((ScoreKind.CSAT if at is ScoreKind.NPS else at, near))
        found.append((at, _likely_scale(numbers, STANDARD_SCALES[at], near)))
    return found


def _likely_scale(numbers: Counter[int], standard: Scale, near: Scale) -> Scale:
    """Choose the standard scale of a kind if it holds most answers, or half of them where no common scale does."""
    enough = 0.5 if near not in _COMMON_SCALES else _MOST
    return standard if _part_inside(numbers, standard) >= enough else near


def _nearest_scale(numbers: Counter[int]) -> Scale:
    """Return the smallest common scale that holds most answers, else lowest..highest.

    A stray 12 is no percentage: up to 100 it goes only when somebody gave more than half of it.
    """
    lowest, highest = min(numbers, default=0), max(numbers, default=1)
    for scale in _COMMON_SCALES:
        if _part_inside(numbers, scale) >= _MOST and (scale.high <= 10 or 2 * highest > scale.high):
            return scale
    return Scale(lowest, max(highest, lowest + 1))


def _part_inside(numbers: Counter[int], scale: Scale) -> float:
    inside = sum(count for number, count in numbers.items() if number in scale)
    return inside / numbers.total() if numbers else 0.0


def _best_end(scale: Scale) -> int:
    return scale.low if scale.low_is_good else scale.high


def _likelier_end(numbers: Counter[int], scale: Scale, words: Judgement | None) -> tuple[bool, str]:
    """Say whether low is likely the good end, and why: the file's own words, else that most customers are content."""
    if words is not None and words.low_is_good is not None:
        return words.low_is_good, f"{words.title!r} says so"
    twice_middle = scale.low + scale.high
    low = sum(count for number, count in numbers.items() if number in scale and 2 * number < twice_middle)
    high = sum(count for number, count in numbers.items() if number in scale and 2 * number > twice_middle)
    if low == high:
        return False, "it is so more often"
    most, end = (low, "low") if low > high else (high, "high")
    return low > high, f"{most:,} of {numbers.total():,} answers are at the {end} end, and most customers are content"


# The file as it will be read ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Layout:
    """All that is needed to read a row: nothing about the file is open any more."""

    names: tuple[str, ...]
    columns: Mapping[Field, int]
    reading: Reading
    missing_email: MissingEmail
    segments: Mapping[str, str]
    """Code by code and by name, case folded."""
    default_segment: str | None
    """For rows that name no segment."""
    other_segment: str | None
    """For rows that name one there is not; None rejects them."""
    has_key: bool
    """The responses' own ids say which response is which; otherwise the whole row does."""


def settle(survey: Survey, asked: Asked, organisation: Organisation) -> Layout:
    """Decide how a file is read. Raises Unsettled with complete ways, Unusable for a column or segment amiss."""
    segments = _segments_by_name(organisation)
    columns = match_columns(survey.columns, asked, segments)
    score = survey.columns[columns[Field.SCORE]]
    no_email = Field.EMAIL not in columns and asked.missing_email is None
    try:
        reading = settle_scale(score, judgement(survey, columns), asked)
    except Unsettled as unsettled:
        named = {**asked.columns, Field.SCORE: column_reference(score, survey.columns)}
        consent = MissingEmail.ALLOW if no_email else asked.missing_email
        ways = [Way(replace(way.asked, columns=named, missing_email=consent), way.because) for way in unsettled.ways]
        raise Unsettled(unsettled.why + ("; no column holds e-mail addresses" if no_email else ""), ways) from None
    if no_email:
        consenting = Way(replace(asked, missing_email=MissingEmail.ALLOW), "to take the responses without them")
        raise Unsettled("no column holds e-mail addresses", [consenting])
    return Layout(
        names=tuple(column.name for column in survey.columns),
        columns=columns,
        reading=reading,
        missing_email=asked.missing_email or MissingEmail.REJECT,
        segments=segments,
        default_segment=_default_segment(columns, asked, organisation),
        other_segment=asked.segment,
        has_key=bool(asked.columns.get(Field.RESPONSE)),
    )


def _segments_by_name(organisation: Organisation) -> dict[str, str]:
    names = Counter(segment.name.casefold() for segment in organisation.tree)
    unique = {at.name.casefold(): at.code for at in organisation.tree if names[at.name.casefold()] == 1}
    return unique | {at.code.casefold(): at.code for at in organisation.tree}


def _default_segment(columns: Mapping[Field, int], asked: Asked, organisation: Organisation) -> str | None:
    """Return the segment of rows that name none: the one asked for, else `inbox`, else the only one at the top."""
    tree = organisation.tree
    if asked.segment is not None:
        return asked.segment
    tops = tree.children(None)
    if "inbox" in tree or len(tops) == 1:
        return "inbox" if "inbox" in tree else tops[0]
    if Field.SEGMENT in columns:
        return None
    if not tops:
        raise Unusable("there is no segment yet; `cxloop segments add` makes one")
    raise Unusable(f"which segment do the tickets belong to? say --segment CODE, one of {', '.join(tops[:8])}")


# A row ------------------------------------------------------------------------------------------------------------


class Reason(StrEnum):
    """Why a row is not taken; the keys of `by_reason`."""

    MALFORMED = "malformed"
    NO_SCORE = "no-score"
    NOT_A_NUMBER = "score-not-a-number"
    OUTSIDE = "score-outside-scale"
    NO_EMAIL = "no-email"
    INVALID_EMAIL = "invalid-email"
    NO_SEGMENT = "no-such-segment"


class Rejected(Exception):
    """A row that cannot be taken; its text says why and what would help."""

    def __init__(self, reason: Reason, why: str) -> None:
        super().__init__(why)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Response:
    """What one row says."""

    score: int
    """On the standard scale of its kind."""
    kind: ScoreKind
    fields: Mapping[str, Json]
    """What `response.record` sets. `answer` and `scale` are as the file has them; `answers` are the other cells."""
    comment: str | None
    """The customer's own words, exact."""
    replaced: int
    """How many characters no database takes."""

    def is_dissatisfied(self, bands: Bands) -> bool:
        """Whether it makes a ticket."""
        return bands.of(self.score) is Band.DISSATISFIED


_NO_SCORE: Final = frozenset({"", "-", "n/a", "na", "nan", "none", "null"})

_TAKEN_AS_TEXT: Final = {
    Field.NAME: "customer_name",
    Field.PHONE: "customer_phone",
    Field.RESPONDENT: "respondent",
    Field.RESPONSE: "source_id",
    Field.DATE: "answered",
    Field.TOUCHPOINT: "touchpoint",
    Field.ACCOUNT: "account",
}
"""Which field of `response.record` a column fills, trimmed."""

_READ_BY_NAME: Final = frozenset({*_TAKEN_AS_TEXT, Field.SCORE, Field.EMAIL, Field.SEGMENT, Field.COMMENT})


def read_row(cells: Sequence[str], layout: Layout) -> Response:
    """Read one row, as long as `layout.names`. Raises Rejected."""
    stored = [storable(cell) for cell in cells]
    texts = [text for text, _ in stored]
    score = _score(_cell(texts, layout, Field.SCORE), layout.reading.scale)
    kind = layout.reading.kind
    standard = standard_score(score, kind, layout.reading.scale)
    fields: dict[str, Json] = {
        "score": standard,
        "score_kind": kind.value,
        "answer": _cell(texts, layout, Field.SCORE),
        "scale": str(layout.reading.scale),
        "segment": _segment(_cell(texts, layout, Field.SEGMENT), layout),
        **_email(_cell(texts, layout, Field.EMAIL), layout.missing_email),
        **{name: _cell(texts, layout, at) or None for at, name in _TAKEN_AS_TEXT.items()},
        "answers": _other_answers(texts, layout),
    }
    comment = texts[layout.columns[Field.COMMENT]] if Field.COMMENT in layout.columns else ""
    return Response(standard, kind, fields, comment if comment.strip() else None, sum(count for _, count in stored))


def _cell(texts: Sequence[str], layout: Layout, wanted: Field) -> str:
    place = layout.columns.get(wanted)
    return "" if place is None else texts[place].strip()


def _score(text: str, scale: Scale) -> int:
    if text.casefold() in _NO_SCORE:
        raise Rejected(Reason.NO_SCORE, "there is no score")
    number = whole_number(text)
    if number is None:
        raise Rejected(Reason.NOT_A_NUMBER, f"the score {clean_line(text, 30)!r} is not a whole number")
    if number not in scale:
        raise Rejected(Reason.OUTSIDE, f"the score {number} lies outside {scale.low}..{scale.high}")
    return number


def _segment(text: str, layout: Layout) -> str:
    code = layout.segments.get(text.casefold(), layout.other_segment) if text else layout.default_segment
    if code is None:
        what = f"there is no segment {clean_line(text, 60)!r}" if text else "no segment is named"
        raise Rejected(Reason.NO_SEGMENT, f"{what}; --segment CODE takes such rows")
    return code


def _email(text: str, missing: MissingEmail) -> dict[str, Json]:
    email = normal_email(text)
    if is_email(email):
        return {"customer_email": email}
    if missing is MissingEmail.ALLOW:
        return {"email_given": text or None}
    if text:
        raise Rejected(
            Reason.INVALID_EMAIL, f"{clean_line(text, 60)!r} is not an e-mail address; --missing-email allow takes it"
        )
    raise Rejected(Reason.NO_EMAIL, "there is no e-mail address; --missing-email allow takes such rows")


def _other_answers(texts: Sequence[str], layout: Layout) -> Json:
    """Return header and cell of all that is no field, so that the whole response is kept."""
    named = {place for at, place in layout.columns.items() if at in _READ_BY_NAME}
    pairs = zip(layout.names, texts, strict=True)
    others = [
        [storable(name)[0], text] for place, (name, text) in enumerate(pairs) if text.strip() and place not in named
    ]
    return others or None


def source_of(names: Iterable[str]) -> str:
    """Name the survey that a file with these headers holds, whatever the file is called."""
    return blake2b(json.dumps(sorted(names)).encode(), digest_size=16).hexdigest()


def fingerprint(names: Iterable[str], cells: Iterable[str]) -> str:
    """Name the content of a row; neither the order of columns nor the kind of line break in a cell matters."""
    pairs = sorted((name, cell.replace("\r\n", "\n")) for name, cell in zip(names, cells, strict=True) if cell)
    return blake2b(json.dumps(pairs).encode(), digest_size=16).hexdigest()


def response_id(source: str, key: str) -> str:
    """Return the id every laptop gives to the response that `key` names in `source`."""
    return derived("response", source, key)


def ticket_id(response: str) -> str:
    """Return the id of the ticket that a response makes."""
    return derived("ticket", response)


# Its ticket ---------------------------------------------------------------------------------------------------------

_CUT: Final = " … [cut here; the response has all of it]"


def ticket_fields(response: Response, of: str, organisation: Organisation) -> dict[str, Json]:
    """Return what a ticket for a dissatisfied response sets; `of` is the response's id."""
    lines = {name: _line(response.fields.get(name)) for name in ("customer_name", "customer_phone", "respondent")}
    places = {name: _line(response.fields.get(name)) for name in ("touchpoint", "account")}
    segment = str(response.fields["segment"])
    bands = organisation.policy.bands(response.kind)
    return {
        "customer_email": response.fields.get("customer_email"),
        **lines,
        **places,
        "segment": segment,
        "owner": organisation.lead(segment),
        "priority": priority_for(response.score, response.kind, bands).value,
        "score": response.score,
        "score_kind": response.kind.value,
        "response": of,
    }


def ticket_comment(response: Response) -> str:
    """Return the customer's words for the ticket, or the marked system text; too many are cut, and say so."""
    if response.comment is None:
        return f"(no comment; {response.kind.upper()} {response.score})"
    if len(response.comment) <= TEXT_LENGTH:
        return response.comment
    return response.comment[: TEXT_LENGTH - len(_CUT)] + _CUT


def _line(value: Json) -> Json:
    return value[: LINE_LENGTH - 1] + "…" if isinstance(value, str) and len(value) > LINE_LENGTH else value
