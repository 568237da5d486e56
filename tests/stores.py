"""What a test's workspace can be kept in; modules say `STORES = (FILE, SERVER)` to be run on both."""

FILE, SERVER = "file", "server"
