"""The handlers of this installation. They are named in config/*.toml, not imported."""
