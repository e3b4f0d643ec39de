"""The project's music: synthesised, nothing sampled. ``python -m assets.music`` writes it anew."""
