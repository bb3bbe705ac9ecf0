"""One response as a program sends it: what it becomes, on every store, and what is sent back with a sentence."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cxloop_tui.domain.clock import DAY, HOUR, to_rfc3339
from cxloop_tui.domain.errors import NotFound, Refused, Unusable
from cxloop_tui.domain.history import comments_of
from cxloop_tui.domain.intake import Asked, response_id
from cxloop_tui.domain.intake.answers import KEYS
from cxloop_tui.domain.operation import Json, Origin
from cxloop_tui.domain.status import Status
from cxloop_tui.domain.survey import SurveyResponse, response_of
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.services.answering import Taken, take_answer
from cxloop_tui.services.desk import Desk, Sitting
from tests.builders import ADA, BEA, EVE, GIA, NOON
from tests.contract.house import MAKERS, House, built
from tests.fakes import CountingIds, MemoryStore, TickingClock
from tests.services.intake import desk as files

ANSWER: Mapping[str, Json] = {
    "source": "shop survey",
    "key": "r-1",
    "kind": "nps",
    "score": 2,
    "answered_at": to_rfc3339(NOON - HOUR),
    "comment": "Where is my parcel?\nI wait since May.",
    "customer_email": " Kim@Shop.example ",
    "customer_name": "Kim Lee",
    "customer_phone": "+49 30 1",
    "respondent": "kim-7",
    "segment": "bari",
    "touchpoint": "delivery",
    "channel": "web",
    "account": "Shop GmbH",
    "tags": ["vip", " late ", "vip"],
}
LEAST: Mapping[str, Json] = {name: ANSWER[name] for name in ("source", "key", "kind", "score", "segment")}


@pytest.fixture(params=MAKERS, ids=lambda maker: maker.__name__)
def house(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[House]:
    made, close = built(request.param, tmp_path)
    yield made
    close()


def take(house: House, answer: Mapping[str, Json] = ANSWER, *, by: str = ADA, **more: Json) -> Taken:
    return take_answer(house.desk, by, {**answer, **more}, house.clock.now)


def ticket_of(house: House, taken: Taken) -> Ticket:
    assert taken.ticket is not None
    return house.ticket(taken.ticket)


def kept_of(house: House, taken: Taken) -> SurveyResponse:
    (entry,) = house.reader.entries(taken.response)
    return response_of(entry)


# What becomes of it -----------------------------------------------------------------------------------------------


def test_who_is_dissatisfied_has_a_ticket_at_once(house: House) -> None:
    taken = take(house)
    assert taken == Taken(response_id("shop survey", "r-1"), taken.ticket, 1, is_new=True)
    made = ticket_of(house, taken)
    assert (made.status, str(made.priority), made.segment, made.owner) == (Status.NEW, "high", "bari", GIA)
    assert (made.customer_email, made.customer_name, made.customer_phone) == (
        "kim@shop.example", "Kim Lee", "+49 30 1",
    )  # fmt: skip
    assert (made.respondent, made.touchpoint, made.channel, made.account) == (
        "kim-7", "delivery", "web", "Shop GmbH",
    )  # fmt: skip
    assert (made.score, made.score_kind, made.comment) == (2, "nps", ANSWER["comment"])
    assert sorted(made.tags) == ["late", "vip"]
    (entry,) = house.reader.entries(made.id)
    assert (entry.operation.by, entry.operation.origin) == (ADA, Origin.IMPORT)


def test_the_whole_response_is_kept(house: House) -> None:
    taken = take(house)
    kept = kept_of(house, taken)
    assert (kept.id, kept.score, kept.answer, kept.scale) == (taken.response, 2, "2", "0..10")
    assert (kept.answered, kept.answered_at) == (ANSWER["answered_at"], NOON - HOUR)
    assert (kept.source_id, kept.comment) == ("r-1", ANSWER["comment"])
    assert kept.answers == (("source", "shop survey"), ("tags", "vip, late"))


@pytest.mark.parametrize(("kind", "score", "makes"), [
    ("nps", 0, True), ("nps", 6, True), ("nps", 7, False), ("nps", 10, False), ("csat", 1, True), ("csat", 2, True),
    ("csat", 3, False), ("csat", 5, False), ("ces", 3, True), ("ces", 4, False), ("ces", 7, False),
])  # fmt: skip
def test_the_bands_of_the_policy_decide(house: House, kind: str, score: int, *, makes: bool) -> None:
    taken = take(house, kind=kind, score=score)
    assert (taken.ticket is not None, taken.number) == (makes, 1 if makes else None)
    assert house.desk.sit(ADA, lambda sitting: sitting.has_response(taken.response))


@pytest.mark.parametrize(
    ("key", "kind", "score", "tag"),
    [
        ("queue.passives", "nps", 7, "passive"),
        ("queue.passives", "csat", 3, "passive"),
        ("queue.promoters", "nps", 10, "promoter"),
        ("queue.promoters", "ces", 7, "promoter"),
    ],
)
def test_who_is_not_dissatisfied_has_a_queue_where_the_policy_says_so(
    house: House, key: str, kind: str, score: int, tag: str
) -> None:
    assert take(house, kind=kind, score=score).ticket is None
    house.act(lambda sitting: sitting.put_policy(key, "on"), by=ADA)
    made = ticket_of(house, take(house, kind=kind, score=score, key="another"))
    assert (str(made.priority), sorted(made.tags)) == ("low", sorted(["late", tag, "vip"]))
    assert [row.id for row in house.listed(f"tag:{tag} status:new")] == [made.id]
    house.act(lambda sitting: sitting.contact(made.id, "mail", "reached", "thanked"), by=GIA)
    with pytest.raises(Refused, match="told is empty"):
        house.act(lambda sitting: sitting.change(made.id, {"status": "resolved"}), by=GIA)
    house.act(lambda sitting: sitting.change(made.id, {"status": "resolved", "told": "by mail"}), by=GIA)
    assert house.ticket(made.id).status is Status.RESOLVED


def test_the_policy_as_it_is_now(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("band.csat.dissatisfied", 3), by=ADA)
    assert take(house, kind="csat", score=3).ticket is not None


def test_the_same_response_again_changes_nothing_and_says_the_same(house: House) -> None:
    first = take(house)
    seq = house.reader.seq()
    assert take(house) == first._replace(is_new=False)
    assert take(house, score=10, comment="otherwise") == first._replace(is_new=False)
    house.act(lambda sitting: sitting.put_segment("bari", {"active": False}, group="g"), by=ADA)
    assert take(house, segment="nowhere") == first._replace(is_new=False)
    assert house.reader.seq() == seq + 1
    happy = take(house, key="r-2", score=9, segment="naples")
    assert take(house, key="r-2", score=9) == happy._replace(is_new=False)


def test_a_ticket_that_was_taken_back_is_not_made_again(house: House) -> None:
    first = take(house)
    house.act(lambda sitting: sitting.undo(operation_id=first.ticket), by=ADA)
    assert take(house) == first._replace(is_new=False)
    assert house.numbers("") == []


def test_source_and_key_are_the_identity_together(house: House) -> None:
    taken = {take(house, source=source, key=key).response for source, key in (("a", "bc"), ("ab", "c"), ("b", "bc"))}
    assert len(taken) == 3
    assert take(house, source=" a ", key=" bc\n").is_new is False


def test_the_least_that_can_be_said_is_enough(house: House) -> None:
    made = ticket_of(house, take(house, LEAST, score=6))
    assert (made.comment, made.customer_email, made.owner) == ("(no comment; NPS 6)", None, GIA)
    assert take(house, {**dict.fromkeys(KEYS), **LEAST}, key="r-2", score=6).is_new
    assert ticket_of(house, take(house, LEAST, key="r-3", segment="madrid")).owner is None


def test_a_customer_who_waits_gets_it_on_their_ticket_where_the_policy_has_it_so(house: House) -> None:
    house.act(lambda sitting: sitting.put_policy("repeat.detractor", "append"), by=ADA)
    first = take(house)
    again = take(house, key="r-2", comment="Still nothing", score=0)
    assert (again.ticket, again.number, again.is_new) == (first.ticket, first.number, True)
    assert again.response != first.response
    assert take(house, key="r-2", score=0) == again._replace(is_new=False)
    made = ticket_of(house, first)
    said = comments_of(made, house.reader.entries(made.id))
    assert [comment.body for comment in said] == [ANSWER["comment"], "Still nothing"]
    assert take(house, key="r-3", customer_email="ana@shop.example").ticket != first.ticket


def test_a_segment_that_was_merged_is_the_one_that_took_it_over(house: House) -> None:
    house.act(
        lambda sitting: sitting.put_segment("bari", {"active": False, "merged_into": "naples"}, group="g"), by=ADA
    )
    assert ticket_of(house, take(house)).segment == "naples"


def test_what_nobody_can_store_is_replaced_as_in_a_file(house: House) -> None:
    made = ticket_of(house, take(house, comment="a\0b\ud800c", customer_name="K\0", key="\udfff", tags=["v\0"]))
    assert (made.comment, made.customer_name, list(made.tags)) == ("a\ufffdb\ufffdc", "K\ufffd", ["v\ufffd"])


def test_words_for_nothing_are_nothing_and_a_name_may_be_one(house: House) -> None:
    taken = take(house, comment="n/a", customer_phone="-", account="NULL", customer_name="Null")
    made = ticket_of(house, taken)
    assert (made.comment, made.customer_phone, made.customer_name) == ("(no comment; NPS 2)", None, "Null")
    assert ("comment", "n/a") in kept_of(house, taken).answers


def test_what_is_no_address_costs_no_response(house: House) -> None:
    made = ticket_of(house, take(house, customer_email="kim at shop"))
    assert made.customer_email is None
    operation = house.desk.sit(ADA, lambda sitting: sitting.operation(str(made.response)))
    assert operation is not None
    assert operation.wanted("email_given") == "kim at shop"


@pytest.mark.parametrize("at", ["1970-01-01T00:00:00Z", to_rfc3339(NOON + 2 * DAY)])
def test_a_date_that_cannot_be_one_is_kept_and_counts_as_now(house: House, at: str) -> None:
    kept = kept_of(house, take(house, answered_at=at))
    assert (kept.answered, kept.answered_at) == (at, None)


@pytest.mark.parametrize("at", ["2026-11-21t18:46:02z", "2026-11-21T19:46:02.000+01:00"])
def test_a_date_of_any_offset_is_one(house: House, at: str) -> None:
    kept = kept_of(house, take(house, answered_at=at))
    assert kept.answered_at is not None
    assert to_rfc3339(kept.answered_at) == "2026-11-21T18:46:02Z"


def test_an_answer_of_long_ago_is_a_ticket_too(house: House) -> None:
    assert take(house, answered_at=to_rfc3339(NOON - 90 * DAY)).ticket is not None


def test_it_is_an_admins(house: House) -> None:
    before = house.reader.seq()
    for by in (BEA, EVE, GIA):
        with pytest.raises(Refused, match="only an admin"):
            take(house, by=by)
    with pytest.raises(NotFound):
        take(house, by="zoe@x.example")
    assert house.reader.seq() == before


# What is sent back ------------------------------------------------------------------------------------------------


@pytest.fixture
def memory(tmp_path: Path) -> House:
    made, _ = built(MAKERS[1], tmp_path)
    return made


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"scor": 3}, "there is no key 'scor'; did you mean score?"),
        ({"\x1b[31m": 3}, "there is no key"),
        ({"source": None}, "source is missing or empty"),
        ({"source": 7}, "source is a number: it has to be a text"),
        ({"source": "a\x1fb"}, "source is longer than 200 characters, or has control characters"),
        ({"source": "x" * 201}, "source is longer than 200 characters"),
        ({"key": " \n"}, "key is missing or empty"),
        ({"key": 17}, "key is a number"),
        ({"kind": "stars"}, "kind is 'stars': it has to be one of nps, csat, ces"),
        ({"kind": "NPS"}, "kind is 'NPS'"),
        ({"kind": None}, "kind is missing"),
        ({"score": None}, "score is missing"),
        ({"score": "3"}, "score is a text: it has to be a whole number"),
        ({"score": 3.0}, "score is a number: it has to be a whole number"),
        ({"score": True}, "score is true or false"),
        ({"score": 11}, "score lies outside 0..10, the scale of nps"),
        ({"score": -1}, "score lies outside"),
        ({"score": 0, "kind": "csat"}, "score lies outside 1..5, the scale of csat"),
        ({"score": 10**400}, "score lies outside"),
        ({"answered_at": 1_800_000_000}, "answered_at is a number: it has to be a text"),
        ({"answered_at": "yesterday"}, "answered_at is 'yesterday': write it as 2026-11-21T18:46:02Z"),
        ({"answered_at": "2026-11-21T18:46:02"}, "answered_at is '2026-11-21T18:46:02'"),
        ({"comment": ["late"]}, "comment is a list: it has to be a text"),
        ({"customer_email": {"to": "a@b.example"}}, "customer_email is an object"),
        ({"customer_name": False}, "customer_name is true or false"),
        ({"segment": ""}, "segment is missing or empty"),
        ({"tags": "vip"}, "tags is a text: it has to be a list of texts"),
        ({"tags": {"vip": True}}, "tags is an object"),
        ({"tags": ["vip", 3]}, "tags has a number in it"),
        ({"tags": [None]}, "tags has null in it"),
        ({"tags": ["x" * 301]}, "tags has one in it of more than 300 characters"),
        ({"tags": [str(number) for number in range(51)]}, "tags has more than 50 in it"),
    ],
)  # fmt: skip
def test_what_is_amiss_is_named_and_nothing_is_kept(memory: House, wrong: Mapping[str, Json], said: str) -> None:
    before = memory.reader.seq()
    with pytest.raises(Unusable) as refusal:
        take(memory, {**ANSWER, **wrong})
    assert said in str(refusal.value)
    assert str(refusal.value).isprintable()
    assert memory.reader.seq() == before


@pytest.mark.parametrize("segment", ["nowhere", "Bari", "a\x1b]0;b", "x" * 500])
def test_a_segment_there_is_not_is_refused(memory: House, segment: str) -> None:
    with pytest.raises(Refused, match="there is no segment") as refusal:
        take(memory, segment=segment)
    assert str(refusal.value).isprintable()


def test_a_segment_that_was_given_up_with_nothing_above_is_refused(memory: House) -> None:
    def give_up(sitting: Sitting) -> None:
        sitting.put_segment("madrid", {"active": False}, group="g")
        sitting.put_segment("spain", {"active": False}, group="g")

    memory.act(give_up, by=ADA)
    with pytest.raises(Refused, match="there is no segment 'madrid'"):
        take(memory, segment="madrid")


# As a file has it -------------------------------------------------------------------------------------------------


def test_a_program_and_a_file_that_say_the_same_make_the_same_ticket(tmp_path: Path) -> None:
    from_file, from_program = files.space(), files.space()
    row = "nps,comment,email,name,phone,segment\n1,late again,Kim@Shop.example,Kim Lee,+49 30 1234567,south\n"
    files.take(from_file, files.written(tmp_path, row), Asked())
    answer: dict[str, Json] = {
        "source": "survey", "key": "1", "kind": "nps", "score": 1, "comment": "late again", "segment": "south",
        "customer_email": "Kim@Shop.example", "customer_name": "Kim Lee", "customer_phone": "+49 30 1234567",
    }  # fmt: skip
    take_answer(Desk(from_program, TickingClock(), CountingIds()), files.BEA, answer, TickingClock().now)
    (one,), (other,) = files.tickets(from_file), files.tickets(from_program)
    own = {"id", "response", "created_at", "updated_at", "clock_from", "contact_due_at", "resolve_due_at", "due_at"}
    assert {name: value for name, value in one._asdict().items() if name not in own} == {
        name: value for name, value in other._asdict().items() if name not in own
    }


# By property ------------------------------------------------------------------------------------------------------

TEXTS = st.text(max_size=30) | st.sampled_from(["", "-", "n/a", "a@b.example", "Null", "\0", "\ud800", "bari", "nps"])
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | TEXTS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXTS, inner, max_size=3),
    max_leaves=5,
)
GOOD = st.fixed_dictionaries(
    {
        "source": st.sampled_from(["shop", "till"]),
        "key": st.text(min_size=1, max_size=3).filter(str.strip),
        "kind": st.sampled_from(["nps", "csat", "ces"]),
        "score": st.integers(1, 5),
        "segment": st.sampled_from(["inbox", "south"]),
    },
    optional={
        "answered_at": st.integers(-(10**14), 10**14).filter(lambda at: abs(at) < 6 * 10**13).map(to_rfc3339),
        "tags": st.lists(st.text(max_size=20), max_size=4),
        **dict.fromkeys(
            ("comment", "customer_email", "customer_name", "customer_phone", "respondent", "touchpoint", "channel",
             "account"),
            st.none() | TEXTS | st.text(min_size=290, max_size=320),
        ),
    },
)  # fmt: skip


def over(store: MemoryStore) -> Desk:
    ids = CountingIds()
    ids._made = 1_000
    return Desk(store, TickingClock(), ids)


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(answers=st.lists(GOOD, min_size=1, max_size=6))
def test_whatever_is_said_well_is_on_record_once(answers: list[dict[str, Any]]) -> None:
    store, now = files.space(), TickingClock().now
    first: dict[str, Taken] = {}
    for answer in [*answers, *answers]:
        taken = take_answer(over(store), files.BEA, answer, now)
        assert taken.is_new is (taken.response not in first)
        assert taken._replace(is_new=True) == first.setdefault(taken.response, taken)
    assert set(store._held.responses) == set(first)
    assert set(store._held.tickets) == {taken.ticket for taken in first.values() if taken.ticket is not None}


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)
@given(answer=GOOD, wrong=st.dictionaries(st.sampled_from(KEYS) | TEXTS, VALUES, max_size=4))
def test_whatever_else_is_said_is_taken_or_told_in_a_sentence(answer: dict[str, Any], wrong: dict[str, Any]) -> None:
    store = files.space()
    before = store.seq()
    said = {**answer, **wrong}
    try:
        taken = take_answer(over(store), files.BEA, said, TickingClock().now)
    except (Unusable, Refused) as refusal:
        told = str(refusal)
    else:
        assert store._held.responses[taken.response].operation.wanted("score") == said["score"]
        return
    assert told.isprintable()
    assert store.seq() == before
