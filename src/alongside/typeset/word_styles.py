"""The look of Word documents: real, named styles, page, language and footer.

Made by code rather than kept as a binary, so that a change of style is a change a person
can read.
"""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import CharacterStyle, ParagraphStyle

FONT = "Arial"
INK = RGBColor(0x1B, 0x24, 0x26)
SOFT = RGBColor(0x4D, 0x5A, 0x5E)
DEEP = RGBColor(0x0B, 0x5C, 0x5E)
WARM = RGBColor(0xA3, 0x4A, 0x16)
PAGE_WIDTH, PAGE_HEIGHT, MARGIN = Cm(21), Cm(29.7), Cm(2.4)

_HEADINGS: tuple[tuple[int, float, float, float], ...] = (
    (1, 20, 28, 8),
    (2, 15, 20, 6),
    (3, 12.5, 14, 4),
    (4, 11, 12, 4),
)


def set_styles(document: Document) -> None:
    """Give a document every style that reports and tab books use."""
    _set_text_styles(document)
    for name, size, colour, before, after in (
        ("Title", 30, INK, 0, 6),
        ("Subtitle", 15, SOFT, 0, 14),
        ("Author", 11, SOFT, 0, 2),
        ("Date", 11, SOFT, 0, 14),
        ("Abstract Title", 13, DEEP, 12, 4),
        ("TOC Heading", 15, DEEP, 18, 6),
    ):
        style = _paragraph_style(document, name)
        _face(style, size, colour, bold=name in ("Title", "Abstract Title", "TOC Heading"))
        _space(style, before, after)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT


def _set_text_styles(document: Document) -> None:
    normal = _paragraph_style(document, "Normal")
    _face(normal, 11, INK)
    _space(normal, 0, 7, line=1.25)
    for name in ("Body Text", "First Paragraph", "Compact", "Abstract"):
        style = _paragraph_style(document, name)
        _face(style, 11, INK)
        _space(style, 0, 3 if name == "Compact" else 7, line=1.25)
        style.paragraph_format.alignment = WD_ALIGN_PARAGRAPH.LEFT
    for level, size, before, after in _HEADINGS:
        heading = _paragraph_style(document, f"Heading {level}")
        _face(heading, size, DEEP if level < 3 else INK, bold=True)
        _space(heading, before, after)
        heading.paragraph_format.keep_with_next = True
    for name, size, colour, bold, before, after in (
        ("Caption", 11, INK, True, 14, 3),
        ("Figure Base", 9.5, SOFT, False, 0, 5),
        ("Figure", 11, INK, False, 0, 12),
        ("Table Text", 9.5, INK, False, 1.5, 1.5),
        ("Table Head", 9, INK, True, 1.5, 1.5),
        ("Table Text Small", 8, INK, False, 1, 1),
        ("Table Head Small", 8, INK, True, 1, 1),
        ("Table Note", 9, SOFT, False, 3, 2),
        ("Quote", 11.5, INK, False, 10, 0),
        ("Quote Attribution", 10, WARM, True, 2, 12),
        ("Synthetic Note", 10.5, INK, True, 0, 14),
        ("Contents 1", 10.5, INK, True, 3, 1),
        ("Contents 2", 10, INK, False, 0, 0),
        ("Footnote Text", 9, INK, False, 0, 3),
        ("Section Break", 2, INK, False, 0, 0),
    ):
        style = _paragraph_style(document, name)
        _face(style, size, colour, bold=bold)
        _space(style, before, after)
    for name in ("Caption", "Figure Base", "Quote"):
        _paragraph_style(document, name).paragraph_format.keep_with_next = True
    _paragraph_style(document, "Contents 2").paragraph_format.left_indent = Cm(0.6)
    for name in ("Quote", "Quote Attribution"):
        style = _paragraph_style(document, name)
        style.paragraph_format.left_indent = Cm(0.6)
        style.paragraph_format.right_indent = Cm(0.6)
        _bar(style, "A34A16")
    _shade(_paragraph_style(document, "Synthetic Note"), "FFF4D6")
    link = _style(document, "Hyperlink", WD_STYLE_TYPE.CHARACTER)
    link.font.color.rgb = DEEP
    link.font.underline = True


