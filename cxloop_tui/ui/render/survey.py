"""The whole response a ticket came from, as lines: every question of the file and its answer, word for word."""

from collections.abc import Iterator, Sequence
from typing import Final

from rich.cells import cell_len
from textual.strip import Strip

from cxloop_tui.domain import survey
from cxloop_tui.domain.survey import SurveyResponse
from cxloop_tui.domain.text import clean_block
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.ui.render.cells import fit
from cxloop_tui.ui.render.line import Line, Setting, called, first_that_fits, flowed, shown, strip, wrapped
from cxloop_tui.ui.render.looks import BOLD
from cxloop_tui.ui.render.score import score_line
from cxloop_tui.ui.render.when import moment

ANSWER_LENGTH_MAX: Final = 20_000
"""Code points shown of one answer; what is stored is whole."""

LABEL_WIDTH_MAX: Final = 20
"""Cells of a label that stands beside its answer; a longer one, a question, stands above it."""

_INDENT: Final = "  "


def survey_strips(
    responses: Sequence[SurveyResponse], ticket: Ticket, of_customer: int, setting: Setting, *, how: str = ""
) -> list[Strip]:
    """Return the responses behind a ticket, oldest first.

    `of_customer` is how many responses the customer gave at all, `how` says where they are.
    """
    if not responses:
        words = _why_none(ticket, of_customer, how)
        return [strip([(line, setting.looks.muted)], setting) for line in wrapped(words, setting.width)]
    lines: list[Line] = []
    for place, response in enumerate(responses):
        lines += [[]] if place else []
        lines += [*_head(response, setting, added=place > 0), [], *_pairs(response, setting)]
    return [strip(line, setting) for line in lines]


def _why_none(ticket: Ticket, of_customer: int, how: str) -> str:
    if ticket.response:
        return "The response this ticket came from is not on record here: only the ticket came along."
    words = "Not from a survey: somebody made this ticket by hand, from what the customer said."
    if of_customer == 0:
        return f"{words}\nNo survey answer of this customer is on record."
    some = "1 survey answer" if of_customer == 1 else f"{of_customer:,} survey answers"
    return f"{words}\n{some} of this customer: {how}." if how else f"{words}\n{some} of this customer."


def _head(response: SurveyResponse, setting: Setting, *, added: bool) -> Iterator[Line]:
    """Say what was scored, when, and where it comes from."""
    looks, width = setting.looks, setting.width
    if response.score is not None:
        kind, scale, band = score_line(response.score, response.score_kind, setting)
        yield first_that_fits(width, [kind, scale, band], [kind, scale], [kind])
    recorded = moment(response.recorded_at, setting.now, setting.utc_offset)
    pieces = [("added to this ticket", looks.plain + BOLD)] if added else []
    pieces.append((_when(response, setting), looks.muted))
    pieces.append((f"imported {recorded} by {called(response.by, setting)}", looks.muted))
    yield from flowed(pieces, width)


def _when(response: SurveyResponse, setting: Setting) -> str:
    if response.answered_at is not None:
        return f"answered {moment(response.answered_at, setting.now, setting.utc_offset)}"
    return f"answered {shown(response.answered)}" if response.answered else "no date of the answer"


def _pairs(response: SurveyResponse, setting: Setting) -> Iterator[Line]:
    """Yield what was asked and answered: the score, the words, then every other column of the file."""
    score = response.answer and (f"{response.answer} on {response.scale}" if response.scale else response.answer)
    known = (
        (response.question(survey.SCORE) or "score", score),
        (response.question(survey.COMMENT) or "comment", response.comment),
        ("answered", response.answered if response.answered_at is not None else None),
        ("touchpoint", response.touchpoint),
        ("channel", response.channel),
        ("segment", response.segment and setting.organisation.tree.name(response.segment)),
        ("name", response.customer_name),
        ("e-mail", response.customer_email),
        ("phone", response.customer_phone),
        ("account", response.account),
        ("respondent", response.respondent),
        ("response id", response.source_id),
        *response.answers,
    )
    pairs = [(shown(label) or "(no name)", answer) for label, answer in known if answer]
    most = min(LABEL_WIDTH_MAX, setting.width // 3)
    beside = max((cells for label, _ in pairs if (cells := cell_len(label)) <= most), default=most)
    for label, answer in pairs:
        yield from _pair(label, answer, beside, setting)


def _pair(name: str, answer: str, beside: int, setting: Setting) -> Iterator[Line]:
    """Put an answer beside its label where that fits in so many cells, else below it."""
    looks = setting.looks
    body = clean_block(answer, ANSWER_LENGTH_MAX).strip("\n")
    if cell_len(name) <= beside:
        room = max(setting.width - beside - len(_INDENT), 2)
        for place, line in enumerate(wrapped(body, room)):
            yield [(fit("" if place else name, beside) + _INDENT, looks.muted), (line, looks.plain)]
        return
    for line in wrapped(name, setting.width):
        yield [(line, looks.muted)]
    for line in wrapped(body, max(setting.width - len(_INDENT), 2)):
        yield [(f"{_INDENT}{line}", looks.plain)]
