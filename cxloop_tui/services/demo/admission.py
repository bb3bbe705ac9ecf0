"""How a complaint becomes a ticket: brought by a survey, or written down by a colleague who heard it."""

from random import Random

from cxloop_tui.domain.clock import DAY, to_rfc3339
from cxloop_tui.domain.feedback import QUEUES, ScoreKind, priority_for
from cxloop_tui.domain.identity import derived
from cxloop_tui.domain.operation import Json, Origin
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.services.demo.arrivals import Arrival
from cxloop_tui.services.demo.house import ME, agents_of
from cxloop_tui.services.desk import Sitting
from cxloop_tui.services.performing import Done


def who_admits(arrival: Arrival, organisation: Organisation, random: Random) -> str:
    """Return by whose hand it comes: the admin imports surveys, the segment's people write down what they hear."""
    if arrival.answer is not None:
        return ME
    lead = organisation.lead(arrival.segment) or ME
    return random.choice(agents_of(arrival.segment, organisation) or (lead,))


def admit(sitting: Sitting, arrival: Arrival, response: str, by: str) -> Done:
    """Make the ticket; `response` becomes the id of the survey response, if there is one."""
    if arrival.answer is None:
        return sitting.create({**_customer(arrival), "owner": by}, arrival.comment or "")
    score, kind = arrival.answer
    said = {**_customer(arrival), "score": score, "score_kind": str(kind)}
    for before in arrival.earlier:
        answered: dict[str, Json] = {"score": before.score, "answered_at": to_rfc3339(arrival.at - before.days * DAY)}
        sitting.record_response(derived(response, str(before.days)), {**said, **answered}, before.words)
    sitting.record_response(response, said, arrival.comment)
    routed = {
        "response": response,
        "owner": sitting.organisation.lead(arrival.segment),
        "priority": str(priority_for(score, kind, sitting.organisation.policy.bands(kind))),
    }
    queue = QUEUES.get(sitting.organisation.policy.bands(kind).of(score))
    return sitting.create(
        {**said, **routed},
        arrival.comment or _no_comment(score, kind),
        tags=() if queue is None else (queue,),
        origin=Origin.IMPORT,
    )


def _customer(arrival: Arrival) -> dict[str, Json]:
    """Return what is known without looking further: who it is and where they met us."""
    customer = arrival.customer
    met: dict[str, Json] = {
        "segment": arrival.segment,
        "channel": arrival.channel,
        "touchpoint": arrival.touchpoint,
    }
    if arrival.anonymous:
        return met
    return {
        **met,
        "customer_email": customer.email,
        "customer_name": customer.name,
        "customer_phone": customer.phone,
        "account": customer.account,
    }


def _no_comment(score: int, kind: ScoreKind) -> str:
    """Return the marked text of a ticket whose customer wrote nothing."""
    return f"(no comment; {kind.upper()} {score})"
