"""How wide the columns of a table are, relative to each other, in documents with pages."""

from alongside.report.facts import TableBlock

WORDY = 24
"""A column with a longer cell than this holds sentences, and is set like text."""
_SHARE_OF_LABELS = 0.5
_SHARE_OF_LABELS_WIDE = 0.28


def is_wordy(table: TableBlock, column: int) -> bool:
    """Return whether a column (from 0, row headings not counted) holds sentences."""
    return any(len(row.cells[column]) > WORDY for row in table.rows)


def column_shares(table: TableBlock) -> list[float]:
    """Return the share of the width that each column gets, row headings first; sum 1.

    Columns of sentences share by the length of their longest cell, within limits; columns
    of numbers are all alike, and the row headings get what their longest words need.
    """
    count = len(table.heads) or 1
    longest = max([len(table.corner), *(len(row.label) for row in table.rows)], default=10)
    if any(is_wordy(table, column) for column in range(count)):
        weights = [max(12, min(30, longest))]
        for column in range(count):
            cell = max(len(row.cells[column]) for row in table.rows)
            head = max(min(14, len(table.heads[column])), *map(len, table.heads[column].split()))
            weights.append(max(head + 4, min(60, cell)))
        return [weight / sum(weights) for weight in weights]
    limit = _SHARE_OF_LABELS_WIDE if table.wide else _SHARE_OF_LABELS
    letters = 140 if table.wide else 88
    first = min(max(0.18, longest / letters), limit)
    first = max(first, 1 - count * 0.26)
    return [first] + [(1 - first) / count] * count
