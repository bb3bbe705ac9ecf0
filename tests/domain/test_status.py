"""Status and priority: which may follow which, and how they are named."""

import pytest

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.status import FOLLOWERS, THROUGH_A_FORM, Priority, Status, priority_named, status_named

NEW, OPEN, ESCALATED, RESOLVED = Status


def test_the_status_graph_is_that_of_the_design() -> None:
    assert {status: set(after) for status, after in FOLLOWERS.items()} == {
        NEW: {OPEN, RESOLVED, ESCALATED},
        OPEN: {RESOLVED, ESCALATED},
        ESCALATED: {OPEN, RESOLVED},
        RESOLVED: {OPEN, ESCALATED},
    }


def test_nothing_returns_to_new_and_nothing_follows_itself() -> None:
    for status, followers in FOLLOWERS.items():
        assert NEW not in followers
        assert status not in followers


def test_resolved_and_escalated_are_reached_through_their_forms_alone() -> None:
    assert dict(THROUGH_A_FORM) == {RESOLVED: "resolve", ESCALATED: "escalate"}


def test_priorities_rank_from_low_to_critical() -> None:
    ranks = {str(priority): priority.rank for priority in Priority}
    assert ranks == {"low": 0, "medium": 1, "high": 2, "critical": 3}


@pytest.mark.parametrize("word", ["open", " Open ", "OPEN"])
def test_a_status_is_read_however_it_is_written(word: str) -> None:
    assert status_named(word) is OPEN


@pytest.mark.parametrize("word", ["high", " HIGH"])
def test_a_priority_is_read_however_it_is_written(word: str) -> None:
    assert priority_named(word) is Priority.HIGH


def test_an_unknown_status_is_unusable_and_all_are_listed() -> None:
    with pytest.raises(Unusable, match="no status 'closed': use one of new, open, escalated, resolved"):
        status_named("closed")


def test_an_unknown_priority_is_unusable_and_all_are_listed() -> None:
    with pytest.raises(Unusable, match="no priority 'urgent': use one of low, medium, high, critical"):
        priority_named("urgent")
