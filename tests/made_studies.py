"""Small study folders that tests of several rooms share."""

from pathlib import Path

TEA = """\
version: "1"
sections:
  - code: all
    title: All
    pages:
      - {code: heard, type: yes-no-unsure, label: Heard?}
"""
BUSES = """\
version: "1"
audience_question: who
audiences:
  - {code: rider, label: {en: Riders}}
  - {code: driver, label: {en: Drivers}}
sections:
  - code: all
    title: {en: All}
    pages:
      - code: who
        type: one-of
        label: {en: Who are you?}
        options:
          - {code: rider, label: {en: Rider}}
          - {code: driver, label: {en: Driver}}
      - {code: late, type: yes-no-unsure, label: {en: Was the bus late?}}
      - {code: why, type: long-text, required: false, show_if: late = yes, label: {en: Why?}}
      - {code: words, type: long-text, required: false, label: {en: Anything else?}}
"""


def make_study(folder: Path, settings: str = "title: Tea\n", questions: str = TEA) -> Path:
    """Write a study of these settings and questions into a folder; return the folder."""
    folder.mkdir(exist_ok=True)
    (folder / "study.yaml").write_text(settings, "utf-8")
    (folder / "questionnaire.yaml").write_text(questions, "utf-8")
    return folder
