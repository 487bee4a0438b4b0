"""Files of other programs: what their authors said of the answers is kept, or named."""

from datetime import date
from pathlib import Path

import polars as pl
import pyreadstat
import pytest

from alongside.dataset import DataSet, load_dataset
from alongside.exchange import import_sav, import_triple_s
from alongside.kernel.errors import AlongsideError, DataError, ProblemsFoundError, StudyError
from alongside.questionnaire import load_study

DAY = 86_400.0
SSS = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE sss PUBLIC "-//triple-s//DTD Survey Interchange v2.0//EN"
 "http://www.triple-s.org/dtd/sss_v20.dtd">
<sss version="2.0" languages="en-GB fr"><date>1 April 2011</date><survey>
<name>HOUSE</name><title>Historic house<br/>First wave</title><record ident="V"{record}>
<variable ident="1" type="single"><name>Q1</name><label>Visits
 <text xml:lang="fr">Visites</text></label><position start="{p1}"/>
 <values><value code="1">First</value><value code="2">Before</value></values></variable>
<variable ident="2" type="multiple"><name>Q2</name><label>Seen</label>
 <position start="{p2}" finish="{f2}"/><values><value code="1">Castle</value>
 <value code="2">Forest</value><value code="3">Church</value></values></variable>
<variable ident="3" type="multiple"><name>Q3</name><label>Best two</label>
 <position start="{p3}" finish="{f3}"/><spread subfields="2" width="1"/><values>
 <value code="1">Castle</value><value code="2">Forest</value>
 <value code="3">Church</value></values></variable>
<variable ident="4" type="quantity"><name>Q4</name><label>Miles</label>
 <position start="{p4}" finish="{f4}"/><values><range from="0.0" to="99.9"/></values></variable>
<variable ident="5" type="logical"><name>Q5</name><label>Again?</label>
 <position start="{p5}"/></variable>
<variable ident="6" type="date"><name>Q6</name><label>When</label>
 <position start="{p6}" finish="{f6}"/></variable>
<variable ident="7" type="character"><name>Q7</name><label>Why</label>
 <position start="{p7}" finish="{f7}"/><size>5</size></variable>
