"""Pictures beside Easy Read wording: which are shown, what is handed out, and what never is."""

import os
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

pytestmark = pytest.mark.django_db
SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9"/></svg>'
QUESTIONS = """\
version: "1"
sections:
  - code: all
    title: All
    pages:
      - code: likes
        type: one-of
        label: {en: Do you like tea?, easy: {en: Tea? Say it.}}
        hint: {en: Any tea., easy: {en: Any tea. Dr. Who asks.}}
        picture: {file: cup.svg, alt: {en: A cup of "tea", easy: {en: A cup}}}
        definition: {en: Tea is **a drink**. It is hot., cy: Diod yw te.}
        options:
          - {code: "yes", label: "Yes", picture: {file: thumb.png, alt: ""}}
          - {code: "no", label: "No", picture: gone.png}
      - code: cups
        type: number
        label: {en: How many?, easy: {en: How many?}}
        definition: {en: A cup is a mug too.}
        unit: cups
      - code: box
        type: information
        label: {en: Box, easy: {en: Box}}
        body:
          en: One. Two.
          easy: {en: "One **thing. Two** so. Three.\\n\\n- Four. Five.\\n- Six."}
        definition: {en: A box is a box.}
      - {code: why, type: long-text, label: Why?, definition: Say what you think.}
"""


@pytest.fixture
def folder(make_study: Any) -> Path:
    made: Path = make_study(questions=QUESTIONS)
    (made / "pictures").mkdir()
    (made / "pictures" / "cup.svg").write_text(SVG)
    (made / "pictures" / "thumb.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (made / "pictures" / "secret.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    return made


@pytest.fixture
def easy(folder: Path, visit: Any) -> Any:
    someone = visit(folder)
    someone.start("?lang=en&edition=easy")
    return someone


def sources(page: str) -> list[str]:
    return re.findall(r'<img class="al-[^"]*picture" src="([^"]+)"', page)


def test_easy_read_shows_the_picture_with_its_words(easy: Any) -> None:
    assert 'alt="A cup"' in easy.page
    cup, thumb = sources(easy.page)
    assert cup.startswith("/s/tea/picture/cup.svg?v=")
    assert thumb.startswith("/s/tea/picture/thumb.png?v=")
    assert "gone.png" not in easy.page, "a page without it is better than a broken picture"
    for address in (cup, thumb):
        assert easy.client.get(address).status_code == 200


def test_the_standard_edition_shows_none(folder: Path, visit: Any) -> None:
    someone = visit(folder)
    someone.start("?lang=en&edition=standard")
    assert sources(someone.page) == []
    assert "al-line" not in someone.page
    assert 'class="govuk-template">' in someone.page


def test_sentences_are_lines_in_easy_read(easy: Any) -> None:
    lines = re.findall(r'<span class="al-line">(.*?)</span>', easy.page)
    assert lines[:4] == ["Tea?", "Say it.", "Any tea.", "Dr. Who asks."]
    assert "<title>Tea? Say it. " in easy.page


def test_lines_of_markdown_keep_emphasis_and_lists_whole(easy: Any) -> None:
    easy.answer("likes", likes="yes")
    easy.answer("cups", cups="2")
    body = easy.page.split('<div class="al-prose">')[1].split("</div>")[0]
    lines = re.findall(r'<span class="al-line">(.*?)</span>', body)
    assert lines == ["One <strong>thing. Two</strong> so.", "Three.", "Four.", "Five."]
    assert "<li>Six.</li>" in body
    assert "A box is a box." in easy.page


def test_words_in_lines_are_still_escaped(make_study: Any, visit: Any) -> None:
    words = '"<b>One</b>. <B>Two</B>."'
    changed = QUESTIONS.replace("{en: Any tea. Dr. Who asks.}", f"{{en: {words}}}")
    someone = visit(make_study(questions=changed))
    someone.start("?lang=en&edition=easy")
    assert '<span class="al-line">&lt;b&gt;One&lt;/b&gt;.</span>' in someone.page
    assert "<B>" not in someone.page


def test_the_meaning_of_a_word_stands_before_the_answer(folder: Path, visit: Any) -> None:
    someone = visit(folder)
    someone.start("?lang=en&edition=standard")
    for answer in ({"likes": "yes"}, {"cups": "2"}, {}, {"why": "So"}):
        page = someone.page
        assert page.count("<details") == 1
        assert "What does this mean?" in page
        code = next(iter(answer), "")
        if code:
            assert page.index("<details") < page.index(f'name="{code}"')
            assert page.index("<h1") < page.index("<details")
        if code == "likes":
            assert "<p>Tea is <strong>a drink</strong>. It is hot.</p>" in page
        someone.answer(code or "box", **answer)
    assert someone.heading == "Check your answers"


def test_the_meaning_is_open_in_easy_read(easy: Any) -> None:
    assert "<details" not in easy.page
    assert "What this means" in easy.words
    assert '<span class="al-line">It is hot.</span>' in easy.page


def test_meanings_come_in_the_language_of_the_page(folder: Path, visit: Any) -> None:
    someone = visit(folder)
    someone.start("?lang=cy&edition=standard")
    assert "Beth mae hyn yn ei olygu? Diod yw te." in someone.words


def test_a_picture_is_handed_out_safely(easy: Any) -> None:
    address = sources(easy.page)[0]
    answer = Client(headers={"host": "localhost"}).get(address)
    assert answer.content.decode() == SVG
    assert answer["Content-Type"] == "image/svg+xml"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Security-Policy"].startswith("default-src 'none'")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "script" not in answer["Content-Security-Policy"]
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert not answer.cookies
    assert "Cookie" not in answer.get("Vary", "")


def test_a_picture_is_not_sent_twice(easy: Any) -> None:
    address = sources(easy.page)[0]
    tag = easy.client.get(address)["ETag"]
    again = easy.client.get(address, headers={"if-none-match": tag})
    assert (again.status_code, again.content) == (304, b"")


def test_a_changed_picture_has_another_address(easy: Any, folder: Path) -> None:
    before = sources(easy.page)[0]
    path = folder / "pictures" / "cup.svg"
    path.write_text(SVG.replace("h9", "v9"))
    os.utime(path, (1, 1))
    easy.get("p/likes/")
    assert sources(easy.page)[0] != before
    old = easy.client.get(before)
    assert b"v9" in old.content
    assert old["Cache-Control"] == "public, max-age=300", "an old address is not kept for good"


@pytest.mark.parametrize(
    "file",
    ["secret.png", "gone.png", "../study.yaml", "..%2fstudy.yaml", "%2e%2e/study.yaml", "%00.svg"],
)
def test_nothing_else_is_handed_out(easy: Any, file: str) -> None:
    assert easy.client.get(f"/s/tea/picture/{file}").status_code == 404


def test_a_link_out_of_the_folder_is_not_followed(easy: Any, folder: Path) -> None:
    path = folder / "pictures" / "cup.svg"
    path.unlink()
    path.symlink_to(folder / "study.yaml")
    assert easy.client.get("/s/tea/picture/cup.svg").status_code == 404
    easy.get("p/likes/")
    assert len(sources(easy.page)) == 1


def test_pictures_are_only_read(easy: Any) -> None:
    assert Client(headers={"host": "localhost"}).post("/s/tea/picture/cup.svg").status_code == 405
    assert easy.client.get("/s/nothing/picture/cup.svg").status_code == 404
