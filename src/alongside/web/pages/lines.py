"""One idea a line: how words are set for those who read the Easy Read edition."""

import re
from functools import cache
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token
from markupsafe import Markup, escape

from alongside.kernel.sentences import split_sentences

_LINE = Markup('<span class="al-line">{}</span>')
_OPENS, _CLOSES = _LINE.split("{}")
_HARD_BREAK = re.compile(r"(?: {2,}|\\)\n")


def set_lines(words: str, *, easy_read: bool) -> Markup:
    """Return plain words as HTML; in Easy Read each sentence is a line of its own.

    A single sentence, and every other edition, is only escaped.
    """
    lines = split_sentences(words) if easy_read else ()
    if len(lines) < 2:
        return escape(words)
    return Markup(" ").join(_LINE.format(line) for line in lines)


@pass_context
def lines_filter(context: Context, words: Any) -> Markup:
    """Set the words of a template in lines when its reader reads Easy Read."""
    if isinstance(words, Markup):
        return words
    return set_lines(str(words), easy_read=bool(context.get("easy_read")))


@cache
def markdown(*, easy_read: bool = False) -> MarkdownIt:
    """Return the reader of authors' Markdown. HTML in it is shown, not obeyed.

    For Easy Read each sentence of a paragraph or of an item in a list is a line of its own.
    """
    made = MarkdownIt("commonmark", {"html": False})
    if easy_read:
        made.core.ruler.push("one_idea_a_line", _one_idea_a_line)
    return made


def _one_idea_a_line(state: StateCore) -> None:
    for before, token in zip(state.tokens, state.tokens[1:], strict=False):
        if token.type != "inline" or before.type != "paragraph_open":
            continue
        lines = [
            line
            for part in _HARD_BREAK.split(token.content)
            for line in split_sentences(part.replace("\n", " "))
        ]
        if len(lines) > 1:
            token.children = [
                piece for line in lines for piece in _set_line(state.md, line, state.env)
            ]


def _set_line(md: MarkdownIt, line: str, env: Any) -> list[Token]:
    inner = md.parseInline(line, env)[0].children or []
    return [_written(_OPENS), *inner, _written(f"{_CLOSES} ")]


def _written(html: str) -> Token:
    return Token("html_inline", "", 0, content=html)
