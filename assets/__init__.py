"""Pictures, icons, music and theme files that belong to the project, and where to find fonts."""
