"""Words as XML can hold them, and XML files read without following anything they point to."""

import re
from collections.abc import Collection
from pathlib import Path

from lxml import etree

from alongside.exchange.notes import Change, ChangeKind
from alongside.kernel.errors import DataError

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"


class XmlWords:
    """Takes out what XML 1.0 (5th edition, production 2) cannot hold, and lists where it did."""

    def __init__(self, changes: list[Change]) -> None:
        self.changes = changes

    def fit(self, words: str, *, of: str = "label", variable: str = "") -> str:
        """Return words without control signs; every line break becomes a line feed."""
        plain = _NOT_XML.sub("", words)
        if plain != words:
            why = "XML cannot hold control signs"
            self.changes.append(Change(ChangeKind.ALTERED, variable, of, why, words, plain))
        return plain.replace("\r\n", "\n").replace("\r", "\n")


def xml_bytes(root: etree._Element, mixed: Collection[str] = ()) -> bytes:
    """Return a document in UTF-8, indented, with its declaration.

    ``mixed`` names elements that hold words and elements at once: nothing is indented in them.
    """
    etree.indent(root, "  ")
    for node in root.iter(*mixed) if mixed else ():
        if len(node) and not (node.text or "").strip():
            node.text = None
        for child in node:
            if not (child.tail or "").strip():
                child.tail = None
    return etree.tostring(root, xml_declaration=True, encoding="UTF-8") + b"\n"


def read_xml(path: Path) -> etree._Element:
    """Return the root of an XML file; no entity is expanded and nothing is fetched.

    Raises :class:`~alongside.kernel.errors.DataError` when it is not well formed.
    """
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True
    )
    try:
        return etree.fromstring(path.read_bytes(), parser)
    except (etree.XMLSyntaxError, ValueError) as fault:
        raise DataError(
            f"This is not well-formed XML: {fault}.",
            where=path.name,
            remedy="Export it again, or open it in a browser to see where it breaks.",
        ) from None
