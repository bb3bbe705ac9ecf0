"""Handing tickets over at the end of a shift: to whom, and what they should know."""

from collections.abc import Sequence

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.ui.forms.form import ChoiceField, Form, Submit, TextField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece


def handover_form(tickets: str, people: Sequence[Option], to_do: int, space: Organisation, submit: Submit) -> Form:
    """Ask who takes `tickets` on, which is how they are called; `to_do` is how much of mine goes with them."""

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        to = space.called(values["owner"]) if values["owner"] else "whom?"
        goes = f", and {to_do:,} to do of yours" if to_do else ""
        return [
            ("then", [Piece(f"they are {to}'s{goes}", looks.new)]),
            ("page", [Piece("how each of them stands is copied, to paste into a message", looks.muted)]),
        ]

    return Form(
        name="hand-over",
        title=f"Hand over {tickets}",
        button="Hand over",
        fields=(
            ChoiceField(name="owner", label=space.policy.word("owner"), options=tuple(people), rows=5, rows_low=3),
            TextField(name="note", label="note", placeholder="what they should know; it stands in each ticket"),
        ),
        preview=preview,
        submit=submit,
    )
