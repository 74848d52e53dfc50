"""Statistics: what the returns of a hub say in numbers, exact and for use inside it."""
