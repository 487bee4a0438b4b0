"""The one call of Typst."""

import io
from datetime import UTC, datetime

import pypdf
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from alongside.kernel.errors import PrintError
from alongside.typeset import print_pdf, prose_blocks, typst_string

PAGE = '#set document(title: "A page")\n#set text(lang: "en")\n'
RECTANGLE = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="9" height="9"/></svg>'


def words_of(made: bytes) -> str:
    return "".join(page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages)


def test_a_page_is_tagged_and_dated() -> None:
    made = print_pdf(PAGE + "Hello", moment=datetime(2023, 3, 14, tzinfo=UTC))
    root = pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]
    assert root["/MarkInfo"]["/Marked"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert b"2023-03-14" in root["/Metadata"].get_data()
    assert made == print_pdf(PAGE + "Hello", moment=datetime(2023, 3, 14, tzinfo=UTC))


def test_data_are_words_and_never_markup() -> None:
    source = PAGE + "#json(bytes(sys.inputs.data)).said"
    assert "*no* #markup $here$" in words_of(
        print_pdf(source, data={"said": "*no* #markup $here$"})
    )


def test_a_picture_without_words_is_refused_with_a_remedy() -> None:
    source = PAGE + '#image("a/dot.svg")'
    with pytest.raises(PrintError) as fault:
        print_pdf(source, enclosed={"a/dot.svg": RECTANGLE})
    assert "picture" in fault.value.remedy
    assert print_pdf(PAGE + '#image("a/dot.svg", alt: "A dot")', enclosed={"a/dot.svg": RECTANGLE})


def test_a_source_reads_no_other_file() -> None:
    with pytest.raises(PrintError):
        print_pdf(PAGE + '#read("../../etc/hostname")')


@given(st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=30))
@settings(max_examples=200, deadline=None)
def test_a_string_holds_its_words(words: str) -> None:
    quoted = typst_string(words)
    inside = quoted[1:-1].replace("\\\\", "").replace('\\"', "")
    assert '"' not in inside
    assert "\\" not in inside


def test_markdown_becomes_blocks() -> None:
    blocks = prose_blocks(
        "# Head\n\nSee [us](https://a.example) and *it*.\n\n- one\n- **two**\n\n1. x"
    )
    kinds = [block["kind"] for block in blocks]
    assert kinds == ["words", "words", "points", "numbers"]
    assert blocks[0]["runs"] == [{"text": "Head", "bold": True, "italic": False}]
    assert "".join(run["text"] for run in blocks[1]["runs"]) == (
        "See us (https://a.example) and it."
    )
    assert blocks[2]["items"][1][0]["runs"][0] == {"text": "two", "bold": True, "italic": False}


def test_html_in_markdown_is_words() -> None:
    said = [
        run["text"] for block in prose_blocks("a <b>b</b>\n\n<div>c</div>") for run in block["runs"]
    ]
    assert "<b>" in "".join(said)
    assert "<div>c</div>" in "".join(said)


def test_a_link_that_is_its_own_address_is_said_once() -> None:
    runs = prose_blocks("<https://a.example>")[0]["runs"]
    assert "".join(run["text"] for run in runs) == "https://a.example"
