"""Commands of the workspace."""
