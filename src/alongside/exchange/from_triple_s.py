"""Reading Triple-S: XML of versions 1.1 to 3, with answers in fixed or comma-separated fields.

Forms of values as in The Triple-S XML Standard (version 2.0.002, ASC, 2011, pages 39 to 49).
"""

import csv
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from lxml import etree

from alongside.dataset import ImportReport, Missing, VariableType, refuse_full_folder
from alongside.dataset.dates import parse_day
from alongside.dataset.exports import SYNTHETIC_NOTE
from alongside.dataset.expressions import MASK_BITS
from alongside.dataset.numbers import parse_number
from alongside.exchange.incoming import Field, Incoming, import_fields
from alongside.exchange.triple_s import LINE_BREAK
from alongside.exchange.xml_text import XML_LANG, read_xml
from alongside.kernel.errors import DataError, ProblemsFoundError
from alongside.kernel.problems import Place, Problem

_DATA_ENDINGS = (".csv", ".asc", ".dat", ".txt")
_MOST_FAULTS = 20
_LONGEST_CELL = 10_000_000


@dataclass(frozen=True, slots=True)
class _Layout:
    """One ``<variable>``: what it is, and where its values stand."""

    name: str
    type: str
    label: str
    start: int
    finish: int
    values: tuple[tuple[str, str], ...]
    literal: bool
    serial: bool
    spread: tuple[int, int] | None


def import_triple_s(
    source: Path, folder: Path, *, title: str = "", language: str = ""
) -> ImportReport:
    """Make a study folder from a Triple-S file (.xml, .sss) and the answers beside it.

    A multiple becomes one question with several answers, a logical a question of yes and no.
    ``<name>_why`` of our own exports goes back to where it came from; elsewhere an empty field
    counts as skipped. Labels are in ``language`` where the file has it.

    Raises
    ------
    DataError
        When it is no Triple-S, is hierarchical, or the answers are not beside it.
    ProblemsFoundError
        Naming every value that the definition does not allow, with its line.
    StudyError
        When the folder holds something already.
    """
    source, folder = Path(source), Path(folder)
    refuse_full_folder(folder)
    root = read_xml(source)
    record = root.find("survey/record")
    if root.tag != "sss" or record is None:
        hierarchical = root.find("hierarchy") is not None
        raise DataError(
            "It joins several levels of data." if hierarchical else "This is not a Triple-S file.",
            where=source.name,
            remedy="Import the file of one level by itself."
            if hierarchical
            else "Give the XML file whose first element is <sss>.",
        )
    layouts = [_layout(node, language, source) for node in record.findall("variable")]
    rows = _records(source, record, layouts)
    notes: list[str] = []
    problems: list[Problem] = []
    place = _data_file(source, record).name
    fields = [_field(spot, item, rows, notes, problems, place) for spot, item in enumerate(layouts)]
    if problems:
        more = len(problems) - _MOST_FAULTS
        tail = f" ({more} more like these)" if more > 0 else ""
        raise ProblemsFoundError(
            f"The answers do not fit what {source.name} says of them{tail}.",
            problems[:_MOST_FAULTS],
            remedy="Export both files again, together.",
        )
    if any(item.name == "status" for item in fields):
        notes.append("Everybody counts as finished here, whatever the variable “status” says")
    said = _words(root.find("survey/title"), language)
    synthetic = SYNTHETIC_NOTE in said
    name = said.replace(SYNTHETIC_NOTE, "").strip() or root.findtext("survey/name") or ""
    incoming = Incoming(tuple(fields), name, tuple(notes), synthetic, rows=len(rows))
    return import_fields(incoming, folder, title=title, source=source)


