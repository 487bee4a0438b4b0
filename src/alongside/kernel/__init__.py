"""What every room needs: errors, problems, words, recorded randomness."""
