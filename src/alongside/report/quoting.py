"""Finds a quotation and has it checked before it may be printed."""
