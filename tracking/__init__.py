"""Events in, statistics out."""
