"""What an industry chain is, and what can be computed of it: no screen, no database, no workbook."""
