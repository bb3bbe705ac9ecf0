"""Two addresses of one person."""

from collections.abc import Callable, Sequence

from cxloop_tui.domain.customer import customer_key
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.text import is_email, normal_email
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import Form, LineField, Values
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece


def same_customer_form(key: str, session: Session, tell: Callable[[str], None]) -> Form:
    """Ask for another address of the customer with this key; `tell` what was put on record."""

    def preview(_values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [("then", [Piece("tickets and scores of both addresses are on one page", looks.muted)])]

    async def submit(values: Values) -> Done | None:
        email = normal_email(values["email"])
        other = customer_key(email, None, None)
        if other is None or not is_email(email):
            raise Refused("e-mail is no address: write it as ana@shop.example")
        if other == key:
            raise Refused("that is the address of this ticket; write the other one")
        is_new = await session.act(lambda sitting: sitting.join_customers(key, other))
        tell(f"{email} is the same customer" if is_new else f"{email} is on record as the same customer already")
        return None

    return Form(
        name="same-customer",
        title=f"Another address of {key[1:]}",
        button="Join",
        fields=(LineField(name="email", label="e-mail", placeholder="the other address of this person"),),
        preview=preview,
        submit=submit,
        footnote="one undo takes it back",
    )
