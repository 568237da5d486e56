"""Keeps the values of the domain in a database and finds them again; SQL lives here and nowhere else."""
