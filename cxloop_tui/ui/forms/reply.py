"""A reply to the customer: which template it begins with, and the letter itself."""

from collections.abc import Sequence
from textwrap import wrap
from typing import Final

from cxloop_tui.domain.mail.own_templates import OwnTemplate, own_template
from cxloop_tui.domain.mail.reply import LANGUAGES, STEP_WORDS, Links, begun, demand_filled_in, spoken
from cxloop_tui.domain.mail.templates.template import GAP, Step
from cxloop_tui.domain.mail.templates.wordings import WORDINGS
from cxloop_tui.domain.operation import Preview
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket import Ticket
from cxloop_tui.domain.ticket_view import TicketView
from cxloop_tui.services.performing import Done
from cxloop_tui.services.session import Session
from cxloop_tui.ui.forms.form import Form, LineField, TextField, Values
from cxloop_tui.ui.forms.option import Option
from cxloop_tui.ui.forms.words import name_of, newest_first
from cxloop_tui.ui.render.looks import Looks
from cxloop_tui.ui.render.pieces import Piece

NO_TEMPLATE: Final = "none"
_OWN: Final = "own"
"""Before the name of a template that the organisation wrote."""
_MEANS_CELLS: Final = 66
_MEANS_LINES: Final = 4
"""Lines of what a letter in another language means: the form has to fit a low screen."""


def template_options(
    language: str, own: str, steps: Sequence[Step], written: Sequence[OwnTemplate] = ()
) -> Sequence[Option]:
    """Offer the likely `steps` in the customer's language by a key each, then the rest and the other languages.

    Each says in the agent's `own` language what it is about. What the organisation has `written` stands between.
    """
    theirs, mine = spoken(language), spoken(own)
    first = [
        Option(f"{step}:{theirs}", STEP_WORDS[step], _about(step, mine), key=str(number))
        for number, step in enumerate(steps, start=1)
    ]
    free = Option(f"{NO_TEMPLATE}:{theirs}", "own words", "greeting and signature only", key=str(len(first) + 1))
    others = (code for code in dict.fromkeys((mine, *LANGUAGES)) if code != theirs)
    rest = [Option(f"{step}:{theirs}", STEP_WORDS[step], _about(step, mine)) for step in Step if step not in steps]
    more = [Option(f"{step}:{code}", STEP_WORDS[step], WORDINGS[code].name) for code in others for step in Step]
    ours = sorted(written, key=lambda one: one.language != theirs)
    house = [Option(f"{_OWN}:{one.name}", one.name, f"{one.template.title}, {one.language}") for one in ours]
    return [*first, free, *house, *rest, *more]


def reply_form(view: TicketView, space: Organisation, template: str, session: Session) -> Form:
    """Ask for title and text, which are exactly what goes; `template` is the value of its option."""
    ticket = view.ticket
    name, _, language = template.partition(":")
    written = own_template(language, space.policy) if name == _OWN else None
    step = None if name in (NO_TEMPLATE, _OWN) else Step(name)
    language = language if written is None else written.language
    begins = step if written is None else written.template
    letter = begun(
        begins, language, ticket, space.called(session.me), session.signature, links=Links.of(space.policy)
    )
    means = _means(step, language, session.writes_in)

    def preview(_values: Values, looks: Looks) -> Sequence[tuple[str, Sequence[Piece]]]:
        return [
            ("to", [Piece(_addressee(ticket), looks.plain)]),
            ("goes", [Piece(f"by mail, {_wait(space)} after this; taken back until then", looks.muted)]),
            *((label, [Piece(line, looks.muted)]) for label, line in means),
        ]

    async def submit(values: Values) -> Done | None:
        demand_filled_in(values["text"])
        return await session.act(lambda sitting: sitting.reply(ticket.id, values["title"], values["text"]))

    return Form(
        name="reply",
        title=f"Reply to the customer of {name_of(ticket)}",
        button="Send",
        consequential=True,
        ticket=ticket.id,
        fields=(
            LineField(name="title", label="title", value=letter.title),
            TextField(name="text", label="text", value=letter.text, rows=11, rows_low=10, select=GAP),
        ),
        preview=preview,
        letter=lambda values: Preview((ticket.customer_email or "",), (), values["title"], values["text"]),
        submit=submit,
        comments=newest_first(view),
        focus="text",
    )


def _about(step: Step, language: str) -> str:
    return WORDINGS[language].templates[step].title.partition(" [")[0]


def _addressee(ticket: Ticket) -> str:
    email = ticket.customer_email or ""
    return clean_line(f"{ticket.customer_name} <{email}>" if ticket.customer_name else email)


def _wait(space: Organisation) -> str:
    seconds = (space.policy.gathered_for + space.policy.held_for) // 1000
    return f"{seconds} s" if seconds < 120 else f"{seconds // 60} min"


def _means(step: Step | None, language: str, own: str) -> Sequence[tuple[str, str]]:
    """Return what a template in another language says in one's own, as labelled lines."""
    if step is None or spoken(language) == spoken(own):
        return ()
    text = " ".join(WORDINGS[spoken(own)].templates[step].text.split())
    lines = wrap(text, _MEANS_CELLS)[:_MEANS_LINES]
    return [("means" if at == 0 else "", line) for at, line in enumerate(lines)]
