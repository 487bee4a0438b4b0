"""Words to accessible PDF: one way to print for questionnaires, posters and reports."""

from alongside.typeset.press import font_folder, print_pdf, typst_string
from alongside.typeset.prose import prose_blocks

__all__ = ["font_folder", "print_pdf", "prose_blocks", "typst_string"]
