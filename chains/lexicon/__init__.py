"""Words of products and how they hang together, as data."""
