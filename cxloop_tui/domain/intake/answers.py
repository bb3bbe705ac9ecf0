"""One survey response as a program sends it: JSON under names of ours, on the standard scale of its kind.

A program says which field is which and what the score means, so nothing is guessed here. What it says is taken as a
file's row is (`rows`): the same response is on record the same way, however it came.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final, NamedTuple

from cxloop_tui.domain.clock import from_rfc3339, to_rfc3339
from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feedback import STANDARD_SCALES, ScoreKind
from cxloop_tui.domain.intake.asked import Field, MissingEmail
from cxloop_tui.domain.intake.date_columns import usable
from cxloop_tui.domain.intake.missing import is_no_comment
from cxloop_tui.domain.intake.names import response_id
from cxloop_tui.domain.intake.rows import Response, email_fields, given
from cxloop_tui.domain.legality import LINE_LENGTH
from cxloop_tui.domain.nearest import nearest
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.segment import SegmentTree
from cxloop_tui.domain.text import clean_line, is_plain_name, storable

KEYS: Final = (
    "source", "key", "kind", "score", "answered_at", "comment", "customer_email", "customer_name", "customer_phone",
    "respondent", "segment", "touchpoint", "channel", "account", "tags",
)  # fmt: skip
"""What may stand in an answer; SOURCE to SCORE and SEGMENT must."""

TAGS_MOST: Final = 50
"""Tags of one answer at most: they are shown in a line."""

_LINES: Final = {
    "customer_name": Field.NAME,
    "customer_phone": Field.PHONE,
    "respondent": Field.RESPONDENT,
    "touchpoint": Field.TOUCHPOINT,
    "channel": Field.CHANNEL,
    "account": Field.ACCOUNT,
}
"""Fields that are taken as they are, trimmed; blank where a word for nothing stands."""


class Answer(NamedTuple):
    """What a program said."""

    id: str
    """The response's id: the same for the same source and key, whoever takes it."""
    response: Response
    tags: tuple[str, ...]
    """What its ticket is tagged with, if it makes one."""


def read_answer(answer: Mapping[str, Json], now: int) -> Answer:
    """Read an answer; its segment may not be there. Raises Unusable, naming the key that is amiss.

    A date of answering that cannot be one (before 1990, more than a day after `now`, in milliseconds) costs no
    response: it counts as given now, and what was said is kept.
    """
    _demand_known(answer)
    texts = _Texts(answer)
    source, key = texts.required("source"), texts.required("key")
    if not is_plain_name(source):
        raise Unusable("source is longer than 200 characters, or has control characters in it")
    kind = _kind(texts.required("kind"))
    score = _score(answer.get("score"), kind)
    answered = texts.optional("answered_at")
    answered_at = None if answered is None else usable(_instant(answered), now)
    comment = texts.exact("comment")
    tags = texts.tags()
    others: list[Json] = [["source", source]]
    if comment is not None and is_no_comment(comment):
        others += [["comment", comment]] if comment.strip() else []
        comment = None
    others += [["tags", ", ".join(tags)]] if tags else []
    fields: dict[str, Json] = {
        "score": score,
        "score_kind": kind.value,
        "answer": str(score),
        "scale": str(STANDARD_SCALES[kind]),
        "segment": texts.required("segment"),
        **email_fields(texts.optional("customer_email") or "", MissingEmail.ALLOW),
        **{name: given(texts.optional(name) or "", field) or None for name, field in _LINES.items()},
        "source_id": key,
        "answered": answered,
        "answered_at": None if answered_at is None else to_rfc3339(answered_at),
        "answers": others,
    }
    said = Response(score, kind, fields, comment, texts.replaced, answered_at)
    return Answer(response_id(source, key), said, tags)


def at_home(response: Response, tree: SegmentTree) -> Response:
    """Return a response in the segment that takes its tickets now. Raises Refused when there is none.

    A program goes on naming a segment long after it was merged into another: that one has it then.
    """
    named = str(response.fields["segment"])
    segment = tree.heir(named) if tree.get(named) is not None else named
    if not tree.is_open(segment):
        raise Refused(f"there is no segment {clean_line(named, 60)!r}; `cxloop segments list` shows the codes")
    return replace(response, fields={**response.fields, "segment": segment})


def _demand_known(answer: Mapping[str, Json]) -> None:
    for name in answer:
        if name not in KEYS:
            near = nearest(str(name)[:60], KEYS)
            hint = f"did you mean {near}?" if near else f"known are {', '.join(KEYS)}"
            raise Unusable(f"there is no key {clean_line(str(name), 60)!r}; {hint}")


class _Texts:
    """The texts of an answer, as they may be stored."""

    def __init__(self, answer: Mapping[str, Json]) -> None:
        self._answer = answer
        self.replaced = 0
        """How many characters that changed so far."""

    def exact(self, name: str) -> str | None:
        """Return a text as it is, None when it was not said. Raises Unusable when it is none."""
        value = self._answer.get(name)
        if value is None:
            return None
        if not isinstance(value, str):
            raise Unusable(f"{name} is {_named(value)}: it has to be a text")
        return self._stored(value)

    def optional(self, name: str) -> str | None:
        """Return a text without the space around it, None when nothing is left."""
        return (self.exact(name) or "").strip() or None

    def required(self, name: str) -> str:
        """Return a text without the space around it. Raises Unusable when nothing is left."""
        text = self.optional(name)
        if text is None:
            raise Unusable(f"{name} is missing or empty")
        return text

    def tags(self) -> tuple[str, ...]:
        """Return the tags, each once. Raises Unusable when they are no list of texts that can be tags."""
        value = self._answer.get("tags")
        if value is None:
            return ()
        if isinstance(value, str) or not isinstance(value, Sequence):
            raise Unusable(f"tags is {_named(value)}: it has to be a list of texts")
        if len(value) > TAGS_MOST:
            raise Unusable(f"tags has more than {TAGS_MOST} in it")
        return tuple(dict.fromkeys(filter(None, map(self._tag, value))))

    def _tag(self, value: Json) -> str:
        if not isinstance(value, str):
            raise Unusable(f"tags has {_named(value)} in it: all of them have to be texts")
        if len(value) > LINE_LENGTH:
            raise Unusable(f"tags has one in it of more than {LINE_LENGTH:,} characters")
        return self._stored(value).strip()

    def _stored(self, text: str) -> str:
        stored, replaced = storable(text)
        self.replaced += replaced
        return stored


def _kind(text: str) -> ScoreKind:
    try:
        return ScoreKind(text)
    except ValueError:
        raise Unusable(f"kind is {clean_line(text, 30)!r}: it has to be one of {', '.join(ScoreKind)}") from None


def _score(value: Json, kind: ScoreKind) -> int:
    if value is None:
        raise Unusable("score is missing")
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unusable(f"score is {_named(value)}: it has to be a whole number")
    scale = STANDARD_SCALES[kind]
    if value not in scale:
        raise Unusable(f"score lies outside {scale}, the scale of {kind}")
    return value


def _instant(text: str) -> int:
    try:
        return from_rfc3339(text.upper())
    except (ValueError, OverflowError):
        raise Unusable(f"answered_at is {clean_line(text, 40)!r}: write it as 2026-11-21T18:46:02Z") from None


def _named(value: Json) -> str:
    """Say what a value of JSON is."""
    if isinstance(value, bool):
        return "true or false"
    if isinstance(value, str):
        return "a text"
    if isinstance(value, int | float):
        return "a number"
    return "an object" if isinstance(value, Mapping) else "a list" if value is not None else "null"
