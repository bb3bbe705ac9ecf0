"""Why a file cannot be read as a survey: said by the rooms that read, which know no path, to the one that does."""


class Unreadable(Exception):
    """What is wrong and what to do, for a person, after the name of the file: `is empty`, `line 3: a quote ...`."""

    def __init__(self, what: str, line: int | None = None) -> None:
        super().__init__(what)
        self.what = what
        self.line = line
        """1 for the first line; None when it is about the file as a whole."""


class StrayQuote(Unreadable):
    """Quotes that open or close no cell: the file may be written without any quoting."""
