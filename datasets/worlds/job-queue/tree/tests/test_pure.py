import unittest
from datetime import datetime, timezone
from types import SimpleNamespace

from millrace import cron
from millrace.errors import BadSchedule
from millrace.ordering import effective, in_order
from millrace.retry import RetryPolicy, backoff_ms, delay_ms, share_of


def at(*parts: int) -> int:
    return int(datetime(*parts, tzinfo=timezone.utc).timestamp()) * 1000


class Retries(unittest.TestCase):
    def test_it_doubles_up_to_the_cap(self) -> None:
        policy = RetryPolicy(1000, 2.0, 5000, "none")
        self.assertEqual([backoff_ms(policy, n) for n in (1, 2, 3, 4)], [1000, 2000, 4000, 5000])

    def test_jitter_is_the_same_each_time(self) -> None:
        policy = RetryPolicy(1000, 2.0, 5000, "equal")
        self.assertEqual(delay_ms(policy, 7, 2), 1000 + 1000 * share_of(7, 2) // 1000)
        odd = RetryPolicy(1001, 2.0, 5000, "equal")
        self.assertEqual(delay_ms(odd, 7, 1), 500 + 501 * share_of(7, 1) // 1000)


class Ordering(unittest.TestCase):
    def test_nine_is_for_the_born(self) -> None:
        self.assertEqual(effective(3, 10**9, 1000), 8)
        self.assertEqual(effective(9, 0, 1000), 9)

    def test_equal_ones_by_time_then_id(self) -> None:
        jobs = [SimpleNamespace(id=i, priority=4, run_at=r) for i, r in ((3, 5), (2, 5), (1, 9))]
        self.assertEqual([j.id for j in in_order(jobs, 10, 0)], [2, 3, 1])


class Schedules(unittest.TestCase):
    def test_next(self) -> None:
        for text, after, want in (
            ("*/15 * * * *", at(2026, 1, 5, 10, 7), at(2026, 1, 5, 10, 15)),
            ("5/20 * * * *", at(2026, 1, 5, 10, 7), at(2026, 1, 5, 10, 25)),
            ("30 2 * * mon-fri", at(2026, 1, 9, 3), at(2026, 1, 12, 2, 30)),
            ("0 0 13 * 5", at(2026, 1, 1), at(2026, 1, 2)),
            ("0 0 29 2 *", at(2026, 1, 1), at(2028, 2, 29)),
        ):
            self.assertEqual(cron.next_fire(cron.parse(text), after), want, text)

    def test_the_offset_is_the_schedules(self) -> None:
        fire = cron.next_fire(cron.parse("@daily"), at(2026, 1, 5), 120)
        self.assertEqual(fire, at(2026, 1, 5, 22))

    def test_bad_ones(self) -> None:
        for text in ("* * * *", "61 * * * *", "5-1 * * * *", "*/0 * * * *", "0 0 31 2 *"):
            with self.assertRaises(BadSchedule):
                cron.next_fire(cron.parse(text), at(2026, 1, 1))


if __name__ == "__main__":
    unittest.main()
