"""What the program does, for window and command line alike: no screen, no SQL, no workbook."""
