"""Finds a quotation and has it checked before it may be printed."""

from functools import cached_property

from alongside.kernel.errors import AlongsideError, ProblemsFoundError
from alongside.report.context import Context
from alongside.report.expressions import Call
from alongside.report.facts import QuoteBlock
from alongside.report.source import suggest
from alongside.themes import Quote, ReleasedQuote, read_quotes, release_quote


class Quotations:
    """The quotations of quotes.yaml, each released when a report asks for it."""

    def __init__(self, context: Context) -> None:
        self.context = context

    @cached_property
    def chosen(self) -> dict[str, Quote]:
        """Quotations by id; every fault of the file is noted once in the context."""
        try:
            found = read_quotes(self.context.study.folder)
        except ProblemsFoundError as error:
            self.context.problems.extend(error.problems)
            return {}
        return {quote.id: quote for quote in found}

    def find(self, call: Call) -> QuoteBlock | None:
        """Return a quotation ready to print, or None with a problem noted."""
        name = call.text("id")
        quote = self.chosen.get(name)
        if quote is None:
            hint = suggest(name, tuple(self.chosen))
            self.context.problem("report-no-quote", call, id=name, hint=hint)
            return None
        questionnaire = self.context.study.questionnaire
        by = quote.attribute_by
        if not by and questionnaire is not None and questionnaire.audience_question:
            by = (questionnaire.audience_question,)
        try:
            released = release_quote(
                self.context.dataset, quote, self.context.rule, by, self.context.language
            )
        except AlongsideError as error:
            why = f"{error.what} {error.remedy}".strip()
            self.context.problem("report-quote-refused", call, id=name, why=why)
            return None
        return quote_block(released)


def quote_block(quote: ReleasedQuote) -> QuoteBlock:
    """Return a released quotation as a block; nothing else can become one."""
    return QuoteBlock(quote.id, quote.text, quote.attribution)
