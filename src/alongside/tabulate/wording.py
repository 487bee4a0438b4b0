"""The words that tables bring themselves, in the language of the table."""

from alongside.kernel.messages import load_messages, message


def table_word(name: str, language: str, *, unit: str = "respondent", **params: object) -> str:
    """Return a word or sentence from the catalogue; English where there is no translation.

    With the ``unit`` "row" it speaks of rows of data instead of people, where it would.

    >>> table_word("word-total", "en")
    'Total'
    >>> table_word("note-several-groups", "en", unit="row")
    'A row of data can be in more than one column.'
    """
    if unit == "row" and f"table-row-{name}" in load_messages("en"):
        name = f"row-{name}"
    return message(f"table-{name}", "what", params, language)
