"""A segment: a new one, or another name, place or managers."""

from collections.abc import Callable, Mapping, Sequence

from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.operation import Json, Operation
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.segment import SEPARATOR, Segment
from cxloop_tui.domain.text import clean_line
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import BETWEEN, ChoiceField, Form, LineField, ListField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import absence, turned
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

AT_THE_TOP = "\tnone"
"""The choice of no segment above; no code has a tab."""

Told = Callable[[Operation | None], None]
"""Is told what a form did; None when everything was so already."""


def new_segment_form(space: Organisation, session: Session, above: str | None, told: Told) -> Form:
    """Ask for code and name; the segment under the cursor is proposed as the one above."""

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        name = values["name"] or values["code"] or "the new one"
        return [("then", [Piece(looks.signs.path(_place(space, _parent(values), name)), looks.muted)])]

    async def submit(values: Values) -> None:
        code = values["code"].strip().lower()
        if not code:
            raise Refused("code is empty: it is the short name for good")
        if code in space.tree:
            raise Refused(f"code {code} is that of {space.tree.name(code)} already: choose another")
        wanted = {**_fields(values), "name": values["name"].strip() or values["code"].strip()}
        told(await session.act(lambda sitting: sitting.put_segment(code, wanted)))

    return Form(
        name="segment",
        title=clean_line(f"New {space.policy.word('segment')}"),
        button="Make",
        fields=(
            LineField(name="code", label="code", placeholder="its short name for good: letters, digits, - _ ."),
            LineField(name="name", label="name", placeholder="what people call it"),
            _above_field(space, None, above),
            _managers_field(space, (), session.today()),
        ),
        preview=preview,
        submit=submit,
    )


def segment_form(space: Organisation, session: Session, code: str, told: Told) -> Form:
    """Offer name, place and managers; only what was changed is set."""
    segment = space.tree[code]

    def preview(values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        before, after = space.tree.path(code), _place(space, _parent(values), values["name"].strip() or segment.name)
        lead, next_lead = _first(space, segment.managers), _first(space, _managers(values))
        first = f"first {space.policy.word('manager')}"
        before, after = looks.signs.path(before), looks.signs.path(after)
        return [("path", turned(before, after, looks)), ("leads", turned(lead, next_lead, looks, first))]

    async def submit(values: Values) -> None:
        wanted = _changed(segment, values)
        told(await session.act(lambda sitting: sitting.put_segment(code, wanted)))

    return Form(
        name=f"segment {code}",
        title=clean_line(f"{space.policy.word('segment').capitalize()} {code}"),
        button="Save",
        fields=(
            LineField(name="name", label="name", value=segment.name),
            _above_field(space, code, segment.parent),
            _managers_field(space, segment.managers, session.today()),
        ),
        preview=preview,
        submit=submit,
    )


def _above_field(space: Organisation, code: str | None, above: str | None) -> ChoiceField:
    options = [Option(AT_THE_TOP, "at the top")]
    for at in space.tree:
        below_itself = code is not None and code in (at.code, *space.tree.above(at.code))
        reason = "it would lie below itself" if below_itself else None
        options.append(Option(at.code, space.tree.path(at.code), reason=reason))
    return ChoiceField(name="parent", label="below", options=tuple(options), value=above or AT_THE_TOP)


def _managers_field(space: Organisation, managers: Sequence[str], day: str) -> ListField:
    return ListField(
        name="managers",
        label=f"{space.policy.word('manager')}s"[:9],
        options=people_to_pick(space, managers, day),
        value=BETWEEN.join(managers),
        ordered=True,
    )


def people_to_pick(space: Organisation, also: Sequence[str], day: str) -> tuple[Option, ...]:
    """Offer who works here, by name, and those who are picked already."""
    offered = [person for person in space.people.values() if person.active or person.email in also]
    offered.sort(key=lambda person: person.name.casefold())
    return tuple(Option(person.email, person.name, _hint(person, space, day)) for person in offered)


def _hint(person: Person, space: Organisation, day: str) -> str:
    if not person.active:
        return "left"
    return absence(person, space, day) or str(person.role)


def _fields(values: Values) -> dict[str, Json]:
    return {"name": values["name"].strip(), "parent": _parent(values), "managers": list(_managers(values))}


def _changed(segment: Segment, values: Values) -> Mapping[str, Json]:
    """Return the fields that differ from what the form showed."""
    shown: dict[str, Json] = {
        "name": segment.name,
        "parent": segment.parent,
        "managers": list(segment.managers),
    }
    return {name: value for name, value in _fields(values).items() if value != shown[name]}


def _parent(values: Values) -> str | None:
    return None if values["parent"] in {"", AT_THE_TOP} else values["parent"]


def _managers(values: Values) -> tuple[str, ...]:
    return tuple(part for part in values["managers"].split(BETWEEN) if part)


def _place(space: Organisation, parent: str | None, name: str) -> str:
    return name if parent is None else f"{space.tree.path(parent)}{SEPARATOR}{name}"


def _first(space: Organisation, managers: Sequence[str]) -> str:
    return space.called(next(iter(managers), None))
