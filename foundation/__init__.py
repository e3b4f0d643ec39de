"""What every room stands on: errors, settings, logging and the database engine."""
