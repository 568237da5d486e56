"""The built-in chains: one TOML file each, read and checked by chains.catalogue_reader."""
