"""How somebody has sounded over time, and what they spoke of."""

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

from cxloop_tui.domain.sentiment.feeling import Feeling, feeling_of
from cxloop_tui.domain.sentiment.key_words import KeyWord, key_words
from cxloop_tui.domain.ticket_view import Customer

felt = lru_cache(maxsize=2048)(feeling_of)
"""The same, of a text that is shown again and again."""


class Heard(NamedTuple):
    """What the words of a customer say, all together."""

    feelings: Mapping[Feeling, int]
    """How many of their texts sound so; those that do not occur are left out."""
    words: Sequence[KeyWord]

    @property
    def tells(self) -> bool:
        """Whether any of their texts sounds one way or the other."""
        return not self.feelings.keys().isdisjoint({Feeling.POSITIVE, Feeling.NEGATIVE})


def heard_of(customer: Customer) -> Heard:
    """Return how a customer's responses sound, and their tickets that came from none, and what they are about."""
    language = next((one.language for one in customer.responses if one.language), None)
    texts = [one.comment for one in customer.responses if one.comment]
    known = {one.id for one in customer.responses}
    texts += [ticket.comment for ticket in customer.tickets if ticket.comment and ticket.response not in known]
    counted = Counter(felt(text, language) for text in texts)
    return Heard({feeling: counted[feeling] for feeling in Feeling if counted[feeling]}, key_words(texts, language))
