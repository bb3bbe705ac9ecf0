"""What a survey file means: columns, scales, rows; by table and by property."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.feedback import Bands, Scale, ScoreKind
from cxloop_tui.domain.intake import (
    Asked,
    Column,
    Field,
    Layout,
    MissingEmail,
    Reason,
    Rejected,
    Response,
    Survey,
    Unsettled,
    column_reference,
    columns_named,
    fingerprint,
    header_words,
    match_columns,
    read_row,
    response_id,
    scale_named,
    settle,
    source_of,
    ticket_comment,
    ticket_fields,
    whole_number,
)
from cxloop_tui.domain.legality import TEXT_LENGTH
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.segment import Segment, SegmentTree

BEA = "bea@desk.example"
SPACE = Organisation(
    SegmentTree(
        {
            "inbox": Segment("inbox", "Inbox", managers=(BEA,)),
            "south": Segment("south", "Süd", "inbox"),
        }
    ),
    {BEA: Person(BEA, "Bea", Role.ADMIN)},
)
ALLOWED = Asked(missing_email=MissingEmail.ALLOW)
CSAT_LOW = Scale(1, 5, low_is_good=True)


def survey_of(header: Sequence[str], *rows: Sequence[str]) -> Survey:
    columns = tuple(Column(name, place) for place, name in enumerate(header))
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            column.note(cell)
    return Survey(columns, tuple(tuple(row) for row in rows), len(rows))


def one_column(name: str, values: Iterable[object]) -> Survey:
    return survey_of([name], *([str(value)] for value in values))


def matched(header: Sequence[str], *rows: Sequence[str], asked: Asked = ALLOWED) -> dict[str, str]:
    survey = survey_of(header, *rows)
    places = match_columns(survey.columns, asked, {"inbox": "inbox", "süd": "south"})
    return {str(field): header[place] for field, place in places.items()}


# Columns --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("header", "words"),
    [
        ("NPS_SCORE", {"nps", "score"}),
        ("npsScore", {"nps", "score"}),
        ("NPSScore", {"nps", "score"}),
        ("Likely-To-Recommend", {"likely", "to", "recommend"}),
        ("Customer E-Mail", {"customer", "email"}),
        ("Q1: score?", {"q", "score"}),
        ("Größe", {"grösse"}),
        ("", set()),
    ],
)
def test_headers_are_cut_into_words(header: str, words: set[str]) -> None:
    assert header_words(header) == words


def test_columns_are_found_by_header_and_values() -> None:
    header = ["Response ID", "Respondent ID", "Submit date", "Customer name", "E-mail", "Mobile", "Segment",
              "Journey stage", "Company", "NPS score", "NPS rating", "Why?"]  # fmt: skip
    row = ["77", "c-9", "2026-11-01", "Ana Rossi", "ana@shop.example", "+39 080 123456", "Süd", "Delivery", "Rossi",
           "3", "Detractor", "The courier never came, twice"]  # fmt: skip
    assert matched(header, row) == {
        "response": "Response ID",
        "respondent": "Respondent ID",
        "date": "Submit date",
        "name": "Customer name",
        "email": "E-mail",
        "phone": "Mobile",
        "segment": "Segment",
        "touchpoint": "Journey stage",
        "account": "Company",
        "score": "NPS score",
        "band": "NPS rating",
        "comment": "Why?",
    }


@pytest.mark.parametrize(
    ("header", "value", "field"),
    [
        ("Email opt in", "yes", "email"),
        ("Agent email", "max@desk.example", "email"),
        ("Phone model", "Pixel 9", "phone"),
        ("Comment ID", "C-12", "comment"),
        ("Comment sentiment", "4", "comment"),
        ("Developer reply text", "Thank you for the review", "comment"),
        ("Package name", "org.shop.app", "name"),
        ("Region", "Moon", "segment"),
        ("Score date", "3", "date"),
    ],
)
def test_a_header_alone_does_not_make_a_field(header: str, value: str, field: str) -> None:
    assert field not in matched(["NPS", header], ["3", value])


def test_addresses_are_an_email_column_whatever_its_header() -> None:
    assert matched(["NPS", "Kontakt"], ["3", "ana@shop.example"])["email"] == "Kontakt"


def test_of_two_columns_of_prose_the_better_named_and_longer_is_the_comment() -> None:
    found = matched(["FFT answer", "Free answer", "NPS"], ["Good", "The nurse was kind and quick", "9"])
    assert found["comment"] == "Free answer"


def test_what_is_mapped_wins() -> None:
    asked = replace(ALLOWED, columns={Field.SCORE: "q7", Field.COMMENT: "#3"})
    found = matched(["NPS", "q7", "more"], ["3", "9", "well"], asked=asked)
    assert (found["score"], found["comment"]) == ("q7", "more")


def test_an_empty_column_says_that_there_is_none() -> None:
    asked = replace(ALLOWED, columns={Field.COMMENT: ""})
    assert "comment" not in matched(["NPS", "comment"], ["3", "late again"], asked=asked)


def test_a_name_that_differs_in_case_only_is_found() -> None:
    assert matched(["nps ", "x"], ["3", "y"], asked=replace(ALLOWED, columns={Field.SCORE: "NPS"}))["score"] == "nps "


@pytest.mark.parametrize(
    ("column", "said"),
    [
        ("NPS_SCOR", "did you mean 'NPS_SCORE'?"),
        ("zzzzzz", "there are 'NPS_SCORE', 'Why', 'Why'"),
        ("#9", "there is no column '#9'"),
        ("#0", "there is no column '#0'"),
        ("Why", "2 columns; say which by its place: #2 or #3"),
    ],
)
def test_a_column_there_is_not_is_refused_with_the_nearest(column: str, said: str) -> None:
    asked = replace(ALLOWED, columns={Field.COMMENT: column})
    with pytest.raises(Unusable, match=r"column|columns") as refused:
        matched(["NPS_SCORE", "Why", "Why"], ["3", "a", "b"], asked=asked)
    assert said in str(refused.value)


def test_a_column_is_named_by_its_place_when_its_header_does_not_do() -> None:
    survey = survey_of(["Why", "why ", "", "\x1b[2J", "NPS"])
    references = [column_reference(column, survey.columns) for column in survey.columns]
    assert references == ["#1", "#2", "#3", "#4", "NPS"]
    assert [match_columns(survey.columns, replace(ALLOWED, columns={Field.SCORE: name}), {})[Field.SCORE]
            for name in references] == [0, 1, 2, 3, 4]  # fmt: skip


def test_no_score_is_said_with_the_columns_there_are() -> None:
    with pytest.raises(Unusable, match=r"--map score=COLUMN, one of 'city', 'age'"):
        matched(["city", "age"], ["Bari", "40"])


def test_columns_that_may_both_be_the_score_are_asked_about() -> None:
    with pytest.raises(Unsettled) as open_question:
        matched(["Food rating", "Room rating"], ["3", "5"], ["4", "1"])
    assert [way.asked.columns[Field.SCORE] for way in open_question.value.ways] == ["Food rating", "Room rating"]


def test_columns_that_hold_the_same_are_one() -> None:
    assert matched(["Star Rating", "star_rating"], ["3", "3"], ["4", "4"])["score"] == "Star Rating"


def test_the_kind_asked_for_decides_between_scores() -> None:
    header, rows = ["NPS score", "CSAT score"], (["9", "5"], ["3", "1"])
    assert matched(header, *rows, asked=replace(ALLOWED, kind=ScoreKind.CSAT))["score"] == "CSAT score"
    assert matched(header, *rows, asked=replace(ALLOWED, kind=ScoreKind.NPS))["score"] == "NPS score"


@pytest.mark.parametrize(
    ("maps", "said"),
    [
        (["scor=x"], "did you mean score?"),
        (["zzz=x"], "use one of score, band, email"),
        (["score"], "write FIELD=COLUMN"),
        (["score=a", "Score=b"], "score was mapped already"),
    ],
)
def test_a_mapping_amiss_is_refused_with_what_is_right(maps: list[str], said: str) -> None:
    with pytest.raises(Unusable) as refused:
        columns_named(maps)
    assert said in str(refused.value)


def test_a_column_name_may_hold_an_equals_sign() -> None:
    assert columns_named(["score=a=b"]) == {Field.SCORE: "a=b"}


# Scales ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [Scale(1, 5), CSAT_LOW, Scale(0, 10), Scale(-3, 3)])
def test_a_scale_reads_back_as_it_is_written(scale: Scale) -> None:
    assert scale_named(str(scale)) == scale


@pytest.mark.parametrize("text", ["", "5", "5..1", "1..1", "1..5,low", "1-5", "1..5,low-is-good!", "a..b"])
def test_no_scale_is_refused(text: str) -> None:
    with pytest.raises(Unusable, match=r"1\.\.5,low-is-good"):
        scale_named(text)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("7", 7),
        (" 7 ", 7),
        ("7.0", 7),
        ("-1", -1),
        ("7.5", None),
        ("7/10", None),
        ("", None),
        ("٧", None),
        ("1e1", None),
    ],
)
def test_whole_numbers(text: str, number: int | None) -> None:
    assert whole_number(text) == number


@pytest.mark.parametrize(
    ("header", "values", "asked", "kind", "scale"),
    [
        ("NPS_SCORE", [0, 7, 10], Asked(), "nps", Scale(0, 10)),
        ("Likely-To-Recommend", [0, 7, 10], Asked(), "nps", Scale(0, 10)),
        ("nps 1-10", [1, 7, 10], Asked(), "nps", Scale(0, 10)),
        ("nps", [0, 3, "n/a", "?"], Asked(), "nps", Scale(0, 10)),
        ("Score", [0, 7, 10], Asked(kind=ScoreKind.NPS), "nps", Scale(0, 10)),
        ("CSAT", [1, 5], Asked(), "csat", Scale(1, 5)),
        ("Star rating", [1, 5], Asked(), "csat", Scale(1, 5)),
        ("Overall satisfaction", [1, 5], Asked(), "csat", Scale(1, 5)),
        ("CES", [1, 7], Asked(), "ces", Scale(1, 7)),
        ("It was easy", [1, 7], Asked(columns={Field.SCORE: "#1"}), "ces", Scale(1, 7)),
        ("Q1", [1, 5, 6], Asked(kind=ScoreKind.CSAT, scale=CSAT_LOW, columns={Field.SCORE: "Q1"}), "csat", CSAT_LOW),
        ("CSAT", [1, 10], Asked(scale=Scale(1, 10)), "csat", Scale(1, 10)),
    ],
)
def test_a_certain_scale_is_taken(header: str, values: list[object], asked: Asked, kind: str, scale: Scale) -> None:
    reading = settle(one_column(header, values), replace(asked, missing_email=MissingEmail.ALLOW), SPACE).reading
    assert (reading.kind, reading.scale) == (kind, scale)


UNKNOWN = "nothing says whether it is NPS, CSAT or CES"
CSAT_EITHER = ["csat 1..5", "csat 1..5,low-is-good"]
IS_CSAT, IS_NPS = Asked(kind=ScoreKind.CSAT), Asked(kind=ScoreKind.NPS)


@pytest.mark.parametrize(
    ("header", "values", "asked", "said", "ways"),
    [
        ("Score", [0, 9, 10], Asked(), UNKNOWN, ["nps 0..10", "csat 0..10", "csat 0..10,low-is-good"]),
        ("Score", [1, 4, 5], Asked(), UNKNOWN, CSAT_EITHER),
        ("Score", [1, 1, 2], Asked(), UNKNOWN, CSAT_EITHER[::-1]),
        ("Score", [1, 2, 7, 7], Asked(), UNKNOWN, ["ces 1..7", "ces 1..7,low-is-good"]),
        ("Score", [1, 5], Asked(scale=Scale(1, 5)), UNKNOWN, ["csat 1..5", "nps 1..5", "ces 1..5"]),
        ("Score", [1, 1, 5], IS_CSAT, "which end is the good one", ["csat 1..5,low-is-good", "csat 1..5"]),
        ("Effort", [1, 2, 7], Asked(), "which end is the good one", ["ces 1..7,low-is-good", "ces 1..7"]),
        ("CSAT", [2, 5, 10], Asked(), "1 of 3 answers (10) lie outside", ["csat 0..10", "csat 0..10,low-is-good"]),
        ("NPS", [0, 50, 100], Asked(), "2 of 3 answers (50, 100) lie outside 0..10", ["nps 0..100"]),
        ("NPS", [0, 3, 5, 9, 12], Asked(), "1 of 5 answers (12) lie outside 0..10", ["nps 0..10"]),
        ("CSAT", [1, 5], IS_NPS, "the header says CSAT, not NPS", [*CSAT_EITHER, "nps 0..10"]),
        ("NPS", [1, 4, 5] * 10, Asked(), "none of 30 answers is above 5", [*CSAT_EITHER, "nps 0..10"]),
    ],
)
def test_an_uncertain_scale_is_refused_with_every_way_to_read_it_the_likelier_first(
    header: str, values: list[object], asked: Asked, said: str, ways: list[str]
) -> None:
    with pytest.raises(Unsettled) as open_question:
        settle(one_column(header, values), replace(asked, missing_email=MissingEmail.ALLOW), SPACE)
    assert said in open_question.value.why
    assert [f"{way.asked.kind} {way.asked.scale}" for way in open_question.value.ways] == ways


def test_codes_beside_the_scale_make_it_uncertain_and_the_share_says_that_low_is_good() -> None:
    values = ["1"] * 60 + ["2"] * 20 + ["5"] * 12 + ["7"] * 8
    with pytest.raises(Unsettled) as open_question:
        settle(one_column("Categorical answer", values), Asked(), SPACE)
    first, second = open_question.value.ways
    assert "8 of 100 answers (7) lie outside 1..5" in open_question.value.why
    assert "no column holds e-mail" in open_question.value.why
    assert first.asked == Asked(
        {Field.SCORE: "Categorical answer"}, ScoreKind.CSAT, CSAT_LOW, None, MissingEmail.ALLOW
    )
    assert second.asked == replace(first.asked, scale=Scale(1, 5))
    assert "likelier: 80 of 100 answers are at the low end" in first.because


WORDS_OF = {0: "Detractor", 5: "Detractor", 7: "Passive", 9: "Promoter", 10: "Promoter"}


def test_words_that_agree_say_that_it_is_nps() -> None:
    survey = survey_of(["Score", "Group"], *([str(number), word] for number, word in WORDS_OF.items()))
    reading = settle(survey, ALLOWED, SPACE).reading
    assert (reading.kind, reading.scale) == ("nps", Scale(0, 10))
    assert "'Group' agrees" in reading.because


def test_words_that_say_the_opposite_are_not_overruled() -> None:
    survey = survey_of(["NPS", "Group"], *([str(10 - number), word] for number, word in WORDS_OF.items()))
    with pytest.raises(Unsettled, match="by 'Group' a low score is a good one") as open_question:
        settle(survey, ALLOWED, SPACE)
    assert open_question.value.ways[0].asked.scale == Scale(0, 10, low_is_good=True)


def test_words_that_contradict_the_bands_are_not_overruled() -> None:
    survey = survey_of(["NPS", "Group"], *[["5", "Promoter"], ["2", "Detractor"], ["10", "Promoter"]])
    with pytest.raises(Unsettled, match="'Group' contradicts 'NPS' in 1 of 3 rows"):
        settle(survey, ALLOWED, SPACE)


def test_words_settle_which_end_is_the_good_one() -> None:
    rows = [["1", "Very satisfied"], ["2", "Satisfied"], ["5", "Dissatisfied"]]
    asked = replace(ALLOWED, kind=ScoreKind.CSAT, columns={Field.SCORE: "Q1"})
    assert settle(survey_of(["Q1", "Answer"], *rows), asked, SPACE).reading.scale == CSAT_LOW


@given(
    header=st.sampled_from(["NPS", "CSAT", "Score", "Effort", "rating", "answer", "Q1", "ease"]),
    values=st.lists(st.integers(0, 12) | st.sampled_from([100, 50, -1]), min_size=1, max_size=40),
    kind=st.none() | st.sampled_from(ScoreKind),
    scale=st.none() | st.just(Scale(1, 5)),
)
def test_every_way_that_is_named_is_a_way(
    header: str, values: list[int], kind: ScoreKind | None, scale: Scale | None
) -> None:
    survey = one_column(header, values)
    asked = Asked(columns={Field.SCORE: "#1"}, kind=kind, scale=scale)
    with pytest.raises(Unsettled) as open_question:
        settle(survey, asked, SPACE)
    ways = open_question.value.ways
    assert ways
    assert len({str(way.asked) for way in ways}) == len(ways)
    for way in ways:
        layout = settle(survey, way.asked, SPACE)
        assert layout.reading.kind == (way.asked.kind or layout.reading.kind)
        assert layout.missing_email is MissingEmail.ALLOW


# Segments -------------------------------------------------------------------------------------------------------


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


# Rows -----------------------------------------------------------------------------------------------------------

HEADER = ["NPS", "Why", "E-mail", "Segment", "Name", "Shop"]


def layout_of(asked: Asked | None = None) -> Layout:
    rows = [
        ["3", "late", "ana@shop.example", "inbox", "Ana", "Bari"],
        ["9", "ok", "bo@shop.example", "Süd", "Bo", "x"],
    ]
    return settle(survey_of(HEADER, *rows), asked or Asked(), SPACE)


def row(**cells: str) -> list[str]:
    given_cells = {"NPS": "3", "Why": "late", "Email": "ana@shop.example", "Segment": "", "Name": "", "Shop": ""}
    return list((given_cells | cells).values())


def test_a_row_says_all_that_is_recorded() -> None:
    said = row(NPS=" 3.0 ", Why=" late\n", Email="Ana@Shop.example ", Segment="SÜD", Name=" Ana ", Shop="Bari")
    response = read_row(said, layout_of())
    assert response == Response(
        score=3,
        kind=ScoreKind.NPS,
        fields={
            "score": 3,
            "score_kind": "nps",
            "answer": "3.0",
            "scale": "0..10",
            "segment": "south",
            "customer_email": "ana@shop.example",
            "customer_name": "Ana",
            "customer_phone": None,
            "respondent": None,
            "source_id": None,
            "answered": None,
            "touchpoint": None,
            "account": None,
            "answers": [["Shop", "Bari"]],
        },
        comment=" late\n",
        replaced=0,
    )


@pytest.mark.parametrize(
    ("cells", "reason", "said"),
    [
        ({"NPS": ""}, Reason.NO_SCORE, "there is no score"),
        ({"NPS": "N/A"}, Reason.NO_SCORE, "there is no score"),
        ({"NPS": "nine"}, Reason.NOT_A_NUMBER, "'nine' is not a whole number"),
        ({"NPS": "4.5"}, Reason.NOT_A_NUMBER, "'4.5' is not a whole number"),
        ({"NPS": "11"}, Reason.OUTSIDE, "11 lies outside 0..10"),
        ({"Email": ""}, Reason.NO_EMAIL, "--missing-email allow"),
        ({"Email": "ana at shop"}, Reason.INVALID_EMAIL, "--missing-email allow"),
        ({"Segment": "Moon"}, Reason.NO_SEGMENT, "there is no segment 'Moon'; --segment CODE"),
    ],
)
def test_a_row_that_cannot_be_taken_says_why(cells: dict[str, str], reason: Reason, said: str) -> None:
    with pytest.raises(Rejected) as rejected:
        read_row(row(**cells), layout_of())
    assert rejected.value.reason is reason
    assert said in str(rejected.value)


def test_consent_takes_rows_without_an_address_and_keeps_what_stood_there() -> None:
    fields = read_row(row(Email="ana at shop"), layout_of(ALLOWED)).fields
    assert fields.get("customer_email") is None
    assert fields["email_given"] == "ana at shop"
    assert read_row(row(Email=""), layout_of(ALLOWED)).fields["email_given"] is None


def test_the_segment_asked_for_takes_the_rows_that_name_another() -> None:
    asked = Asked(columns={Field.SEGMENT: "Segment"}, segment="south")
    assert read_row(row(Segment="Moon"), layout_of(asked)).fields["segment"] == "south"
    assert read_row(row(Segment="inbox"), layout_of(asked)).fields["segment"] == "inbox"
    assert read_row(row(), layout_of()).fields["segment"] == "inbox"


def test_characters_no_database_takes_are_replaced_and_counted() -> None:
    response = read_row(row(Why="a\0b\ud800", Name="\0"), layout_of())
    assert (response.comment, response.fields["customer_name"], response.replaced) == ("a�b�", "�", 3)


def test_an_inverted_scale_is_turned_and_kept_as_answered() -> None:
    asked = Asked(kind=ScoreKind.CSAT, scale=CSAT_LOW, missing_email=MissingEmail.ALLOW)
    layout = settle(one_column("answer", [1, 5]), asked, SPACE)
    worst = read_row(["5"], layout)
    assert (worst.score, worst.fields["answer"], worst.fields["scale"]) == (1, "5", "1..5,low-is-good")
    assert worst.is_dissatisfied(Bands(2, 3))
    assert not read_row(["1"], layout).is_dissatisfied(Bands(2, 3))


# Ids ------------------------------------------------------------------------------------------------------------

cells_strategy = st.lists(
    st.tuples(st.text(max_size=5), st.text(max_size=8)), max_size=5, unique_by=lambda pair: pair[0]
)


@given(pairs=cells_strategy, data=st.data())
def test_the_order_of_columns_does_not_matter_to_identity(pairs: list[tuple[str, str]], data: st.DataObject) -> None:
    other = data.draw(st.permutations(pairs))
    names, cells = [name for name, _ in pairs], [cell for _, cell in pairs]
    assert source_of(names) == source_of([name for name, _ in other])
    assert fingerprint(names, cells) == fingerprint([name for name, _ in other], [cell for _, cell in other])


@given(one=cells_strategy, other=cells_strategy)
def test_rows_that_differ_have_other_fingerprints(one: list[tuple[str, str]], other: list[tuple[str, str]]) -> None:
    def said(pairs: list[tuple[str, str]]) -> list[tuple[str, str]]:
        return sorted((name, cell.replace("\r\n", "\n")) for name, cell in pairs if cell)

    same = fingerprint(*_columns(one)) == fingerprint(*_columns(other))
    assert same == (said(one) == said(other))


def _columns(pairs: list[tuple[str, str]]) -> tuple[list[str], list[str]]:
    return [name for name, _ in pairs], [cell for _, cell in pairs]


def test_identity_takes_any_text_and_is_the_same_in_every_release() -> None:
    assert fingerprint(["a"], ["\ud800\0"]) != fingerprint(["a"], ["\ud800"])
    first = response_id(source_of(["NPS"]), fingerprint(["NPS"], ["3"]) + "#0")
    assert first == "7a827f28-401b-55bb-a02a-6054ec1fcb0f"


# Tickets --------------------------------------------------------------------------------------------------------


def test_a_ticket_has_what_the_response_says_and_the_lead_as_its_owner() -> None:
    response = read_row(row(NPS="0", Name="x" * 400, Segment="Süd"), layout_of())
    fields = ticket_fields(response, "response-1", SPACE)
    assert fields["customer_name"] == "x" * 299 + "…"
    assert {name: fields[name] for name in ("segment", "owner", "priority", "score", "score_kind", "response")} == {
        "segment": "south",
        "owner": BEA,
        "priority": "high",
        "score": 0,
        "score_kind": "nps",
        "response": "response-1",
    }


def test_a_ticket_without_words_says_so() -> None:
    assert ticket_comment(read_row(row(Why="  "), layout_of())) == "(no comment; NPS 3)"


def test_more_words_than_a_ticket_holds_are_cut_and_stay_whole_in_the_response() -> None:
    response = read_row(row(Why="x" * (TEXT_LENGTH + 1)), layout_of())
    comment = ticket_comment(response)
    assert len(comment) == TEXT_LENGTH
    assert comment.endswith("the response has all of it]")
    assert response.comment is not None
    assert len(response.comment) == TEXT_LENGTH + 1
