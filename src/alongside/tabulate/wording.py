"""The words that tables bring themselves, in the language of the table."""

from alongside.kernel.messages import message


def table_word(name: str, language: str, **params: object) -> str:
    """Return a word or sentence from the catalogue; English where there is no translation.

    >>> table_word("word-total", "en")
    'Total'
    """
    return message(f"table-{name}", "what", params, language)
