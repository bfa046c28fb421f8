"""Brings a database up to date with the files of `migrations/`.

A migration that was applied is history: its checksum is kept in the database, and a file that
was edited afterwards is refused (docs/migrations.md).
"""

import hashlib
import re
import sqlite3
from dataclasses import dataclass
from pathlib import Path

from millrace.errors import MigrationError

FOLDER = Path(__file__).resolve().parents[2] / "migrations"
_NAME = re.compile(r"(\d{4})_([a-z0-9_]+)\.sql")


@dataclass(frozen=True)
class Migration:
    version: int
    name: str
    sql: str

    @property
    def checksum(self) -> str:
        return hashlib.sha256(self.sql.encode()).hexdigest()[:16]


def available(folder: Path = FOLDER) -> list[Migration]:
    found = []
    for path in sorted(folder.glob("*.sql")):
        match = _NAME.fullmatch(path.name)
        if not match:
            raise MigrationError(f"{path.name}: the name must be NNNN_words.sql")
        found.append(Migration(int(match[1]), match[2], path.read_text()))
    if [m.version for m in found] != list(range(1, len(found) + 1)):
        raise MigrationError("versions must be 1, 2, 3 … without a gap or a double")
    return found


def applied(db: sqlite3.Connection) -> dict[int, str]:
    db.execute(
        "CREATE TABLE IF NOT EXISTS schema_migrations "
        "(version INTEGER PRIMARY KEY, name TEXT NOT NULL, checksum TEXT NOT NULL)"
    )
    return dict(db.execute("SELECT version, checksum FROM schema_migrations").fetchall())


def migrate(db: sqlite3.Connection, folder: Path = FOLDER, target: int | None = None) -> list[int]:
    """Apply what is missing, up to `target`; return the versions applied."""
    done, new = applied(db), []
    for migration in available(folder):
        known = done.get(migration.version)
        if known and known != migration.checksum:
            raise MigrationError(f"{migration.version:04}: was edited after it was applied")
        if not known and (target is None or migration.version <= target):
            _apply(db, migration)
            new.append(migration.version)
    return new


def _apply(db: sqlite3.Connection, migration: Migration) -> None:
    db.execute("PRAGMA foreign_keys=OFF")
    row = f"({migration.version}, '{migration.name}', '{migration.checksum}')"
    try:
        db.executescript(
            f"BEGIN IMMEDIATE;\n{migration.sql}\n;INSERT INTO schema_migrations VALUES {row};COMMIT;"
        )
    except sqlite3.Error as error:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise MigrationError(f"{migration.version:04}_{migration.name}: {error}") from error
    finally:
        db.execute("PRAGMA foreign_keys=ON")
