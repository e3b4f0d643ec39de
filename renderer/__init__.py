"""Bound scene in, clip out: pictures, sound, film. Knows no database, network or queue."""
