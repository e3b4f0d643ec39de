"""The storyboard language: fields, scenes, layers, narration, choices, and how data is bound to them."""
