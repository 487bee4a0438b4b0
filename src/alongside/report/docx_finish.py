"""Finishes pandoc's Word document: contents, turned pages, banner, properties, fixed bytes."""

import zipfile
from copy import deepcopy
from datetime import datetime
from pathlib import Path
from typing import cast

import docx
from docx.document import Document
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.oxml.text.paragraph import CT_P
from docx.text.paragraph import Paragraph
from lxml.etree import _Element

from alongside.report.blocks import plain_words, word
from alongside.report.facts import BoundReport
from alongside.typeset.word_styles import set_language
from alongside.typeset.word_xml import paragraph


def finish_document(made: Path, path: Path, report: BoundReport, moment: datetime) -> None:
    """Read pandoc's document, put in what pandoc cannot say, and write it to ``path``."""
    document = docx.Document(str(made))
    _fill_contents(document, report.front.language)
    _turn_pages(document)
    _describe_pictures(document)
    set_language(document, report.front.language)
    if report.imprint.synthetic:
        text = word("synthetic", report.front.language)
        document.element.body.insert(0, _parse(paragraph("Synthetic Note", text)))
    properties = document.core_properties
    properties.title = plain_words(report.front.title)
    properties.language = report.front.language
    properties.author = ", ".join(report.front.authors)
    properties.subject = plain_words(report.front.subtitle)
    properties.comments = footer_comment(report)
    properties.created = properties.modified = moment.replace(tzinfo=None)
    properties.last_modified_by = ""
    document.save(str(made))
    _rewrite(made, path)


def footer_comment(report: BoundReport) -> str:
    """Return the document comment: the fingerprint, and that the data are synthetic."""
    note = word("synthetic", report.front.language) if report.imprint.synthetic else ""
    return f"{note} {report.imprint.software} {report.imprint.fingerprint}".strip()


def _parse(xml: str) -> _Element:
    return parse_xml(xml.replace("<w:p>", f"<w:p {nsdecls('w')}>", 1))


def _fill_contents(document: Document, language: str) -> None:
    """Write the contents as a field whose entries are already there.

    Word can update it (F9 adds page numbers); until then the entries are links, so nobody
    opens a document with an empty contents page.
    """
    named = (item for item in document.paragraphs if _style_name(item) == "TOC Heading")
    mark = next(named, None)
    if mark is None:
        return
    mark.add_run(word("contents", language))
    entries = _entries(document)
    made: list[_Element] = []
    for at, (level, text, anchor) in enumerate(entries):
        start = (
            _field("begin") + _code(' TOC \\o "1-2" \\h \\z \\u ') + _field("separate")
            if at == 0
            else ""
        )
        end = _field("end") if at == len(entries) - 1 else ""
        shell = _parse(
            f'<w:p><w:pPr><w:pStyle w:val="Contents{level}"/></w:pPr>{start}'
            f'<w:hyperlink w:anchor="{anchor}" w:history="1"><w:r><w:t></w:t></w:r>'
            f"</w:hyperlink>{end}</w:p>"
        )
        shell.find(f".//{qn('w:t')}").text = text  # type: ignore[union-attr]
        made.append(shell)
    holder = mark._p.getparent()
    if holder is not None:
        place = holder.index(mark._p) + 1
        for element in reversed(made):
            holder.insert(place, cast("CT_P", element))


def _entries(document: Document) -> list[tuple[int, str, str]]:
    entries = []
    for item in document.paragraphs:
        name = _style_name(item)
        if name in ("Heading 1", "Heading 2"):
            anchor = _bookmark_of(item)
            if anchor:
                entries.append((int(name[-1]), _words(item), anchor))
    return entries


def _style_name(item: Paragraph) -> str:
    return str(item.style.name) if item.style is not None else ""


def _words(item: Paragraph) -> str:
    return "".join(node.text or "" for node in item._p.iter(qn("w:t")))


def _bookmark_of(item: Paragraph) -> str:
    """Return the bookmark of a heading; pandoc puts it in or just before the paragraph."""
    inside = item._p.find(qn("w:bookmarkStart"))
    before = item._p.getprevious()
    while (
        inside is None
        and before is not None
        and before.tag in (qn("w:bookmarkStart"), qn("w:bookmarkEnd"))
    ):
        if before.tag == qn("w:bookmarkStart"):
            inside = before
        before = before.getprevious()
    return str(inside.get(qn("w:name"))) if inside is not None else ""


def _field(kind: str) -> str:
    return f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>'


def _code(text: str) -> str:
    return f'<w:r><w:instrText xml:space="preserve">{text}</w:instrText></w:r>'.replace(
        '"1-2"', "&quot;1-2&quot;"
    )


def _describe_pictures(document: Document) -> None:
    """Repeat each picture's words on the picture itself, where pandoc puts the file name."""
    for inline in document.element.body.iter(qn("wp:inline")):
        outer, inner = inline.find(qn("wp:docPr")), inline.find(f".//{qn('pic:cNvPr')}")
        if outer is not None and inner is not None:
            inner.set("descr", outer.get("descr") or "")


def _turn_pages(document: Document) -> None:
    """End a section at each mark: upright before a wide table, sideways after it."""
    body = document.element.body
    final = body.find(qn("w:sectPr"))
    if final is None:
        return
    for mark in list(body.iter(qn("w:bookmarkStart"))):
        name = mark.get(qn("w:name")) or ""
        if not name.startswith("wide-"):
            continue
        holder = mark.getparent()
        if name == "wide-start" and _follows_wide(holder):
            body.remove(holder)
            continue
        section = deepcopy(final)
        if name == "wide-end":
            size = section.find(qn("w:pgSz"))
            if size is not None:
                width, height = size.get(qn("w:w")), size.get(qn("w:h"))
                size.set(qn("w:w"), height)
                size.set(qn("w:h"), width)
                size.set(qn("w:orient"), "landscape")
        kind = OxmlElement("w:type")
        kind.set(qn("w:val"), "nextPage")
        for old in section.findall(qn("w:type")):
            section.remove(old)
        references = [
            child
            for child in section
            if child.tag in (qn("w:headerReference"), qn("w:footerReference"), qn("w:footnotePr"))
        ]
        section.insert(len(references), kind)
        holder.find(qn("w:pPr")).append(section)
        for node in (mark.getnext(), mark):
            holder.remove(node)


def _follows_wide(holder: _Element) -> bool:
    """Return whether the paragraph before ends a sideways part: then the page stays turned."""
    before = holder.getprevious()
    size = before.find(f".//{qn('w:sectPr')}/{qn('w:pgSz')}") if before is not None else None
    return size is not None and size.get(qn("w:orient")) == "landscape"


def _rewrite(made: Path, path: Path) -> None:
    """Copy the package with one fixed time on every part, so that bytes can be compared."""
    with zipfile.ZipFile(made) as source, zipfile.ZipFile(path, "w") as target:
        for item in source.infolist():
            entry = zipfile.ZipInfo(item.filename, date_time=(1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(entry, source.read(item.filename))
