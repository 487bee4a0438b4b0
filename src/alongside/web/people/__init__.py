"""The people who run a study: who is let in, and what each may do."""
