"""The HTTP doors: links, pages, tracking."""
