"""One card of the conflicts as lines: what was refused, and its fields in columns: as seen, yours, theirs."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import zip_longest
from typing import Final, TypeAlias

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from cxloop_tui.domain.card import RefusedOperation
from cxloop_tui.domain.dispute import Dispute
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.receipt import Outcome
from cxloop_tui.domain.text import clean_block, clean_line
from cxloop_tui.ui.conflicts import CardSeen, Decision, Decisions
from cxloop_tui.ui.render.line import Line, Setting, called, strip, wrapped
from cxloop_tui.ui.render.log import field_words, value_words
from cxloop_tui.ui.render.looks import BOLD
from cxloop_tui.ui.render.when import moment

_LABEL_CELLS: Final = 11
_GAP: Final = 2
_SEEN_LEAST: Final = 15
"""Cells of the title of the column of what was seen."""

_EDGE: Final = 2
"""Cells at the left edge: the cursor's bar, and one free."""

_LINE_MOST: Final = 500
"""Characters of a text of which one line is shown."""

_SHOWN_MOST: Final = 20_000
"""Characters of a value or a text that are shown."""

_NAMED: Final = frozenset({"segment", "origin_segment", "owner"})
"""Fields whose values are codes of segments and e-mails of people."""

Column: TypeAlias = Sequence[tuple[str, Style]]
"""The lines of one column of a row."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """The lines of a card, and which of them each field takes."""

    strips: Sequence[Strip]
    spans: Sequence[range]


def card_drawn(card: CardSeen, decisions: Decisions, here: int, setting: Setting) -> Drawn:
    """Draw a card with the cursor on one of its fields."""
    looks = setting.looks
    lines: list[Strip] = []
    spans: list[range] = []
    title = [
        (f"  {clean_line(card.name)}  ", looks.muted),
        (clean_line(card.customer), looks.new),
        (f"  {clean_line(card.said, _LINE_MOST)}", looks.muted),
    ]
    lines += [strip(title, setting), strip([], setting)]
    place = 0
    for refused in card.refused:
        lines += [strip(line, setting) for line in _told(refused, setting)]
        disputes = [one for one in card.disputes if one.operation == refused.operation.id]
        lines += [strip(_head(setting), setting)] if disputes else []
        for dispute in disputes:
            drawn = list(_row(dispute, decisions.of(card, dispute), setting, is_here=place == here))
            spans.append(range(len(lines), len(lines) + len(drawn)))
            lines += drawn
            place += 1
        lines += [strip(line, setting) for line in _kept(refused, setting)]
        lines.append(strip([], setting))
    return Drawn(lines, spans)


def _told(refused: RefusedOperation, setting: Setting) -> Iterator[Line]:
    """Say when it was done, and why it was refused."""
    operation, receipt = refused
    when = moment(operation.at, setting.now, setting.utc_offset)
    if receipt.outcome is Outcome.CONFLICT:
        said = f"You did this {when}; somebody else decided otherwise. Nothing is lost."
        yield from _sentence(said, setting.looks.muted, setting)
    else:
        yield from _sentence(f"You did this {when}.", setting.looks.muted, setting)
        yield from _sentence(
            f"The hub refused it: {receipt.reason or 'it did not say why'}", setting.looks.alarm, setting
        )


def _sentence(text: str, style: Style, setting: Setting) -> Iterator[Line]:
    room = max(setting.width - 2 * _EDGE, 2)
    return ([(" " * _EDGE + line, style)] for line in wrapped(clean_line(text, _SHOWN_MOST), room))


def _widths(setting: Setting) -> tuple[int, int]:
    """Return the cells of the two columns of values and of the one of what was seen: what is to be read, more."""
    room = max(setting.width - _EDGE - _LABEL_CELLS - 3 * _GAP - 1, _SEEN_LEAST + 8)
    seen = max(room // 4, _SEEN_LEAST)
    return (room - seen) // 2, seen


def _head(setting: Setting) -> Line:
    values, seen = _widths(setting)
    muted = setting.looks.muted
    names = (("", _LABEL_CELLS), ("when you saw it", seen), ("  yours", values), ("  theirs", values))
    return [
        (" " * _EDGE, muted),
        *((name.ljust(width + _GAP), muted) for name, width in names[:-1]),
        (names[-1][0], muted),
    ]


def _row(dispute: Dispute, decision: Decision | None, setting: Setting, *, is_here: bool) -> Iterator[Strip]:
    """Draw one field: every value whole, the chosen one with its sign."""
    looks = setting.looks
    values, seen_cells = _widths(setting)
    muted = looks.muted
    label = [
        (line, looks.here + BOLD if is_here else muted) for line in wrapped(_label(dispute, setting), _LABEL_CELLS)
    ]
    seen = [(line, looks.plain) for line in _wrapped(dispute.field, dispute.seen, seen_cells, setting)]
    is_mine = decision is not None and not decision.is_theirs
    takes_mine = decision is not None and is_mine and not decision.is_other
    mine = _option(dispute.field, dispute.mine, setting, values, is_chosen=takes_mine)
    if decision is not None and decision.is_other:
        mine += [("instead", muted), *_option(dispute.field, decision.value, setting, values, is_chosen=True)]
    is_theirs = decision is not None and decision.is_theirs
    theirs = _option(dispute.field, dispute.theirs, setting, values, is_chosen=is_theirs)
    who = _who(dispute, setting)
    theirs += [(f"  {line}", muted) for line in wrapped(who, max(values - 2, 2)) if who]
    columns = ((label, _LABEL_CELLS), (seen, seen_cells), (mine, values), (theirs, values))
    ground = setting if not is_here else replace(setting, looks=replace(looks, ground=looks.ground + looks.cursor))
    for parts in zip_longest(*(column for column, _ in columns), fillvalue=("", muted)):
        bar = looks.signs.cursor if is_here else " "
        line: Line = [(bar.ljust(_EDGE), looks.here)]
        for (text, style), (_, width) in zip(parts, columns, strict=True):
            line.append((text + " " * (width - cell_len(text)), style))
            line.append((" " * _GAP, muted))
        yield strip([(text, style + looks.cursor if is_here else style) for text, style in line[:-1]], ground)


def _label(dispute: Dispute, setting: Setting) -> str:
    return field_words(dispute.field, setting)


def _option(name: str, value: Json, setting: Setting, width: int, *, is_chosen: bool) -> list[tuple[str, Style]]:
    """Draw a value that can be chosen: what was chosen has a sign of its own and is bold."""
    looks = setting.looks
    sign = looks.signs.chosen if is_chosen else looks.signs.unchosen
    style = looks.plain + BOLD if is_chosen else looks.plain
    first, *others = _wrapped(name, value, max(width - 2, 2), setting)
    return [(f"{sign} {first}", style), *((f"  {line}", style) for line in others)]


def _wrapped(name: str, value: Json, width: int, setting: Setting) -> list[str]:
    return wrapped(clean_block(said(name, value, setting), _SHOWN_MOST), max(width, 2))


def said(name: str, value: Json, setting: Setting) -> str:
    """Say a value of a field as people know it."""
    if value is None or value == "":
        return setting.signs.nobody
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value_words(name, value, setting) if name in _NAMED else value
    if isinstance(value, Sequence):
        return ", ".join(map(str, value)) or setting.signs.nobody
    return str(value)


def _who(dispute: Dispute, setting: Setting) -> str:
    """Say who set what stands, and when."""
    if dispute.by is None or dispute.at is None:
        is_there = dispute.theirs is not None or dispute.seen is not None
        return "nobody touched it" if is_there and not dispute.is_open else ""
    who = f"{called(dispute.by, setting)}, {moment(dispute.at, setting.now, setting.utc_offset)}"
    return who if dispute.turned is None else f"{who}: {clean_line(dispute.turned)}"


def _kept(refused: RefusedOperation, setting: Setting) -> Iterator[Line]:
    """Say what is kept whatever is decided: words, and tags, which are in nobody's way."""
    operation, looks = refused.operation, setting.looks
    tags = [f"+{tag}" for tag in operation.add.get("tags", ())] + [
        f"-{tag}" for tag in operation.remove.get("tags", ())
    ]
    if tags:
        yield from _labelled("tags", " ".join(tags), "done as well, unless all of theirs stands", setting)
    if operation.comment:
        yield from _labelled("comment", operation.comment, "kept either way", setting)
    if any(operation.wanted(name) for name in ("root_cause", "action_taken", "told")):
        yield from _sentence("Words of yours that give way are kept as a comment.", looks.muted, setting)


def _labelled(label: str, text: str, note: str, setting: Setting) -> Iterator[Line]:
    looks = setting.looks
    before = " " * _EDGE + label.ljust(_LABEL_CELLS + _GAP)
    yield [(before, looks.muted), (note, looks.done)]
    room = max(setting.width - len(before) - _EDGE, 2)
    for line in wrapped(clean_block(text, _SHOWN_MOST), room):
        yield [(" " * len(before), looks.muted), (line, looks.plain)]