def _style(document: Document, name: str, kind: WD_STYLE_TYPE) -> CharacterStyle:
    found = next((item for item in document.styles if item.name == name), None)
    style = found if found is not None else document.styles.add_style(name, kind)
    assert isinstance(style, CharacterStyle)  # noqa: S101  paragraph styles are character styles
    return style


def _paragraph_style(document: Document, name: str) -> ParagraphStyle:
    style = _style(document, name, WD_STYLE_TYPE.PARAGRAPH)
    assert isinstance(style, ParagraphStyle)  # noqa: S101
    return style


def _face(style: ParagraphStyle, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    style.font.name = FONT
    style.font.size = Pt(size)
    style.font.bold = bold
    style.font.italic = False
    style.font.color.rgb = colour
    properties = style.element.get_or_add_rPr()
    for old in properties.findall(qn("w:spacing")):
        properties.remove(old)
    fonts = properties.get_or_add_rFonts()
    for name in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{name}"), None)
    for name in ("ascii", "hAnsi", "cs"):
        fonts.set(qn(f"w:{name}"), FONT)


def _space(style: ParagraphStyle, before: float, after: float, *, line: float = 1.1) -> None:
    style.paragraph_format.space_before = Pt(before)
    style.paragraph_format.space_after = Pt(after)
    style.paragraph_format.line_spacing = line
    style.paragraph_format.widow_control = True


def _bar(style: ParagraphStyle, colour: str) -> None:
    borders = OxmlElement("w:pBdr")
    left = OxmlElement("w:left")
    for name, value in (("val", "single"), ("sz", "24"), ("space", "10"), ("color", colour)):
        left.set(qn(f"w:{name}"), value)
    borders.append(left)
    _insert_properties(style, borders)


def _shade(style: ParagraphStyle, fill: str) -> None:
    shade = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", fill)):
        shade.set(qn(f"w:{name}"), value)
    _insert_properties(style, shade)


def _insert_properties(style: ParagraphStyle, element: object) -> None:
    """Put a border or shading where the schema wants it: before tabs, spacing and indents."""
    properties = style.element.get_or_add_pPr()
    later = {
        qn(f"w:{name}")
        for name in ("shd", "tabs", "spacing", "ind", "contextualSpacing", "jc", "outlineLvl")
    }
    place = next((at for at, child in enumerate(properties) if child.tag in later), len(properties))
    properties.insert(place, element)


def set_language(document: Document, language: str) -> None:
    """Say which language the words are in, so that they are read aloud and spelt right."""
    tag = {"en": "en-GB", "cy": "cy-GB"}.get(language, language)
    defaults = document.styles.element.find(
        f"{qn('w:docDefaults')}/{qn('w:rPrDefault')}/{qn('w:rPr')}"
    )
    if defaults is not None:
        for old in defaults.findall(qn("w:lang")):
            defaults.remove(old)
        lang = OxmlElement("w:lang")
        lang.set(qn("w:val"), tag)
        defaults.append(lang)


def set_page(document: Document, footer: str) -> None:
    """Set paper and margins, and put words and the page number at the foot."""
    section = document.sections[0]
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN
    section.top_margin = section.bottom_margin = MARGIN
    section.footer.is_linked_to_previous = False
    paragraph = section.footer.paragraphs[0]
    paragraph.text = f"{footer}\t"
    paragraph.style = document.styles["Table Note"]
    paragraph.paragraph_format.tab_stops.add_tab_stop(
        PAGE_WIDTH - 2 * MARGIN, WD_TAB_ALIGNMENT.RIGHT
    )
    for kind, text in (("begin", ""), ("", " PAGE "), ("separate", ""), ("text", "1"), ("end", "")):
        run = paragraph.add_run()
        if kind == "text":
            run.text = text
        elif kind:
            sign = OxmlElement("w:fldChar")
            sign.set(qn("w:fldCharType"), kind)
            run._r.append(sign)
        else:
            code = OxmlElement("w:instrText")
            code.set(qn("xml:space"), "preserve")
            code.text = text
            run._r.append(code)
