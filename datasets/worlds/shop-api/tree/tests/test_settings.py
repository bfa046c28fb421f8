import unittest

from shop import flags, limits, settings


class Settings(unittest.TestCase):
    def test_defaults_and_kinds(self):
        found = settings.load({"SHOP_PAGE_SIZE": "7", "SHOP_HOLD_MINUTES": ""})
        self.assertEqual((found.page_size, found.hold_minutes), (7, 20))

    def test_old_names(self):
        self.assertEqual(settings.load({"SHOP_WEBHOOK_TIMEOUT": "3"}).webhook_timeout_s, 3)
        both = {"SHOP_WEBHOOK_TIMEOUT": "3", "SHOP_WEBHOOK_TIMEOUT_S": "4"}
        self.assertEqual(settings.load(both).webhook_timeout_s, 4)

    def test_flags_and_limits(self):
        self.assertTrue(flags.enabled({"SHOP_FLAG_GUEST_CARTS": "On"}, "guest-carts"))
        found = limits.load({"SHOP_RATE_BULK_IMPORT": "9", "SHOP_RATE_HOOKS": "9"})
        self.assertEqual((found["bulk-import"], found["hooks"]), (9, 1000))


if __name__ == "__main__":
    unittest.main()
