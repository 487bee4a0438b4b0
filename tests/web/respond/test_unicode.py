"""Words of every kind come through unchanged, from the box to the file of answers."""

import csv
import html
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.core.management import call_command

from alongside.collect import read_responses
from alongside.collect.answers_checks import LONGEST_TEXT
from alongside.dataset import export_csv, load_dataset
from alongside.questionnaire import load_study
from alongside.web.records.models import ResponseRecord

pytestmark = pytest.mark.django_db

QUESTIONS = """\
version: "1"
sections:
  - code: all
    pages:
      - {code: words, type: long-text, label: Say something}
      - {code: line, type: short-text, label: And again}
"""
KINDS = {
    "emoji of several parts": "👩🏽‍🦽 and 🏴󠁧󠁢󠁷󠁬󠁳󠁿 and 👨‍👩‍👧‍👦",
    "accents apart and together": "e\u0301 é ŵ w\u0302",
    "right to left with numbers": "كان 12 شخصًا في الغرفة, ve 3 kişi",
    "scripts beyond the first plane": "𐌰𐌹𐌽𐍃 𝔞 𠜎",
    "marks that turn the writing": "a\u202eb\u202c \u2067ש\u2069 \u200f",
    "spaces that are none": "a\u00a0b\u200bc\u2003d\u3000e\ufefff",
    "joiners and tall stacks": "ක්‍ෂ Z̷̢̛a̵l̶g̴o̷ ﷽",
    "what programs trip over": "<b>&amp;\"'`; DROP TABLE x;-- =1+1 @SUM {{likes}} {% x %} \\n \\0",
    "lines and tabs": "one\n\ntwo\n\tthree ",
    "separators JSON leaves bare": "a\u2028b\u2029c\u0085d",
    "a number sign of another script": "٣ ३ ３",
}


@pytest.mark.parametrize("words", KINDS.values(), ids=KINDS)
def test_words_come_through_unchanged(
    visit: Any, make_study: Any, words: str, tmp_path: Path
) -> None:
    folder = make_study(questions=QUESTIONS)
    person = visit(folder)
    person.start()
    person.answer("words", words=words.replace("\n", "\r\n"))
    person.answer("line", line="end")
    assert person.at == "/s/tea/check/"
    said = re.search(r'<span class="al-said">(.*?)</span>', person.page, re.DOTALL)
    assert said is not None
    assert html.unescape(said[1]) == words
    person.get("p/words/?from=check")
    box = re.search(r"<textarea[^>]*>\n(.*?)</textarea>", person.page, re.DOTALL)
    assert box is not None
    assert html.unescape(box[1]) == words
    person.get("check/")
    person.post("check/")
    assert ResponseRecord.objects.get().answers["words"] == words
    out = folder / "data" / "responses.jsonl"
    call_command("gather", "tea", out=out, verbosity=0, stdout=io.StringIO())
    study = load_study(folder)
    assert study.questionnaire is not None
    (response,) = read_responses(out, study.questionnaire)
    assert response.answers["words"] == words
    table = tmp_path / "out.csv"
    export_csv(load_dataset(study), table, texts=True)
    (row,) = csv.DictReader(table.open(encoding="utf-8-sig", newline=""))
    assert row["words"].lstrip("'") == words.lstrip("'")


@pytest.mark.parametrize("sign", ["a", "é", "👩", "\n"])
def test_an_answer_may_be_twenty_thousand_characters_of_any_kind(
    visit: Any, make_study: Any, sign: str
) -> None:
    person = visit(make_study(questions=QUESTIONS))
    person.start()
    words = "x" + sign * (LONGEST_TEXT - 2) + "x"
    person.answer("words", words=words.replace("\n", "\r\n"))
    assert person.at == "/s/tea/p/line/"
    assert ResponseRecord.objects.get().answers["words"] == words


def test_one_character_more_is_refused_and_nothing_typed_is_lost(
    visit: Any, make_study: Any
) -> None:
    person = visit(make_study(questions=QUESTIONS))
    person.start()
    words = "ŵ" * (LONGEST_TEXT + 1)
    person.answer("words", words=words)
    assert person.status == 422
    assert "20,001" in person.words
    assert words in person.page
    assert ResponseRecord.objects.count() == 0
