"""Triple-S 3.0: what the variables are as XML, the answers as CSV beside it.

The order of elements and the forms of values are those of The Triple-S XML Standard (version
2.0.002, ASC, 2011, with its DTD), which version 3.0 keeps: a single has the codes of the study
(``format="literal"``), a multiple one 0 or 1 an option, a quantity always the same number of
decimals. A kind of missing stands in ``<variable>_why``, a single of its own, so that an empty
field means no answer and no base counts it.
"""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from importlib.metadata import version
from pathlib import Path

import polars as pl
from lxml import etree

from alongside.dataset import RESPONDENT, DataSet, VariableType
from alongside.dataset.exports import SYNTHETIC_NOTE, export_notes, write_all
from alongside.exchange.answers import TextRule, fit_texts
from alongside.exchange.columns import (
    Column,
    Role,
    coded,
    column_label,
    flat_columns,
    value_labels,
    written_columns,
)
from alongside.exchange.fitting import NameRule
from alongside.exchange.notes import (
    WHY_LABEL,
    Change,
    Transfer,
    notes_beside,
    transfer_markdown,
)
from alongside.exchange.xml_text import XML_LANG, XmlWords, xml_bytes
from alongside.kernel.text import Text

FORMAT = "Triple-S"
VERSION = "3.0"
NAMES = NameRule(most=10_000, reserved=frozenset(), cases=True, underscore_first=True)
LINE_BREAK = "\u2028"
"""What stands for a line break in an answer: a record of Triple-S is one line."""
TEXTS = TextRule(break_as=LINE_BREAK)
TYPES = {
    Role.SERIAL: "quantity",
    Role.STATUS: "single",
    Role.CODE: "single",
    Role.WHY: "single",
    Role.MULTI: "multiple",
    Role.NUMBER: "quantity",
    Role.WEIGHT: "quantity",
    Role.DATE: "date",
    Role.TEXT: "character",
}
MIXED = ("label", "value", "title", "text")
_USES = {Role.SERIAL: "serial", Role.WEIGHT: "weight"}


def data_beside(path: Path) -> Path:
    """Return where the answers stand that a Triple-S file describes."""
    return path.with_suffix(".csv")


