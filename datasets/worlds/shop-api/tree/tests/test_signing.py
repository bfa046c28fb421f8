import unittest

from shop.webhooks.signing import BadSignature, sign, verify

BODY = b'{"event": "order.paid"}'
AT = 1762164000


class Signing(unittest.TestCase):
    def test_a_known_signature(self):
        header = sign("whsec_test", AT, BODY)
        self.assertEqual(
            header, "t=1762164000,v2=5a7b47166cd883f84048e05b05c3f6f37a930f720bc291317df80535c1de9b60"
        )

    def test_what_is_signed_is_verified(self):
        verify(["other", "whsec_test"], sign("whsec_test", AT, BODY), BODY, AT + 300)

    def test_refused(self):
        good = sign("whsec_test", AT, BODY)
        for header, body, now in (
            (good, BODY + b" ", AT),
            (good, BODY, AT + 301),
            (good, BODY, AT - 301),
            (good.replace("t=1", "t=2"), BODY, AT),
            (good.partition(",")[2], BODY, AT),
            ("", BODY, AT),
        ):
            with self.subTest(header=header, now=now), self.assertRaises(BadSignature):
                verify(["whsec_test"], header, body, now)


if __name__ == "__main__":
    unittest.main()
