"""Finding, ordering, loading and calling plugins."""
