"""One reply to the customers of many tickets: a letter each, greeted by name."""

from cxloop_tui.domain import intent
from cxloop_tui.domain.mail.reply import Begun, addressed, demand_filled_in
from cxloop_tui.domain.mail.templates.template import GAP
from cxloop_tui.services.bulk import Make
from cxloop_tui.ui.forms.form import Form, LineField, Submit, TextField, Values


def reply_many_form(tickets: str, begins: Begun, submit: Submit) -> Form:
    """Ask for title and text, which begin so; what stands in braces is another for each customer."""
    return Form(
        name="reply-many",
        title=f"Reply to {tickets}",
        button="Send",
        consequential=True,
        fields=(
            LineField(name="title", label="title", value=begins.title),
            TextField(name="text", label="text", value=begins.text, rows=11, rows_low=9, select=GAP),
        ),
        submit=submit,
        focus="text",
        footnote="each gets a letter: {greeting} by name, {number} of the ticket",
    )


def replied(values: Values, language: str) -> Make:
    """Return what the form asks for; who is written to is greeted in `language`. Raises Refused for a gap in it."""
    demand_filled_in(values["text"])
    letter = Begun(values["title"], values["text"])
    return lambda ticket, _: intent.reply(ticket, *addressed(letter, language, ticket))
