"""Collecting answers: what a response is, and how it is checked and kept."""

from alongside.collect.answers import Submission, answer_codes, field_names, parse_answers
from alongside.collect.answers_checks import check_answer
from alongside.collect.promise import breaks_promise, check_promise
from alongside.collect.responses import Response, read_responses, write_responses
from alongside.collect.session import (
    Progress,
    Reading,
    Step,
    finish,
    is_within_reach,
    resume_at,
    show_page,
    submit_page,
)

__all__ = [
    "Progress",
    "Reading",
    "Response",
    "Step",
    "Submission",
    "answer_codes",
    "breaks_promise",
    "check_answer",
    "check_promise",
    "field_names",
    "finish",
    "is_within_reach",
    "parse_answers",
    "read_responses",
    "resume_at",
    "show_page",
    "submit_page",
    "write_responses",
]
