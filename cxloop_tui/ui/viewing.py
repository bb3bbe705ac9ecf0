"""Saved views at the screen: going to one, saving what is shown, sharing and removing."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, Protocol

from cxloop_tui.domain.query import Query
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.services.views import NAME_LENGTH, SHELF, View, checked, views_of
from cxloop_tui.ui.actions import Deeds
from cxloop_tui.ui.forms.form import Form, LineField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.opening import Opening

_SAVE: Final = "\x00save"
_SHARE: Final = "\x00share"
_REMOVE: Final = "\x00remove"
"""Choices beside the views; no view is called so."""

_QUICK: Final = "123456789"


class Viewed(Protocol):
    """What going to views needs of the desk on screen."""

    @property
    def shown(self) -> Opening:
        """The list that is shown."""

    def look_for(self, query: Query) -> None:
        """Go to the list of another query."""

    async def pick(self, title: str, options: Sequence[Option]) -> str | None:
        """Let the user choose."""

    async def ask(self, form: Form) -> None:
        """Let the user fill in a form."""

    def tell(self, words: str) -> None:
        """Say something."""

    def copy(self, text: str) -> None:
        """Put a text where other programs find it."""

    def begin(self, work: Callable[[], Awaitable[None]], group: str) -> None:
        """Run something that may wait for the user."""


class Viewing:
    """The views behind the keys."""

    def __init__(self, desk: Viewed, session: Session) -> None:
        self._desk = desk
        self._session = session

    def deeds(self) -> Deeds:
        """Return what each action does."""
        return {
            "view.choose": lambda: self._desk.begin(self._choose, "dialog"),
            "view.save": lambda: self._desk.begin(self._save, "dialog"),
        }

    async def _choose(self) -> None:
        views = await self._views()
        chosen = await self._desk.pick("View", [*_options(views), *_ways(views)])
        if chosen == _SAVE:
            await self._save()
        elif chosen == _SHARE:
            await self._share(views)
        elif chosen == _REMOVE:
            await self._remove(views)
        elif chosen is not None:
            await self._go_to(_named(chosen, views))

    async def _go_to(self, view: View) -> None:
        query = await self._session.ask(lambda queries: queries.parse_argument(view.query))
        self._desk.look_for(query)

    async def _save(self) -> None:
        await self._desk.ask(save_form(self._desk.shown.query.text(), self._session))

    async def _share(self, views: Sequence[View]) -> None:
        chosen = await self._desk.pick("Copy which view", _options(views))
        if chosen is not None:
            self._desk.copy(_named(chosen, views).as_text())

    async def _remove(self, views: Sequence[View]) -> None:
        own = [view for view in views if view.is_own]
        chosen = await self._desk.pick("Remove which view", _options(own))
        if chosen is not None:
            await self._session.put_on_shelf(SHELF, {chosen: None})
            self._desk.tell(f"removed the view {_named(chosen, own).as_text()}")

    async def _views(self) -> Sequence[View]:
        return await self._session.ask(views_of)


def save_form(query: str, session: Session) -> Form:
    """Ask for the name under which a query is kept; a name that is taken is given the new query."""

    async def submit(values: Values) -> Done | None:
        view = await session.ask(lambda queries: checked(values["name"], values["query"], queries))
        await session.put_on_shelf(SHELF, {view.name: view.query})
        return None

    return Form(
        name="view",
        title="Save this view",
        button="Save",
        fields=(
            LineField(name="name", label="name", placeholder=f"up to {NAME_LENGTH} characters, such as: south, late"),
            LineField(name="query", label="query", value=query, placeholder="empty: all tickets"),
        ),
        submit=submit,
        footnote="yours alone; a colleague can take it over as text",
    )


def _options(views: Sequence[View]) -> list[Option]:
    """Offer views; the first nine by their number."""
    return [
        Option(view.name, view.name, view.query or "everything", key=_QUICK[place] if place < len(_QUICK) else None)
        for place, view in enumerate(views)
    ]


def _ways(views: Sequence[View]) -> list[Option]:
    ways = [
        Option(_SAVE, "save ...", "what is shown, under a name"),
        Option(_SHARE, "copy ...", "a view as text, for a colleague"),
    ]
    has_own = any(view.is_own for view in views)
    return [*ways, Option(_REMOVE, "remove ...", "a view of mine")] if has_own else ways


def _named(name: str, views: Sequence[View]) -> View:
    return next(view for view in views if view.name == name)
