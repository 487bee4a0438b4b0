"""The built report as a page of the site: the same file, and a way back."""

from html import escape

WAY_BACK = """
<nav class="way-back" aria-label="Site"><a href="/">Back to “{title}”</a></nav>
"""
WAY_BACK_STYLE = """
<style>.way-back { max-width: 78rem; margin: 0 auto; padding: .5rem clamp(1rem, 4vw, 2.5rem) 0; }
.way-back a { display: inline-block; padding: .75rem 0; font-size: 1rem; }
@media print { .way-back { display: none; } }</style>
"""


def with_way_back(page: str, title: str) -> str:
    """Return the report with a link to the site before its header.

    A report without a header element gets the link at the top of its body. ``title`` is
    plain text.
    """
    link = WAY_BACK.format(title=escape(title, quote=False))
    styled = page.replace("</head>", WAY_BACK_STYLE + "</head>", 1)
    start = styled.find("<header")
    if start >= 0:
        return styled[:start] + link + styled[start:]
    start = styled.find("<body")
    end = styled.find(">", start) + 1 if start >= 0 else 0
    return styled[:end] + link + styled[end:]
