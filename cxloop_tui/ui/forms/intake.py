"""Import: which file, what was understood of it, what would become of its rows, and the words when it is done."""

import re
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, TypeAlias

from rich.style import Style

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intake import Asked, Rejected, Way
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.intake import Glimpse, Plan, Tally
from cxloop_tui.ui.forms.file_names import path_of
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.render.cells import ELLIPSIS
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

Labelled: TypeAlias = Sequence[tuple[str, Sequence[Piece]]]
"""Lines with their labels; an empty label goes on from the line above."""

TAKEN: Final = "CSV of any separator, NDJSON, JSON; plain or gzip"
"""The formats that can be imported."""

_CATCH_ALL: Final = "inbox"
"""The segment that rows belong to which name none."""

_SAID: Final = 60
"""Code points of a comment that a sample row shows."""

_LABEL_MOST: Final = 9
"""Letters there is room for before a line."""

_KILO: Final = 1024

_OPTIONS: Final = re.compile(r" \(--[^)]*\)")
"""How an open question names the options of the command line that would settle it."""

_EVIDENCE: Final = re.compile(r"\(likelier: .*?\)")

_DIGITS: Final = 9
"""Ways that have a key of their own."""


# Which file ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for."""

    path: Path
    segment: str | None
    """Where rows belong that name no segment; None leaves that to the file."""


def intake_form(space: Organisation, place: str, submit: Callable[[Wanted], Awaitable[None]]) -> Form:
    """Ask for the file; `place` is what the line begins with, as it would be typed."""

    async def do(values: Values) -> None:
        await submit(wanted_of(values))

    line = LineField(name="file", label="file", value=place, placeholder="such as ~/surveys/november.csv")
    return Form(
        name="intake",
        title="Import survey responses",
        button="Import",
        fields=(line,) if _knows_where(space) else (line, _segment_field(space)),
        preview=_before,
        submit=do,
        footnote="tab completes a name, enter goes on; nothing is imported yet",
    )


def wanted_of(values: Values) -> Wanted:
    """Read the form. Raises Unusable when it names no file."""
    name = values["file"].strip()
    if not name or "\0" in name:
        raise Unusable("which file? type its name; tab completes it")
    return Wanted(path_of(name).absolute(), values.get("segment") or None)


def _knows_where(space: Organisation) -> bool:
    """Whether it is plain where rows belong that name no segment: the rule of `domain.intake.layout`."""
    return _CATCH_ALL in space.tree or len(space.tree.children(None)) == 1


def _segment_field(space: Organisation) -> ChoiceField:
    by_file = Option("", "as the file says", "and rows that name none are rejected")
    options = [Option(at.code, at.name, space.tree.path(at.code)) for at in space.tree]
    word = space.policy.word("segment")
    return ChoiceField(name="segment", label=word, options=(by_file, *options), rows=5, rows_low=4)


def _before(values: Values, looks: Looks) -> Labelled:
    said, style = _state_of(values["file"].strip(), looks)
    return [
        ("it is", [Piece(said, style)]),
        ("takes", [Piece(TAKEN, looks.muted)]),
        ("then", [Piece("you see what it would do, before anything is done", looks.muted)]),
    ]


def _state_of(name: str, looks: Looks) -> tuple[str, Style]:
    """Say what stands under a name that is being typed."""
    path = path_of(name)
    try:
        if not name:
            return "no file named yet", looks.muted
        if path.is_dir():
            return "a directory", looks.muted
        octets = path.stat().st_size
    except (OSError, ValueError):
        return "not there", looks.waiting
    return f"there, {octets // _KILO:,} KB" if octets >= _KILO else f"there, {octets} bytes", looks.done


# What is not certain ------------------------------------------------------------------------------------------------


def settings_of(asked: Asked) -> str:
    """Name in short what is asked for: `CSAT 1..5, score is 'Q1'`."""
    question = [asked.kind.upper() if asked.kind else "", str(asked.scale) if asked.scale else ""]
    columns = [f"{name} is {column}" if column else f"no {name}" for name, column in asked.columns.items()]
    parts = [
        " ".join(question).strip(),
        *columns,
        f"segment {asked.segment}" if asked.segment else "",
        f"missing e-mails: {asked.missing_email}" if asked.missing_email else "",
        f"dates {asked.dates}" if asked.dates else "",
        asked.encoding or "",
    ]
    return ", ".join(part for part in parts if part)


