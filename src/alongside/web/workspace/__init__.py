"""Pages for the team of a study: sign in, and see or do what the pass allows."""
