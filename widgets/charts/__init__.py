"""Charts over all chains; pyqtgraph is loaded only when one is shown."""
