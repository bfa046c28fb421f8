"""All I/O: the only application code that talks to AWS, the cache and the provider."""
