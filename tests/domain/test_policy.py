"""The rules an organisation may change: defaults, checks, and which are in force when."""

import pytest

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import Bands, ScoreKind
from cxloop_tui.domain.operation import Entry, Json, Kind
from cxloop_tui.domain.policy import Limits, Policy, policy_timeline
from cxloop_tui.domain.policy_keys import DEFAULTS, GROUPS, OWN_TEMPLATES, WORDS
from cxloop_tui.domain.policy_values import checked_value, read_value, written_value
from cxloop_tui.domain.status import Priority
from tests.builders import NOON, operation, sets


def put(seq: int, **changes: Json) -> Entry:
    dotted = {name.replace("__", "."): (None, value) for name, value in changes.items()}
    made = operation(Kind.POLICY_PUT, subject="policy", set=sets(**dotted))
    return Entry(operation=made, seq=seq, received_at=NOON)


@pytest.mark.parametrize(
    ("priority", "contact", "resolve"),
    [
        (Priority.CRITICAL, 4 * HOUR, DAY),
        (Priority.HIGH, DAY, 3 * DAY),
        (Priority.MEDIUM, 2 * DAY, 5 * DAY),
        (Priority.LOW, 3 * DAY, 10 * DAY),
    ],
)
def test_the_time_limits_are_those_of_the_design(priority: Priority, contact: int, resolve: int) -> None:
    assert Policy().limits(priority) == Limits(contact, resolve)


def test_half_hours_count() -> None:
    assert Policy({"deadline.high.contact_hours": 1.5}).limits(Priority.HIGH).contact == 90 * 60_000


def test_bands_are_those_of_the_design_until_they_are_changed() -> None:
    assert Policy().bands(ScoreKind.NPS) == Bands(6, 8)
    assert Policy({"band.nps.dissatisfied": 5}).bands(ScoreKind.NPS) == Bands(5, 8)


def test_a_resolution_asks_in_the_order_of_its_form() -> None:
    assert Policy().resolution_requires == ("root_cause", "action_taken", "told")
    assert Policy({"resolve.requires": ["told", "root_cause"]}).resolution_requires == ("root_cause", "told")
    assert Policy({"resolve.requires": []}).resolution_requires == ()


def test_words_are_the_organisations_own() -> None:
    assert Policy().word("owner") == "owner"
    assert Policy({"word.owner": "agent"}).word("owner") == "agent"


@pytest.mark.parametrize("key", DEFAULTS)
def test_every_default_passes_its_own_check(key: str) -> None:
    assert checked_value(key, DEFAULTS[key]) == DEFAULTS[key]


@pytest.mark.parametrize(
    ("key", "value", "complaint"),
    [
        ("deadline.hihg.contact_hours", 1, "did you mean deadline.high.contact_hours"),
        ("zzzz", 1, "`cxloop policy show` lists them"),
        ("deadline.high.contact_hours", 0, "a number of hours above 0"),
        ("deadline.high.contact_hours", -1, "a number of hours above 0"),
        ("deadline.high.contact_hours", True, "a number of hours above 0"),
        ("deadline.high.contact_hours", "4", "a number of hours above 0"),
        ("deadline.high.contact_hours", float("nan"), "a number of hours above 0"),
        ("deadline.high.contact_hours", float("inf"), "a number of hours above 0"),
        ("deadline.high.contact_hours", 24 * 367, "a number of hours above 0"),
        ("band.nps.dissatisfied", 11, "a whole number from 0 to 10"),
        ("band.csat.neutral", 0, "a whole number from 1 to 5"),
        ("band.ces.neutral", 2.5, "a whole number from 1 to 7"),
        ("band.ces.neutral", True, "a whole number from 1 to 7"),
        ("word.owner", "", "a word of up to 30"),
        ("word.owner", " ", "a word of up to 30"),
        ("word.owner", "x" * 31, "a word of up to 30"),
        ("word.owner", "a\nb", "a word of up to 30"),
        ("word.owner", None, "a word of up to 30"),
        ("resolve.requires", "told", "a list of root_cause, action_taken, told"),
        ("resolve.requires", ["mood"], "a list of root_cause, action_taken, told"),
        ("resolve.requires", [["told"]], "a list of root_cause, action_taken, told"),
    ],
)
def test_what_a_key_cannot_be_is_unusable_and_says_what_is_expected(key: str, value: Json, complaint: str) -> None:
    with pytest.raises(Unusable) as refusal:
        checked_value(key, value)
    assert complaint in str(refusal.value)
    assert key in str(refusal.value)


def test_each_moment_has_the_policy_in_force_at_it() -> None:
    at = policy_timeline([put(5, word__owner="agent"), put(9, word__owner="hero", word__segment="shop")])
    owners = [at(seq).word("owner") for seq in (0, 4, 5, 8, 9, 99)]
    assert owners == ["owner", "owner", "agent", "agent", "hero", "hero"]
    assert (at(8).word("segment"), at(9).word("segment")) == ("segment", "shop")


def test_keys_of_a_newer_program_are_kept() -> None:
    assert Policy().after(put(1, mood__tone="blue")).changed == {"mood.tone": "blue"}


@pytest.mark.parametrize("key", [key for key in DEFAULTS if key != OWN_TEMPLATES])
def test_a_written_value_is_read_back(key: str) -> None:
    assert read_value(key, written_value(DEFAULTS[key])) == DEFAULTS[key]


@pytest.mark.parametrize(
    ("key", "text", "value"),
    [
        ("resolve.requires", "told, root_cause,", ["told", "root_cause"]),
        ("resolve.requires", "", []),
        ("deadline.low.contact_hours", "1.5", 1.5),
        ("repeat.detractor", "append", "append"),
        ("word.owner", "7", "7"),
    ],
)
def test_a_value_is_read_as_a_person_writes_it(key: str, text: str, value: object) -> None:
    assert read_value(key, text) == value


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("repeat.detractor", "both"), ("deadline.low.contact_hours", "[1]"), ("band.nps.neutral", "1.5"),
        ("word.own", "x"), ("resolve.requires", "shouted"),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_is_refused(key: str, text: str) -> None:
    with pytest.raises(Unusable):
        read_value(key, text)


def test_every_key_has_its_group_and_its_words() -> None:
    assert set(WORDS) == set(DEFAULTS)
    assert {key.partition(".")[0] for key in DEFAULTS} == set(GROUPS)


def test_rules_are_the_same_whoever_asked_them_before() -> None:
    asked = Policy()
    asked.limits(Priority.LOW)
    asked.bands(ScoreKind.NPS)
    assert asked == Policy()
    assert repr(asked) == "Policy(changed={})"
