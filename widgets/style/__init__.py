"""How the program looks: colour roles, the two themes, the sheet, and text made fit to be shown."""
