"""Line 7: a response that a program posts to the hub is on both desks' screens without a key press."""

import json
import tempfile
import time
import urllib.request
from contextlib import ExitStack
from pathlib import Path
from typing import Final

from tests.acceptance import Outcome
from tests.journeys.desk import Desk as Screen
from tests.journeys.team import ADMIN, DATABASES, Desk, Team, environment, team_of
from tests.terminal import Terminal

SIZES: Final = {"ann": (120, 40), "bob": (80, 24)}
ANSWERS: Final = 5


def run() -> Outcome:
    """Post some answers, one after the other, and wait for each on both screens; nobody touches a key."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    for database in DATABASES:
        with (
            tempfile.TemporaryDirectory(prefix="cxloop-intake-") as directory,
            team_of(Path(directory), database) as team,
        ):
            seconds = _posted(team, ANSWERS, problems)
            counts[f"{database}: answers on both screens"] = len(seconds)
            counts[f"{database}: seconds from the answer of the hub to both screens"] = ", ".join(
                f"{one:.2f}" for one in seconds
            )
    return Outcome(7, "a response posted to the hub is on both screens", counts, problems)


def _posted(team: Team, answers: int, problems: list[str]) -> list[float]:
    token, seconds = team.hub.token(ADMIN), []
    with ExitStack() as stack:
        screens = {name: stack.enter_context(_at(team.desk(name), *size)) for name, size in SIZES.items()}
        for screen in screens.values():
            Screen(screen).wait_until_open()
            screen.wait_for("hub")
        pressed = {name: screen.presses for name, screen in screens.items()}
        for number in range(answers):
            post(team.hub.url, token, f"answer-{number}", f"Furious customer {number}")
            began = time.monotonic()
            for screen in screens.values():
                screen.wait_for(f"Furious customer {number}")
            seconds.append(time.monotonic() - began)
        for name, screen in screens.items():
            if screen.presses != pressed[name]:
                problems.append(f"keys were pressed at the desk of {name}")
    return seconds


def _at(desk: Desk, columns: int, rows: int) -> Terminal:
    words = [*desk.words(), "desk"]
    return Terminal(
        words, columns=columns, rows=rows, env=environment(desk.directory, desk.token), cwd=desk.directory
    )


def post(url: str, token: str, key: str, name: str) -> dict[str, object]:
    """Post one bad answer as a survey tool does; return what the hub says."""
    answer = {
        "source": "shop",
        "key": key,
        "kind": "nps",
        "score": 2,
        "comment": f"{name} writes: never again",
        "customer_email": f"{key}@shop.example",
        "customer_name": name,
        "segment": "bari",
    }
    request = urllib.request.Request(
        f"{url}/v1/responses",
        data=json.dumps(answer).encode(),
        headers={"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
        method="POST",
    )
    with urllib.request.urlopen(request, timeout=60) as said:
        found: dict[str, object] = json.loads(said.read())
    return found
