"""Workers: `registry` finds handlers, `heartbeat` keeps leases alive, `runner` does the work."""
