"""Released tables as HTML: a table whose headings say what they head, with its notes.

The fragment takes its colours from the page it stands on, so it reads on light and on dark ones.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from html import escape
from importlib.resources import files

from alongside.tabbook.spread import Place, Spread, spread_of
from alongside.tabbook.wording import book_word
from alongside.tabulate import ReleasedTable
from alongside.tabulate.render import Shown


@cache
def style_sheet(name: str = "tables") -> str:
    """Return the style of tables (or of a whole ``page``), to be put into a page once."""
    return files("alongside.tabbook").joinpath("assets", f"{name}.css").read_text("utf-8")


def table_html(
    tables: Spread | ReleasedTable | tuple[ReleasedTable, ...],
    *,
    show: Shown | str = "both",
    name: str = "al-table",
    caption: str = "",
    notes: Iterable[str] | None = None,
) -> str:
    """Return a table with its caption and notes as an HTML fragment.

    Parameters
    ----------
    tables
        One, or several of one question side by side.
    show
        ``n``, ``percent`` or ``both``.
    name
        Begins the ids of the fragment; must be unique on the page.
    caption
        Words of the caption; "": the title of the table.
    notes
        To be printed below; None: all of them.

    Returns
    -------
    A ``div`` of the class ``alongside``. The columns of several levels are tied to their
    headings by ``headers`` and ``id``, since ``scope`` alone is read unreliably there.
    """
    return _Fragment(spread_of(tables), show, name).whole(caption, notes)


class _Fragment:
    def __init__(self, spread: Spread, show: Shown | str, name: str) -> None:
        self.spread, self.show, self.name = spread, show, name
        self.depth = spread.depth

    def whole(self, caption: str, below: Iterable[str] | None) -> str:
        spread, name = self.spread, self.name
        title = f"<strong>{escape(caption or spread.title)}</strong>"
        under = "".join(f'<span class="al-t-who">{escape(words)}</span>' for words in spread.who)
        notes = "".join(
            f"<li>{escape(note)}</li>" for note in (spread.notes if below is None else below)
        )
        return (
            f'<div class="alongside" lang="{escape(spread.language)}" dir="{spread.direction}">'
            f'<div class="al-t-scroll" role="region" tabindex="0" aria-labelledby="{name}-caption">'
            f'<table class="al-t"><caption id="{name}-caption">{title}{under}</caption>'
            f"<thead>{''.join(self._heads())}</thead><tbody>{''.join(self._rows())}</tbody>"
            f"<tfoot>{''.join(self._bases())}</tfoot></table></div>"
            + (f'<ul class="al-t-notes">{notes}</ul>' if notes else "")
            + "</div>"
        )

    def _heads(self) -> Iterator[str]:
        """Yield the lines of headings; a heading over several columns spans them."""
        spread, places = self.spread, self.spread.places
        for level in range(self.depth):
            cells = [self._corner()] if level == 0 else []
            for spot, place in enumerate(places):
                if level >= len(place.labels) or (spot and _same(places[spot - 1], place, level)):
                    continue
                last = level == len(place.labels) - 1
                width = 1
                while spot + width < len(places) and _same(place, places[spot + width], level):
                    width += 1
                down = self.depth - level if last else 1
                words = spread.heading(place) if last else place.labels[level]
                span = f' colspan="{width}"' if width > 1 else ""
                span += f' rowspan="{down}"' if down > 1 else ""
                scope = "col" if last else "colgroup"
                mark = f' id="{self._id(spot, level)}"' if self.depth > 1 else ""
                cells.append(f'<th scope="{scope}"{span}{mark}>{escape(words)}</th>')
            yield f"<tr>{''.join(cells)}</tr>"

    def _corner(self) -> str:
        words = escape(book_word("answer", self.spread.language))
        span = f' rowspan="{self.depth}"' if self.depth > 1 else ""
        return f'<th scope="col"{span}>{words}</th>'

    def _id(self, spot: int, level: int) -> str:
        """Return the id of the heading of a column at a level: that of its first column."""
        places = self.spread.places
        while spot and _same(places[spot - 1], places[spot], level):
            spot -= 1
        return f"{self.name}-c{spot}-{level}"

    def _headers(self, spot: int, row: int) -> str:
        if self.depth == 1:
            return ""
        levels = range(len(self.spread.places[spot].labels))
        ids = [f"{self.name}-r{row}", *(self._id(spot, level) for level in levels)]
        return f' headers="{" ".join(ids)}"'

    def _label(self, words: str, row: int) -> str:
        mark = f' id="{self.name}-r{row}"' if self.depth > 1 else ""
        return f'<th scope="row"{mark}>{escape(words)}</th>'

    def _rows(self) -> Iterator[str]:
        for place_of_row, row in enumerate(self.spread.rows):
            cells = "".join(
                self._cell(row.code, place, self._headers(spot, place_of_row))
                for spot, place in enumerate(self.spread.places)
            )
            yield f"<tr>{self._label(row.label, place_of_row)}{cells}</tr>"

    def _cell(self, row: str, place: Place, headers: str) -> str:
        spread = self.spread
        cell = spread.cell(row, place)
        if cell.n is None:
            return f'<td{headers} class="al-t-held">{escape(spread.withheld_word)}</td>'
        share = f'<span class="al-t-share">{escape(spread.share(row, place))}</span>'
        count = f'<span class="al-t-n">{cell.n:,}</span>'
        if self.show == "n":
            return f"<td{headers}>{count}</td>"
        parts = [share]
        measures = spread.measures(row, place)
        if measures is not None and measures.above:
            over = "" if measures.above in "+-" else f"{book_word('above', spread.language)} "
            hidden = f'<span class="al-t-unseen">{escape(over)}</span>' if over else ""
            parts.append(f'<span class="al-t-above">{hidden}{escape(measures.above)}</span>')
        if measures is not None and measures.low is not None and measures.high is not None:
            low, high = f"{100 * measures.low:.0f}", f"{100 * measures.high:.0f}%"
            words = book_word("interval", spread.language, low=low, high=high)
            parts.append(f'<span class="al-t-range">{escape(words)}</span>')
        if self.show == "both":
            parts.append(count)
        return f"<td{headers}>{' '.join(parts)}</td>"

    def _bases(self) -> Iterator[str]:
        spread = self.spread
        lines = [(spread.base_label, [spread.base(place) for place in spread.places])]
        for label, numbers in spread.more_bases():
            held = spread.withheld_word
            lines.append((label, [held if each is None else f"{each:,.0f}" for each in numbers]))
        for extra, (label, words) in enumerate(lines):
            row = len(spread.rows) + extra
            cells = "".join(
                f"<td{self._headers(spot, row)}>{escape(each)}</td>"
                for spot, each in enumerate(words)
            )
            yield f"<tr>{self._label(label, row)}{cells}</tr>"


def _same(one: Place, two: Place, level: int) -> bool:
    """Return whether two columns stand under one heading at a level above their own."""
    return (
        one.table is two.table
        and level < min(len(one.labels), len(two.labels)) - 1
        and one.labels[: level + 1] == two.labels[: level + 1]
    )
