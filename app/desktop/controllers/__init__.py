"""Signal → command, change set → panel: one controller a panel."""
