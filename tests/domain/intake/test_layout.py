"""Which segment takes the rows that name none."""

from dataclasses import replace

import pytest

from cxloop_tui.domain.errors import Unusable
from cxloop_tui.domain.intake import settle
from cxloop_tui.domain.segment import Segment, SegmentTree
from tests.domain.intake.surveys import ALLOWED, SPACE, one_column


def test_without_an_inbox_and_with_several_segments_at_the_top_one_has_to_be_named() -> None:
    space = replace(SPACE, tree=SegmentTree({code: Segment(code, code.title()) for code in ("north", "south")}))
    survey = one_column("NPS", [1, 9])
    with pytest.raises(Unusable, match="--segment CODE, one of north, south"):
        settle(survey, ALLOWED, space)
    assert settle(survey, replace(ALLOWED, segment="south"), space).default_segment == "south"


def test_the_only_segment_at_the_top_is_the_default() -> None:
    space = replace(SPACE, tree=SegmentTree({"desk": Segment("desk", "Desk"), "a": Segment("a", "A", "desk")}))
    assert settle(one_column("NPS", [1, 9]), ALLOWED, space).default_segment == "desk"


def test_a_space_without_segments_says_what_comes_first() -> None:
    with pytest.raises(Unusable, match="cxloop segments add"):
        settle(one_column("NPS", [1, 9]), ALLOWED, replace(SPACE, tree=SegmentTree({})))
