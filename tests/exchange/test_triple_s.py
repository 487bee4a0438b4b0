"""Triple-S: checked against the DTD's rules, as The Triple-S XML Standard gives them.

Facts of the standard (version 2.0.002, ASC, 2011, pages 39 to 49 and 79 to 83): the order of
elements, which a variable of each type must have, required attributes, forms of values.
"""

import csv
from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from lxml import etree
from tests.exchange.hard_data import PEOPLE, VARIABLES
from tests.made_data import Given, dataset_of, day, multi, number, single, words

from alongside.dataset import Missing
from alongside.exchange import ChangeKind, export_triple_s
from alongside.kernel.text import Text

DTD = """
<!ELEMENT br EMPTY>
<!ELEMENT text (#PCDATA | br)*>
<!ATTLIST text xml:lang NMTOKEN #IMPLIED mode (interview | analysis) #IMPLIED>
<!ELEMENT sss (date?, time?, origin?, user?, survey)>
<!ATTLIST sss version CDATA #REQUIRED languages NMTOKENS #IMPLIED modes NMTOKENS #IMPLIED>
<!ELEMENT date (#PCDATA)> <!ELEMENT time (#PCDATA)>
<!ELEMENT origin (#PCDATA)> <!ELEMENT user (#PCDATA)>
<!ELEMENT survey (name?, version?, title?, record)>
<!ELEMENT name (#PCDATA)> <!ELEMENT version (#PCDATA)>
<!ELEMENT title (#PCDATA | br | text)*>
<!ELEMENT record (variable+)>
<!ATTLIST record ident CDATA #REQUIRED href CDATA #IMPLIED
                 format (fixed | csv) "fixed" skip CDATA #IMPLIED>
<!ELEMENT variable (name, label, position, filter?, ((spread?, values?) | size)?)>
<!ATTLIST variable ident CDATA #REQUIRED use (serial | weight) #IMPLIED
          type (single | multiple | quantity | character | logical | date | time) #REQUIRED
          format (literal | numeric) #IMPLIED>
<!ELEMENT label (#PCDATA | br | text)*>
<!ELEMENT position EMPTY>
<!ATTLIST position start CDATA #REQUIRED finish CDATA #IMPLIED>
<!ELEMENT filter (#PCDATA)> <!ELEMENT spread EMPTY> <!ELEMENT size (#PCDATA)>
<!ATTLIST spread subfields CDATA #REQUIRED width CDATA #IMPLIED>
<!ELEMENT values (value+ | (range, value*))>
<!ELEMENT value (#PCDATA | br | text)*>
<!ATTLIST value code CDATA #REQUIRED score CDATA #IMPLIED>
<!ELEMENT range EMPTY>
<!ATTLIST range from CDATA #REQUIRED to CDATA #REQUIRED>
"""
MUST_HAVE = {
    "single": "values",
    "multiple": "values",
    "quantity": "values",
    "character": "size",
    "date": "position",
}


def rows_of(path: Path) -> list[list[str]]:
    csv.field_size_limit(1_000_000)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def check(path: Path) -> tuple[etree._Element, list[list[str]]]:
    """Hold a file against the rules, and its data against its variables."""
    root = etree.parse(path).getroot()
    dtd = etree.DTD(StringIO(DTD))
    assert dtd.validate(root), dtd.error_log
    assert path.with_suffix(".csv").read_bytes().count(b"\n") == len(rows_of(path))
    heads, *rows = rows_of(path)
    variables = root.findall(".//variable")
    assert [node.findtext("name") for node in variables] == heads
    assert len(set(heads)) == len(heads)
    assert sum(node.get("use") == "serial" for node in variables) == 1
    for spot, node in enumerate(variables):
        cells = [row[spot] for row in rows]
        kind = node.get("type")
        assert node[-1].tag == MUST_HAVE[kind]
        assert node.find("position").get("start") == str(spot + 1)
        codes = [value.get("code") for value in node.iter("value")]
        assert len(set(codes)) == len(codes)
        for cell in filter(None, cells):
            if kind == "single":
                assert cell in codes
            elif kind == "multiple":
                assert len(cell) == max(map(int, codes))
                assert set(cell) <= {"0", "1"}
            elif kind == "quantity":
                ends = node.find(".//range")
                low, high = ends.get("from"), ends.get("to")
                assert Decimal(low) <= Decimal(cell) <= Decimal(high)
                assert len({len(x.partition(".")[2]) for x in (cell, low, high)}) == 1
            elif kind == "character":
                assert len(cell) <= int(node.findtext("size"))
            else:
                assert len(cell) == 8
                assert cell.isdigit()
    return root, rows


@settings(max_examples=40, deadline=None)
@given(people=PEOPLE)
def test_files_keep_the_rules_of_the_standard(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, Given]]
) -> None:
    path = tmp_path_factory.mktemp("out") / "data.xml"
    export_triple_s(dataset_of(VARIABLES, people), path, texts=True)
    check(path)


def test_what_stands_in_the_fields(tmp_path: Path) -> None:
    variables = [single("a", "x-1"), multi("b", "c", "d"), number("n"), day("s"), words("w")]
    people: list[dict[str, Given]] = [
        {"a": "x-1", "b": ("d",), "n": 1.25, "s": date(2023, 4, 1), "w": "one\ntwo"},
        {"a": Missing.NOT_ASKED, "b": (), "n": -3.0, "s": None, "w": ""},
    ]
    transfer = export_triple_s(dataset_of(variables, people), tmp_path / "d.xml", texts=True)
    root, rows = check(tmp_path / "d.xml")
    assert root.get("version") == "3.0"
    assert rows[0] == [
        *("1", "completed", "x-1", "", "01", "", "1.25", "", "20230401", ""),
        *("one\u2028two", ""),
    ]
    assert rows[1][2:10] == ["", "not_asked", "00", "", "-3.00", "", "", "skipped"]
    (change,) = transfer.changes
    assert (change.kind, change.variable, change.respondent) == (ChangeKind.ALTERED, "w", 1)
    assert "line break" in change.why


def test_languages_weights_and_breaks_in_labels(tmp_path: Path) -> None:
    both = replace(single("a", "x"), label=Text({"en": "Where\nare you?", "cy": "Ble?"}))
    dataset = dataset_of([both], [{"a": "x"}, {"a": "x"}])
    weighted = dataset.frame.with_columns(pl.Series("w", [1.0, 2.5]), pl.Series("v", [1.0, -1.0]))
    export_triple_s(replace(dataset, frame=weighted), tmp_path / "d.xml")
    root, _ = check(tmp_path / "d.xml")
    assert root.get("languages") == "en cy"
    label = root.findall(".//variable")[2].find("label")
    assert (label.text, label[0].tag, label[0].tail) == ("Where", "br", "are you?")
    assert label[1].text == "Ble?"
    uses = {node.findtext("name"): node.get("use") for node in root.iter("variable")}
    assert (uses["respondent"], uses["w"], uses["v"]) == ("serial", "weight", None)
