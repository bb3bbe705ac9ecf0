"""Saved views: a query under a name. A few everybody has; one's own lie on one's own shelf and are shared as text.

The text of a view is `name = query`, one line, which is what `as_text` writes and `from_text` reads.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.domain.text import is_plain_name
from cxloop_tui.services.queries import Queries

SHELF: Final = "views"

NAME_LENGTH: Final = 40
"""The most characters a view's name may have: it is shown in the top line."""

OWN_MOST: Final = 200
"""The most views one person keeps."""


@dataclass(frozen=True, slots=True)
class View:
    """A query under a name."""

    name: str
    query: str
    is_own: bool = True

    def as_text(self) -> str:
        """Write it as one line that a colleague can read and take over."""
        return f"{self.name} = {self.query}"


COMMON: Final = (
    View("my work", "owner:me status:new,open,escalated", is_own=False),
    View("due next", "owner:me status:new,open,escalated sort:due", is_own=False),
    View("overdue", "overdue:yes sort:due", is_own=False),
    View("since I looked", "unread:yes sort:updated", is_own=False),
    View("escalated", "status:escalated", is_own=False),
    View("critical", "priority:critical status:new,open,escalated", is_own=False),
    View("passives", "tag:passive status:new,open,escalated sort:due", is_own=False),
    View("promoters", "tag:promoter status:new,open,escalated sort:due", is_own=False),
    View("nobody's", "owner:none status:new,open,escalated", is_own=False),
    View("all tickets", "", is_own=False),
)
"""What everybody has."""


def views_of(queries: Queries) -> Sequence[View]:
    """Return one's own views by name, then the common ones."""
    own = [View(name, str(query)) for name, query in queries.kept(SHELF).items()]
    return (*own, *COMMON)


def view_named(name: str, queries: Queries) -> View:
    """Find a view, whatever the case of its name. Raises NotFound."""
    wanted = name.strip().casefold()
    for view in views_of(queries):
        if view.name.casefold() == wanted:
            return view
    raise NotFound(f"there is no view {name!r}; `cxloop views list` shows them")


def checked(name: str, query: str, queries: Queries) -> View:
    """Return a view as it is kept, its query in its shortest form.

    Raises Refused for a name that cannot be, Unusable for a query with a mistake.
    """
    title = name.strip()
    if not is_plain_name(title) or len(title) > NAME_LENGTH or "=" in title:
        raise Refused(f"name is empty, longer than {NAME_LENGTH} characters, or has '=' or control characters in it")
    if title.casefold() in {view.name for view in COMMON}:
        raise Refused(f"name {title!r} is that of a view everybody has: choose another")
    own = queries.kept(SHELF)
    if title not in own and len(own) >= OWN_MOST:
        raise Refused(f"there are {OWN_MOST} views of yours already: remove one first")
    return View(title, queries.parse_argument(query).text())


def own_named(name: str, queries: Queries) -> View:
    """Find a view of one's own. Raises NotFound, Refused for one that everybody has."""
    view = view_named(name, queries)
    if not view.is_own:
        raise Refused(f"everybody has the view {view.name!r}: it cannot be removed")
    return view


def from_text(line: str) -> tuple[str, str]:
    """Read the name and the query of a shared view. Raises Unusable."""
    name, sign, query = line.partition("=")
    if not sign or not name.strip():
        raise Unusable(f"{line.strip()[:60]!r} is no view: it is written NAME = QUERY")
    return name.strip(), query.strip()
