"""Trying a study out: invented people walk every route through the real pages."""
