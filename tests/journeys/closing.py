"""A loop that is closed in a terminal, as a case handler does it, and three handed over at the end of a shift."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any, Final

from tests.journeys.desk import Desk, at_desk, cxloop, shown, tickets

HEIR: Final = "Tomasz Zieliński"
NOTE: Final = "She waits for a call about the lamp."
PROMISE: Final = "mon 9am"

_EXACT: Final = re.compile(r"Mon \d{1,2} \w{3} \d{4} 09:00:00 \+00:00")
_THREE: Final = 3


@dataclass(frozen=True, slots=True)
class Closed:
    """What was seen on the way, and what the command line tells of it afterwards."""

    contact_presses: int
    exact: str
    """The time that `mon 9am` means, as the form said it before."""
    waits: Mapping[str, Any]
    """The ticket while it waited."""
    letter: str
    """The letter, as it could be read before."""
    cause: str
    """The known root cause that was chosen by its beginning."""
    resolved: Mapping[str, Any]
    behind: Sequence[str]
    """The tickets behind the bar of that cause, as the screen listed them."""
    handed: Sequence[Mapping[str, Any]]
    """Three tickets that were handed over."""
    heir: str
    """The e-mail of who took them on."""


def close_the_loop(store: Path, columns: int, rows: int) -> Closed:
    """Do all of it at a desk of this size."""
    mine = _worth_closing(store)
    cause = _known_cause(store)
    heir = next(one["email"] for one in cxloop(store, "people", "list", "--json").records if one["name"] == HEIR)
    with at_desk(store, columns=columns, rows=rows) as desk:
        desk.find(mine, mine)
        presses = desk.contact("no-answer")
        exact = _set_aside(desk)
        waits = shown(store, mine)
        letter = _reply(desk)
        _resolve(desk, cause)
        behind = _behind_the_bar(desk)
        resolved = shown(store, mine)
        handed = _hand_over(desk, store, heir)
        desk.quit()
    return Closed(presses, exact, waits, letter, cause, resolved, behind, handed, heir)


def _worth_closing(store: Path) -> str:
    """Return the name of a ticket of mine that is open and whose customer can be written to."""
    found = tickets(store, "owner:me status:new,open")
    return next(f"#{one['number']}" for one in found if one["customer_email"])


def _known_cause(store: Path) -> str:
    """Return a root cause that was given before, the commonest."""
    return str(cxloop(store, "causes", "--json").records[0]["name"])


def _set_aside(desk: Desk) -> str:
    title = f"Let {desk.ticket} wait"
    desk.terminal.press("w")
    desk.terminal.wait_for(title)
    desk.terminal.type(PROMISE)
    desk.terminal.wait_for(lambda lines: any(_EXACT.search(line) for line in lines))
    found = _EXACT.search(desk.terminal.text())
    assert found is not None
    desk.terminal.press("ctrl+s")
    desk.terminal.wait_gone(title)
    desk.terminal.wait_for(" waits; ")
    return found[0]


def _reply(desk: Desk) -> str:
    """Write what was done from its template, and read the letter before it goes."""
    desk.terminal.press("r")
    desk.terminal.wait_for("Reply to the customer")
    desk.terminal.press("1")
    desk.terminal.wait_for("by mail")
    desk.terminal.press("f3")
    desk.terminal.wait_for("The letter, as it will go")
    letter = desk.terminal.text()
    desk.terminal.press("esc")
    desk.terminal.wait_for("by mail")
    desk.terminal.press("ctrl+s")
    desk.terminal.wait_for("replied to")
    return letter


def _resolve(desk: Desk, cause: str) -> None:
    title = f"Resolve {desk.ticket}"
    desk.terminal.press("d")
    desk.terminal.wait_for(title)
    desk.terminal.type(cause[:5])
    offered = re.compile(rf"cause +{re.escape(cause)}")
    desk.terminal.wait_for(lambda lines: any(offered.search(line) for line in lines))
    desk.terminal.wait_settled()
    desk.terminal.press("right")
    desk.terminal.wait_settled()
    desk.terminal.press("tab")
    desk.terminal.type("sent a new one")
    desk.terminal.press("ctrl+s")
    desk.terminal.wait_gone(title)
    desk.terminal.wait_for(" resolved")


def _behind_the_bar(desk: Desk) -> Sequence[str]:
    desk.terminal.press("F")
    desk.terminal.wait_settled()
    desk.terminal.press("P")
    desk.terminal.wait_for("lie behind")
    desk.terminal.press("enter")
    desk.terminal.wait_for("? keys")
    desk.terminal.wait_for(lambda _: "cause:" in desk.terminal.text())
    desk.terminal.wait_settled()
    return re.findall(r"#\d+", "\n".join(line[:24] for line in desk.terminal.screen()))


def _hand_over(desk: Desk, store: Path, heir: str) -> Sequence[Mapping[str, Any]]:
    others = (one for one in tickets(store, "status:new,open sort:number") if one["owner"] != heir)
    wanted = [f"#{one['number']}" for one in islice(others, _THREE)]
    desk.terminal.press("/")
    desk.terminal.wait_settled()
    desk.terminal.type(",".join(wanted))
    desk.terminal.wait_for(f"{_THREE} of ")
    desk.terminal.press("enter")
    desk.terminal.wait_settled()
    desk.terminal.press("*")
    desk.terminal.wait_for("3 marked")
    desk.terminal.press(">")
    desk.terminal.wait_for("Hand over")
    desk.terminal.type(HEIR.split()[0])
    desk.terminal.wait_for(f"they are {HEIR}")
    desk.terminal.press("tab")
    desk.terminal.type(NOTE)
    desk.terminal.press("ctrl+s")
    desk.terminal.wait_for("3 handed over to")
    return [shown(store, name) for name in wanted]
