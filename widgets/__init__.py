"""Shows values and says what the user wants; knows no database and never waits."""
