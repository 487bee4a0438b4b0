"""Where tables, figures and quotations stand in the bound Markdown, and how they get out.

A placeholder is one line of its own. Each format replaces it with a raw block in its own
language, so that captions, header rows and alt texts are ours to get right.
"""

import re
from collections.abc import Callable

from alongside.kernel.messages import load_messages, message

_PLACEHOLDER = re.compile(r"^@@alongside:(table|figure|quote|appendix):([\w-]*)@@$", re.MULTILINE)


def placeholder(kind: str, name: str = "") -> str:
    """Return the line that stands for a block, with the blank lines it needs."""
    return f"\n\n@@alongside:{kind}:{name}@@\n\n"


def fill_placeholders(markdown: str, printer: Callable[[str, str], str]) -> str:
    """Replace every placeholder by what ``printer(kind, name)`` returns."""
    return _PLACEHOLDER.sub(lambda found: printer(found.group(1), found.group(2)), markdown)


def raw_block(language: str, text: str) -> str:
    """Return a pandoc raw block: passed on untouched to one format.

    >>> print(raw_block("html", "<hr>"))
    ``````````{=html}
    <hr>
    ``````````
    """
    fence = "`" * 10
    return f"{fence}{{={language}}}\n{text}\n{fence}"


def word(name: str, language: str, *, unit: str = "respondent", **params: object) -> str:
    """Return a word of the report's own furniture ("Table", "Contents") in its language.

    With the ``unit`` "row" it speaks of rows of data instead of people, where it would.

    >>> word("base", "en"), word("base", "en", unit="row")
    ('People (base)', 'Rows of data (base)')
    """
    if unit == "row" and f"report-word-row-{name}" in load_messages("en"):
        name = f"row-{name}"
    return message(f"report-word-{name}", "what", params, language)


def heading_shift(markdown: str, wanted: int) -> int:
    r"""Return by how much to move headings so that the highest has the wanted level.

    >>> heading_shift("## One\n### Two", 1)
    -1
    """
    levels = [len(found) for found in re.findall(r"^(#{1,6})\s", markdown, re.MULTILINE)]
    return wanted - min(levels) if levels else 0


def plain_words(text: str) -> str:
    """Return a title without Markdown's signs of emphasis, for a file's properties.

    >>> plain_words("A *small* test")
    'A small test'
    """
    return re.sub(r"[*_`]", "", text)
