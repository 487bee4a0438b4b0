"""Answers given on the site: the only tables it keeps."""
