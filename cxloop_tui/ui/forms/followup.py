"""A follow-up: what is to be done about a ticket, by when, by whom."""

from collections.abc import Callable, Sequence

from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.promise import Promise
from cxloop_tui.domain.when import EXAMPLES, read_moment
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import ChoiceField, Form, LineField, Values
from cxloop_tui.ui.forms.ticket import people_options
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece
from cxloop_tui.ui.render.when import exact, span


def followup_form(
    about: str,
    ticket_id: str,
    space: Organisation,
    session: Session,
    begun: FollowUp | Promise | None,
    tell: Callable[[str], None],
) -> Form:
    """Ask what is to be done, when and by whom; of one that is there, what it is changed to; `tell` what was done.

    `about` is what its ticket is called; a new one may have begun with a promise. The exact time is said before.
    """
    offset = session.utc_offset()
    of = begun if isinstance(begun, FollowUp) else None
    promise = begun if isinstance(begun, Promise) else None
    due = "" if of is None or of.due_at is None else exact(of.due_at, offset)

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [("due", _due(values["due"], due, session, looks))]

    async def submit(values: Values) -> Done | None:
        wanted: dict[str, Json] = {"text": values["text"], "owner": values["owner"] or session.me}
        if values["due"] != due:
            said = values["due"].strip()
            wanted["due_at"] = to_rfc3339(read_moment(said, session.now(), offset)) if said else None
        if of is None:
            wanted["ticket"] = ticket_id
        put = await session.act(lambda sitting: sitting.put_followup(None if of is None else of.id, wanted))
        if put is not None:
            tell(f"{'put down' if of is None else 'changed'}: {values['text']}")
        return None

    return Form(
        name="followup" if of is None else f"followup-{of.id}",
        title=f"To do about {about}",
        button="Put down" if of is None else "Change",
        ticket=ticket_id,
        fields=(
            LineField(
                name="text",
                label="what",
                value="" if begun is None else begun.text,
                placeholder="call back, send a new one, ask the warehouse",
            ),
            LineField(name="due", label="when", value=due if promise is None else promise.said, placeholder=EXAMPLES),
            ChoiceField(
                name="owner",
                label="who",
                options=people_options(space, session.me, day=session.today()),
                value=session.me if of is None else of.owner,
                rows=4,
                rows_low=3,
            ),
        ),
        preview=preview,
        submit=submit,
    )


def _due(said: str, before: str, session: Session, looks: Looks) -> Sequence[Piece]:
    """Say the exact time that is meant, or what is not understood."""
    if not said.strip():
        return [Piece("when there is time; it stands at the end of the list", looks.muted)]
    if said == before:
        return [Piece(said, looks.muted)]
    now, offset = session.now(), session.utc_offset()
    try:
        at = read_moment(said, now, offset)
    except Unusable as trouble:
        return [Piece(str(trouble), looks.waiting)]
    return [Piece(exact(at, offset), looks.plain), Piece(f"   in {span(at - now)}", looks.muted)]
