"""A person: somebody new, or another name, role, place or absence."""

from collections.abc import Mapping, Sequence

from cxloop_tui.domain.clock import is_day
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.text import clean_line, normal_email
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import BETWEEN, ChoiceField, Form, LineField, ListField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.segment import Told, people_to_pick
from cxloop_tui.ui.forms.words import absence
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

NOBODY = "\tnobody"
"""The choice of no deputy; no e-mail has a tab."""

_ROLES = (
    Option(Role.AGENT.value, Role.AGENT.value, "works on tickets"),
    Option(Role.MANAGER.value, Role.MANAGER.value, "leads their segments and all below"),
    Option(Role.ADMIN.value, Role.ADMIN.value, "sets everything up"),
)


def new_person_form(space: Organisation, session: Session, told: Told) -> Form:
    """Ask who is new, and where they work."""

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        places = ", ".join(map(space.tree.name, _segments(values))) or "nowhere yet"
        return [("then", [Piece(f"{values['role']}, works for {places}", looks.muted)])]

    async def submit(values: Values) -> None:
        email = normal_email(values["email"])
        if not email:
            raise Refused("e-mail is empty: it says who they are")
        if email in space.people:
            raise Refused(f"e-mail {email} is that of {space.called(email)} already")
        wanted: dict[str, Json] = {
            "name": values["name"].strip(),
            "role": values["role"],
            "segments": list(_segments(values)),
        }
        told(await session.act(lambda sitting: sitting.put_person(email, wanted)))

    return Form(
        name="person",
        title="New person",
        button="Add",
        fields=(
            LineField(name="email", label="e-mail", placeholder="who they are for good"),
            LineField(name="name", label="name", placeholder="what people call them"),
            ChoiceField(name="role", label="role", options=_ROLES, value=Role.AGENT.value),
            _segments_field(space, ()),
        ),
        preview=preview,
        submit=submit,
    )


def person_form(space: Organisation, session: Session, email: str, told: Told) -> Form:
    """Offer name, role, segments and absence; only what was changed is set."""
    person, day = space.person(email), session.today()

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [("then", [Piece(_absent(person, values, space, day), looks.muted)])]

    async def submit(values: Values) -> None:
        wanted = _changed(person, values)
        until = values["away_until"].strip()
        if until and not is_day(until):
            raise Refused(f"away until {until!r} is no day: write it as {day}")
        told(await session.act(lambda sitting: sitting.put_person(email, wanted)))

    others = [option for option in people_to_pick(space, (), day) if option.value != email]
    return Form(
        name=f"person {email}",
        title=clean_line(person.name),
        button="Save",
        fields=(
            LineField(name="name", label="name", value=person.name),
            ChoiceField(name="role", label="role", options=_ROLES, value=person.role.value),
            _segments_field(space, person.segments),
            LineField(
                name="away_until",
                label="back on",
                value=person.away_until or "",
                placeholder=f"the day they are back, such as {day}",
            ),
            ChoiceField(
                name="deputy",
                label="deputy",
                options=(Option(NOBODY, "nobody"), *others),
                value=person.deputy or NOBODY,
                rows=3,
                rows_low=2,
            ),
        ),
        preview=preview,
        submit=submit,
    )


def _segments_field(space: Organisation, segments: Sequence[str]) -> ListField:
    given_up = [space.tree[code] for code in segments if code in space.tree and not space.tree.is_open(code)]
    options = [Option(at.code, space.tree.path(at.code), at.code) for at in (*space.tree, *given_up)]
    return ListField(
        name="segments",
        label=f"{space.policy.word('segment')}s"[:9],
        options=tuple(options),
        value=BETWEEN.join(segments),
        rows=3,
    )


def _changed(person: Person, values: Values) -> Mapping[str, Json]:
    """Return the fields that differ from what the form showed."""
    shown: dict[str, Json] = {
        "name": person.name,
        "role": person.role.value,
        "segments": list(person.segments),
        "away_until": person.away_until,
        "deputy": person.deputy,
    }
    wanted: dict[str, Json] = {
        "name": values["name"].strip(),
        "role": values["role"],
        "segments": list(_segments(values)),
        "away_until": values["away_until"].strip() or None,
        "deputy": _deputy(values),
    }
    return {name: value for name, value in wanted.items() if value != shown[name]}


def _absent(person: Person, values: Values, space: Organisation, day: str) -> str:
    until, deputy = values["away_until"].strip() or None, _deputy(values)
    words = absence(Person(person.email, person.name, away_until=until, deputy=deputy), space, day)
    if words or until is None:
        return words or "is here"
    return f"{until} is not to come: it changes nothing"


def _segments(values: Values) -> tuple[str, ...]:
    return tuple(part for part in values["segments"].split(BETWEEN) if part)


def _deputy(values: Values) -> str | None:
    return None if values["deputy"] in {"", NOBODY} else values["deputy"]
