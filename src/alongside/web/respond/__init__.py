"""Answering a study in a browser, without a script."""
