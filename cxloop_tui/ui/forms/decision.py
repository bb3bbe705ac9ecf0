"""Another value for a field of a conflict: a choice where there are some, else a line to type."""

from collections.abc import Awaitable, Callable, Sequence

from cxloop_tui.domain.dispute import Dispute
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.text import storable
from cxloop_tui.services.performing import Done
from cxloop_tui.ui.forms.form import Form, LineField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.resolution import TOLD
from cxloop_tui.ui.forms.ticket import PRIORITIES, people_options


def options_for(dispute: Dispute, space: Organisation, me: str, day: str) -> Sequence[Option]:
    """Return what a field can be; nothing where it is words."""
    match dispute.field:
        case "status":
            return [Option(status.value, status.value) for status in Status]
        case "priority":
            return PRIORITIES
        case "segment" | "origin_segment":
            return [Option(at.code, space.tree.path(at.code)) for at in space.tree]
        case "owner":
            return people_options(space, me, day=day)
        case "told":
            return TOLD
    return ()


def why_not_typed(dispute: Dispute) -> str | None:
    """Say why another value of a field cannot be typed; None when it can."""
    is_words = all(value is None or isinstance(value, str) for value in (dispute.mine, dispute.theirs))
    return None if is_words else "this cannot be typed here: take yours or theirs, and change it where it belongs"


def other_value_form(
    dispute: Dispute, subject: str, name: str, label: str, begin: Json, take: Callable[[Json], Awaitable[None]]
) -> Form:
    """Ask for a line; `begin` is what stands in it, `take` is given what was typed, None for nothing."""

    async def submit(values: Values) -> Done | None:
        typed = values["value"].strip()
        if "\n" in typed:
            raise Refused(f"{label} is one line: take the line breaks out")
        await take(typed or None)
        return None

    return Form(
        name=f"decide.{dispute.operation}.{storable(dispute.field)[0]}",
        title=f"{label} of {name}",
        button="Take it",
        ticket=subject,
        fields=(LineField(name="value", label="instead", value=str(begin or "")),),
        submit=submit,
        footnote="nothing is decided yet",
    )
