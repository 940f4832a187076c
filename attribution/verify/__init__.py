"""Checks that share no code with the line: records against their article, quotations against a source."""
