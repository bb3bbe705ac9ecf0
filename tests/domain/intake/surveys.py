"""Survey files to read, the space they are read for, and what is asked for."""

from collections.abc import Iterable, Sequence

from cxloop_tui.domain.feedback import Scale
from cxloop_tui.domain.intake import Asked, Column, Layout, MissingEmail, Survey, settle
from cxloop_tui.domain.organisation import Organisation
from cxloop_tui.domain.people import Person, Role
from cxloop_tui.domain.segment import Segment, SegmentTree

BEA = "bea@desk.example"
SPACE = Organisation(
    SegmentTree(
        {
            "inbox": Segment("inbox", "Inbox", managers=(BEA,)),
            "south": Segment("south", "Süd", "inbox"),
        }
    ),
    {BEA: Person(BEA, "Bea", Role.ADMIN)},
)
ALLOWED = Asked(missing_email=MissingEmail.ALLOW)
CSAT_LOW = Scale(1, 5, low_is_good=True)
HEADER = ["NPS", "Why", "E-mail", "Segment", "Name", "Shop"]


def survey_of(header: Sequence[str], *rows: Sequence[str]) -> Survey:
    """What a look through a file with these rows finds."""
    columns = tuple(Column(name, place) for place, name in enumerate(header))
    for row in rows:
        for column, cell in zip(columns, row, strict=True):
            column.note(cell)
    return Survey(columns, tuple(tuple(row) for row in rows), len(rows))


def one_column(name: str, values: Iterable[object]) -> Survey:
    """What a look through a file of one column finds."""
    return survey_of([name], *([str(value)] for value in values))


def layout_of(asked: Asked | None = None) -> Layout:
    """How a file with `HEADER` is read."""
    rows = [
        ["3", "late", "ana@shop.example", "inbox", "Ana", "Bari"],
        ["9", "ok", "bo@shop.example", "Süd", "Bo", "x"],
    ]
    return settle(survey_of(HEADER, *rows), asked or Asked(), SPACE)


def row(**cells: str) -> list[str]:
    """A row of such a file: a complaint, but for what is given."""
    given_cells = {"NPS": "3", "Why": "late", "Email": "ana@shop.example", "Segment": "", "Name": "", "Shop": ""}
    return list((given_cells | cells).values())
