"""Export: what is written and what is not, in which format, where to, with or without names."""

import os
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxloop_tui.services.export import Asked, Format, Tally
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

LIST_COLUMNS: Final = (
    "number", "status", "priority", "customer_name", "customer_email", "comment", "score", "segment", "owner",
    "updated_at", "due_at",
)  # fmt: skip
"""What a line of the list tells, as columns."""

_FORMATS: Final = (
    Option(Format.CSV, "CSV", "for any spreadsheet"),
    Option(Format.XLSX, "Excel", "a workbook, whatever the language of Excel"),
    Option(Format.JSON, "JSON", "for programs"),
    Option(Format.NDJSON, "NDJSON", "whole histories, for `cxloop import tickets`"),
)
_ALL, _LIST = "all", "list"
_COLUMNS: Final = (
    Option(_ALL, "all", "every field of a ticket"),
    Option(_LIST, "those of the list", "what a line of the list tells"),
)
_KEPT, _MASKED = "kept", "masked"
_NAMES: Final = (
    Option(_KEPT, "as they are", "with names, e-mails and telephone numbers"),
    Option(_MASKED, "masked", "nobody is recognised, equal stays equal"),
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the form asks for."""

    asked: Asked
    path: Path

    @property
    def is_there(self) -> bool:
        """Whether there is such a file; a name that no file can have is told when the file is made."""
        return os.path.exists(self.path)  # noqa: PTH110 - Path.exists raises for a name that is too long


def export_form(what: str, tally: Tally, why: str, name: str, submit: Callable[[Wanted], Awaitable[None]]) -> Form:
    """Ask how tickets shall be written; `what` names them, `why` says why some are left out.

    `name` is the file proposed, without an ending.
    """

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return _foretold(wanted_of(values), tally, why, looks)

    async def do(values: Values) -> None:
        await submit(wanted_of(values))

    return Form(
        name="export",
        title=f"Export {what}",
        button="Export",
        fields=(
            ChoiceField(name="format", label="format", options=_FORMATS, rows=4, rows_low=4),
            LineField(name="file", label="file", value=name),
            ChoiceField(name="columns", label="columns", options=_COLUMNS, rows=2, rows_low=2),
            ChoiceField(name="names", label="customers", options=_NAMES, rows=2, rows_low=2),
        ),
        preview=preview,
        submit=do,
        footnote="nothing is written yet",
    )


def wanted_of(values: Values) -> Wanted:
    """Read the form; the file's ending is that of its format."""
    form = Format(values["format"] or Format.CSV)
    columns = LIST_COLUMNS if values["columns"] == _LIST and form is not Format.NDJSON else ()
    return Wanted(Asked(form, columns, values["names"] == _MASKED), _path(values["file"].strip(), form))


def _path(name: str, form: Format) -> Path:
    path = Path(os.path.expanduser(name or "tickets"))  # noqa: PTH111 - which leaves what is nobody's home
    if name.endswith("/") or path.name in {"", ".", ".."}:
        path /= "tickets"
    ending = path.suffix.removeprefix(".").lower()
    return path.with_suffix(f".{form}") if ending in set(Format) else path.with_name(f"{path.name}.{form}")


def _foretold(wanted: Wanted, tally: Tally, why: str, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
    left = [Piece("nothing", looks.muted)]
    if tally.left_out:
        left = [Piece(f"{tally.left_out:,}", looks.alarm), Piece(f"  {why}", looks.muted)]
    is_there = "  is there already: you will be asked" if wanted.is_there else ""
    is_refused = wanted.asked.masked and wanted.asked.format is Format.NDJSON
    refused = "  cannot be masked: another store would take the masks for names" if is_refused else ""
    return [
        ("writes", [Piece(f"{tally.tickets:,} tickets", looks.plain), Piece(refused, looks.alarm)]),
        ("left out", left),
        (
            "to",
            [
                Piece(wanted.path.name, looks.plain),
                Piece(is_there, looks.alarm),
                Piece(f"  in {wanted.path.parent.absolute()}", looks.muted),
            ],
        ),
    ]
