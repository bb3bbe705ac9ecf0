"""`rules`: what would be done about what is overdue, and doing it."""

import pytest

from cxloop_tui import bootstrap
from cxloop_tui.bootstrap import overseeing, wall_clock
from cxloop_tui.cli.invocation import Front
from cxloop_tui.domain.clock import DAY
from tests.cli.conftest import Line
from tests.cli.json_page import check


@pytest.fixture
def front() -> Front:
    """The real composition root behind `line` and `desk`."""
    return bootstrap


@pytest.fixture
def late(desk: Line, monkeypatch: pytest.MonkeyPatch) -> Line:
    """Return a desk whose tickets are overdue by now."""
    now = wall_clock() + 30 * DAY
    monkeypatch.setattr(overseeing, "wall_clock", lambda: now)
    return desk


def test_what_would_be_done_is_shown_and_nothing_is_done(late: Line) -> None:
    before = late("show", "1", "--json").record["log"]
    first, second = (late("rules", "try", "--json").records for _ in range(2))
    check(first, "Step")
    assert [record["step"] for record in first] == ["owner"] * len(first)
    assert [record["operation"] for record in first] == [record["operation"] for record in second]
    assert late("show", "1", "--json").record["log"] == before


def test_what_was_foretold_is_done_once(late: Line) -> None:
    assert "the rules are off" in late("rules", "run").err
    late("policy", "set", "overdue.rules", "on")
    foretold = late("rules", "try", "--json").records
    assert foretold
    assert late("rules", "run", "--json").records == foretold
    assert "nothing was to be done" in late("rules", "run").err
    said = [line["new"] for line in late("show", str(foretold[0]["number"]), "--json").record["log"]]
    assert any(str(words).startswith("owner: the first contact was due ") for words in said)


def test_it_is_said_for_people(late: Line) -> None:
    assert "remind " in late("rules", "try").out
