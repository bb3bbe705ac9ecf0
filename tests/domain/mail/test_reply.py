"""What replies begin with: every template in every language, and which are likely for whom."""

import pytest

from cxloop_tui.domain.mail.reply import LANGUAGES, Links, begun, steps_of
from cxloop_tui.domain.mail.templates.template import GAP, Step
from cxloop_tui.domain.policy import Policy
from tests.builders import ticket


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", Step)
def test_every_template_is_there_in_every_language(language: str, step: Step) -> None:
    links = Links("https://reviews.example", "https://survey.example/{number}")
    letter = begun(step, language, ticket(number=7, action_taken="a new one"), "Bea", links=links)
    assert "#7" in letter.title
    assert "{" not in letter.title + letter.text
    assert (GAP in letter.text) is (step is Step.INTENDED)
    assert ("https://reviews.example" in letter.text) is (step is Step.THANKED)
    assert ("https://survey.example/7" in letter.text) is (step is Step.SURVEYED)


def test_without_a_place_to_tell_others_there_is_a_gap() -> None:
    assert GAP in begun(Step.THANKED, "en", ticket(), "Bea").text


@pytest.mark.parametrize(
    ("score", "kind", "first"),
    [
        (2, "nps", Step.HEARD),
        (8, "nps", Step.ASKED),
        (9, "nps", Step.THANKED),
        (5, "csat", Step.THANKED),
        (None, None, Step.HEARD),
        (9, "stars", Step.HEARD),
    ],
)
def test_the_likeliest_template_comes_first(score: int | None, kind: str | None, first: Step) -> None:
    assert steps_of(ticket(score=score, score_kind=kind), Policy())[0] is first
