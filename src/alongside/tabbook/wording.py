"""The words that a tab book brings itself, in the language of its tables."""

from alongside.kernel.messages import message


def book_word(name: str, language: str, **params: object) -> str:
    """Return a word or sentence from the catalogue; English where there is no translation.

    >>> book_word("contents", "en")
    'Contents'
    """
    return message(f"book-{name}", "what", params, language)
