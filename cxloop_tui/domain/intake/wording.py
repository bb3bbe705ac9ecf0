"""The words of survey files: what headers call each field and question, and what tools call good and bad answers."""

import re
from typing import Final

from cxloop_tui.domain.feedback import ScoreKind
from cxloop_tui.domain.intake.asked import Field

SAYS: Final[dict[Field, dict[str, int]]] = {
    Field.SCORE: {
        "nps": 5, "csat": 5, "ces": 5, "score": 4, "stars": 4, "star": 4, "rating": 4, "satisfaction": 4,
        "satisfied": 4, "recommend": 4, "effort": 4, "grade": 2, "answer": 1,
    },
    Field.BAND: {},
    Field.EMAIL: {"email": 4, "mail": 2},
    Field.RESPONSE: {
        "response id": 5, "answer id": 4, "feedback id": 4, "submission id": 4, "review id": 4, "comment id": 4,
        "=id": 3,
    },
    Field.RESPONDENT: {
        "respondent id": 5, "customer id": 5, "client id": 4, "participant id": 4, "contact id": 4, "member id": 4,
        "user id": 3, "respondent": 3,
    },
    Field.DATE: {
        "response date": 5, "submit date": 4, "submitted": 4, "timestamp": 3, "date": 3, "completed": 3,
        "answered": 3, "created": 2, "time": 1,
    },
    Field.PHONE: {"phone": 4, "mobile": 4, "telephone": 4, "msisdn": 4, "tel": 2},
    Field.NAME: {
        "=customer name": 5, "=respondent name": 5, "=contact name": 4, "=client name": 4, "=full name": 4,
        "=your name": 4, "=name": 4, "=customer": 3, "=first name": 2,
    },
    Field.SEGMENT: {"segment": 5, "department": 4, "region": 3, "branch": 3, "store": 3, "team": 3, "location": 2},
    Field.TOUCHPOINT: {
        "touchpoint": 5, "journey": 4, "stage": 3, "survey type": 3, "service type": 3, "session": 2, "event": 2,
    },
    Field.ACCOUNT: {"account": 4, "company": 4, "organisation": 4, "organization": 4},
    Field.COMMENT: {
        "verbatim": 5, "comment": 4, "comments": 4, "feedback": 4, "text": 3, "review": 3, "remark": 3,
        "remarks": 3, "reason": 3, "why": 3, "opinion": 3, "suggestion": 3, "suggestions": 3, "message": 2,
        "answer": 2, "improve": 2,
    },
}  # fmt: skip
"""How strongly which words of a header speak for a field: all words of a phrase, with `=` no others."""

STAFF: Final = frozenset({"agent", "developer", "staff", "owner", "manager", "employee", "operator", "reply"})
"""Words of columns about our side of the conversation: never the customer's."""

AGAINST: Final[dict[Field, frozenset[str]]] = {
    Field.SCORE: frozenset({"id", "date", "sentiment", "question", "count", "average", "previous"}),
    Field.RESPONDENT: frozenset({"name"}),
    Field.ACCOUNT: frozenset({"id"}),
    Field.COMMENT: frozenset(
        {"id", "date", "time", "sentiment", "question", "link", "url", "title", "type", "count", "length"}
    ),
}
"""Words of a header that speak against a field, whatever else it says."""

KIND_WORDS: Final[dict[ScoreKind, frozenset[str]]] = {
    ScoreKind.NPS: frozenset({"nps", "recommend"}),
    ScoreKind.CES: frozenset({"ces", "effort", "easy", "ease"}),
    ScoreKind.CSAT: frozenset({"csat", "satisfaction", "satisfied", "stars", "star", "rating"}),
}
"""Which words of a header say which question was asked; the first kind that is named counts."""

EITHER_END: Final = frozenset({"effort"})
"""Words that name a question and leave open which end is the good one: a high effort may be either."""

GOOD_WORDS: Final = frozenset({"promoter", "satisfied", "very satisfied", "positive", "good", "very good", "happy"})
"""What tools call a good answer, case folded."""

BAD_WORDS: Final = frozenset(
    {"detractor", "dissatisfied", "very dissatisfied", "negative", "poor", "very poor", "bad"}
)
"""What they call a bad one."""

BAND_WORDS: Final = GOOD_WORDS | BAD_WORDS | {"passive", "neutral"}
"""All that may stand in a column of such words."""

_HUMP: Final = re.compile(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_WORD: Final = re.compile(r"[^\W\d_]+")
_E_MAIL: Final = re.compile(r"\be[-_ ]mail", re.IGNORECASE)


def header_words(name: str) -> frozenset[str]:
    """Cut a header into its words, lower case: `NPS_SCORE`, `npsScore`, `NPS score?` are the same."""
    apart = _HUMP.sub(" ", _E_MAIL.sub("email", name))
    return frozenset(word.casefold() for word in _WORD.findall(apart))
