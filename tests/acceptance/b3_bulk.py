"""Line 3: ten tickets reassigned in 4 key presses; 500 resolved with some refused, said before, one undo."""

import tempfile
from pathlib import Path

from tests.acceptance import Outcome
from tests.journeys.desk import cxloop, demo_store
from tests.journeys.test_many import (
    MANY,
    SIZES,
    reassign_ten,
    resolve_many,
    wrong_reassignment,
    wrong_resolution,
)


def run() -> Outcome:
    """Do both at each size in a terminal of its own, and ask the doctor afterwards."""
    counts: dict[str, int | str] = {}
    problems: list[str] = []
    with tempfile.TemporaryDirectory(prefix="cxloop-many-") as directory:
        for columns, rows in SIZES:
            size = f"{columns}x{rows}"
            place = Path(directory) / size
            place.mkdir()
            store = demo_store(place, MANY)
            ten = reassign_ten(store, columns, rows)
            many = resolve_many(store, columns, rows)
            counts[f"{size}, key presses for ten tickets"] = ten.presses
            counts[f"{size}, marked"] = MANY
            counts[f"{size}, refused because they lie elsewhere"] = len(many.foreign)
            counts[f"{size}, refused because they are resolved"] = len(many.resolved_before - many.foreign)
            counts[f"{size}, resolved"] = len(many.done)
            wrong = [*wrong_reassignment(ten), *wrong_resolution(many), *_complaints(store)]
            problems += [f"{size}: {problem}" for problem in wrong]
    return Outcome(3, "many at once, refusals said before, one undo", counts, problems)


def _complaints(store: Path) -> list[str]:
    said = cxloop(store, "doctor")
    return [] if said.code == 0 else [f"the doctor ends with {said.code}: {said.out}{said.err}"]
