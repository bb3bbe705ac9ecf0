"""Which tickets a command is about: a query, or a saved view in its place."""

from cxloop_tui.cli.invocation import Invocation
from cxloop_tui.domain.errors import Unusable


def query_asked(invocation: Invocation, query: str, view: str | None) -> str:
    """Return what `QUERY --view NAME` asks for: one of the two. Raises NotFound, Unusable for both."""
    if view is None:
        return query
    if query:
        raise Unusable("take a QUERY or --view NAME, not both")
    from cxloop_tui.services.views import view_named

    with invocation.rooms() as rooms:
        return view_named(view, rooms.queries).query
