"""What the benchmark of the site is made of: a lean client, a bare site, and starting servers."""
