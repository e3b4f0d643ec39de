"""The steps that bring a database of any age to today's tables."""
