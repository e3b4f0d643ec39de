"""The HTTP doors: links, pages, tracking, and under ``/v1`` the service for programs."""
