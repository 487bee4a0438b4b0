"""What the benchmark of counting is made of: the people, and the other ways of counting them."""
