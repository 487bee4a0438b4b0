"""A printed form as plain data for its Typst template, and as PDF."""

from collections.abc import Container
from importlib.resources import files
from pathlib import Path

from alongside.collect.channel_links import qr_picture
from alongside.collect.paper.answer_space import (
    Data,
    answer_space,
    instruction,
    picture_data,
    printed_pictures,
)
from alongside.collect.paper.cover import Handout, cover_parts, last_parts
from alongside.collect.paper.directions import Directions
from alongside.collect.paper.model import PaperForm, PaperItem
from alongside.kernel.text import writing_direction
from alongside.questionnaire import StudySettings
from alongside.typeset import print_pdf, prose_blocks


def paper_pdf(
    form: PaperForm,
    settings: StudySettings,
    handout: Handout | None = None,
    pictures: Path | None = None,
) -> bytes:
    """Return the form as tagged PDF (PDF/UA-1).

    ``pictures`` is the folder of the study's pictures; a picture that is not there is left
    out. Raises ``PrintError`` when the PDF would not be accessible.
    """
    handout = handout or Handout()
    enclosed = _pictures(form, pictures)
    if handout.link:
        enclosed["qr.svg"] = qr_picture(handout.link)
    data = form_data(form, settings, handout, enclosed)
    source = files(__package__).joinpath("paper.typ").read_text("utf-8")
    return print_pdf(source, enclosed=enclosed, data=data)


def form_data(
    form: PaperForm,
    settings: StudySettings,
    handout: Handout,
    there: Container[str] = (),
) -> Data:
    """Return everything that stands on the form, in the order in which it is read.

    ``there`` holds the names of the pictures that can be printed; others are left out.
    """
    directions = Directions(form)
    say = directions.saying
    title = say.study(settings.title) or say.study(form.questionnaire.title)
    groups = form.questionnaire.audiences
    audience = next((say.study(item.label) for item in groups if item.code == form.audience), "")
    return {
        "language": form.language,
        "direction": writing_direction(form.language),
        "edition": form.edition.value,
        "title": title,
        "running": " · ".join(part for part in (title, audience) if part),
        "serials": list(handout.serials) or [""],
        "page": say.words("page", page="{page}", pages="{pages}"),
        "number": say.words("form-number"),
        "trying": say.words("trying-out") if settings.synthetic else "",
        "summary": say.lines(say.study(settings.summary)),
        "cover": cover_parts(say, settings, handout),
        "items": [_item(item, directions, there) for item in form.items],
        "end": say.words("end-title"),
        "last": last_parts(say, settings, handout),
    }


def _item(item: PaperItem, directions: Directions, there: Container[str]) -> Data:
    question, say = item.question, directions.saying
    number, hint = item.number, say.study(question.hint)
    told = instruction(item, directions)
    if not question.takes_answer:
        number = say.words("box-title", number=item.number)
    return {
        "kind": "question" if question.takes_answer else "box",
        "number": number,
        "section": say.study(item.section.title) if item.opens_section else "",
        "page_title": say.study(item.page_title),
        "gates": [list(directions.gate(item, gate)) for gate in item.gates],
        "label": say.study(question.label),
        "hint": say.lines(hint),
        "body": prose_blocks(say.study(question.body, markdown=True)),
        "means": say.words("means"),
        "definition": prose_blocks(say.study(question.definition, markdown=True)),
        "picture": picture_data(question.picture, directions, there),
        "instruction": "" if told in hint else told,
        "answer": answer_space(item, directions, there),
        "then": "" if item.then is None else directions.then(item.then),
    }


def _pictures(form: PaperForm, folder: Path | None) -> dict[str, bytes]:
    """Return the pictures of the Easy Read edition that lie in the folder."""
    if folder is None or not form.edition.easy_read:
        return {}
    inside = folder.resolve()
    found = {name: (folder / name).resolve() for name in printed_pictures(form.items)}
    return {
        name: path.read_bytes()
        for name, path in found.items()
        if path.is_relative_to(inside) and path.is_file()
    }
