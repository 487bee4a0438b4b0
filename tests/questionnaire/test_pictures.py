"""Pictures of a study: found inside its folder only, known by what they hold, and checked."""

from dataclasses import replace
from pathlib import Path

import pytest

from alongside.kernel.problems import Problem
from alongside.kernel.text import plain_text
from alongside.questionnaire import Option, Page, Picture, Question, Questionnaire, Section
from alongside.questionnaire.checks.pictures import check_pictures
from alongside.questionnaire.model import QuestionType
from alongside.questionnaire.pictures import (
    LARGEST_PICTURE,
    detect_picture_type,
    find_picture,
    named_pictures,
    picture_type,
)

SVG = b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9"/></svg>'
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 8
WEBP = b"RIFF\x10\0\0\0WEBPVP8 "


def ask(picture: Picture | None, option: Picture | None = None) -> Questionnaire:
    question = Question(
        "come",
        QuestionType.ONE_OF,
        plain_text("Do you come?"),
        options=(
            Option("yes", plain_text("Yes"), picture=option, line=4),
            Option("no", plain_text("No")),
        ),
        picture=picture,
        line=3,
    )
    section = Section("start", plain_text("Start"), (Page("come", (question,)),))
    return Questionnaire(plain_text("Study"), (section,))


def put(folder: Path, name: str, content: bytes) -> Picture:
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures" / name).write_bytes(content)
    return Picture(name, plain_text("A face."))


def codes(found: list[Problem]) -> list[str]:
    return [problem.code for problem in found]


@pytest.mark.parametrize(
    ("name", "content"),
    [("a.svg", SVG), ("a.png", PNG), ("a.jpg", b"\xff\xd8\xff\xe0"), ("a.webp", WEBP)],
)
def test_each_known_kind_passes(tmp_path: Path, name: str, content: bytes) -> None:
    assert detect_picture_type(content) == picture_type(name)
    assert list(check_pictures(ask(put(tmp_path, name, content)), tmp_path)) == []


@pytest.mark.parametrize(
    "content",
    [b"", b"GIF89a", b"<svg><path/></svg>", b"<html/>", b"<svg xmlns=", b"\xff\xfe<\0s\0"],
    ids=["empty", "gif", "no name space", "html", "cut off", "not xml"],
)
def test_content_of_no_known_kind(content: bytes) -> None:
    assert detect_picture_type(content) is None


def test_an_svg_reads_no_other_file(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("secret")
    content = (
        f'<!DOCTYPE svg [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'
        '<svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'
    ).encode()
    assert detect_picture_type(content) in (None, "image/svg+xml")


def test_a_missing_picture_is_named_once_for_each_file(tmp_path: Path) -> None:
    gone = Picture("gone.svg", plain_text("A face."))
    found = list(check_pictures(ask(gone, gone), tmp_path))
    assert codes(found) == ["picture-missing"]
    assert "gone.svg" in found[0].what()
    assert found[0].where.line == 3


def test_a_large_picture_is_a_warning_with_its_size(tmp_path: Path) -> None:
    picture = put(tmp_path, "large.png", PNG + b"\0" * LARGEST_PICTURE)
    found = list(check_pictures(ask(picture), tmp_path))
    assert codes(found) == ["picture-too-large"]
    assert "500 kB" in found[0].what()


def test_a_picture_of_exactly_the_limit_is_fine(tmp_path: Path) -> None:
    picture = put(tmp_path, "even.png", PNG + b"\0" * (LARGEST_PICTURE - len(PNG)))
    assert list(check_pictures(ask(picture), tmp_path)) == []


def test_words_are_wanted_for_the_picture_of_an_option_too(tmp_path: Path) -> None:
    bare = replace(put(tmp_path, "a.svg", SVG), alt=plain_text(""))
    assert list(check_pictures(ask(None, bare), tmp_path)) == [], "said to need no words"
    found = list(check_pictures(ask(None, Picture("a.svg")), tmp_path))
    assert codes(found) == ["picture-without-alt"]
    assert found[0].where.item == "question come, option yes"


def test_a_kind_that_not_every_browser_shows(tmp_path: Path) -> None:
    found = list(check_pictures(ask(put(tmp_path, "a.tiff", PNG)), tmp_path))
    assert codes(found) == ["picture-of-unknown-type"]


@pytest.mark.parametrize("name", ["../study.yaml", "/etc/passwd", "sub/a.svg", "", ".", "out.svg"])
def test_nothing_outside_the_folder_is_found(tmp_path: Path, name: str) -> None:
    put(tmp_path, "a.svg", SVG)
    (tmp_path / "study.yaml").write_text("title: x")
    (tmp_path / "pictures" / "sub").mkdir()
    (tmp_path / "pictures" / "sub" / "a.svg").write_bytes(SVG)
    (tmp_path / "pictures" / "out.svg").symlink_to(tmp_path / "study.yaml")
    assert find_picture(tmp_path, name) is None
    assert find_picture(tmp_path, "a.svg") is not None


def test_every_name_is_known() -> None:
    assert named_pictures(ask(Picture("a.svg"), Picture("b.png"))) == {"a.svg", "b.png"}
