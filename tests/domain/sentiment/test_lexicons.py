"""The lists of words: none weighs two things, none is out of reach."""

from collections import Counter
from importlib import import_module

import pytest

from cxloop_tui.domain.sentiment.feeling import Feeling, feeling_of
from cxloop_tui.domain.sentiment.lexicon import JOINED, SPACED, SUPPORTED, lexicon


@pytest.mark.parametrize("language", SUPPORTED)
def test_no_word_stands_in_a_list_twice(language: str) -> None:
    weights = import_module(f"cxloop_tui.domain.sentiment.lexicons.{language}").WEIGHTS
    assert [word for word, count in Counter(" ".join(weights.values()).split()).items() if count > 1] == []


@pytest.mark.parametrize("language", SUPPORTED)
def test_every_list_has_praise_complaint_and_common_words(language: str) -> None:
    of = import_module(f"cxloop_tui.domain.sentiment.lexicons.{language}")
    assert min(of.WEIGHTS) < 0 < max(of.WEIGHTS)
    assert 0 not in of.WEIGHTS
    assert len(of.COMMON.split()) > 30


@pytest.mark.parametrize("language", SPACED)
def test_a_common_word_tells_no_mood(language: str) -> None:
    known = lexicon(language)
    assert [word for word in known.common if known.weights.get((word,))] == []


@pytest.mark.parametrize("language", JOINED)
def test_every_word_that_is_looked_for_anywhere_tells_its_mood_alone(language: str) -> None:
    weights = import_module(f"cxloop_tui.domain.sentiment.lexicons.{language}").WEIGHTS
    words = [(word.replace("_", " "), weight) for weight, listed in weights.items() for word in listed.split()]
    letters = [(word, weight) for word, weight in words if not word.isascii() and word.isalpha()]
    wrong = [
        word
        for word, weight in letters
        if feeling_of(word) is not (Feeling.POSITIVE if weight > 0 else Feeling.NEGATIVE)
    ]
    assert wrong == []
