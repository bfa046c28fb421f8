fresh()
sql("INSERT INTO entries (posted_on, source, created_by, created_at) VALUES ('2025-01-31', 'reval', 'x', '')")
sql("INSERT INTO entries (posted_on, source, created_by, created_at) VALUES ('2025-01-31', 'adjust', 'x', '')")
sql("INSERT INTO entries (posted_on, source, created_by, created_at) VALUES ('2025-01-31', 'manual', 'x', '')")
LINE = "INSERT INTO lines (entry_id, account, currency, amount_minor, base_minor) VALUES (?, ?, ?, ?, ?)"
for values in (
    (1, "1120", "USD", 0, 5), (1, "1120", "USD", 0, -5), (1, "1120", "USD", 0, 0), (1, "6950", "EUR", 0, 0), (1, "6950", "EUR", 0, 5),
    (1, "6950", "EUR", 5, 5), (1, "6950", "EUR", 5, 6), (1, "1120", "EUR", 0, 5), (1, "1100", "USD", 0, 5), (1, "1120", "USD", 5, 0),
    (1, "1120", "USD", 5, -1), (1, "1120", "USD", 0.5, 5), (1, "1120", "USD", 0, 5.5), (2, "1120", "USD", 0, 5), (2, "1120", "USD", 0, 0),
    (3, "1120", "USD", 0, 5), (3, "1120", "USD", 0, 0), (3, "1120", "USD", 7, 0), (3, "6950", "EUR", 0, 0), (2, "1120", "USD", None, 5),
    (2, "1120", "USD", 5, None), (99, "1120", "USD", 5, 5), (1, "9999", "USD", 0, 5),
):
    show([*map(str, values), sql(LINE, *values)])
fresh()
quire("import", "nippa", "1", "data/statements/nippa-2025-01.csv", "--opening", "1200000", "--closing", "1017340")
book("2025-01-01", ("1140", "JPY", 1_200_000, 7_320_00), ("3900", "EUR", -7_320_00), source="adjust")
book("2025-01-14", ("1140", "JPY", -182_000), ("5100", "JPY", 182_000), source="purchase", ref="B-1003")
book("2025-01-15", ("1200", "SEK", 1_000, 1), ("4100", "SEK", -1_000, -1))
show(quire("match"))
show(quire("soft", "2025-01"), quire("close", "2025-01")[2])
before = quire("report", "unmatched", "day=2025-12-31")
show(before)
show(quire("revalue", "2025-01")[0], quire("report", "unmatched", "day=2025-12-31") == before, revals()[1])
show(quire("report", "bank"), quire("report", "exposure", "day=2025-01-31"))
book("2025-01-31", ("1200", "SEK", 9, 5), ("1200", "SEK", -9, -4), ("1200", "EUR", -1, -1), source="adjust")
show(quire("close", "2025-01")[2])
show(quire("revalue", "2025-01")[0], quire("close", "2025-01"))
show(quire("revalue", "2025-01")[0], quire("verify"), quire("check"))
book("2025-02-15", ("1120", "USD", 100, 96), ("4100", "USD", -100, -96))
quire("soft", "2025-02")
show(sorted(quire("close", "2025-02")[2].removeprefix("quire: ").split("; ")))
fresh()
book("2025-02-15", ("1200", "USD", 100, 96), ("4100", "USD", -100, -96))
quire("soft", "2025-01")
show(quire("close", "2025-01"))
quire("soft", "2025-02")
sql("DELETE FROM rates WHERE day > '2025-02-15'")
show(quire("close", "2025-02")[2])
fresh()
quire("soft", "2025-01")
show(quire("close", "2025-01"), quire("revalue", "2025-01")[0])
fresh()
book("2025-01-14", ("1200", "JPY", -182_000), ("5100", "JPY", 182_000), source="purchase", ref="B-1003")
env = {**os.environ, "QUIRE_DB": PATH, "QUIRE_OUT": "var/judged-out"}
done = subprocess.run(["bash", "bin/month-end.sh", "2025-01"], env=env, capture_output=True, text=True)
show(done.returncode, revals()[1], table("SELECT state FROM periods LIMIT 1"), sorted(os.listdir("var/judged-out")))
for name in os.listdir("var/judged-out"):
    os.unlink("var/judged-out/" + name)
os.rmdir("var/judged-out")
remove()
