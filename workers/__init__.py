"""Carries the work along its way: import, render, publish."""
