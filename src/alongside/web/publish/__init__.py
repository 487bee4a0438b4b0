"""What everybody may see: the landing page, released tables, the built report."""
