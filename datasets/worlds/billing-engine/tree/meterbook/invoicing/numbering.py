"""Invoice numbers: one series without gaps per kind and year of issue."""

from datetime import date

from meterbook import config


def next_number(db, kind: str, day: date) -> str:
    """Take the next number. Must run in the transaction that stores what gets the number."""
    settings = config.current()
    db.execute(
        "INSERT INTO series (kind, year, last) VALUES (?, ?, 0) ON CONFLICT DO NOTHING", (kind, day.year)
    )
    db.execute("UPDATE series SET last = last + 1 WHERE kind = ? AND year = ?", (kind, day.year))
    row = db.execute("SELECT last FROM series WHERE kind = ? AND year = ?", (kind, day.year))
    width = settings.numbering["width"]
    prefix = settings.numbering["prefix"][kind]
    return f"{prefix}-{settings.entity}-{day.year}-{row.fetchone()[0]:0{width}d}"
