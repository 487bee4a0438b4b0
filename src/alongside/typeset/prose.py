"""Markdown as blocks of plain data, for a Typst template to set."""

from collections.abc import Iterator
from functools import cache
from typing import TypedDict

from markdown_it import MarkdownIt
from markdown_it.tree import SyntaxTreeNode


class Run(TypedDict):
    """Words set in one way."""

    text: str
    bold: bool
    italic: bool


class Block(TypedDict):
    """A paragraph (``runs``), or a list (``items``, each made of blocks)."""

    kind: str
    runs: list[Run]
    items: "list[list[Block]]"


def prose_blocks(words: str) -> list[Block]:
    """Return Markdown as paragraphs and lists; what paper cannot show becomes plain words.

    A heading becomes a bold paragraph (a printed form has its own headings), a link its words
    with its address after them, a picture its description. HTML is shown, not obeyed.

    >>> [run["text"] for run in prose_blocks("A **bold** word")[0]["runs"]]
    ['A ', 'bold', ' word']
    """
    return list(_blocks(SyntaxTreeNode(_markdown().parse(words))))


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False})


def _blocks(node: SyntaxTreeNode) -> Iterator[Block]:
    for child in node.children:
        match child.type:
            case "paragraph" | "heading":
                yield _paragraph(child, bold=child.type == "heading")
            case "bullet_list" | "ordered_list":
                kind = "numbers" if child.type == "ordered_list" else "points"
                items = [list(_blocks(item)) for item in child.children]
                yield Block(kind=kind, runs=[], items=items)
            case "fence" | "code_block":
                yield _said(child.content.rstrip("\n"))
            case "hr":
                pass
            case _:
                yield from _blocks(child)


def _paragraph(node: SyntaxTreeNode, *, bold: bool) -> Block:
    runs = [run for child in node.children for run in _runs(child, bold=bold, italic=False)]
    return Block(kind="words", runs=runs, items=[])


def _said(words: str) -> Block:
    return Block(kind="words", runs=[Run(text=words, bold=False, italic=False)], items=[])


def _runs(node: SyntaxTreeNode, *, bold: bool, italic: bool) -> Iterator[Run]:
    match node.type:
        case "text" | "code_inline":
            if node.content:
                yield Run(text=node.content, bold=bold, italic=italic)
        case "softbreak":
            yield Run(text=" ", bold=bold, italic=italic)
        case "hardbreak":
            yield Run(text="\n", bold=bold, italic=italic)
        case "image":
            yield Run(text=node.content, bold=bold, italic=italic)
        case _:
            bold, italic = bold or node.type == "strong", italic or node.type == "em"
            for child in node.children:
                yield from _runs(child, bold=bold, italic=italic)
            address = str(node.attrs.get("href", "")) if node.type == "link" else ""
            if address and address not in "".join(child.content for child in node.children):
                yield Run(text=f" ({address})", bold=bold, italic=italic)
