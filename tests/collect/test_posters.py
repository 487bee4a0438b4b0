"""Posters: one page, accessible, with a square pattern that a camera reads."""

import io
from dataclasses import replace
from datetime import date, time
from pathlib import Path

import pypdf
import pypdfium2
import pytest
import segno
import zxingcpp

from alongside.collect.channel_links import channel_link, public_address, qr_picture
from alongside.collect.posters import poster_data, poster_pdf
from alongside.kernel.errors import AlongsideError
from alongside.kernel.text import Text
from alongside.questionnaire import Study, StudySettings, load_study

ROOT = Path(__file__).parents[2]
SITE = "https://survey.example.org"


@pytest.fixture(scope="module")
def reference() -> Study:
    return load_study(ROOT / "studies/coproduction")


def with_settings(study: Study, **changes: object) -> Study:
    return replace(study, settings=replace(study.settings, **changes))  # type: ignore[arg-type]


def page_of(made: bytes) -> pypdf.PageObject:
    pages = pypdf.PdfReader(io.BytesIO(made)).pages
    assert len(pages) == 1
    return pages[0]


def test_each_channel_has_its_own_link_which_a_camera_reads(reference: Study) -> None:
    for channel in reference.settings.channels:
        made = poster_pdf(reference, channel, SITE, minutes=7)
        assert f"survey.example.org/c/coproduction/{channel.short}" in page_of(made).extract_text()
        seen = pypdfium2.PdfDocument(made)[0].render(scale=1, grayscale=True).to_numpy()
        found = zxingcpp.read_barcodes(seen.reshape(seen.shape[:2]))
        assert [code.text for code in found] == [
            f"{SITE}/c/coproduction/{channel.short}/",
        ]


def test_the_pattern_withstands_a_torn_corner() -> None:
    code = segno.make(channel_link(SITE, "coproduction", "bulletin"), error="q", micro=False)
    assert code.error == "Q"
    drawn = qr_picture(channel_link(SITE, "coproduction", "bulletin")).decode()
    assert f'width="{code.symbol_size(border=4)[0]}"' in drawn


def test_a_poster_says_what_how_long_and_what_is_promised(reference: Study) -> None:
    made = poster_pdf(reference, reference.settings.channels[0], SITE, minutes=7)
    reader = pypdf.PdfReader(io.BytesIO(made))
    root = reader.trailer["/Root"]
    assert b"pdfuaid:part" in root["/Metadata"].get_data()
    assert root["/Lang"] == "en"
    words = " ".join(page_of(made).extract_text().split())
    for said in (
        "Working together on care",
        "These questions are about care.",
        "It takes about 7 minutes.",
        "There is an Easy Read version.",
        "We do not ask your name.",
        "together@example.org",
        "For trying out",
    ):
        assert said in words


@pytest.mark.parametrize(
    ("opens", "closes", "words"),
    [
        (None, None, ""),
        (date(2030, 3, 1), None, "You can answer from 1 March 2030."),
        (None, date(2030, 4, 1), "You can answer until 1 April 2030, 17:00."),
        (
            date(2030, 3, 1),
            date(2030, 4, 1),
            "You can answer from 1 March 2030 to 1 April 2030, 17:00.",
        ),
    ],
)
def test_dates(reference: Study, opens: date | None, closes: date | None, words: str) -> None:
    at = time(17) if closes else None
    study = with_settings(reference, opens=opens, closes=closes, closes_time=at)
    assert poster_data(study, SITE, "en")["dates"] == words


def test_several_languages_are_named_in_their_own_words(reference: Study) -> None:
    study = with_settings(reference, languages=("en", "cy", "ar"))
    facts = poster_data(study, SITE, "cy", minutes=3)["facts"]
    assert isinstance(facts, list)
    assert facts[0] == "Mae'n cymryd tua 3 munud."
    assert "English · Cymraeg · العربية" in facts[-1]


def test_an_arabic_poster(reference: Study) -> None:
    study = with_settings(reference, title=Text({"ar": "نادي الغداء"}), languages=("ar",))
    made = poster_pdf(study, None, SITE, "ar")
    assert pypdf.PdfReader(io.BytesIO(made)).trailer["/Root"]["/Lang"] == "ar"
    assert "survey.example.org/s/coproduction" in page_of(made).extract_text()


def test_long_words_make_smaller_letters_and_never_a_second_page(reference: Study) -> None:
    study = with_settings(
        reference,
        title=Text({"en": "A very long title of a study " * 4}),
        summary=Text({"en": "Much is said about it here. " * 20}),
        contact=Text({"en": "Ask us. " * 40}),
    )
    far = f"https://{'very-' * 8}long-name.example.org"
    made = poster_pdf(study, study.settings.channels[0], far, minutes=12)
    page = page_of(made)
    seen = pypdfium2.PdfDocument(made)[0].render(scale=2, grayscale=True).to_numpy()
    found = zxingcpp.read_barcodes(seen.reshape(seen.shape[:2]))
    assert found[0].text.startswith(far)
    assert page.extract_text().count("Ask us.") >= 40


def test_a_study_that_says_little_has_a_poster(reference: Study) -> None:
    study = replace(reference, settings=StudySettings(Text({"en": "Tea"})))
    words = page_of(poster_pdf(study, None, SITE)).extract_text()
    assert "Tea" in words
    assert "Who asks" not in words


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("https://survey.example.org/", "https://survey.example.org"),
        ("https://example.org/survey/", "https://example.org/survey"),
        (" https://survey.example.org:8443 ", "https://survey.example.org:8443"),
        ("http://localhost:8000", "http://localhost:8000"),
        ("http://127.0.0.1:8000/", "http://127.0.0.1:8000"),
        ("http://[::1]:8000", "http://[::1]:8000"),
    ],
)
def test_addresses_that_are_taken(typed: str, kept: str) -> None:
    assert public_address(typed) == kept


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "survey.example.org",
        "http://survey.example.org",
        "ftp://survey.example.org",
        "https://",
        "https://a.example?x=1",
        "https://a.example#top",
        "https://me@a.example",
        "https://a.example:port",
        "https://[bad",
        "http://10.0.0.1",
    ],
)
def test_addresses_that_are_refused(typed: str) -> None:
    with pytest.raises(AlongsideError) as refusal:
        public_address(typed)
    assert "http" in refusal.value.remedy.casefold()
