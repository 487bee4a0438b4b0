"""The report: facts bound to data, printed as HTML, Word and PDF."""
