"""Dialogs: they return a value, never act."""
