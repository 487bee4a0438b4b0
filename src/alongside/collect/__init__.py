"""Collecting answers: what a response is, and how it is checked and kept."""

from alongside.collect.responses import Response, read_responses, write_responses

__all__ = [
    "Response",
    "read_responses",
    "write_responses",
]
