"""Line 6: whatever closes a loop has its command, and two desks and a hub agree after doing all of it offline."""

import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from cxloop_tui.cli.commands import COMMANDS
from cxloop_tui.ui.actions import ACTIONS
from tests.acceptance import Outcome
from tests.journeys.sameness import differences, shown_otherwise
from tests.journeys.team import ADMIN, DATABASES, Desk, Team, must, run_here, team_of

_TICKETS: Final = 12
_DAYS_LATER: Final = 30

_ACTIONS: Final = (
    "ticket.call", "ticket.reply", "ticket.follow_up", "ticket.wait", "ticket.consent", "ticket.contact",
    "ticket.alike", "ticket.same_customer", "ticket.hand_over", "ticket.resolve",
    "desk.agenda", "desk.causes", "desk.letters", "find.shift",
)  # fmt: skip
"""What is done at the screen to close a loop."""

_ADA: Final[Sequence[Sequence[str]]] = (
    ("policy", "set", "hours.week", "mon-sun 00:00-24:00"),
    ("policy", "set", "hours.zone", "Europe/Berlin"),
    ("policy", "set", "overdue.rules", "on"),
    ("policy", "set", "mail.survey_link", "https://survey.example/{number}"),
    ("customer", "1", "--consent", "given", "--language", "de"),
    ("customer", "1", "--same-as", "c2@shop.example"),
    ("arrival", "add", "late => tag:late priority:high notify:managers"),
    ("arrival", "preview"),
    ("alike", "1"),
    ("followups", "add", "1", "Ask the depot", "--due", "2d"),
    ("followups", "add", "2", "Send a lamp", "--due", "tomorrow"),
    ("wait", "2", "3d", "--then", "look whether they wrote"),
    ("reply", "3", "--template", "heard", "--yes"),
    ("contact", "4", "--kind", "call", "--outcome", "no-answer"),
    ("resolve", "5", "--root-cause", "late parcel", "--action", "paid", "--told", "call"),
    ("resolve", "6", "--root-cause", "Late parcel ", "--action", "paid", "--told", "call"),
    ("causes", "rename", "late parcel", "The carrier was late", "--yes"),
    ("handover", "1", "2", "--to", "bob@desk.example", "--note", "over to you"),
    ("wait", "7", "1w", "--for", "other"),
    ("undo",),
)
_BOB: Final[Sequence[Sequence[str]]] = (
    ("wait", "8", "2d"),
    ("contact", "8", "--kind", "call", "--outcome", "reached", "--note", "all is well"),
    ("wait", "9", "2d", "--then", "call again"),
    ("wait", "9", "--end"),
    ("followups", "add", "10", "Write a letter"),
    ("comment", "7", "will call at 15:00"),
    ("resolve", "11", "--root-cause", "noise", "--action", "spoke to them", "--told", "mail"),
    ("reopen", "11", "--note", "still loud"),
    ("reply", "12", "--title", "Your parcel", "--text", "It is on its way.", "--yes"),
    ("reply", "8", "9", "--template", "heard", "--yes"),
    ("new", "--email", "c13@shop.example", "--segment", "bari", "--owner", "me", "--comment", "late and open"),
    ("handover", "10", "--to", "ann@desk.example"),
)

_QUESTIONS: Final[Sequence[Sequence[str]]] = (
    ("followups", "--everybody"), ("causes",), ("causes", "--by", "area"), ("tickets", "waiting:yes"), ("recovered",),
    ("alike", "1"), ("arrival", "list"), ("arrival", "preview"), ("customer", "c2@shop.example"),
)  # fmt: skip
"""What is answered alike everywhere in the end."""


def run() -> Outcome:
    """Do all of it on both databases."""
    counts: dict[str, int | str] = {}
    problems = list(_without_twin())
    for database in DATABASES:
        with tempfile.TemporaryDirectory(prefix="cxloop-twins-") as name, team_of(Path(name), database) as team:
            counts[f"{database}: tickets alike everywhere"] = _agreed(team, problems.append)
    counts["actions with a command"] = len(_ACTIONS)
    counts["commands done offline"] = len(_ADA) + len(_BOB)
    return Outcome(6, "a command for every verb, and desks that agree", counts, problems)


def _without_twin() -> Sequence[str]:
    twins = {action.id: action.command for action in ACTIONS}
    return [f"{name} has no command" for name in _ACTIONS if (twins[name] or "").split(" ")[0] not in COMMANDS]


def _agreed(team: Team, wrong: Callable[[str], None]) -> int:
    ada, bob = team.desk("ada", ADMIN), team.desk("bob")
    for number in range(1, _TICKETS + 1):
        owner = ADMIN if number < 8 else bob.person
        made = ("new", "--email", f"c{number}@shop.example", "--segment", "bari", "--owner", owner)
        must(ada.run(*made, "--comment", f"late {number}"))
    team.settle()
    for desk, commands in ((ada, _ADA), (bob, _BOB)):
        _work(desk, commands)
    team.settle()
    _later(team, wrong)
    for found in differences(team):
        wrong(found)
    alike, otherwise = shown_otherwise(team, _TICKETS, seed=7)
    for found in otherwise:
        wrong(found)
    _same_answers(team, _QUESTIONS, wrong)
    return alike


def _work(desk: Desk, commands: Sequence[Sequence[str]]) -> None:
    for words in commands:
        must(desk.run(*words))


def _later(team: Team, wrong: Callable[[str], None]) -> None:
    """Let what is overdue be seen to at the hub, a month later, as a dry run says before."""
    hub = team.hub
    words = ("--as", ADMIN, "rules")
    foretold = run_here(hub.store, hub.directory, *words, "try", "--json", ahead=_DAYS_LATER).records
    done = run_here(hub.store, hub.directory, *words, "run", "--json", ahead=_DAYS_LATER).records
    if not done or done != foretold:
        wrong(f"{len(foretold)} steps were foretold, {len(done)} taken")
    if (
        must(team.desks["ada"].run("rules", "try", "--json")).records
        and team.desks["ada"].run("rules", "run").code != 4
    ):
        wrong("a desk takes steps that are the hub's")
    team.settle()


def _same_answers(team: Team, commands: Sequence[Sequence[str]], wrong: Callable[[str], None]) -> None:
    for words in commands:
        there = sorted(map(str, must(team.hub.run(*words, "--json")).records))
        for name, desk in team.desks.items():
            if sorted(map(str, must(desk.run(*words, "--json")).records)) != there:
                wrong(f"{name} answers `{' '.join(words)}` otherwise than the hub")
