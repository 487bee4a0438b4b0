"""Makes the reference document pandoc takes its Word styles from."""

from pathlib import Path

import docx
import pypandoc

from alongside.typeset.word_styles import set_language, set_page, set_styles


def write_reference(path: Path, language: str, footer: str) -> None:
    """Write the reference document: styles, page size, language, footer with page number."""
    pypandoc.get_pandoc_path()
    path.write_bytes(_default_reference())
    document = docx.Document(str(path))
    set_language(document, language)
    set_styles(document)
    set_page(document, footer)
    document.save(str(path))


def _default_reference() -> bytes:
    import subprocess  # noqa: PLC0415  only here, and only to ask pandoc for its own file

    command = [pypandoc.get_pandoc_path(), "--print-default-data-file", "reference.docx"]
    return subprocess.run(command, check=True, capture_output=True, timeout=60).stdout  # noqa: S603
