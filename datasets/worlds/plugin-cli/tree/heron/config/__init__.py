"""Settings and the layers that they come from. docs/configuration.md has the order."""
