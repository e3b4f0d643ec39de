"""What a recipient costs: measured against MoviePy and against the encoders alone."""
