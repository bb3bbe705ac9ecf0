"""The ladders on which answers in words stand."""

import pytest

from cxloop_tui.domain.folding import document
from cxloop_tui.domain.intake.ladders import LADDERS, Family, Ladder, agree, is_rung, ladders_of, side_of


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: next(iter(ladder.rungs)))
def test_a_ladder_has_answers_on_every_rung_and_none_on_two(ladder: Ladder) -> None:
    assert set(ladder.rungs.values()) == set(range(1, ladder.height + 1))
    assert all(word and document(word) == word for word in ladder.rungs)


@pytest.mark.parametrize("ladder", LADDERS, ids=lambda ladder: next(iter(ladder.rungs)))
def test_the_first_answer_of_every_rung_stands_together_on_the_ladder(ladder: Ladder) -> None:
    firsts = {place: word for word, place in reversed(list(ladder.rungs.items()))}
    assert ladder in ladders_of(firsts.values())


@pytest.mark.parametrize(
    ("words", "family", "places"),
    [
        (["Very satisfied", "Neutral"], Family.SATISFACTION, [5, 3]),
        (["SEHR ZUFRIEDEN", "unzufrieden"], Family.SATISFACTION, [5, 2]),
        (["Tout à fait d'accord", "Pas d’accord"], Family.AGREEMENT, [5, 2]),
        (["excellent", "very good", "good", "fair", "poor"], Family.QUALITY, [5, 4, 3, 2, 1]),
        (["very good", "good", "fair", "poor", "very poor"], Family.QUALITY, [5, 4, 3, 2, 1]),
        (["Strongly agree", "agree", "slightly agree", "disagree"], Family.AGREEMENT, [7, 6, 5, 2]),
        (["sehr gut", "gut", "befriedigend", "ausreichend", "mangelhaft"], Family.QUALITY, [6, 5, 4, 3, 2]),
    ],
)
def test_all_words_together_tell_the_ladder(words: list[str], family: Family, places: list[int]) -> None:
    ladder = ladders_of(words)[0]
    assert ladder.family is family
    assert [ladder.rungs[document(word)] for word in words] == places
    assert agree(ladders_of(words), words)


@pytest.mark.parametrize("words", [["excellent", "good", "fair", "poor"], ["slightly satisfied", "very satisfied"]])
def test_ladders_that_call_other_words_complaints_do_not_agree(words: list[str]) -> None:
    assert not agree(ladders_of(words), words)


@pytest.mark.parametrize("words", [[], ["yes", "no"], ["satisfied", "somewhat satisfied", "extremely likely"]])
def test_other_words_stand_on_none(words: list[str]) -> None:
    assert ladders_of(words) == []


@pytest.mark.parametrize(
    ("word", "side"),
    [("Very good", 1), ("very poor", -1), ("poor", -1), ("fair", 0), ("good", 0), ("neutral", 0), ("x", 0)],
)
def test_a_word_alone_tells_its_side_only_where_all_ladders_agree(word: str, side: int) -> None:
    assert side_of(word) == side


def test_a_family_can_be_asked_for() -> None:
    assert is_rung("Very likely")
    assert not is_rung("Very likely", [Family.QUALITY])
    assert not is_rung("Yes")
