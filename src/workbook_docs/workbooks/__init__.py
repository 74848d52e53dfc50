"""The shipped definitions."""
