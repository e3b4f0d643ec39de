"""Bound storyboard and clips in, static pages out: page, player, QR codes."""
