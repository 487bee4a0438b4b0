"""XLSForm questionnaires: what we can keep of them becomes a study, the rest is named."""

from alongside.questionnaire.xlsform.form import XlsformReport, import_xlsform
from alongside.questionnaire.xlsform.losses import Loss

__all__ = ["Loss", "XlsformReport", "import_xlsform"]
