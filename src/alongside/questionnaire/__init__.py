"""The questionnaire: what is asked, of whom, in which order."""
