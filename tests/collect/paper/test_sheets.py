"""What stands on the sheets: as data, and as the printed PDF."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pypdf
import pypdfium2
import pytest
import zxingcpp

from alongside.collect.channel_links import channel_link
from alongside.collect.paper import Edition, paper_form
from alongside.collect.paper.cover import Handout
from alongside.collect.paper.sheets import form_data, paper_pdf
from alongside.kernel.text import Text
from alongside.questionnaire import (
    Option,
    Page,
    PromiseLine,
    Question,
    Questionnaire,
    QuestionType,
    Section,
    Study,
    StudySettings,
)

LINK = channel_link("https://survey.example.org", "coproduction", "paper")


def data_of(study: Study, audience: str = "", **more: Any) -> dict[str, Any]:
    handout = more.pop("handout", Handout())
    assert study.questionnaire is not None
    form = paper_form(study.questionnaire, audience, **more)
    return form_data(form, study.settings, handout)


def pdf_of(study: Study, audience: str = "", handout: Handout | None = None, **more: Any) -> bytes:
    assert study.questionnaire is not None
    form = paper_form(study.questionnaire, audience, **more)
    return paper_pdf(form, study.settings, handout, study.folder / "pictures")


def item_of(data: dict[str, Any], label: str) -> dict[str, Any]:
    return next(item for item in data["items"] if item["label"] == label)


def lines_of(data: dict[str, Any], title: str) -> list[str]:
    part = next(part for part in [*data["cover"], *data["last"]] if part["title"] == title)
    return [" ".join(lines) for lines in part["lines"]]


def test_the_cover_says_who_asks_what_is_promised_and_how_to_give_it_back(
    reference: Study,
) -> None:
    handout = Handout(LINK, return_to="Freepost CARE", minutes=7)
    data = data_of(reference, "lived", handout=handout)
    titles = [part["title"] for part in data["cover"]]
    assert titles == [
        "Who this form is for",
        "Who is asking",
        "How long it takes",
        "What we promise",
        "What happens with your answers",
        "How to fill in this form",
        "How to give it back",
        "Would you rather answer on a phone or computer?",
        "Do you have a question?",
    ]
    assert "This form is for people who say: I use care, or I look after" in " ".join(
        lines_of(data, "Who this form is for")
    )
    assert lines_of(data, "How to give it back") == ["Send it by post to:", "Freepost CARE"]
    on_screens_only = sum(line.keeps == "no-devices" for line in reference.settings.promise)
    assert on_screens_only == 1
    assert len(lines_of(data, "What we promise")) == len(reference.settings.promise)
    online = next(part for part in data["cover"] if part["kind"] == "online")
    assert online["shown"] == "survey.example.org/c/coproduction/paper"
    assert LINK in online["alt"]


def test_promises_about_links_codes_and_devices_are_not_printed(reference: Study) -> None:
    promise = tuple(PromiseLine(code) for code in ("no-names", "can-withdraw", "no-devices"))
    study = replace(reference, settings=replace(reference.settings, promise=promise))
    said = lines_of(data_of(study, "staff"), "What we promise")
    assert any("your name" in line for line in said)
    assert not any("return code" in line or "phone" in line for line in said)


def test_without_a_link_an_address_or_help_those_parts_are_left_out(reference: Study) -> None:
    study = replace(reference, settings=replace(reference.settings, supporters=False))
    data = data_of(study, "staff")
    titles = [part["title"] for part in [*data["cover"], *data["last"]]]
    assert "Would you rather answer on a phone or computer?" not in titles
    assert "Did somebody help you to answer?" not in titles
    assert lines_of(data, "How to give it back")[0].startswith("Give it back to the person")


def test_options_carry_arrows_hints_lines_and_the_exclusive_one_set_apart(
    reference: Study,
) -> None:
    data = data_of(reference, "staff")
    heard = item_of(data, "Had you heard of co-production before today?")["answer"]
    assert heard["shape"] == "circle"
    arrows = [option["go"].replace("\u00a0", " ") for option in heard["options"]]
    assert arrows == ["Go to question 4", "Go to box A", "Go to box A"]
    barriers = item_of(data, "What gets in the way of co-production where you work?")["answer"]
    assert barriers["shape"] == "square"
    assert barriers["options"][-1]["label"] == "Nothing gets in the way"
    assert barriers["options"][-1]["or"] == "Or, if none of these:"
    assert [option["or"] for option in barriers["options"][:-1]] == [""] * 13
    assert barriers["options"][-2]["say"] == "Please say:"
    assert item_of(data, "What we mean by co-production")["number"] == "Box\u00a0A"


def test_space_for_every_kind_of_answer(every_type: Study) -> None:
    answers = {item["label"]: item["answer"] for item in data_of(every_type)["items"]}
    assert answers["How well did you sleep?"] == {
        "kind": "scale",
        "points": ["1", "2", "3", "4", "5"],
        "ends": ["Very badly", "Very well"],
    }
    assert answers["What did you last cook?"] == {"kind": "lines", "count": 1}
    assert answers["How do you make it?"] == {"kind": "lines", "count": 7}
    cups = answers["How many cups did you drink yesterday?"]
    assert (cups["groups"][0]["boxes"], cups["unit"]) == (2, "cups")
    boxes = [group["boxes"] for group in answers["When did you last go shopping?"]["groups"]]
    assert boxes == [2, 2, 4]


@pytest.mark.parametrize(
    ("least", "most", "words"),
    [
        (None, None, "Tick all that apply."),
        (None, 2, "Tick up to 2."),
        (2, None, "Tick 2 or more."),
        (2, 3, "Tick 2 to 3."),
        (2, 2, "Tick 2."),
        (1, 4, "Tick all that apply."),
    ],
)
def test_how_many_to_tick(least: float | None, most: float | None, words: str) -> None:
    options = tuple(Option(code, Text({"en": code})) for code in "abcd")
    question = Question(
        "q", QuestionType.ANY_OF, Text({"en": "Q"}), options=options, minimum=least, maximum=most
    )
    assert _instruction(question) == words


@pytest.mark.parametrize(
    ("least", "most", "decimals", "boxes", "words"),
    [
        (None, None, 0, [6], "Write a number."),
        (0, 150, 0, [3], "Write a number from 0 to 150."),
        (-20, 50, 0, [3], "Write a number from -20 to 50."),
        (
            None,
            9,
            1,
            [1, 1],
            "Write a number, 9 or less. You can write figures after the point: up to 1.",
        ),
        (5, None, 0, [6], "Write a number, 5 or more."),
    ],
)
def test_boxes_for_numbers(
    least: float | None, most: float | None, decimals: int, boxes: list[int], words: str
) -> None:
    question = Question(
        "q",
        QuestionType.NUMBER,
        Text({"en": "Q"}),
        minimum=least,
        maximum=most,
        decimals=decimals,
    )
    assert _instruction(question).startswith(words)
    assert [group["boxes"] for group in _item(question)["answer"]["groups"]] == boxes


def _item(question: Question) -> dict[str, Any]:
    pages = (Page("q", (question,)),)
    made = Questionnaire(Text({"en": "Q"}), (Section("s", Text(), pages),))
    data = form_data(paper_form(made), StudySettings(Text({"en": "T"})), Handout())
    return data["items"][0]  # type: ignore[index,no-any-return]


def _instruction(question: Question) -> str:
    return str(_item(question)["instruction"])


def test_an_earlier_answer_is_named_by_its_number(arabic: Study) -> None:
    said = data_of(arabic, language="en")["items"][-1]["label"]
    assert said == "You told us: (your answer to question\u00a01). What do you wish for the club?"


def test_the_audience_a_form_is_for_is_said_outright(reference: Study) -> None:
    questionnaire = reference.questionnaire
    assert questionnaire is not None
    asked = Question("q", QuestionType.LONG_TEXT, Text({"en": "You said {{audience}}. Why?"}))
    sections = (
        *questionnaire.sections,
        Section("more", Text({"en": "More"}), (Page("q", (asked,)),)),
    )
    study = replace(reference, questionnaire=replace(questionnaire, sections=sections))
    data = data_of(study, "staff")
    assert data["items"][-1]["label"] == "You said I work in adult social care. Why?"


def test_easy_read_has_its_wording_one_sentence_a_line(reference: Study) -> None:
    data = data_of(reference, "staff", edition=Edition.EASY)
    assert data["summary"][0] == "These questions are about care."
    hint = item_of(data, "How do you work together with people who use care?")["hint"]
    assert hint == ["A few words are fine.", "Please do not write names."]


# ----- the PDF


def tags_of(node: Any, found: list[str]) -> list[str]:
    node = node.get_object() if hasattr(node, "get_object") else node
    if isinstance(node, list):
        for child in node:
            tags_of(child, found)
    elif isinstance(node, dict):
        if "/S" in node:
            found.append(str(node["/S"]))
        if "/K" in node:
            tags_of(node["/K"], found)
    return found


def pages_of(made: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made)).pages]


def qr_codes(made: bytes) -> Iterator[str]:
    """Read every square pattern from the pages as a camera would."""
    document = pypdfium2.PdfDocument(made)
    for page in document:
        seen = page.render(scale=2, grayscale=True).to_numpy()
        yield from (code.text for code in zxingcpp.read_barcodes(seen.reshape(seen.shape[:2])))


@pytest.mark.parametrize("edition", Edition)
@pytest.mark.parametrize("audience", ["staff", "lived"])
def test_every_edition_is_accessible_and_whole(
    reference: Study, audience: str, edition: Edition
) -> None:
    made = pdf_of(reference, audience, Handout(LINK), edition=edition)
    reader = pypdf.PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/Lang"] == "en"
    assert reader.metadata is not None
    assert reader.metadata.title == "Working together on care"
    pages = pages_of(made)
    for number, page in enumerate(pages, start=1):
        assert f"Page {number} of {len(pages)}" in page
    assert reference.questionnaire is not None
    form = paper_form(reference.questionnaire, audience, edition=edition)
    words = " ".join(" ".join(pages).split())
    for item in form.items:
        label = item.question.label.say("en", easy_read=edition.easy_read)
        assert f"{item.number} {label}" in words or f"{item.number}: {label}" in words
    tags = tags_of(root["/StructTreeRoot"], [])
    assert tags.count("/H3") == len(form.items)
    pictured = sum(item.question.picture is not None for item in form.items)
    assert pictured > 5
    assert tags.count("/Figure") == 1 + (pictured if edition.easy_read else 0)
    assert "/LI" in tags
    assert list(qr_codes(made)) == [LINK]


def test_letters_are_as_large_as_the_edition_says(reference: Study) -> None:
    smallest = {
        edition: smallest_letters(pdf_of(reference, "staff", edition=edition))
        for edition in Edition
    }
    assert smallest[Edition.STANDARD] >= 12
    assert smallest[Edition.EASY] >= 16
    assert smallest[Edition.LARGE] >= 18


def smallest_letters(made: bytes) -> float:
    sizes: list[float] = []

    def note(text: str, _cm: Any, matrix: list[float], _font: Any, size: float) -> None:
        if text.strip():
            sizes.append(abs(matrix[3]) * size)

    for page in pypdf.PdfReader(io.BytesIO(made)).pages:
        page.extract_text(visitor_text=note)
    return round(min(sizes), 2)


def test_a_question_stands_on_one_page(reference: Study) -> None:
    made = pdf_of(reference, "staff", edition=Edition.LARGE)
    pages = pages_of(made)
    start = next(i for i, page in enumerate(pages) if "What gets in the way" in page)
    assert "Nothing gets in the way" in pages[start]


def test_numbered_copies_each_have_their_own_pages(every_type: Study) -> None:
    pages = pages_of(pdf_of(every_type, handout=Handout(serials=("007", "008", "009"))))
    assert len(pages) % 3 == 0
    each = len(pages) // 3
    assert all("Form no. 007" in page for page in pages[:each])
    assert "Form no. 008" in pages[each]
    assert f"Page 1 of {each}" in pages[each]


def test_a_copy_begins_on_a_sheet_of_its_own(every_type: Study) -> None:
    handout = Handout(serials=("1", "2"))
    pages = pages_of(pdf_of(every_type, handout=handout, edition=Edition.LARGE))
    second = next(i for i, page in enumerate(pages) if "Form no. 2" in page)
    assert second % 2 == 0, "copies printed on both sides do not share a sheet"


def test_arabic_is_set_from_right_to_left(arabic: Study) -> None:
    made = pdf_of(arabic, language="ar", edition=Edition.EASY)
    reader = pypdf.PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert root["/Lang"] == "ar"
    fonts = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert any("NotoNaskhArabic" in font for font in fonts)
    assert tags_of(root["/StructTreeRoot"], []).count("/Figure") == 1, "the other is decoration"
    seen = pypdfium2.PdfDocument(made)[0].render(scale=1, grayscale=True).to_numpy()
    ink = (seen.reshape(seen.shape[:2]) < 128)[120:, :].sum(axis=0)
    half = ink.size // 2
    assert ink[half:].sum() > 2 * ink[:half].sum(), "words stand on the right"


def test_an_address_in_latin_letters_runs_its_own_way_on_an_arabic_form(arabic: Study) -> None:
    made = pdf_of(arabic, handout=Handout(return_to="Readers\n7 High Street"), language="ar")
    document = pypdfium2.PdfDocument(made)
    words = document[0].get_textpage()
    said = words.get_text_range()
    left = {sign: words.get_charbox(said.index(sign))[0] for sign in "7H"}
    assert left["7"] < left["H"]


def test_a_picture_that_is_missing_is_left_out(arabic: Study, tmp_path: Path) -> None:
    assert arabic.questionnaire is not None
    form = paper_form(arabic.questionnaire, "", "en", Edition.EASY)
    made = paper_pdf(form, arabic.settings, pictures=tmp_path)
    assert "/Figure" not in tags_of(
        pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/StructTreeRoot"], []
    )


def test_words_of_every_kind_are_printed_as_they_are(reference: Study) -> None:
    wild = 'A #let x = [*no*] $y$ "q" \\ <b>'
    settings = replace(reference.settings, title=Text({"en": wild}))
    made = pdf_of(replace(reference, settings=settings), "other")
    assert "#let x = [*no*] $y$" in pages_of(made)[0]
