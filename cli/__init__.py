"""The command sollecito."""
