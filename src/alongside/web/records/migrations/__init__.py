"""Changes of the table over time."""
