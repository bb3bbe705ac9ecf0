"""How words sound: known texts in every language, what turns a word round, and that no text breaks it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxloop_tui.domain.sentiment.feeling import READ_MOST, Feeling, feeling_of
from cxloop_tui.domain.sentiment.lexicon import SUPPORTED


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("Friendly staff and a quick answer, thank you!", Feeling.POSITIVE),
        ("I have been waiting for three weeks and nobody answers", Feeling.NEGATIVE),
        ("Der Techniker war sehr freundlich und pünktlich", Feeling.POSITIVE),
        ("Seit Wochen keine Antwort, das ist eine Frechheit", Feeling.NEGATIVE),
        ("Un accueil chaleureux, je recommande", Feeling.POSITIVE),
        ("C'est trop lent et personne ne répond", Feeling.NEGATIVE),
        ("Muy amables y todo rápido, gracias", Feeling.POSITIVE),
        ("Pésimo servicio, nunca llegó el paquete", Feeling.NEGATIVE),
        ("Personale gentile e camera pulita", Feeling.POSITIVE),
        ("Servizio pessimo, non lo consiglio", Feeling.NEGATIVE),
        ("Atendimento ótimo, muito obrigada", Feeling.POSITIVE),
        ("Um descaso com o cliente, não resolvem nada", Feeling.NEGATIVE),
        ("Pelayanannya sangat ramah dan cepat", Feeling.POSITIVE),
        ("Aplikasinya lemot dan tidak bisa dibuka", Feeling.NEGATIVE),
        ("정말 친절하고 좋아요", Feeling.POSITIVE),
        ("너무 느리고 불친절해서 실망했어요", Feeling.NEGATIVE),
        ("服务很好，非常满意", Feeling.POSITIVE),
        ("更新後一直閃退，垃圾", Feeling.NEGATIVE),
        ("The parcel has a number", Feeling.NEUTRAL),
        ("👍👍", Feeling.POSITIVE),
        ("", Feeling.UNKNOWN),
        ("   \n", Feeling.UNKNOWN),
        ("12345", Feeling.UNKNOWN),
        ("ממש כואב, אני בוכה", Feeling.UNKNOWN),
        ("เท่าไหร่คะ", Feeling.UNKNOWN),
        ("とても良いです。ありがとう", Feeling.UNKNOWN),
    ],
)
def test_how_texts_sound(text: str, feeling: Feeling) -> None:
    assert feeling_of(text) is feeling


@pytest.mark.parametrize(
    ("text", "feeling"),
    [
        ("The staff was helpful", Feeling.POSITIVE),
        ("The staff was not very helpful", Feeling.NEGATIVE),
        ("There was no delay, it went on", Feeling.NEUTRAL),
        ("No, the staff was helpful", Feeling.POSITIVE),
        ("Nice and clean, but slow", Feeling.NEUTRAL),
        ("Nice, but slow", Feeling.NEGATIVE),
        ("A waste of time", Feeling.NEGATIVE),
        ("It is sloooow", Feeling.NEGATIVE),
        ("SLOW AND RUDE", Feeling.NEGATIVE),
        ("This is good 😡😡", Feeling.NEGATIVE),
        ("좋지 않아요", Feeling.NEGATIVE),
        ("不好用", Feeling.NEGATIVE),
    ],
)
def test_what_turns_words_round(text: str, feeling: Feeling) -> None:
    assert feeling_of(text) is feeling


def test_a_language_without_a_list_is_believed_where_the_words_do_not_speak_against_it() -> None:
    assert feeling_of("Super", "pl") is Feeling.UNKNOWN
    assert feeling_of("The staff was not very helpful", "pl") is Feeling.NEGATIVE


def test_what_a_survey_says_decides_where_the_words_leave_it_open() -> None:
    assert feeling_of("mal", "fr") is Feeling.NEGATIVE
    assert feeling_of("gut", "de-AT") is Feeling.POSITIVE


@given(st.text(max_size=200), st.one_of(st.none(), st.sampled_from([*SUPPORTED, "xx", ""])))
def test_no_text_breaks_it(text: str, said: str | None) -> None:
    assert feeling_of(text, said) in set(Feeling)


def test_a_very_long_text_is_read_as_far_as_it_matters() -> None:
    assert feeling_of("The room was cold. " + "x" * READ_MOST + " excellent" * 1000) is Feeling.NEGATIVE
