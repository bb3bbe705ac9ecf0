"""How it stands with the hub, in a few words: in step and how long ago, out of reach, signed out, what waits."""

from dataclasses import dataclass
from typing import Final, Literal

from cxloop_tui.domain.clock import DAY, HOUR, MINUTE, SECOND
from cxloop_tui.services.syncing import Phase
from cxloop_tui.ui.widgets.top_line import HubWords

_STEP_SECONDS: Final = 10
"""Ages below a minute are told in steps of so many seconds: whoever rests need not see every one of them pass."""

_STATES: Final[dict[Phase, Literal["in step", "apart", "wrong"]]] = {
    Phase.SYNCING: "in step",
    Phase.SYNCED: "in step",
    Phase.OFFLINE: "apart",
    Phase.SIGNED_OUT: "wrong",
    Phase.NOT_SPOKEN: "wrong",
    Phase.FAILED: "wrong",
}

_NAMES: Final = {
    Phase.SYNCING: "hub",
    Phase.SYNCED: "hub",
    Phase.OFFLINE: "offline",
    Phase.SIGNED_OUT: "signed out",
    Phase.NOT_SPOKEN: "hub too new",
    Phase.FAILED: "hub error",
}

_AGED: Final = frozenset({Phase.SYNCING, Phase.SYNCED, Phase.OFFLINE})
"""Phases of which it is said how long ago both had the same; of the others it is said what to do."""


@dataclass(frozen=True, slots=True)
class HubStanding:
    """How a desk stands to its hub."""

    phase: Phase = Phase.SYNCING
    said: str = ""
    """A sentence where something is wrong."""
    synced_at: int | None = None
    """When both had the same last, milliseconds since the epoch; None before the first time."""
    waiting: int = 0
    """Operations that are not in the hub's order yet."""
    conflicts: int = 0
    """Tickets about which something is to be decided."""


def hub_words(standing: HubStanding, now: int) -> HubWords:
    """Say it for the top line: as a whole, without the age, and by its name alone."""
    name = _NAMES[standing.phase]
    waiting = f", {standing.waiting:,} waiting" if standing.waiting else ""
    count = standing.conflicts
    conflicts = f"{count:,} {'conflict' if count == 1 else 'conflicts'}" if count else ""
    ways = (f"{name}{_since(standing, now)}{waiting}", f"{name}{waiting}", name)
    return HubWords(_STATES[standing.phase], tuple(dict.fromkeys(ways)), conflicts)


def _since(standing: HubStanding, now: int) -> str:
    if standing.phase not in _AGED:
        return ""
    if standing.synced_at is None:
        return "" if standing.phase is Phase.OFFLINE else ", first sync"
    return f" {age(now - standing.synced_at)}"


def age(milliseconds: int) -> str:
    """Say a length of time in its largest full unit: `now`, `20 s`, `3 min`, `2 h`, `5 d`."""
    seconds = milliseconds // SECOND // _STEP_SECONDS * _STEP_SECONDS
    if seconds <= 0:
        return "now"
    if milliseconds < MINUTE:
        return f"{seconds} s"
    if milliseconds < HOUR:
        return f"{milliseconds // MINUTE} min"
    return f"{milliseconds // HOUR} h" if milliseconds < DAY else f"{milliseconds // DAY:,} d"
