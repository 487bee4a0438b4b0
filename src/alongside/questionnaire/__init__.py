"""The questionnaire: what is asked, of whom, in which order."""

from alongside.questionnaire.condition_text import condition_text, parse_condition
from alongside.questionnaire.conditions import Answers, Condition, Value, holds
from alongside.questionnaire.dump import dump_questionnaire, dump_settings
from alongside.questionnaire.files import load_study, read_study
from alongside.questionnaire.model import (
    Audience,
    Option,
    Page,
    Question,
    Questionnaire,
    QuestionType,
    Section,
)
from alongside.questionnaire.routing import Path, audience_of, find_path, offered_options
from alongside.questionnaire.shape import schema
from alongside.questionnaire.study import Disclosure, Study, StudySettings

__all__ = [
    "Answers",
    "Audience",
    "Condition",
    "Disclosure",
    "Option",
    "Page",
    "Path",
    "Question",
    "QuestionType",
    "Questionnaire",
    "Section",
    "Study",
    "StudySettings",
    "Value",
    "audience_of",
    "condition_text",
    "dump_questionnaire",
    "dump_settings",
    "find_path",
    "holds",
    "load_study",
    "offered_options",
    "parse_condition",
    "read_study",
    "schema",
]
