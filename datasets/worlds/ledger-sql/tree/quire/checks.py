"""`quire check`: the views v_check_… of db/views/95_checks.sql, whichever there are."""


def run(conn):
    """Return what is wrong: rows of (check, id, day, problem)."""
    names = [row[0] for row in conn.execute("SELECT name FROM sqlite_master WHERE type = 'view' AND name GLOB 'v_check_*'")]
    return [(name[8:], *row) for name in sorted(names) for row in conn.execute(f"SELECT id, day, problem FROM {name} ORDER BY id")]
