"""The SQLite store. `connection` opens it, `migrate` brings it up to date; `jobs`, `leases`,
`dead`, `tenants`, `events` and `audit` each look after their tables."""
