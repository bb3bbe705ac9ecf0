"""How a store stands to the hub that it follows: asked at every start of the desk, so it loads nothing else."""

import json
from typing import Final

from cxloop_tui.domain.feed import Cursor
from cxloop_tui.domain.following import Following
from cxloop_tui.store.connection import Connection

_FACTS: Final = "SELECT key, value FROM facts WHERE key IN ('remote', 'cursor', 'synced_at')"
_COUNTS: Final = (
    "SELECT (SELECT count(*) FROM waiting), (SELECT count(*) FROM waiting WHERE held <> ''), "
    "(SELECT count(DISTINCT subject) FROM cards)"
)


def read_following(connection: Connection) -> Following | None:
    """Return how this desk stands to its hub, None when it is its own authority."""
    facts = {str(key): str(value) for key, value in connection.run(_FACTS)}
    if "cursor" not in facts:
        return None
    waiting, held, cards = connection.run(_COUNTS).fetchone()
    synced_at = facts.get("synced_at")
    return Following(
        url=facts.get("remote", ""),
        cursor=Cursor(*json.loads(facts["cursor"])),
        waiting=int(waiting),
        held=int(held),
        cards=int(cards),
        synced_at=None if synced_at is None else int(synced_at),
    )
