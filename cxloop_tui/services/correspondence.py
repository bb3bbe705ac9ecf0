"""What people do about what goes to their hub and what came back from it."""

from typing import NamedTuple

from cxloop_tui.services.deciding import Deciding
from cxloop_tui.services.outgoing import Outgoing
from cxloop_tui.services.ports import Clock, FollowingStore, Ids


class Correspondence(NamedTuple):
    """Both halves of it, over one store that follows a hub."""

    deciding: Deciding
    outgoing: Outgoing

    @classmethod
    def over(cls, store: FollowingStore, clock: Clock, ids: Ids) -> "Correspondence":
        """Return them for a store."""
        return cls(Deciding(store, clock, ids), Outgoing(store))
