"""A letter in other words, before it goes."""

from collections.abc import Sequence

from cxloop_tui.domain.mail.letter import Letter
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import Form, LineField, TextField, Values
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece


def letter_form(letter: Letter, space: Organisation, session: Session) -> Form:
    """Ask for another title and text; foretell who reads them."""

    def preview(_values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        copied = ", ".join(map(space.called, letter.cc))
        return [
            ("to", [Piece(", ".join(map(space.called, letter.to)) or "nobody by name", looks.plain)]),
            ("copy", [Piece(copied or "nobody", looks.muted)]),
        ]

    async def submit(values: Values) -> None:
        title, body = values["title"], values["body"]
        await session.act(lambda sitting: sitting.change_letter(letter.id, title=title, body=body))

    return Form(
        name="letter",
        title="Letter",
        button="Change",
        ticket=letter.id,
        fields=(
            LineField(name="title", label="about", value=letter.title),
            TextField(name="body", label="text", value=letter.body, rows=13, rows_low=12),
        ),
        preview=preview,
        submit=submit,
        focus="body",
    )