def way_options(ways: Sequence[Way]) -> list[Option]:
    """Offer the ways to read a file by their place, the likelier first; what speaks for each is left out."""
    return [
        Option(
            str(place),
            _EVIDENCE.sub("(likelier)", way.because),
            settings_of(way.asked),
            key=str(place + 1) if place < _DIGITS else None,
        )
        for place, way in enumerate(ways)
    ]


def question_of(why: str) -> str:
    """Return an open question without the options of the command line: here one chooses."""
    return _OPTIONS.sub("", why)


# What was understood, and what would become of it -------------------------------------------------------------------


def told(plan: Plan, fields: Sequence[str], glimpses: Sequence[Glimpse], looks: Looks) -> Labelled:
    """Say how a file is read, a line a field as `understood` has them, and what becomes of its first rows."""
    rows = f"{plan.survey.rows:,} row{'' if plan.survey.rows == 1 else 's'}, {plan.file.described}"
    return [
        ("file", [Piece(rows, looks.plain)]),
        *((name, [Piece(_drawn(means, looks), looks.plain)]) for name, means in map(_labelled, fields)),
        *((f"line {glimpse.row.line:,}", [_fate(glimpse, looks)]) for glimpse in glimpses),
    ]


def _labelled(line: str) -> tuple[str, str]:
    """Part a line of `understood` into its field and what is said of it; a long name goes with the words."""
    name, _, means = line.partition(": ")
    return (name, means) if len(name) <= _LABEL_MOST else ("", line)


def _fate(glimpse: Glimpse, looks: Looks) -> Piece:
    outcome = glimpse.outcome
    if isinstance(outcome, Rejected):
        return Piece(f"rejected, {outcome}", looks.alarm)
    said = "no comment" if outcome.comment is None else clean_line(outcome.comment.strip(), _SAID)
    who = outcome.fields.get("customer_email") or "no e-mail"
    becomes = "a ticket" if glimpse.makes_ticket else "kept"
    words = f"{outcome.kind.upper()} {outcome.score}, {becomes}, {outcome.fields['segment']}, {who}: {said}"
    return Piece(_drawn(words, looks), looks.new if glimpse.makes_ticket else looks.plain)


def _drawn(words: str, looks: Looks) -> str:
    """Say with the sign of these looks that something was cut."""
    return words.replace(ELLIPSIS, looks.signs.ellipsis)


def foreseen(tally: Tally, looks: Looks) -> Labelled:
    """Say what would become of all rows."""
    lines: list[tuple[str, Sequence[Piece]]] = [("then", [Piece(_made(tally), looks.new)])]
    if tally.appended:
        lines.append(("", [Piece(f"{tally.appended:,} put to unresolved tickets of their customers", looks.plain)]))
    if tally.rejected:
        lines.append(("rejected", [Piece(_reasons(tally), looks.alarm)]))
    return lines


def _made(tally: Tally) -> str:
    if tally.already and not (tally.tickets or tally.kept or tally.appended):
        return f"nothing new: {tally.already:,} are there already"
    tickets = f"{tally.tickets:,} ticket{'' if tally.tickets == 1 else 's'}"
    return f"{tickets}, {tally.kept:,} kept without one, {tally.already:,} there already"


def _reasons(tally: Tally) -> str:
    reasons = ", ".join(f"{count:,} {reason.replace('-', ' ')}" for reason, count in tally.by_reason.most_common())
    return reasons if len(tally.by_reason) == 1 else f"{tally.rejected:,}: {reasons}"


def done_words(tally: Tally) -> str:
    """Say what an import did."""
    parts = [
        f"{tally.tickets:,} ticket{'' if tally.tickets == 1 else 's'}",
        *([f"{tally.appended:,} put to unresolved tickets"] if tally.appended else []),
        f"{tally.kept:,} kept",
        f"{tally.already:,} there already",
        f"{tally.rejected:,} rejected",
    ]
    words = ", ".join(parts)
    if tally.replaced_characters:
        words += f"; {tally.replaced_characters:,} characters that cannot be stored replaced"
    return words if tally.rejected_file is None else f"{words}; the rejected rows are in {tally.rejected_file}"
