"""Segments, people and their changes, and devices, as the command line prints them.

Scripts rely on every key of docs/json.md. A ticket's form is in `services.records`. Instants are RFC 3339 in UTC.
"""

from cxloop_tui.domain.clock import to_rfc3339
from cxloop_tui.domain.device import Device
from cxloop_tui.domain.organisation_log import PutLine
from cxloop_tui.domain.people import Person
from cxloop_tui.domain.segment import Segment
from cxloop_tui.domain.view import Load
from cxloop_tui.services import organisation_records
from cxloop_tui.services.records import Record


def segment_record(segment: Segment, load: Load | None = None) -> Record:
    """Return a segment and what there is to do in it; nothing where `load` is None."""
    return {**organisation_records.segment_record(segment), **_load_record(load)}


def person_record(person: Person, load: Load | None = None) -> Record:
    """Return a person and what they have to do; nothing where `load` is None."""
    return {**organisation_records.person_record(person), **_load_record(load)}


def put_record(line: PutLine) -> Record:
    """Return a change of a segment, a person or a rule."""
    return {
        "at": to_rfc3339(line.at),
        "by": line.by,
        "field": line.field,
        "old": line.old,
        "new": line.new,
        "operation": line.operation,
        "undone": line.undone,
    }


def device_record(device: Device) -> Record:
    """Return a device that may speak to a hub."""
    return {
        "id": device.id,
        "person": device.person,
        "name": device.name,
        "made_at": to_rfc3339(device.made_at),
        "used_at": None if device.used_at is None else to_rfc3339(device.used_at),
        "revoked_at": None if device.revoked_at is None else to_rfc3339(device.revoked_at),
    }


def _load_record(load: Load | None) -> Record:
    return {"open": load.open if load else 0, "overdue": load.overdue if load else 0}
