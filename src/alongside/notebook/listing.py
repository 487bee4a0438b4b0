"""What there is to ask of a study, as frames."""

import polars as pl

from alongside.dataset import Codebook


def question_frame(codebook: Codebook, language: str) -> pl.DataFrame:
    """Return one row a variable; what identifies people is left out."""
    rows = [
        (
            each.code,
            each.label.say(language),
            each.type.value,
            len(each.categories),
            ", ".join(each.audiences),
            ", ".join(each.derived_from),
            each.paradata,
        )
        for each in codebook
        if not each.identifies
    ]
    names = ("code", "label", "type", "answers_n", "audiences", "derived_from", "paradata")
    return pl.DataFrame(rows, schema=names, orient="row")


def answer_frame(codebook: Codebook, language: str) -> pl.DataFrame:
    """Return one row an answer of a question, in the order of tables."""
    rows = []
    for each in codebook:
        if each.identifies:
            continue
        place = {code: spot for spot, code in enumerate(each.order)}
        ordered = sorted(each.categories, key=lambda one, place=place: place.get(one.code, 0))  # type: ignore[misc]
        rows += [(each.code, one.code, one.label.say(language)) for one in ordered]
    return pl.DataFrame(rows, schema=("question", "code", "label"), orient="row")
