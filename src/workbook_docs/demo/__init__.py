"""A made-up round, from register to statistics, that anyone can run and look at."""
