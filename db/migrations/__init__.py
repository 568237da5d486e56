"""Schema revisions of a workspace, run by db.schema."""
