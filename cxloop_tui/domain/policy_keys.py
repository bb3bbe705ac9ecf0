"""The keys of the policy: what each decides, and its value until somebody changes it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from cxloop_tui.domain.operation import Json

RESOLUTION_FIELDS: Final = ("root_cause", "action_taken", "told")
"""What a resolution can be asked to say, in the order of its form."""

GROUPS: Final[Mapping[str, str]] = {
    "resolve": "resolving",
    "deadline": "deadlines",
    "hours": "hours",
    "overdue": "overdue",
    "band": "scores",
    "repeat": "intake",
    "queue": "intake",
    "arrival": "intake",
    "category": "intake",
    "mail": "mail",
    "word": "words",
}
"""What the keys are about, by how they begin."""

WORDS: Final[Mapping[str, str]] = {
    "resolve.requires": "what a resolution must say: root_cause, action_taken, told",
    **{
        f"deadline.{priority}.{limit}_hours": f"{priority}: hours to {words}"
        for priority in ("critical", "high", "medium", "low")
        for limit, words in (("contact", "the first contact"), ("resolve", "the resolution"))
    },
    "hours.week": "when people work, as mon-fri 09:00-17:00; empty: deadlines are counted round the clock",
    "hours.zone": "the clock on the wall, as Europe/Berlin",
    "hours.holidays": "days without work, as 2026-12-25,2026-12-26",
    "overdue.rules": "whether what is overdue is reminded of, and handed up, while nobody acts: on or off",
    "overdue.owner_hours": "working hours after the deadline until its owner is reminded",
    "overdue.managers_hours": "until the managers of its segment are reminded too",
    "overdue.escalation_hours": "until it is handed up; so long again for each level above",
    **{
        f"band.{kind}.{band}": f"{kind.upper()}: the highest score of who is {words}"
        for kind in ("nps", "csat", "ces")
        for band, words in (("dissatisfied", "dissatisfied"), ("neutral", "neither"))
    },
    "repeat.detractor": "another bad answer to a waiting ticket: ticket (its own) or append",
    "queue.passives": "whether who is neither gets a ticket, to be asked what would make it better: on or off",
    "queue.promoters": "whether who is satisfied gets one, to be thanked: on or off",
    "category.offered": "categories that are offered while one is typed, as product/defect; others can be typed, too",
    "arrival.rules": "what is done by itself to a new ticket: condition => deed; condition => deed",
    "mail.notices": "whether people are told by mail what was done to their tickets: on or off",
    "mail.managers": "managers who are copied: those of the ticket's segment, above (it and all above), or all",
    "mail.gather_seconds": "what is done to a ticket within so many seconds goes into one letter",
    "mail.greeting": "whether the customer of a new ticket is told at once that they were heard: on or off",
    "mail.language": "the language customers are written to in where nothing says theirs, as en",
    "mail.review_link": "where satisfied customers can tell others, as https://reviews.example/us",
    "mail.survey_link": "where customers are asked after the resolution; {number} is the ticket's; empty: nobody is",
    "mail.templates": "letters of your own to begin a reply with; `cxloop mail template add` writes one",
    "mail.signature": "who signs what goes to customers by itself",
    "mail.hold_seconds": "a finished letter can be read, changed and held back for so many seconds",
    "word.segment": "what a segment is called here",
    "word.manager": "what a manager is called here",
    "word.owner": "what an owner is called here",
}
"""What each key decides, in a few words."""

DEFAULTS: Final[dict[str, Json]] = {
    "resolve.requires": list(RESOLUTION_FIELDS),
    "deadline.critical.contact_hours": 4,
    "deadline.critical.resolve_hours": 24,
    "deadline.high.contact_hours": 24,
    "deadline.high.resolve_hours": 72,
    "deadline.medium.contact_hours": 48,
    "deadline.medium.resolve_hours": 120,
    "deadline.low.contact_hours": 72,
    "deadline.low.resolve_hours": 240,
    "hours.week": "",
    "hours.zone": {"name": "UTC", "offsets": [[0, 0]]},
    "hours.holidays": [],
    "overdue.rules": "off",
    "overdue.owner_hours": 0,
    "overdue.managers_hours": 4,
    "overdue.escalation_hours": 8,
    "band.nps.dissatisfied": 6,
    "band.nps.neutral": 8,
    "band.csat.dissatisfied": 2,
    "band.csat.neutral": 3,
    "band.ces.dissatisfied": 3,
    "band.ces.neutral": 5,
    "repeat.detractor": "ticket",
    "queue.passives": "off",
    "queue.promoters": "off",
    "category.offered": [
        "product/quality",
        "product/defect",
        "product/availability",
        "product/website",
        "customer service/waiting time",
        "customer service/courtesy",
        "customer service/delivery",
        "customer service/returns",
        "brand loyalty/promises kept",
        "brand loyalty/responsiveness",
        "brand loyalty/trust",
        "marketing & sales/price",
        "marketing & sales/billing",
        "marketing & sales/advertising",
    ],
    "arrival.rules": "",
    "mail.notices": "off",
    "mail.managers": "segment",
    "mail.gather_seconds": 60,
    "mail.greeting": "off",
    "mail.language": "en",
    "mail.review_link": "",
    "mail.survey_link": "",
    "mail.templates": {},
    "mail.signature": "",
    "mail.hold_seconds": 60,
    "word.segment": "segment",
    "word.manager": "manager",
    "word.owner": "owner",
}
"""Every key there is, with its value until somebody changes it."""

POLICY: Final = "policy"
"""What operations that change rules are about."""

REPEATS: Final = ("ticket", "append")
"""What becomes of a dissatisfied response when its customer has an unresolved ticket in the same segment.

A ticket of its own, or a note on the one there is.
"""


SWITCH: Final = ("on", "off")

CATEGORIES_MOST: Final = 100
"""Categories that are offered, at the most."""

OWN_TEMPLATES: Final = "mail.templates"
TEMPLATE_MOST: Final = 5_000
"""Characters of a template that an organisation wrote, at the most."""

ARRIVAL_RULES: Final = "arrival.rules"
ARRIVAL_MOST: Final = 20_000
"""Characters that all rules on arrival have together, at the most."""

WAIT_MOST: Final = 24 * 60 * 60
"""Seconds a letter may be gathered or held by itself; longer is what holding it back is for."""
