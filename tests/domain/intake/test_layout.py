"""Which segment takes the rows that name none."""

from dataclasses import replace

import pytest

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intake import Asked, DateOrder, Field, MissingEmail, Rejected, Unsettled, read_row, settle
from cxloop_tui.domain.intake.segment_names import segment_of, segments_by_name
from cxloop_tui.domain.segment import Segment, SegmentTree
from tests.domain.intake.surveys import ALLOWED, SPACE, one_column, survey_of


def test_without_an_inbox_and_with_several_segments_at_the_top_one_has_to_be_named() -> None:
    space = replace(SPACE, tree=SegmentTree({code: Segment(code, code.title()) for code in ("north", "south")}))
    survey = one_column("NPS", [1, 9])
    with pytest.raises(Unusable, match="--segment CODE, one of north, south"):
        settle(survey, ALLOWED, space)
    assert settle(survey, replace(ALLOWED, segment="south"), space).default_segment == "south"


def test_the_only_segment_at_the_top_is_the_default() -> None:
    space = replace(SPACE, tree=SegmentTree({"desk": Segment("desk", "Desk"), "a": Segment("a", "A", "desk")}))
    assert settle(one_column("NPS", [1, 9]), ALLOWED, space).default_segment == "desk"


def test_a_space_without_segments_says_what_comes_first() -> None:
    with pytest.raises(Unusable, match="cxloop segments add"):
        settle(one_column("NPS", [1, 9]), ALLOWED, replace(SPACE, tree=SegmentTree({})))


HEADER = ["NPS", "E-mail", "Date", "Segment"]


def test_segments_there_are_not_are_counted_named_and_asked_about() -> None:
    rows = [["3", "a@x.example", "", name] for name in ["Süd", "sud", "INBOX", "Moon", "Moon", "Mars", "n/a", ""]]
    survey = survey_of(HEADER, *rows)
    with pytest.raises(Unsettled) as open_question:
        settle(survey, Asked(), SPACE)
    assert "3 rows name in 'Segment' a segment that there is not: 'Moon' (2), 'Mars' (1)" in open_question.value.why
    ways = [way.asked for way in open_question.value.ways]
    assert ways == [
        Asked({Field.SEGMENT: "Segment"}, segment="inbox"),
        Asked({Field.SEGMENT: "Segment"}),
        Asked({Field.SEGMENT: ""}, segment="inbox"),
    ]
    taken, rejected, ignored = (settle(survey, way, SPACE) for way in ways)
    assert read_row(rows[3], taken).fields["segment"] == "inbox"
    assert read_row(rows[1], taken).fields["segment"] == "south"
    assert read_row(rows[0], ignored).fields["segment"] == "inbox"
    with pytest.raises(Rejected, match="there is no segment 'Moon'"):
        read_row(rows[3], rejected)


@pytest.mark.parametrize("text", ["south", " SOUTH ", "Süd", "süd", "SUD", "Sud!"])
def test_a_segment_is_known_by_code_and_name_whatever_case_accents_and_spaces(text: str) -> None:
    assert segment_of(text, segments_by_name(SPACE)) == "south"


def test_a_name_that_two_segments_share_names_neither() -> None:
    tree = SegmentTree({
        "a": Segment("a", "Süd"), "b": Segment("b", "Sud"), "c": Segment("c", "SÜD"), "d": Segment("d", "A"),
    })  # fmt: skip
    names = segments_by_name(replace(SPACE, tree=tree))
    assert [segment_of(text, names) for text in ("Süd", "Sud", "b", "c", "a", "A")] == [None, "b", "b", "c", "a", "a"]


def test_dates_that_fit_either_way_are_asked_about() -> None:
    survey = survey_of(HEADER, ["3", "a@x.example", "01/02/2020", ""], ["3", "a@x.example", "03/04/2020", ""])
    with pytest.raises(Unsettled, match="the dates of 'Date' are not certain") as open_question:
        settle(survey, Asked(), SPACE)
    ways = [way.asked for way in open_question.value.ways]
    assert ways == [Asked(dates=DateOrder.DAY_FIRST), Asked(dates=DateOrder.MONTH_FIRST), Asked({Field.DATE: ""})]
    assert [read_row(["3", "a@x.example", "01/02/2020", ""], settle(survey, way, SPACE)).fields["answered_at"]
            for way in ways] == ["2020-02-01T00:00:00Z", "2020-01-02T00:00:00Z", None]  # fmt: skip


def test_two_columns_of_addresses_are_asked_about() -> None:
    survey = survey_of(["NPS", "E-mail", "Second e-mail"], ["3", "a@x.example", "b@x.example"])
    with pytest.raises(Unsettled, match="several columns may hold the customer's e-mail address") as open_question:
        settle(survey, Asked(), SPACE)
    assert [way.asked.columns for way in open_question.value.ways] == [
        {Field.EMAIL: "E-mail"},
        {Field.EMAIL: "Second e-mail"},
    ]


def test_every_open_question_is_told_at_once_and_every_way_answers_all_of_them() -> None:
    survey = survey_of(
        ["Food rating", "Room rating", "Date", "Segment"],
        ["3", "9", "1/2/2020", "Moon"],
        ["4", "1", "3/4/2020", "Süd"],
    )
    with pytest.raises(Unsettled) as open_question:
        settle(survey, Asked(), SPACE)
    for said in (
        "several columns may hold the score",
        "lie outside 1..5",
        "no column holds e-mail",
        "'Date'",
        "'Moon'",
    ):
        assert said in open_question.value.why
    for way in open_question.value.ways:
        assert settle(survey, way.asked, SPACE).missing_email is MissingEmail.ALLOW


def test_a_column_named_for_dates_that_holds_none_is_refused() -> None:
    survey = survey_of(["NPS", "When"], ["3", "soon"])
    with pytest.raises(Unusable, match="no value of 'When' is a date known here"):
        settle(survey, replace(ALLOWED, columns={Field.DATE: "When"}), SPACE)