</record></survey></sss>"""
FIXED = {
    **{"record": "", "p1": 1, "p2": 2, "f2": 4, "p3": 5, "f3": 6, "p4": 7, "f4": 10},
    **{"p5": 11, "p6": 12, "f6": 19, "p7": 20, "f7": 24},
}
CSV = {
    **{"record": ' format="csv" skip="1"', "p1": 1, "p2": 2, "f2": 2, "p3": 3, "f3": 3},
    **{"p4": 4, "f4": 4, "p5": 5, "p6": 6, "f6": 6, "p7": 7, "f7": 7},
}


def load(folder: Path) -> DataSet:
    return load_dataset(load_study(folder))


def codes(data: DataSet, name: str) -> list[list[str] | None]:
    categories = data.codebook.by_code[name].categories
    return [
        None if mask is None else [c.code for bit, c in enumerate(categories) if mask >> bit & 1]
        for mask in data.frame[name]
    ]


@pytest.mark.parametrize(("form", "ending"), [(FIXED, ".asc"), (CSV, ".csv")])
def test_triple_s_of_both_kinds(tmp_path: Path, form: dict[str, object], ending: str) -> None:
    (tmp_path / "house.sss").write_text(SSS.format(**form), "utf-8")
    rows = "110131 2.5120110401nice \r\n2000 0    0        \r\n"
    if ending == ".csv":
        rows = 'a,b,c,d,e,f,g\r\n1,101,31,2.5,1,20110401,"nice "\r\n2,"000",00,,0,,\r\n'
    (tmp_path / f"house{ending}").write_bytes(rows.encode("latin-1"))
    report = import_triple_s(tmp_path / "house.sss", tmp_path / "study", language="fr")
    data = load(report.folder)
    assert data.provenance.title == "Historic house First wave"
    assert data.codebook.by_code["Q1"].label.say("fr") == "Visites"
    assert data.frame["Q1"].to_list() == ["first", "before"]
    assert codes(data, "Q2") == [["castle", "church"], []]
    assert codes(data, "Q3") == [["castle", "church"], []]
    assert data.frame["Q4"].to_list() == [2.5, None]
    assert data.frame["Q5"].to_list() == ["yes", "no"]
    assert data.frame["Q6"].to_list() == [date(2011, 4, 1), None]
    assert [words and words.strip() for words in data.frame["Q7"]] == ["nice", None]


def test_values_that_the_definition_does_not_allow_are_all_named(tmp_path: Path) -> None:
    (tmp_path / "h.xml").write_text(SSS.format(**CSV), "utf-8")
    (tmp_path / "h.csv").write_text("a,b,c,d,e,f,g\nx,12,9,y,7,20119999,\n", "utf-8")
    with pytest.raises(ProblemsFoundError) as refusal:
        import_triple_s(tmp_path / "h.xml", tmp_path / "study")
    assert [str(problem.where) for problem in refusal.value.problems] == [
        f"h.csv:2, variable Q{number}" for number in range(1, 7)
    ]
    assert not (tmp_path / "study").exists()


@pytest.mark.parametrize(
    ("words", "data"),
    [
        ("<html/>", "1\n"),
        ("no xml", "1\n"),
        ('<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><sss>&b;</sss>', "1\n"),
        ('<sss version="2.0"><hierarchy><level ident="a" href="b"/></hierarchy></sss>', "1\n"),
        (SSS.format(**CSV), ""),
        (SSS.format(**CSV), "a\n1,2\n"),
        (SSS.format(**CSV), 'a\n1,"2\n'),
        (SSS.format(**{**CSV, "p1": "x"}), "1\n"),
    ],
)
def test_faulty_triple_s_is_refused_and_leaves_nothing(
    tmp_path: Path, words: str, data: str
) -> None:
    (tmp_path / "h.xml").write_text(words, "utf-8")
    (tmp_path / "h.csv").write_text(data, "utf-8")
    with pytest.raises(AlongsideError):
        import_triple_s(tmp_path / "h.xml", tmp_path / "study")
    assert not (tmp_path / "study").exists()


def test_answers_that_are_not_there_are_asked_for(tmp_path: Path) -> None:
    (tmp_path / "h.xml").write_text(SSS.format(**CSV), "utf-8")
    with pytest.raises(DataError, match=r"h\.csv"):
        import_triple_s(tmp_path / "h.xml", tmp_path / "study")


def test_spss_words_missing_values_dates_and_ticks(tmp_path: Path) -> None:
    frame = pl.DataFrame(
        {
            "q1": [1.0, 2.0, 9.0, 8.0],
            "q2": [1.0, 0.0, None, 7.0],
            "born": [(date(1960, 2, 3) - date(1582, 10, 14)).days * DAY, None, None, None],
            "region": ["N", "S", "", "N"],
            "said": ["é 👩‍👩‍👧", "", "x", "y"],
            "email": [f"{n}@example.org" for n in range(4)],
            "a1": [1.0, 0.0, 1.0, 0.0],
            "a2": [0.0, 0.0, 1.0, 0.0],
        }
    )
    pyreadstat.write_sav(
        frame,
        str(tmp_path / "old.sav"),
        column_labels={"q1": "How was it?", "email": "E-mail"},
        variable_value_labels={
            "q1": {1.0: "Good", 2.0: "Poor", 9.0: "Prefer not to say", 8.0: "Card lost"},
            "region": {"N": "North", "S": "South"},
        },
        missing_ranges={"q1": [9.0, 8.0], "q2": [{"lo": 7.0, "hi": 9.0}]},
        variable_format={"born": "DATE11"},
    )
    report = import_sav(tmp_path / "old.sav", tmp_path / "study", title="Old survey")
    data = load(report.folder)
    assert data.provenance.title == "Old survey"
    assert data.frame["q1"].to_list() == ["good", "poor", None, None]
    assert data.frame["q1__missing"].to_list() == [None, None, "prefer_not_to_say", "skipped"]
    assert data.codebook.by_code["q1"].label.say("en") == "How was it?"
    assert data.frame["born"].to_list()[0] == date(1960, 2, 3)
    assert data.frame["region"].to_list() == ["N", "S", None, "N"]
    assert data.frame["said"].to_list() == ["é 👩‍👩‍👧", None, "x", "y"]
    assert "email" not in data.codebook
    said = "\n".join(report.notes)
    assert "q1: taken as skipped: Card lost" in said
    assert "q2: taken as skipped: 7" in said
    assert "no multiple-response sets" in said
    assert "could point to people: email" in said


def test_a_file_that_is_no_spss_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.sav").write_bytes(b"no")
    with pytest.raises(DataError, match="SPSS"):
        import_sav(tmp_path / "x.sav", tmp_path / "study")
    (tmp_path / "study").mkdir()
    (tmp_path / "study" / "a").write_text("", "utf-8")
    with pytest.raises(StudyError):
        import_sav(tmp_path / "x.sav", tmp_path / "study")
