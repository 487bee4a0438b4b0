"""Reading open answers: for now, quotations that stay true and identify nobody."""

from alongside.themes.edits import is_faithful
from alongside.themes.personal import PersonalData, find_personal_data
from alongside.themes.quotes import Quote, ReleasedQuote, read_quotes, release_quote

__all__ = [
    "PersonalData",
    "Quote",
    "ReleasedQuote",
    "find_personal_data",
    "is_faithful",
    "read_quotes",
    "release_quote",
]
