"""The ticket that a response makes."""

from typing import Final

from cxloop_tui.domain.feedback import priority_for
from cxloop_tui.domain.intake.rows import Response
from cxloop_tui.domain.legality import LINE_LENGTH, TEXT_LENGTH
from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation

_LINES: Final = ("customer_name", "customer_phone", "respondent", "touchpoint", "channel", "account")
"""What a ticket takes from a response as it is there, but for what is longer than a line may be."""

_CUT: Final = " … [cut here; the response has all of it]"


def ticket_fields(response: Response, of: str, organisation: Organisation, day: str) -> dict[str, Json]:
    """Return what a ticket for a response sets; `of` is the response's id.

    Who leads its segment owns it, or who stands in for them on `day`, written as `2026-12-01`.
    """
    said = response.fields
    segment = str(said["segment"])
    bands = organisation.policy.bands(response.kind)
    return {
        "customer_email": said.get("customer_email"),
        **{name: _line(said[name]) for name in _LINES if said.get(name)},
        "segment": segment,
        "owner": organisation.lead(segment, day),
        "priority": priority_for(response.score, response.kind, bands).value,
        "score": response.score,
        "score_kind": response.kind.value,
        "response": of,
    }


def ticket_comment(response: Response) -> str:
    """Return the customer's words for the ticket, or the marked system text; too many are cut, and say so."""
    if response.comment is None:
        return f"(no comment; {response.kind.upper()} {response.score})"
    if len(response.comment) <= TEXT_LENGTH:
        return response.comment
    return response.comment[: TEXT_LENGTH - len(_CUT)] + _CUT


def _line(value: Json) -> Json:
    return value[: LINE_LENGTH - 1] + "…" if isinstance(value, str) and len(value) > LINE_LENGTH else value
