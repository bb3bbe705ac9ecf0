"""Harbour, the company of the demo: furniture and lamps in shops and on the web; its segments and its people."""

from collections.abc import Mapping
from typing import Final

from cxloop_tui.domain.operation import Json
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.segment import Segment
from cxloop_tui.services.desk import Sitting


def _address(local_part: str) -> str:
    return f"{local_part}@harbour.example"


ME: Final = _address("nora.lindqvist")
"""The person at the keyboard of the demo: its admin, who leads Care as well."""

_LEA = _address("lea.moro")
_MAX = _address("max.riva")
_HENRIK = _address("henrik.dahl")
_PRIYA = _address("priya.raman")
_TOMASZ = _address("tomasz.zielinski")

SEGMENTS: Final = (
    Segment("retail", "Retail", None, (_LEA, _MAX)),
    Segment("north", "North", "retail", (_HENRIK, _LEA)),
    Segment("hamburg", "Hamburg", "north"),
    Segment("gdansk", "Gdańsk", "north"),
    Segment("south", "South", "retail", (_MAX, _LEA)),
    Segment("bari", "Bari", "south"),
    Segment("lisbon", "Lisbon", "south"),
    Segment("online", "Online", None, (_PRIYA, _TOMASZ)),
    Segment("webshop", "Web shop", "online"),
    Segment("delivery", "Delivery", "online", (_TOMASZ, _PRIYA)),
    Segment("parcels", "Parcels", "delivery"),
    Segment("returns", "Returns", "delivery"),
    Segment("care", "Care", None, (ME, _LEA)),
    Segment("billing", "Billing", "care"),
    Segment("hotline", "Hotline", "care"),
)
"""Top down, as they must be made."""

PEOPLE: Final = (
    Person(ME, "Nora Lindqvist", Role.ADMIN, ("care",)),
    Person(_LEA, "Lea Moro", Role.MANAGER, ("retail",)),
    Person(_MAX, "Max Riva", Role.MANAGER, ("south",)),
    Person(_HENRIK, "Henrik Dahl", Role.MANAGER, ("north",)),
    Person(_PRIYA, "Priya Raman", Role.MANAGER, ("online",)),
    Person(_TOMASZ, "Tomasz Zieliński", Role.MANAGER, ("delivery",)),
    Person(_address("bea.costa"), "Bea Costa", Role.AGENT, ("bari", "lisbon")),
    Person(_address("ivo.novak"), "Ivo Novák", Role.AGENT, ("hamburg", "gdansk")),
    Person(_address("yuki.tanaka"), "Yuki Tanaka", Role.AGENT, ("webshop", "hamburg")),
    Person(_address("ines.duarte"), "Inês Duarte", Role.AGENT, ("returns", "lisbon", "parcels")),
    Person(_address("kwame.mensah"), "Kwame Mensah", Role.AGENT, ("billing", "hotline")),
    Person(_address("sade.oyelaran"), "Sade Oyelaran", Role.AGENT, ("hotline", "parcels")),
)
"""The admin first, for somebody must be there to let the others in."""


POLICY: Final[Mapping[str, Json]] = {
    "queue.passives": "on",
    "queue.promoters": "on",
    "mail.review_link": "https://reviews.example/harbour",
    "arrival.rules": "score:<=1 touchpoint:checkout => priority:critical tag:checkout",
}
"""What Harbour decided otherwise than everybody does at first."""


def found(sitting: Sitting) -> Organisation:
    """Set up segments and people by the desk's own verbs; what is there already is brought to this form."""
    admin = PEOPLE[0]
    sitting.put_person(admin.email, {"name": admin.name, "role": str(admin.role)})
    for segment in SEGMENTS:
        sitting.put_segment(segment.code, {"name": segment.name, "parent": segment.parent})
    for person in PEOPLE:
        sitting.put_person(person.email, _fields(person))
    for segment in SEGMENTS:
        sitting.put_segment(segment.code, {"managers": list(segment.managers)})
    for key, value in POLICY.items():
        sitting.put_policy(key, value)
    return sitting.organisation


def _fields(person: Person) -> Mapping[str, Json]:
    return {"name": person.name, "role": str(person.role), "segments": list(person.segments)}


def agents_of(segment: str, organisation: Organisation) -> tuple[str, ...]:
    """List the agents who work for a segment."""
    people = organisation.people.values()
    return tuple(
        person.email
        for person in people
        if person.role is Role.AGENT and person.active and segment in person.segments
    )
