"""The storyboard language: fields, scenes, layers, narration, choices, and binding to data."""
