"""A rule of the organisation: its value, checked while it is typed."""

from collections.abc import Sequence

from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.policy_keys import DEFAULTS, REPEATS, WORDS
from cxloop_tui.domain.policy_values import read_value, written_value
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.segment import Told
from cxloop_tui.ui.forms.words import turned
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

_REPEATS = (
    Option(REPEATS[0], REPEATS[0], "it gets a ticket of its own"),
    Option(REPEATS[1], REPEATS[1], "it is put to the ticket that waits already"),
)


def policy_form(space: Organisation, session: Session, key: str, told: Told) -> Form:
    """Ask for the value of one key; what it may not be is said below it."""
    now = written_value(space.policy.value(key))

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        what = ("what", [Piece(WORDS[key], looks.muted)])
        try:
            wanted = written_value(read_value(key, values["value"]))
        except Unusable as wrong:
            return [what, ("wrong", [Piece(_reason(wrong, key), looks.alarm)])]
        default = written_value(DEFAULTS[key])
        return [what, ("value", turned(now or "nothing", wanted or "nothing", looks, f"default {default}"))]

    async def submit(values: Values) -> None:
        try:
            wanted = read_value(key, values["value"])
        except Unusable as wrong:
            raise Refused(f"the value is not taken: {_reason(wrong, key)}") from wrong
        told(await session.act(lambda sitting: sitting.put_policy(key, wanted)))

    if key == "repeat.detractor":
        field: ChoiceField | LineField = ChoiceField(name="value", label="value", options=_REPEATS, value=now)
    else:
        field = LineField(name="value", label="value", value=now)
    return Form(name=f"policy {key}", title=key, button="Save", fields=(field,), preview=preview, submit=submit)


def _reason(wrong: Unusable, key: str) -> str:
    return str(wrong).removeprefix(f"{key}: ")