def _layout(node: etree._Element, language: str, source: Path) -> _Layout:
    position = node.find("position")
    try:
        start = int(position.get("start", "")) if position is not None else 0
        finish = int(position.get("finish") or start) if position is not None else 0
        spread = node.find("spread")
        parts = int(spread.get("subfields", "")) if spread is not None else 0
        width = int(spread.get("width") or 0) if spread is not None else 0
    except ValueError:
        start, finish, parts, width = 0, 0, 0, 0
    if start < 1 or finish < start:
        raise DataError(
            f"The variable {node.findtext('name')} does not say where its values stand.",
            where=source.name,
            remedy="Export the survey again.",
        )
    return _Layout(
        name=node.findtext("name") or f"v{node.get('ident')}",
        type=node.get("type", ""),
        label=_words(node.find("label"), language),
        start=start,
        finish=finish,
        values=tuple(
            (value.get("code", ""), _words(value, language)) for value in node.iter("value")
        ),
        literal=node.get("format") == "literal",
        serial=node.get("use") == "serial",
        spread=(parts, width or (finish - start + 1) // max(parts, 1)) if parts else None,
    )


def _words(node: etree._Element | None, language: str) -> str:
    """Return the words of an element: in a language if it has it, else the main ones."""
    if node is None:
        return ""
    for text in node.findall("text"):
        if language and text.get(XML_LANG) == language:
            return _own_words(text)
    return _own_words(node)


def _own_words(node: etree._Element) -> str:
    words = node.text or ""
    for child in node:
        words += (" " if child.tag == "br" else "") + (child.tail or "")
    return " ".join(words.split())


def _data_file(source: Path, record: etree._Element) -> Path:
    named = record.get("href", "")
    near = [source.with_name(Path(named).name)] if named else []
    near += [source.with_suffix(ending) for ending in _DATA_ENDINGS]
    for path in near:
        if path.is_file() and path != source:
            return path
    raise DataError(
        "The answers are not beside it.",
        where=source.name,
        remedy=f"Put them in the same folder, called {near[0].name}.",
    )


def _records(
    source: Path, record: etree._Element, layouts: Sequence[_Layout]
) -> list[tuple[int, list[str]]]:
    """Return the fields of each respondent, with the line they stand on."""
    path = _data_file(source, record)
    raw = path.read_bytes()
    try:
        words = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        words = raw.decode("latin-1")
    skip = int(record.get("skip") or 0)
    if record.get("format") != "csv":
        lines = list(enumerate(words.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1))
        return [
            (number, [line[item.start - 1 : item.finish] for item in layouts])
            for number, line in lines[skip:]
            if line
        ]
    csv.field_size_limit(_LONGEST_CELL)
    reader = csv.reader(io.StringIO(words, newline=""))
    try:
        found = [(reader.line_num, row) for row in reader if row][skip:]
    except csv.Error as fault:
        raise DataError(
            f"Line {reader.line_num} cannot be read: {fault}.",
            where=path.name,
            remedy="Look for a quotation mark that is never closed.",
        ) from None
    wanted = max(item.start for item in layouts)
    for number, row in found:
        if len(row) < wanted:
            raise DataError(
                f"Line {number} has {len(row)} fields where {wanted} are described.",
                where=path.name,
                remedy="Export both files again, together.",
            )
    return [(number, [row[item.start - 1] for item in layouts]) for number, row in found]


def _field(
    spot: int,
    item: _Layout,
    rows: Sequence[tuple[int, list[str]]],
    notes: list[str],
    problems: list[Problem],
    file: str,
) -> Field:
    values: list[object] = []
    known = {code: code for code, _ in item.values}
    known |= {} if item.literal else {code.lstrip("0") or "0": code for code in known}
    found: dict[str, None] = {}
    read = _READERS.get(item.type, _text)
    for number, cells in rows:
        cell = cells[spot]
        if not cell.strip():
            values.append(None)
            continue
        value = read(cell, item, known)
        if value is None:
            place = Place(file, number, f"variable {item.name}")
            params = {"found": cell[:80], "variable": item.name, "type": item.type}
            problems.append(Problem("source-bad-value", place, params))
        elif item.type == "single" and isinstance(value, str) and value not in known:
            found[value] = None
        values.append(value)
    categories = item.values
    if item.type == "single":
        categories += tuple((code, code) for code in found)
    elif item.type == "logical":
        categories = (("1", "Yes"), ("0", "No"))
    elif item.type == "multiple" and len(categories) > MASK_BITS:
        raise DataError(
            f"{item.name} has {len(categories)} options; {MASK_BITS} is the most.",
            where=file,
            remedy="Split it into two variables.",
        )
    if item.type == "quantity" and item.values:
        said = ", ".join(f"{code} is {words}" for code, words in item.values)
        notes.append(f"{item.name}: numbers that have words stay numbers: {said}")
    if item.type == "time":
        notes.append(f"{item.name}: times of day became words")
    gaps = [Missing.SKIPPED if value is None else None for value in values]
    kind = _TYPES.get(item.type, VariableType.TEXT)
    kept = categories if kind in (VariableType.SINGLE, VariableType.MULTI) else ()
    if kind is VariableType.SINGLE and not kept:
        kind = VariableType.TEXT
    return Field(
        item.name, kind, item.label, values, gaps, kept, item.serial, numbered=not item.literal
    )


def _single(cell: str, item: _Layout, known: dict[str, str]) -> object | None:
    words = cell.rstrip() if item.literal else cell.strip().lstrip("0") or "0"
    if words in known:
        return known[words]
    # a <range> may allow numbers that no <value> gives words for
    return None if item.literal or not words.isdigit() else words


def _multiple(cell: str, item: _Layout, known: dict[str, str]) -> object | None:
    if item.spread is None:
        if set(cell.strip()) - {"0", "1"}:
            return None
        bits = cell.strip() if len(cell) == len(cell.strip()) else cell.rstrip().replace(" ", "0")
        ticked = [str(place) for place, bit in enumerate(bits, start=1) if bit == "1"]
        return tuple(known[code] for code in ticked if code in known)
    parts, width = item.spread
    chosen = []
    padded = cell if len(cell) % max(width, 1) == 0 else cell.strip().rjust(parts * width, "0")
    for start in range(0, parts * width, max(width, 1)):
        code = padded[start : start + width].strip().lstrip("0")
        if code and code not in known:
            return None
        if code:
            chosen.append(known[code])
    return tuple(dict.fromkeys(chosen))


def _quantity(cell: str, _: _Layout, __: dict[str, str]) -> object | None:
    return parse_number(cell.strip())


def _logical(cell: str, _: _Layout, __: dict[str, str]) -> object | None:
    last = cell.strip()[-1:]
    return last if last in ("0", "1") else None


def _date(cell: str, _: _Layout, __: dict[str, str]) -> object | None:
    words = cell.strip()[:8]
    if len(words) != 8 or not words.isdigit():
        return None
    day = parse_day(f"{words[:4]}-{words[4:6]}-{words[6:]}", "year-first")
    return None if day is None else str(day)


def _text(cell: str, _: _Layout, __: dict[str, str]) -> object | None:
    return cell.replace(LINE_BREAK, "\n")


_READERS: dict[str, Callable[[str, _Layout, dict[str, str]], object | None]] = {
    "single": _single,
    "multiple": _multiple,
    "quantity": _quantity,
    "logical": _logical,
    "date": _date,
}
_TYPES = {
    "single": VariableType.SINGLE,
    "multiple": VariableType.MULTI,
    "quantity": VariableType.NUMERIC,
    "logical": VariableType.SINGLE,
    "date": VariableType.DATE,
}
