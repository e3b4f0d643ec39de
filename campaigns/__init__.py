"""Campaigns, their data and what became of each row: database models, import, queries."""
