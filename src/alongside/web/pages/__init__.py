"""Questions as pages show them, for every app that puts them to somebody."""
