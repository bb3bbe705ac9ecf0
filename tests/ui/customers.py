"""Ana on record: her tickets and responses, and the lines her tab is drawn as."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from cxloop_tui.domain.clock import DAY, HOUR
from cxloop_tui.domain.sentiment.heard import heard_of
from cxloop_tui.domain.status import Priority, Status
from cxloop_tui.domain.survey import SurveyResponse
from cxloop_tui.domain.ticket_view import Customer
from cxloop_tui.ui.render.customer import CustomerLines, customer_strips
from tests.builders import ADA
from tests.ui.conftest import NOW
from tests.ui.drawn_ticket import escalated, setting, text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from cxloop_tui.domain.ticket import Ticket

ANA = "ana@shop.example"


def a_ticket(place: int = 1, **changes: Any) -> Ticket:
    """A ticket of Ana's, resolved; those of higher places are older."""
    made = escalated().ticket._replace(
        id=f"t{place}",
        number=1000 - place,
        status=Status.RESOLVED,
        priority=Priority.HIGH,
        segment="bari",
        owner="bea@desk.example",
        customer_email=ANA,
        score=None,
        account=None,
        response=None,
        comment=f"words {place}",
        created_at=NOW - place * DAY,
        resolved_at=NOW - place * DAY + HOUR,
        due_at=None,
        root_cause="bank",
        action_taken="paid",
        told="by mail",
    )
    return made._replace(**changes)


def a_response(place: int, score: int | None = 9, **changes: Any) -> SurveyResponse:
    """A response to a survey; those of higher places are older."""
    made = SurveyResponse(id=f"r{place}", recorded_at=NOW - place * DAY, by=ADA, score=score, score_kind="nps")
    return replace(made, **changes)


def ana(*tickets: Ticket, responses: Sequence[SurveyResponse] = (), **changes: Any) -> Customer:
    """Ana, with these tickets and responses on record, newest first."""
    made = Customer(
        key=f"@{ANA}", tickets=tickets, ticket_count=len(tickets), responses=tuple(responses),
        response_count=len(responses), since=NOW - 400 * DAY,
    )  # fmt: skip
    return replace(made, **changes)


def drawn(customer: Customer | None, ticket: Ticket, width: int = 76, **how: Any) -> CustomerLines:
    """Draw her tab on one of the tickets."""
    heard = None if customer is None else heard_of(customer)
    return customer_strips(customer, ticket, setting(width), heard=heard, **how)


def said(customer: Customer | None, ticket: Ticket, width: int = 76, **how: Any) -> list[str]:
    """Return what her tab says, line by line."""
    return text(drawn(customer, ticket, width, **how).strips).splitlines()
