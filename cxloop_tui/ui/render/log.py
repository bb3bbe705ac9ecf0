"""What was changed on a ticket, as lines: who, when, and what became of a field."""

from collections.abc import Callable, Mapping, Sequence
from itertools import groupby
from operator import attrgetter
from typing import Final

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain import history
from cxloop_tui.domain.chronicle import Chronicle
from cxloop_tui.domain.clock import from_rfc3339, is_instant
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.ticket_view import LogLine
from cxloop_tui.ui.render.cells import cut, fit
from cxloop_tui.ui.render.comments import contact_words, counted
from cxloop_tui.ui.render.line import (
    Line,
    Setting,
    called,
    cells_of,
    first_that_fits,
    given_name,
    shown,
    strip,
)
from cxloop_tui.ui.render.on_demand import OnDemand
from cxloop_tui.ui.render.when import moment

_ROOMY: Final = 50
"""From this width on, columns line up."""

_SPACIOUS: Final = 72
"""From this width on, people have their full names."""

_FIELD_WIDTH: Final = 8
"""Cells in which most names of fields fit."""

_WHEN_WIDTH: Final = 11
"""Cells of any moment."""

_WITHOUT_VALUE: Final = frozenset({history.COMMENT, "undo", "redo"})
"""Fields that say enough without a value; of others it is said that they changed."""

_STRUCK: Final = Style(strike=True)


def log_strips(chronicle: Chronicle, setting: Setting, *, status_only: bool) -> Sequence[Strip]:
    """Return what was changed, the newest operation first; all of it or changes of the status only."""
    lines = _newest_first([line for line in chronicle.log if line.field == "status" or not status_only])
    above = [strip(_note(chronicle, len(lines), setting, status_only=status_only), setting), strip([], setting)]

    def draw(place: int) -> Strip:
        if place < len(above):
            return above[place]
        at = place - len(above)
        line = lines[at]
        return _log_strip(line, setting, first=at == 0 or line.operation != lines[at - 1].operation)

    return OnDemand(len(above) + len(lines), draw)


def words_of(lines: Sequence[LogLine], setting: Setting) -> str:
    """Say the lines of one operation one after the other, in the words of the log."""
    said = ("".join(text for text, _ in _told(line, setting)[0]) for line in lines)
    return "; ".join(" ".join(words.split()) for words in said)


def _note(chronicle: Chronicle, count: int, setting: Setting, *, status_only: bool) -> Line:
    """Say what the lines below are."""
    looks, dot = setting.looks, setting.signs.dot
    order = "newest first" if chronicle.view.is_whole else "newest first, reading the rest"
    if not status_only:
        return [(order, looks.muted)]
    of = counted(len(chronicle.log), chronicle.view)
    only = (f"status changes only {dot} {counted(count, chronicle.view)} of {of}", looks.waiting)
    return first_that_fits(setting.width, [only, (f" {dot} {order}", looks.muted)], [only])


def _newest_first(lines: Sequence[LogLine]) -> list[LogLine]:
    """Turn the operations around, not the lines of one."""
    groups = [list(group) for _, group in groupby(lines, key=attrgetter("operation"))]
    return [line for group in reversed(groups) for line in group]


def _log_strip(line: LogLine, setting: Setting, *, first: bool) -> Strip:
    """Draw who, when, and what became of a field; who and when once for all that was done together."""
    looks = setting.looks
    gutter = _gutter(line, setting, first=first)
    room = setting.width - cells_of(gutter)
    if line.undone:
        told = first_that_fits(room - len("  undone"), *_told(line, setting))
        struck = [(cut(text, room - len("  undone"), ""), looks.muted + _STRUCK) for text, _ in told]
        return strip([*gutter, *struck, ("  undone", looks.muted)], setting)
    return strip([*gutter, *first_that_fits(room, *_told(line, setting))], setting)


def _gutter(line: LogLine, setting: Setting, *, first: bool) -> Line:
    looks, width = setting.looks, setting.width
    who_width, gap = (16, "  ") if width >= _SPACIOUS else (8, "  ") if width >= _ROOMY else (6, " ")
    when = moment(line.at, setting.now, setting.utc_offset) if first else ""
    who = called(line.by, setting) if width >= _SPACIOUS else given_name(line.by, setting)
    shown_who = fit(who if first else "", who_width, ellipsis=setting.signs.ellipsis)
    return [(fit(when, _WHEN_WIDTH) + gap, looks.muted), (shown_who + gap, looks.plain)]


def _told(line: LogLine, setting: Setting) -> list[Line]:
    """Say a log line in words, the longest way first."""
    looks = setting.looks
    name = field_words(line.field, setting)
    old, new = value_words(line.field, line.old, setting), value_words(line.field, line.new, setting)
    if not old and not new:
        words = "" if line.field in _WITHOUT_VALUE else " changed"
        return [[(f"{name}{words}", looks.muted)]]
    name_width = max(cell_len(name), _FIELD_WIDTH if setting.width >= _ROOMY else 0)
    field = (f"{fit(name, name_width)} ", looks.muted)
    style = _value_style(line, setting)
    if line.field == "tags":
        return [[field, (f"{'+' if new else '-'} {new or old}", looks.plain)]]
    if not old or line.field == "ticket":
        return [[field, (new, style)]]
    became: Line = [(f"{looks.signs.becomes} ", looks.muted), (new, style) if new else ("nothing", looks.muted)]
    return [[field, (f"{old} ", looks.muted), *became], [field, *became]]


def field_words(field: str, setting: Setting) -> str:
    """Return what a field is called here."""
    if field in {"segment", "owner"}:
        return shown(setting.organisation.policy.word(field))
    return shown(field.replace("_", " "))


def value_words(field: str, value: str | int | None, setting: Setting) -> str:
    """Return a value of a field as people know it, in a line; nothing for None."""
    if value is None:
        return ""
    words = _WORDS.get(field)
    return shown(value) if words is None else words(str(value), setting)


def _moment(value: str, setting: Setting) -> str:
    if not is_instant(value):
        return shown(value)
    return moment(from_rfc3339(value), setting.now, setting.utc_offset)


def _segment(value: str, setting: Setting) -> str:
    return shown(setting.organisation.tree.name(value))


_WORDS: Final[Mapping[str, Callable[[str, Setting], str]]] = {
    "segment": _segment,
    "origin_segment": _segment,
    "owner": called,
    "contact": lambda value, _: contact_words(value),
    "waiting_until": _moment,
    "undo": lambda value, _: shown(value).replace("_", " "),
    "redo": lambda value, _: shown(value).replace("_", " "),
}
"""How values of fields are said that are not plain text."""


def _value_style(line: LogLine, setting: Setting) -> Style:
    looks = setting.looks
    if line.field == "status" and line.new in set(Status):
        return looks.status(Status(str(line.new)))
    if line.field == "priority" and line.new in set(Priority):
        return looks.urgency(Priority(str(line.new)))
    return looks.waiting if line.field == history.NEWER else looks.plain
