"""Commands of the page for events."""
