"""A cause by another name, on all the tickets that name it."""

from collections.abc import Awaitable, Callable, Mapping, Sequence

from cxloop_tui.domain.causes import By
from cxloop_tui.services.performing import Done
from cxloop_tui.ui.forms.form import Form, LineField, Values
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece


def rename_form(word: str, by: By, counts: Mapping[str, int], rename: Callable[[str], Awaitable[None]]) -> Form:
    """Ask what a cause or category is called from now on; `counts` are the tickets that name each there is."""
    others = {name.casefold(): (name, tickets) for name, tickets in counts.items() if name != word}

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        known = others.get(values["name"].strip().casefold())
        joined = "" if known is None else f"   and are one with {known[1]:,} that name {known[0]} already"
        return [("tickets", [Piece(f"{counts.get(word, 0):,}", looks.plain), Piece(joined, looks.waiting)])]

    async def submit(values: Values) -> Done | None:
        await rename(values["name"])
        return None

    return Form(
        name="rename",
        title=f"Rename {word}",
        button="Rename",
        fields=(LineField(name="name", label="name", value=word, placeholder=f"what this {by} is called"),),
        preview=preview,
        submit=submit,
        footnote="one undo takes it back",
    )
