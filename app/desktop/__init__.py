"""The window: composition, controllers, threads. Nothing here knows SQL; widgets know nothing of this."""
