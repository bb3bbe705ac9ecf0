"""What a key of the policy may be: read as people write it, checked, and written as they read it."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Final

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import STANDARD_SCALES, ScoreKind
from cxloop_tui.domain.nearest import nearest
from cxloop_tui.domain.policy import Reach, is_language
from cxloop_tui.domain.policy_keys import (
    ARRIVAL_MOST,
    CATEGORIES_MOST,
    DEFAULTS,
    OWN_TEMPLATES,
    REPEATS,
    RESOLUTION_FIELDS,
    SWITCH,
    TEMPLATE_MOST,
    WAIT_MOST,
)

if TYPE_CHECKING:
    from cxloop_tui.domain.operation import Json

LINE_MOST: Final = 300
"""Characters of a rule that is a line of text, at the most."""


def checked_value(key: str, value: Json) -> Json:
    """Return `value` if the policy key may have it. Raises Unusable with the nearest key or what is expected."""
    demand_key(key)
    check = _CHECKS[key.split(".", maxsplit=1)[0]]
    problem = check(key, value)
    if problem:
        raise Unusable(f"{key}: {problem}")
    return value


def demand_key(key: str) -> None:
    """Let a policy key pass. Raises Unusable, naming the nearest one."""
    if key not in DEFAULTS:
        near = nearest(key, DEFAULTS)
        hint = f"; did you mean {near}?" if near else "; `cxloop policy show` lists them"
        raise Unusable(f"no policy key {key!r}{hint}")


def read_value(key: str, text: str) -> Json:
    """Return the value a person wrote for a policy key: a number, a word, a list with commas between.

    Raises Unusable for what the key may not have.
    """
    return checked_value(key, _read(key, text))


def told_value(value: Json) -> Json:
    """Return a value as people are told it: of a time zone its name, of templates their names."""
    if not isinstance(value, Mapping):
        return value
    return value["name"] if "offsets" in value else list(value)


def written_value(value: Json) -> str:
    """Return a value as `read_value` reads it."""
    value = told_value(value)
    if isinstance(value, str) or not isinstance(value, Sequence):
        return str(value)
    return ",".join(str(item) for item in value)


def _read(key: str, text: str) -> Json:
    """Read a value as the default of its key suggests; what does not fit stays text, which the check refuses."""
    if key == OWN_TEMPLATES:
        raise Unusable(f"{key}: they are written with `cxloop mail template add`")
    match DEFAULTS.get(key):
        case list():
            return [item.strip() for item in text.split(",") if item.strip()]
        case dict():
            from cxloop_tui.domain.working_hours import zone_named

            zone = zone_named(text.strip())
            return {"name": zone.name, "offsets": [list(change) for change in zone.offsets]}
        case int():
            with suppress(ValueError):
                number: Json = json.loads(text)
                return number
    return text


def _check_requires(_key: str, value: Json) -> str | None:
    if isinstance(value, list) and all(name in RESOLUTION_FIELDS for name in value):
        return None
    return f"a list of {', '.join(RESOLUTION_FIELDS)} is expected"


def _check_hours(_key: str, value: Json) -> str | None:
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 < value <= 24 * 366:
        return None
    return "a number of hours above 0 is expected"


def _check_working_hours(key: str, value: Json) -> str | None:
    from cxloop_tui.domain.working_hours import HOLIDAYS_MOST, demand_holiday, read_week, zone_kept

    try:
        match key, value:
            case "hours.week", "":
                pass
            case "hours.week", str():
                read_week(value)
            case "hours.zone", Mapping():
                zone_kept(value)
            case "hours.holidays", list() if len(value) <= HOLIDAYS_MOST:
                for day in value:
                    demand_holiday(day)
            case _:
                return "hours as mon-fri 09:00-17:00, a zone as Europe/Berlin, days as 2026-12-25 are expected"
    except Unusable as wrong:
        return str(wrong)
    return None


def _check_overdue(key: str, value: Json) -> str | None:
    if key == "overdue.rules":
        return None if value in SWITCH else f"{' or '.join(SWITCH)} is expected"
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 24 * 366:
        return None
    return "a number of hours is expected"


def _check_band(key: str, value: Json) -> str | None:
    scale = STANDARD_SCALES[ScoreKind(key.split(".")[1])]
    if isinstance(value, int) and not isinstance(value, bool) and value in scale:
        return None
    return f"a whole number from {scale.low} to {scale.high} is expected"


def _check_repeat(_key: str, value: Json) -> str | None:
    return None if value in REPEATS else f"{' or '.join(REPEATS)} is expected"


def _check_queue(_key: str, value: Json) -> str | None:
    return None if value in SWITCH else f"{' or '.join(SWITCH)} is expected"


def _check_categories(_key: str, value: Json) -> str | None:
    words = value if isinstance(value, list) else [""]
    if len(words) <= CATEGORIES_MOST and all(_is_word(one) for one in words):
        return None
    return f"up to {CATEGORIES_MOST} words of up to 100 characters are expected, as product/defect"


def _is_word(value: Json) -> bool:
    return isinstance(value, str) and value.isprintable() and 0 < len(value) <= 100


def _check_arrival(_key: str, value: Json) -> str | None:
    # What the rules mean depends on segments and people: it is asked where those are known (`organisation_puts`).
    if isinstance(value, str) and len(value) <= ARRIVAL_MOST:
        return None
    return f"rules of up to {ARRIVAL_MOST:,} characters are expected"


def _check_mail(key: str, value: Json) -> str | None:
    may_be, expected = _MAIL[key]
    return None if may_be(value) else f"{expected} is expected"


def _is_switch(value: Json) -> bool:
    return value in SWITCH


def _is_line(value: Json) -> bool:
    return isinstance(value, str) and len(value) <= LINE_MOST


def _is_a_while(value: Json) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= WAIT_MOST


def _are_templates(value: Json) -> bool:
    return isinstance(value, Mapping) and all(map(_is_template, value.values()))


def _is_template(value: Json) -> bool:
    if not isinstance(value, Mapping) or set(value) != {"language", "title", "text"}:
        return False
    return all(isinstance(part, str) and len(part) <= TEMPLATE_MOST for part in value.values())


def _check_word(_key: str, value: Json) -> str | None:
    if isinstance(value, str) and value.isprintable() and 0 < len(value.strip()) <= 30:
        return None
    return "a word of up to 30 printable characters is expected"


_ON_OR_OFF: Final = (_is_switch, " or ".join(SWITCH))
_A_LINE: Final = (_is_line, f"a text of up to {LINE_MOST} characters")
_A_WHILE: Final = (_is_a_while, f"a whole number of seconds from 0 to {WAIT_MOST:,}")
_MAIL: Final[Mapping[str, tuple[Callable[[Json], bool], str]]] = {
    "mail.notices": _ON_OR_OFF,
    "mail.greeting": _ON_OR_OFF,
    "mail.managers": (lambda value: value in tuple(Reach), f"one of {', '.join(Reach)}"),
    "mail.language": (lambda value: isinstance(value, str) and is_language(value), "two letters, as en,"),
    "mail.templates": (_are_templates, "a title and a text for each name"),
    "mail.signature": _A_LINE,
    "mail.review_link": _A_LINE,
    "mail.survey_link": _A_LINE,
    "mail.gather_seconds": _A_WHILE,
    "mail.hold_seconds": _A_WHILE,
}

_CHECKS: Final = {
    "resolve": _check_requires,
    "deadline": _check_hours,
    "hours": _check_working_hours,
    "overdue": _check_overdue,
    "band": _check_band,
    "repeat": _check_repeat,
    "queue": _check_queue,
    "arrival": _check_arrival,
    "category": _check_categories,
    "mail": _check_mail,
    "word": _check_word,
}
