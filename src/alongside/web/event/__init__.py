"""Answering without a connection: one page that keeps answers sealed and sends them later."""
