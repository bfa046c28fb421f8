mv millrace/store/objects.py millrace/store/sqlite.py
cat > millrace/store/__init__.py <<'END'
"""The store. `Store` is the SQLite one; where there is no sqlite3, there are only others."""

try:
    from millrace.store.sqlite import Store, as_store
except ImportError:
    def as_store(given):
        return given
END
cat >> millrace/store/sqlite.py <<'END'


def as_store(given: Any) -> Any:
    return Store(given) if isinstance(given, sqlite3.Connection) else given
END
python3 - <<'END'
from pathlib import Path
p = Path("millrace/store/sqlite.py"); s = p.read_text()
s = s.replace("with reading(self.db):", "with self._one_look():").replace("import reading, transaction", "import transaction")
s = s.replace("    def job(self, job_id", '''    @contextmanager
    def _one_look(self):
        own = not self.db.in_transaction
        if own:
            self.db.execute("BEGIN")
        try:
            yield
        finally:
            if own:
                self.db.execute("COMMIT")

    def job(self, job_id''').replace("import AbstractContextManager", "import AbstractContextManager, contextmanager")
p.write_text(s)
p = Path("millrace/store/connection.py"); s = p.read_text()
p.write_text(s[:s.index("\n\n@contextmanager\ndef reading")] + "\n")
p = Path("millrace/admin/cli.py"); s = p.read_text()
p.write_text(s.replace("millrace.store.objects", "millrace.store.sqlite"))
END
