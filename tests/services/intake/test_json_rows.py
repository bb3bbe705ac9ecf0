"""JSON in its three forms: one object a line, a list, an object with a list in it."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.services.intake import SurveyFile, look_through
from cxloop_tui.services.intake.json_rows import ObjectList
from cxloop_tui.services.intake.json_text import JsonText
from cxloop_tui.services.intake.unreadable import Unreadable
from tests.services.intake.desk import space, take, written


@pytest.mark.parametrize("name", ["survey.ndjson", "survey.jsonl", "survey.txt", "survey", "survey.csv"])
def test_one_object_a_line_is_known_by_how_it_begins(tmp_path: Path, name: str) -> None:
    lines = [
        {"nps": 3, "why": "late"},
        {"why": "fine", "nps": 9.0, "more": {"a": [1, None], "b": {}}},
        {"nps": None, "ok": True},
    ]
    file = SurveyFile(written(tmp_path, "\ufeff" + "\n\n".join(json.dumps(line) for line in lines), name))
    list(file.rows())
    assert file.names == ["nps", "why", "more.a", "more.b", "ok"]
    assert [(row.line, list(row.cells)) for row in file.rows()] == [
        (1, ["3", "late", "", "", ""]),
        (3, ["9.0", "fine", "[1, null]", "{}", ""]),
        (5, ["", "", "", "", "true"]),
    ]


def test_rows_of_a_list_know_their_lines(tmp_path: Path) -> None:
    text = json.dumps([{"nps": 3, "why": "a\nb"}, {"nps": 9, "why": "c"}], indent=2)
    assert [row.line for row in SurveyFile(written(tmp_path, text)).rows()] == [2, 6]


def test_a_line_of_json_in_which_no_list_is_is_one_answer(tmp_path: Path) -> None:
    file = SurveyFile(written(tmp_path, '{"nps": 3, "tags": ["late"]}'))
    assert [list(row.cells) for row in file.rows()] == [["3", '["late"]']]


def test_a_header_in_brackets_is_no_json(tmp_path: Path) -> None:
    file = SurveyFile(written(tmp_path, "[NPS],[Why]\n3,late\n"))
    list(file.rows())
    assert file.names == ["[NPS]", "[Why]"]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{"nps": 3}\n{"nps": 4', "line 2: this is no JSON: "),
        ('{"nps": 3}\n\n[4]\n', "line 3: this is no JSON object"),
        ('{"nps": 3}\n{"nps": ' + "9" * 5_000 + "}", "line 2: this JSON is too deep or has too long a number"),
        ('{"nps": ' + "[" * 200_000, "line 1: this JSON is too deep"),
    ],
    ids=range(4),
)
def test_what_is_no_ndjson_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Unusable) as refused:
        take(space(), written(tmp_path, text, "a.ndjson"))
    assert said in str(refused.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("[\n", "line 2: this is no JSON: Expecting value"),
        ('[\n{"nps": 3},\n{"nps": 4\n', "line 4: this is no JSON: Expecting ',' delimiter"),
        ('[\n{"nps": 3}\n{"nps": 4}]', "line 3: this is no JSON: '{' stands here, where ']' was expected"),
        ('[{"nps": 3}', "line 1: this is no JSON: it ends here, where ']' was expected"),
        ('[\n{"nps": 3},\n[4]]', "line 3: an entry of this list is a list, not an object"),
        ("[\n3]", "line 2: an entry of this list is a number, not an object"),
        ("[null]", "line 1: an entry of this list is nothing (null), not an object"),
        ('[{"why": "unfinished', "line 1: this is no JSON: Unterminated string"),
        ('[{"why": "a\nb"}]', "line 1: this is no JSON: Invalid control character"),
        ('[{"nps": 3}]\n[]', "line 2: something follows the end of the JSON"),
        ('{\n"nps": 3,\n"why": "late"\n}', "line 1: there is no list of objects in this JSON"),
        (
            '{"a": [{"nps": 3}],\n "b": {"c": [{"nps": 3}]}}',
            "line 2: there are several lists of objects, 'a' and 'b.c'",
        ),
        ('[{"nps": ' + "9" * 5_000 + "}]", "line 1: this JSON is too deep or has too long a number"),
        ("[" * 200_000, "line 1: this JSON is too deep or has too long a number"),
        ('{"a":' * 20_000, "line 1: this JSON is too deep or has too long a number"),
    ],
    ids=range(15),
)
def test_what_is_no_list_of_objects_is_refused_with_its_line(tmp_path: Path, text: str, said: str) -> None:
    with pytest.raises(Unusable) as refused:
        look_through(SurveyFile(written(tmp_path, text, "a.json")))
    assert said in str(refused.value)


def test_too_many_keys_are_data_and_no_columns(tmp_path: Path) -> None:
    lines = "\n".join(json.dumps({f"customer {at}": 3}) for at in range(6_000))
    with pytest.raises(Unusable, match="line 5,001: there are more than 5,000 different keys"):
        look_through(SurveyFile(written(tmp_path, lines)))


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values, st.integers(1, 7), st.booleans())
def test_a_value_is_the_same_wherever_its_text_is_cut(value: object, length: int, ascii_only: bool) -> None:
    text = json.dumps(value, ensure_ascii=ascii_only, indent=1)
    assert JsonText(text[at : at + length] for at in range(0, len(text), length)).value() == value


@given(st.lists(st.dictionaries(st.text(min_size=1), json_values, max_size=3), max_size=4), st.integers(1, 7))
def test_a_list_is_read_entry_by_entry_wherever_its_text_is_cut(
    entries: list[dict[str, object]], length: int
) -> None:
    text = json.dumps({"page": [1, "x", []], "answers": entries, "next": {"at": None}}, indent=1)
    pieces = [text[at : at + length] for at in range(0, len(text), length)]
    if entries:
        assert len(list(ObjectList().rows(pieces))) == len(entries)
    else:
        with pytest.raises(Unreadable, match="there is no list of objects"):
            list(ObjectList().rows(pieces))
