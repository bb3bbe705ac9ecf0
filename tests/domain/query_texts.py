"""Query texts to try, and what can be named in them: for the tests of reading, colouring and completing."""

from hypothesis import strategies as st

from cxloop_tui.domain.query import Query
from cxloop_tui.domain.query_parse import QueryMistake, parse
from cxloop_tui.domain.vocabulary import Vocabulary

VOCABULARY = Vocabulary(
    segments={"retail": "Retail", "retail-north": "North", "fleet-north": "North", "web": "Online shop"},
    people={"ana@desk.org": "Ana Rossi", "max@desk.org": "Max Peters", "max@fleet.org": "Max Berg"},
    categories=("Billing", "Delivery"),
    tags=("vip", "Refund"),
    me="ana@desk.org",
)

# Pieces of query language, so that random text gets past the first word.
pieces = st.sampled_from(
    ["status:", "owner:", "created:", "number:", "segment:", "sort:", "tag:", "due:", "score:", "not:", "-", '"', ",",
     "<", ">=", "*", " ", "..", "#12", "~k3f9", "open", "me", "none", "2026-11-01", "9999-12-31", "3d", "today", "\\",
     "retail", "max", "\0", "é", "房", ":", "//"]
)  # fmt: skip
typed = st.one_of(st.text(), st.lists(st.one_of(pieces, st.text(max_size=2)), max_size=12).map("".join))


def query_or_mistake(text: str) -> Query | QueryMistake:
    """What comes of any text."""
    try:
        return parse(text, VOCABULARY)
    except QueryMistake as found:
        return found
