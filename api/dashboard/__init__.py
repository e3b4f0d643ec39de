"""The campaign managers' dashboard: static files that talk to ``/v1`` like everybody else."""
