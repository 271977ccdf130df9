"""DOCX files made for tests, with python-docx."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

from docx import Document
from docx.oxml import OxmlElement
from docx.oxml.ns import qn


def document(*tables: Iterable[Sequence[object]]) -> Any:
    """Return a document with a title and these tables."""
    made = Document()
    made.add_heading("关于社会保障卡服务网点的公告")
    made.add_paragraph("各位居民：现将服务网点公布如下。")
    for rows in tables:
        add_table(made, list(rows))
        made.add_paragraph("（续）")
    return made


def add_table(place: Any, rows: Sequence[Sequence[object]]) -> Any:
    """Add a table to a document or to a cell."""
    width = max(map(len, rows))
    table = place.add_table(0, width)
    for cells in rows:
        row = table.add_row()
        for cell, text in zip(row.cells, cells, strict=False):
            cell.text = str(text)
    return table


def number_by_itself(cell: Any) -> None:
    """Let Word count a cell: it has no text of its own."""
    cell.text = ""
    properties = cell.paragraphs[0]._p.get_or_add_pPr()
    numbering = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", "0"), ("w:numId", "1")):
        element = OxmlElement(name)
        element.set(qn("w:val"), value)
        numbering.append(element)
    properties.append(numbering)


def content(made: Any) -> bytes:
    """Return the file's bytes."""
    file = io.BytesIO()
    made.save(file)
    return file.getvalue()
