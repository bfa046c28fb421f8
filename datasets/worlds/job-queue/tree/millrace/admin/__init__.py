"""For people: `api` answers requests, `server` serves it by HTTP, `cli` is the command line."""
