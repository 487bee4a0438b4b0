"""The site: answering in a browser, and what is published. The only room with a framework."""
