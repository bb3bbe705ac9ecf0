"""What a reply to a customer begins with: a template in the customer's language, filled in for one ticket."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from cxloop_tui.domain.errors import Refused, Unusable
from cxloop_tui.domain.feedback import Band
from cxloop_tui.domain.mail.templates.template import GAP, Step, Template, filled_in
from cxloop_tui.domain.mail.templates.wordings import WORDINGS
from cxloop_tui.domain.mail.wording import name_of
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.text import clean_line
from cxloop_tui.domain.ticket import Ticket

FALLBACK: Final = "en"
"""The language of templates where there are none in the one that is wanted."""

LANGUAGES: Final = tuple(WORDINGS)
"""The languages that templates are written in."""

STEP_WORDS: Final = {
    Step.HEARD: "we got it",
    Step.INTENDED: "what we intend",
    Step.DONE: "what we did",
    Step.ASKED: "what would be better",
    Step.THANKED: "thank you",
    Step.SURVEYED: "is it well now",
}
"""What the templates are called on screen."""

_STEPS: Final = {
    Band.DISSATISFIED: (Step.HEARD, Step.INTENDED, Step.DONE),
    Band.NEUTRAL: (Step.ASKED, Step.HEARD, Step.DONE),
    Band.SATISFIED: (Step.THANKED, Step.ASKED, Step.HEARD),
}


def steps_of(ticket: Ticket, policy: Policy) -> tuple[Step, ...]:
    """Return the templates that the customer of a ticket is likely to be written to with, the likeliest first."""
    return _STEPS[policy.band_of(ticket.score, ticket.score_kind) or Band.DISSATISFIED]


class Links(NamedTuple):
    """Where letters lead to, as the policy says; empty where it says nothing."""

    review: str = ""
    survey: str = ""

    @classmethod
    def of(cls, policy: Policy) -> "Links":
        """Read them from the policy."""
        return cls(policy.review_link, policy.survey_link)


NO_LINKS: Final = Links()


class Begun(NamedTuple):
    """The title and the text of a reply as its writer finds them."""

    title: str
    text: str


def begun(
    step: Step | Template | None,
    language: str,
    ticket: Ticket,
    name: str,
    signature: str = "",
    links: Links = NO_LINKS,
) -> Begun:
    """Return what a reply begins with: greeting, text, signature.

    `step` is one of the templates there are from the start, or one that the organisation wrote; None is none. `name`
    is who writes; `signature` is their own, without which it is the closing of the language and the name. `links`
    lead to where others can be told, and to the survey after a resolution.
    """
    wording = WORDINGS[spoken(language)]
    values = {"number": name_of(ticket), "action": clean_line(ticket.action_taken or "")}
    values |= {"review": links.review, "survey": links.survey.replace("{number}", str(ticket.number or ""))}
    template = wording.templates[step] if isinstance(step, Step) else step
    title, text = ("", GAP) if template is None else template
    signed = signature.strip("\n") or f"{wording.closing}\n{name}".strip()
    blocks = (_greeting(wording.greeting, wording.greeting_nobody, ticket), filled_in(text, values), signed)
    subject = filled_in(title, values) if title else f"[{name_of(ticket)}]"
    return Begun(subject, "\n\n".join(blocks))


def begun_for_many(language: str, name: str, signature: str = "") -> Begun:
    """Return what one reply to several customers begins with; `addressed` makes the letter of each of it."""
    wording = WORDINGS[spoken(language)]
    signed = signature.strip("\n") or f"{wording.closing}\n{name}".strip()
    return Begun("[{number}]", f"{{greeting}}\n\n{GAP}\n\n{signed}")


def addressed(letter: Begun, language: str, ticket: Ticket) -> Begun:
    """Return a letter to several as one of them gets it: greeted in `language`, with the ticket's number."""
    wording = WORDINGS[spoken(language)]
    values = {
        "number": name_of(ticket),
        "greeting": _greeting(wording.greeting, wording.greeting_nobody, ticket),
    }
    return Begun(filled_in(letter.title, values), filled_in(letter.text, values))


def spoken(language: str | None) -> str:
    """Return the language templates are taken in: `de` of `de-AT`; FALLBACK of one that none is written in."""
    short = (language or "").replace("_", "-").partition("-")[0].lower()
    return short if short in WORDINGS else FALLBACK


def step_named(name: str, others: Sequence[str] = ()) -> Step:
    """Return a template by its name. Raises Unusable, naming those there are, and `others`."""
    try:
        return Step(name)
    except ValueError:
        raise Unusable(f"there is no template {name!r}: use one of {', '.join((*Step, *others))}") from None


def demand_filled_in(text: str) -> None:
    """Let pass a text without gaps. Raises Refused: a customer would read them."""
    if GAP in text:
        raise Refused(f"text still has a gap {GAP} to fill in")


def _greeting(known: str, nobody: str, ticket: Ticket) -> str:
    name = clean_line(ticket.customer_name or "").strip()
    return known.replace("{name}", name) if name else nobody