def export_triple_s(
    dataset: DataSet, path: Path, *, texts: bool = False, language: str = "en"
) -> Transfer:
    """Write the data as Triple-S: XML, CSV beside it, and a list of what had to change.

    All or nothing.

    Parameters
    ----------
    dataset
        What to write; variables that identify people stay out.
    path
        The XML file; the answers lie beside it, called the same but for ``.csv``.
    texts
        Whether open answers leave.
    language
        Whose labels stand first; those of the other languages stand with them.
    """
    path = Path(path)
    changes: list[Change] = []
    columns = flat_columns(dataset, NAMES, texts=texts, why=VariableType, ticks=False)
    rows = dataset.frame.sort(RESPONDENT)
    cells = {column.name: _cells(rows, column, changes) for column in columns}
    words = _Words(language, columns, XmlWords(changes))
    document = xml_bytes(_document(dataset, columns, cells, words), MIXED)
    table = io.StringIO(newline="")
    writer = csv.writer(table, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    writer.writerow(cells)
    writer.writerows(zip(*cells.values(), strict=True))
    files = (path, data_beside(path), notes_beside(path))
    notes = export_notes(dataset, texts=texts)
    known = written_columns(columns, lambda column: _meanings(column, language))
    transfer = Transfer(FORMAT, files, notes, known, tuple(changes))
    write_all(
        {
            files[0]: lambda draft: draft.write_bytes(document),
            files[1]: lambda draft: draft.write_text(table.getvalue(), "utf-8", newline=""),
            files[2]: lambda draft: draft.write_text(transfer_markdown(transfer), "utf-8"),
        }
    )
    return transfer


class _Words:
    """Puts texts of several languages into elements."""

    def __init__(self, language: str, columns: Iterable[Column], xml: XmlWords) -> None:
        self.language = language
        self.xml = xml
        texts = [text for column in columns for text in _texts(column)]
        tags = dict.fromkeys([language, *(tag for text in texts for tag in text.plain)])
        self.languages = tuple(tags)

    def put(self, parent: etree._Element, name: str, words: str | Text, variable: str) -> None:
        """Add an element with words, and below it those of the other languages."""
        node = etree.SubElement(parent, name)
        text = words if isinstance(words, Text) else Text({self.language: words})
        main = text.say(self.language)
        _with_breaks(node, self.xml.fit(main, of=name, variable=variable))
        for tag, said in text.plain.items():
            if tag != self.language and said != main:
                other = etree.SubElement(node, "text", {XML_LANG: tag})
                _with_breaks(other, self.xml.fit(said, of=f"{name} ({tag})", variable=variable))


def _texts(column: Column) -> list[Text]:
    if column.variable is None:
        return []
    return [column.variable.label, *(item.label for item in column.variable.categories)]


def _with_breaks(node: etree._Element, words: str) -> None:
    """Fill an element with words; a line break becomes ``<br/>``."""
    first, *more = words.split("\n")
    node.text = first
    for line in more:
        etree.SubElement(node, "br").tail = line


def _document(
    dataset: DataSet, columns: Sequence[Column], cells: Mapping[str, Sequence[str]], words: _Words
) -> etree._Element:
    root = etree.Element("sss", version=VERSION)
    if len(words.languages) > 1:
        root.set("languages", " ".join(words.languages))
    etree.SubElement(root, "origin").text = f"Alongside {version('alongside')}"
    survey = etree.SubElement(root, "survey")
    title = dataset.provenance.title
    if dataset.provenance.synthetic:
        title += f"\n{SYNTHETIC_NOTE}"
    words.put(survey, "title", title, "")
    record = etree.SubElement(survey, "record", ident="A", format="csv", skip="1")
    for number, column in enumerate(columns, start=1):
        _describe(record, number, column, cells[column.name], words)
    _tell_uses(record, columns, cells)
    return root


def _tell_uses(
    record: etree._Element, columns: Sequence[Column], cells: Mapping[str, Sequence[str]]
) -> None:
    """Mark the serial number, and the first weight that everybody has: there can be one."""
    told: set[str] = set()
    for node, column in zip(record, columns, strict=True):
        use = _USES.get(column.role, "")
        if (
            use
            and use not in told
            and all(cell[:1] not in ("", "-") for cell in cells[column.name])
        ):
            node.set("use", use)
            told.add(use)


def _describe(
    record: etree._Element, number: int, column: Column, cells: Sequence[str], words: _Words
) -> None:
    node = etree.SubElement(record, "variable", ident=str(number), type=TYPES[column.role])
    if TYPES[column.role] == "single":
        node.set("format", "literal")
    etree.SubElement(node, "name").text = column.name
    words.put(node, "label", _label(column), column.code)
    etree.SubElement(node, "position", start=str(number))
    match TYPES[column.role]:
        case "character":
            etree.SubElement(node, "size").text = str(max(map(len, cells), default=1) or 1)
        case "quantity":
            values = etree.SubElement(node, "values")
            there = [Decimal(cell) for cell in cells if cell] or [Decimal(0)]
            lowest, highest = format(min(there), "f"), format(max(there), "f")
            etree.SubElement(values, "range", {"from": lowest, "to": highest})
        case "single" | "multiple":
            _list_values(node, column, words)


def _list_values(node: etree._Element, column: Column, words: _Words) -> None:
    values = etree.SubElement(node, "values")
    labels = value_labels(column, words.language)
    for number, (code, said) in labels.items():
        label: str | Text = said
        if column.role in (Role.CODE, Role.MULTI) and column.variable is not None:
            label = column.variable.categories[number - 1].label
        words.put(values, "value", label, column.code)
        values[-1].set("code", str(number) if column.role is Role.MULTI else code)


def _label(column: Column) -> str | Text:
    if column.variable is None:
        return column_label(column, "")
    if column.role is not Role.WHY:
        return column.variable.label
    said = column.variable.label.plain.items()
    return Text({tag: f"{WHY_LABEL}: {words}" for tag, words in said})


def _cells(rows: pl.DataFrame, column: Column, changes: list[Change]) -> list[str]:
    """Return a column as Triple-S writes it; "" for no answer."""
    there = rows[column.frame]
    match column.role:
        case Role.TEXT:
            fitted = fit_texts(there, rows[RESPONDENT], column, TEXTS, changes)
            return [words or "" for words in fitted]
        case Role.DATE:
            return [f"{day:%Y%m%d}".zfill(8) if day else "" for day in there.to_list()]
        case Role.MULTI:
            ticks = len(column.variable.categories) if column.variable else 0
            return [_bits(mask, ticks) for mask in there.to_list()]
        case Role.NUMBER | Role.WEIGHT | Role.SERIAL:
            return quantities(rows.select(coded(column)).to_series().to_list())
        case _:
            return there.cast(pl.String).fill_null("").to_list()


def _bits(mask: int | None, ticks: int) -> str:
    if mask is None:
        return ""
    return "".join("1" if mask >> bit & 1 else "0" for bit in range(ticks))


def quantities(values: Sequence[float | None]) -> list[str]:
    """Return numbers as words that all have as many decimals as the finest needs.

    >>> quantities([1.0, 2.25, None, -3.0]), quantities([1e3, 7])
    (['1.00', '2.25', '', '-3.00'], ['1000', '7'])
    """
    exact = [None if value is None else Decimal(repr(value)) for value in values]
    finest = 0
    for value in exact:
        if value is not None:
            exponent = value.normalize().as_tuple().exponent
            finest = max(finest, -exponent if isinstance(exponent, int) else 0)
    return ["" if value is None else f"{value:.{finest}f}" for value in exact]


def _meanings(column: Column, language: str) -> list[tuple[str, str]]:
    if column.role is not Role.MULTI:
        return []
    return [(str(spot), code) for spot, (code, _) in value_labels(column, language).items()]
