"""Files in and out: tables that people bring, lists they take away."""
