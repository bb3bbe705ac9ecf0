"""What a template of a reply is, and how it becomes the text of one letter."""

import re
from collections.abc import Mapping
from enum import StrEnum
from typing import Final, NamedTuple


class Step(StrEnum):
    """What a customer is told on the way to a closed loop; who was not dissatisfied has steps of their own."""

    HEARD = "heard"
    """We got it."""
    INTENDED = "intended"
    """What we intend to do, and by when."""
    DONE = "done"
    """What we did."""
    ASKED = "asked"
    """What would have made it better: to who was neither glad nor angry."""
    THANKED = "thanked"
    """Thank you, and where others can be told: to who was glad."""
    SURVEYED = "surveyed"
    """Whether all is well now, after the resolution."""


class Template(NamedTuple):
    """The title and the text of a letter, with fields such as `{customer}` in them."""

    title: str
    text: str


class Wording(NamedTuple):
    """One language's templates."""

    name: str
    """What the language is called by those who speak it."""
    greeting: str
    """With `{name}` where the customer's name goes."""
    greeting_nobody: str
    """When nobody knows their name."""
    closing: str
    opening: str
    """What a call begins with; `{agent}` is who calls."""
    templates: Mapping[Step, Template]


FIELDS: Final[Mapping[str, str]] = {
    "number": "how the ticket is called",
    "review": "where others can be told, as the policy says; a gap to fill in until it does",
    "survey": "where the customer can say how it is now, as the policy says; a gap to fill in until it does",
    "greeting": "how the customer is greeted, by name where it is known; of one reply to several",
    "action": "what was done, as the ticket says; a gap to fill in until it does",
}
"""What may stand between braces in a template, and what comes there."""

GAP: Final = "____"
"""Where the writer has to fill something in; a letter with a gap in it does not go."""

_FIELD: Final = re.compile(r"\{(" + "|".join(FIELDS) + r")\}")


def filled_in(text: str, values: Mapping[str, str]) -> str:
    """Return a text with its fields filled in once: what a value says between braces stays what it is."""
    return _FIELD.sub(lambda found: values.get(found[1], "") or GAP, text)
