"""DDI-Codebook 2.5: the order of elements and what each must have, and that it fits the CSV.

Facts of the schema (DDI Alliance, DDI-Codebook 2.5, 2012, ``codebook.xsd``), for the elements
that are written here: which children each may have, in which order, and its required attributes.
"""

import csv
from dataclasses import replace
from pathlib import Path

import polars as pl
import pytest
from hypothesis import given, settings
from lxml import etree
from tests.exchange.hard_data import PEOPLE, VARIABLES
from tests.made_data import Given, dataset_of, multi, single

from alongside.dataset import export_csv
from alongside.exchange import export_ddi
from alongside.kernel.text import Text

DDI = "{ddi:codebook:2_5}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
CHILDREN = {
    "codeBook": ["docDscr", "stdyDscr", "fileDscr", "dataDscr", "otherMat"],
    "docDscr": ["citation", "guide", "docStatus", "docSrc", "controlledVocabUsed", "notes"],
    "citation": [
        *("titlStmt", "rspStmt", "prodStmt", "distStmt", "serStmt", "verStmt", "biblCit"),
        *("holdings", "notes"),
    ],
    "titlStmt": ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
    "prodStmt": [
        *("producer", "copyright", "prodDate", "prodPlac", "software", "fundAg", "grantNo"),
    ],
    "stdyDscr": [
        *("citation", "studyAuthorization", "stdyInfo", "studyDevelopment", "method"),
        *("dataAccs", "othrStdyMat", "notes"),
    ],
    "stdyInfo": [
        *("studyBudget", "subject", "abstract", "sumDscr", "qualityStatement", "notes"),
        "exPostEvaluation",
    ],
    "sumDscr": [
        *("timePrd", "collDate", "nation", "geogCover", "geogUnit", "geoBndBox", "boundPoly"),
        *("anlyUnit", "universe", "dataKind"),
    ],
    "fileDscr": ["fileTxt", "locMap", "notes"],
    "fileTxt": [
        *("fileName", "fileCitation", "fileCont", "fileStrc", "dimensns", "fileType", "format"),
        *("filePlac", "dataChck", "ProcStat", "dataMsng", "software", "verStmt"),
    ],
    "dimensns": ["caseQnty", "varQnty", "logRecL", "recPrCas", "recNumTot"],
    "dataDscr": ["varGrp", "nCubeGrp", "var", "nCube", "notes"],
    "varGrp": ["labl", "txt", "concept", "defntn", "universe", "notes"],
    "var": [
        *("location", "labl", "imputation", "security", "embargo", "respUnit", "anlysUnit", "qstn"),
        *("valrng", "invalrng", "undocCod", "universe", "TotlResp", "sumStat", "txt"),
        *("stdCatgry", "catgryGrp", "catgry", "codInstr", "verStmt", "concept", "derivation"),
        *("varFormat", "geoMap", "catLevel", "notes"),
    ],
    "qstn": ["qstnLit"],
    "catgry": ["catValu", "labl", "txt", "catStat", "mrow"],
    "derivation": ["drvdesc", "drvcmd"],
}
NEEDED = {"codeBook": ["stdyDscr"], "citation": ["titlStmt"], "titlStmt": ["titl"]}
ATTRIBUTES = {"var": ["name"]}


def check_shape(root: etree._Element) -> None:
    for node in root.iter(etree.Element):
        name = node.tag.removeprefix(DDI)
        found = [child.tag.removeprefix(DDI) for child in node]
        order = CHILDREN.get(name, [])
        assert set(found) <= set(order), name
        assert found == sorted(found, key=order.index), name
        assert set(NEEDED.get(name, [])) <= set(found), name
        assert all(key in node.attrib for key in ATTRIBUTES.get(name, [])), name
    ids = [node.get("ID") for node in root.iter(etree.Element) if node.get("ID")]
    assert len(ids) == len(set(ids))
    for node in root.iter(f"{DDI}var", f"{DDI}varGrp", f"{DDI}derivation"):
        for reference in (*node.get("var", "").split(), *node.get("files", "").split()):
            assert reference in ids


@settings(max_examples=20, deadline=None)
@given(people=PEOPLE)
def test_the_codebook_keeps_the_order_of_the_schema_and_names_every_column(
    tmp_path_factory: pytest.TempPathFactory, people: list[dict[str, Given]]
) -> None:
    path = tmp_path_factory.mktemp("out") / "data.xml"
    export_ddi(dataset_of(VARIABLES, people), path, texts=True)
    root = etree.parse(path).getroot()
    check_shape(root)
    csv.field_size_limit(1_000_000)
    with path.with_suffix(".csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    assert [node.get("name") for node in root.iter(f"{DDI}var")] == rows[0]
    assert root.findtext(f".//{DDI}caseQnty") == str(len(people)) == str(len(rows) - 1)
    assert root.findtext(f".//{DDI}varQnty") == str(len(rows[0]))


def test_the_data_are_those_of_the_csv_export(tmp_path: Path) -> None:
    dataset = dataset_of([single("a", "x"), multi("b", "c", "d")], [{"a": "x", "b": ("d",)}])
    export_ddi(dataset, tmp_path / "data.xml")
    export_csv(dataset, tmp_path / "plain.csv")
    assert (tmp_path / "data.csv").read_bytes() == (tmp_path / "plain.csv").read_bytes()


def test_categories_groups_kinds_of_missing_languages_and_sources(tmp_path: Path) -> None:
    both = replace(single("a", "x"), label=Text({"en": "Where?", "cy": "Ble?"}))
    made = replace(single("c", "y"), derived_from=("a",))
    dataset = dataset_of([both, multi("b", "c", "d"), made], [{"a": "x"}])
    weighted = dataset.frame.with_columns(pl.Series("w", [1.0]))
    dataset = replace(
        dataset, frame=weighted, provenance=replace(dataset.provenance, synthetic=True)
    )
    transfer = export_ddi(dataset, tmp_path / "data.xml", language="cy")
    root = etree.parse(tmp_path / "data.xml").getroot()
    check_shape(root)
    found = {node.get("name"): node for node in root.iter(f"{DDI}var")}
    labels = [(node.get(LANG), node.text) for node in found["a"].findall(f"{DDI}labl")]
    assert labels == [("cy", "Ble?"), ("en", "Where?")]
    values = [node.findtext(f"{DDI}catValu") for node in found["a"].iter(f"{DDI}catgry")]
    assert values == ["x"]
    missing = {
        node.findtext(f"{DDI}catValu"): node.get("missing")
        for node in found["a__missing"].iter(f"{DDI}catgry")
    }
    assert missing["skipped"] == "Y"
    assert len(missing) == 6
    group = root.find(f".//{DDI}varGrp")
    assert (group.get("name"), group.get("type")) == ("b", "multipleResp")
    assert group.get("var").split() == [found[f"b__{code}"].get("ID") for code in "cd"]
    assert found["c"].find(f"{DDI}derivation").get("var") == found["a"].get("ID")
    assert found["w"].get("wgt") == "wgt"
    assert root.findtext(f".//{DDI}dataKind") == "Synthetic survey data"
    assert not list(root.iter(f"{DDI}catStat"))
    assert transfer.changes == ()
