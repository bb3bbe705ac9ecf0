"""Key words: what several texts have in common, as it is written there."""

from cxloop_tui.domain.sentiment.feeling import Feeling
from cxloop_tui.domain.sentiment.heard import heard_of
from cxloop_tui.domain.sentiment.key_words import key_words
from cxloop_tui.domain.survey import SurveyResponse
from cxloop_tui.domain.ticket_view import Customer


def told(*texts: str, language: str | None = None) -> list[tuple[str, int]]:
    return [(word.word, word.texts) for word in key_words(texts, language)]


def test_words_of_the_most_texts_come_first_and_common_ones_and_moods_are_left_out() -> None:
    texts = ("The delivery was slow", "Delivery by a slow courier", "The courier was slow with the delivery, again")
    assert told(*texts) == [("delivery", 3), ("courier", 2)]


def test_a_text_counts_a_word_once_and_a_word_of_one_text_is_none() -> None:
    assert told("refund refund refund", "The invoice") == []


def test_accents_make_no_other_word_and_the_commoner_writing_is_shown() -> None:
    texts = ("Das ist die Lösung für den Router", "Keine Losung für den Router", "Eine Lösung und der Router")
    assert told(*texts) == [("lösung", 3), ("router", 3)]


def test_korean_words_are_counted_without_their_particles() -> None:
    assert told("배송이 늦어요", "배송은 언제 오나요") == [("배송", 2)]


def test_a_language_without_a_list_has_none() -> None:
    assert told("ממש כואב", "ממש כואב") == []


def test_what_a_customer_said_is_heard_once() -> None:
    said = [("r1", "The courier was rude"), ("r2", "A friendly courier, thanks"), ("r3", "")]
    responses = tuple(
        SurveyResponse(id=one, recorded_at=1, by="a@b.example", comment=text or None) for one, text in said
    )
    heard = heard_of(Customer(key="@a@b.example", responses=responses))
    assert heard.feelings == {Feeling.POSITIVE: 1, Feeling.NEGATIVE: 1}
    assert [tuple(word) for word in heard.words] == [("courier", 2)]
