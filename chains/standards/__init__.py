"""Code tables of national standards, as text."""
