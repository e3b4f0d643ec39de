"""The service for programs, under ``/v1``: keys, campaigns, imports, recipients, progress."""
