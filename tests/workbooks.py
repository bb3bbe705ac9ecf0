"""Reading a workbook without the library that wrote it: a zip of XML, cell by cell, and what in it is alive."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree as ET
from zipfile import ZipFile

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")

Cell = str | float | bool | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet: its name, its rows, and the elements in it that would be alive in a spreadsheet."""

    name: str
    rows: Sequence[Sequence[Cell]]
    alive: Sequence[str]


def read_workbook(path: Path) -> list[Sheet]:
    """Read all sheets in their order."""
    with ZipFile(path) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert not any("externalLink" in name or "vbaProject" in name for name in names)
        shared = _shared(archive) if "xl/sharedStrings.xml" in names else []
        targets = {
            part.attrib["Id"]: part.attrib["Target"]
            for part in ET.parse(archive.open("xl/_rels/workbook.xml.rels")).getroot()
        }
        book = ET.parse(archive.open("xl/workbook.xml")).getroot()
        assert book.find(f"{_MAIN}definedNames") is None
        return [
            _sheet(archive, sheet.attrib["name"], f"xl/{targets[sheet.attrib[f'{_RELATION}id']]}", shared)
            for sheet in book.iter(f"{_MAIN}sheet")
        ]


def _shared(archive: ZipFile) -> list[str]:
    root = ET.parse(archive.open("xl/sharedStrings.xml")).getroot()
    return [_text(item) for item in root.iter(f"{_MAIN}si")]


def _sheet(archive: ZipFile, name: str, path: str, shared: Sequence[str]) -> Sheet:
    root = ET.parse(archive.open(path)).getroot()
    alive = [element.tag for element in root.iter() if element.tag in {f"{_MAIN}f", f"{_MAIN}hyperlink"}]
    rows: list[list[Cell]] = []
    for row in root.iter(f"{_MAIN}row"):
        assert int(row.attrib["r"]) == len(rows) + 1
        rows.append([])
        for cell in row.iter(f"{_MAIN}c"):
            rows[-1].extend([None] * (_column(cell.attrib["r"]) - len(rows[-1])))
            rows[-1].append(_value(cell, shared))
    return Sheet(name, rows, alive)


def _column(reference: str) -> int:
    number = 0
    for letter in reference.rstrip("0123456789"):
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def _value(cell: ET.Element, shared: Sequence[str]) -> Cell:
    kind = cell.attrib.get("t", "n")
    if kind == "inlineStr":
        return _text(cell)
    value = cell.findtext(f"{_MAIN}v")
    if value is None:
        return None
    match kind:
        case "s":
            return shared[int(value)]
        case "b":
            return value == "1"
        case "n":
            return float(value)
        case _:
            raise AssertionError(f"a cell of type {kind}: {value}")


def _text(element: ET.Element) -> str:
    raw = "".join(part.text or "" for part in element.iter(f"{_MAIN}t"))
    return _ESCAPED.sub(lambda match: chr(int(match[1], 16)), raw)
