"""Segments, people and rules as JSON values, as the command line prints them and a hub tells them.

docs/json.md lists every key.
"""

from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.policy import Policy
from cxloop_tui.domain.policy_keys import DEFAULTS
from cxloop_tui.domain.policy_values import told_value
from cxloop_tui.domain.segment import Segment
from cxloop_tui.services.records import Record


def segment_record(segment: Segment) -> Record:
    """Return a segment."""
    return {
        "code": segment.code,
        "name": segment.name,
        "parent": segment.parent,
        "managers": list(segment.managers),
        "active": segment.active,
        "merged_into": segment.merged_into,
    }


def person_record(person: Person) -> Record:
    """Return a person."""
    return {
        "email": person.email,
        "name": person.name,
        "role": str(person.role),
        "segments": list(person.segments),
        "active": person.active,
        "away_until": person.away_until,
        "deputy": person.deputy,
    }


def policy_record(policy: Policy) -> Record:
    """Return every rule with its value; what nobody changed has its default."""
    return {key: told_value(value) for key, value in {**DEFAULTS, **policy.changed}.items()}


def directory_record(space: Organisation) -> Record:
    """Return the whole space; each segment in use comes before those below it, then those that were given up."""
    given_up = [segment for segment in space.tree.ever.values() if not segment.active]
    return {
        "segments": [segment_record(segment) for segment in (*space.tree, *given_up)],
        "people": [person_record(person) for person in space.people.values()],
        "policy": policy_record(space.policy),
    }
