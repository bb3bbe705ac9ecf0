"""What there is to try, found in the program itself: its screens, its forms, what can be typed in, a ticket's fields.

A screen, a form, a parameter of a form or a field of a ticket that is new and that nobody here knows what to do with
is named by `what_is_forgotten`, and a test fails with that name.
"""

import importlib
import inspect
import pkgutil
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from types import ModuleType
from typing import Any, Final

from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input, TextArea

import cxloop_tui.ui
from cxloop_tui.domain.causes import By
from cxloop_tui.domain.dispute import Dispute
from cxloop_tui.domain.errors import Refused
from cxloop_tui.domain.followup import FollowUp
from cxloop_tui.domain.mail.letter import Letter, Purpose, State
from cxloop_tui.domain.mail.own_templates import OwnTemplate
from cxloop_tui.domain.mail.reply import Begun
from cxloop_tui.domain.mail.templates.template import Template
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.domain.view import Load
from cxloop_tui.services.bulk import Outcome, Refusal
from cxloop_tui.services.export import Tally
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import Form
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.widgets.chooser import Chooser
from cxloop_tui.ui.widgets.picked_list import PickedList
from tests.hostile import house

Builder = Callable[..., Form]

TYPING: Final[tuple[type[Widget], ...]] = (Input, TextArea, Chooser, PickedList)
"""What takes typed words: everything else that does is made of one of these."""


def screens() -> dict[str, type[Screen[Any]]]:
    """Return every screen of the ui that shows something, by name, whatever module it is in."""
    found = {
        name: thing
        for module in _modules(cxloop_tui.ui)
        for name, thing in vars(module).items()
        if isinstance(thing, type) and issubclass(thing, Screen) and thing.__module__ == module.__name__
        if thing.compose is not Screen.compose
    }
    return dict(sorted(found.items()))


def form_builders() -> dict[str, Builder]:
    """Return every function that builds a form, by name."""
    found = {
        name: thing
        for module in _modules(cxloop_tui.ui)
        for name, thing in vars(module).items()
        if inspect.isfunction(thing) and thing.__module__ == module.__name__
        if inspect.signature(thing).return_annotation is Form
    }
    return dict(sorted(found.items()))


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
        yield importlib.import_module(found.name)


@dataclass(frozen=True)
class Desk:
    """What a form can be built from."""

    view: TicketView
    space: Organisation
    loads: Mapping[str, Load]
    session: Session


_ARGUMENTS: Final[Mapping[str, Callable[[Desk, str], object]]] = {
    "view": lambda desk, _: desk.view,
    "space": lambda desk, _: desk.space,
    "loads": lambda desk, _: desk.loads,
    "team": lambda desk, text: [replace(one, name=text) for one in desk.space.people.values()],
    "session": lambda desk, _: desk.session,
    "begins": lambda _desk, text: Begun(text, text),
    "categories": lambda _, text: [text, f"{text}/{text}"],
    "causes": lambda _, text: [(text, 3), (text, 2), (text, 1)],
    "segment": lambda _desk, _text: None,
    "above": lambda _desk, _text: house.ROOT,
    "code": lambda _desk, _text: house.ROOT,
    "email": lambda _desk, _text: house.BOSS,
    "key": lambda _desk, _text: "word.owner",
    "told": lambda _desk, _text: lambda _operation: None,
    "tell": lambda _desk, _text: lambda _said: None,
    "tickets": lambda _desk, text: text,
    "what": lambda _desk, text: text,
    "why": lambda _desk, text: text,
    "name": lambda _desk, text: text,
    "place": lambda _desk, text: text,
    "query": lambda _desk, text: text,
    "tally": lambda _desk, _text: Tally(2, 1),
    "outcome": lambda _desk, text: Outcome(("1",), (), (Refusal("2", text, text),)),
    "submit": lambda _desk, _text: _refuse,
    "dispute": lambda _desk, text: Dispute("op", text, text, 0, text, text),
    "subject": lambda desk, _text: desk.view.ticket.id,
    "label": lambda _desk, text: text,
    "begin": lambda _desk, text: text,
    "letter": lambda _desk, text: letter_of(text),
    "word": lambda _desk, text: text,
    "by": lambda _desk, _text: By.CAUSE,
    "counts": lambda _desk, text: {text: 2, text.upper(): 1},
    "rename": lambda _desk, _text: _refuse,
    "about": lambda _desk, text: text,
    "ticket_id": lambda desk, _text: desk.view.ticket.id,
    "begun": lambda desk, text: followup_of(desk.view.ticket.id, text),
    "people": lambda desk, text: [Option(one, text, text) for one in desk.space.people],
    "to_do": lambda _desk, _text: 3,
    "policy": lambda desk, _text: desk.space.policy,
    "template": lambda _desk, _text: "done:de",
    "written": lambda _desk, text: [OwnTemplate(text, "en", Template(text, text))],
    "take": lambda _desk, _text: _refuse,
}
"""What each parameter of a form's builder is given, by its name; those that hold words hold the text."""


def followup_of(ticket_id: str, text: str) -> FollowUp:
    """Return a follow-up whose words are a text."""
    return FollowUp("0190d6a0-0000-7000-8000-00000000f011", ticket_id, text, house.ME, 1, False, house.ME, 1)


def letter_of(text: str) -> Letter:
    """Return a letter whose title, text and recipients are a text."""
    return Letter("letter", Purpose.NOTICE, None, (), (text,), (text,), text, text, State.WAITING, 0, {text: text}, 1)


async def _refuse(_values: object) -> None:
    """Do nothing with what was typed."""
    raise Refused("nothing was changed")


def built(builder: Builder, desk: Desk, text: str, *, over: str | None) -> Form:
    """Return a form whose arguments hold the text, over a ticket with another one in all of its free fields."""
    free: dict[str, Any] = dict.fromkeys(house.FREE, over)
    ticket = desk.view.ticket._replace(**free, tags=() if over is None else (over,), comment=over or "")
    standing = replace(desk, view=replace(desk.view, ticket=ticket))
    return builder(**{name: _ARGUMENTS[name](standing, text) for name in inspect.signature(builder).parameters})


def typed_in(screen: Screen[Any]) -> Sequence[Widget]:
    """Return everything on a screen that takes words."""
    return [widget for widget in screen.query("*") if isinstance(widget, TYPING)]


def what_is_forgotten(opened: Collection[str]) -> list[str]:
    """Say what there is and nobody tries; `opened` are the names of the screens that somebody opens."""
    return [
        *(f"no recipe opens the screen {name}" for name in screens() if name not in opened),
        *(f"there is no screen {name} any more" for name in opened if name not in screens()),
        *(
            f"no words are known for the parameter {parameter} of {name}"
            for name, builder in form_builders().items()
            for parameter in inspect.signature(builder).parameters
            if parameter not in _ARGUMENTS
        ),
        *(
            f"is the ticket's field {name} free text? (tests/hostile/house.py)"
            for name in house.fields_nobody_knows()
        ),
    ]
