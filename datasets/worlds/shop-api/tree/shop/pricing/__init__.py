"""Coupons, how they stack, totals and tax (docs/discounts.md)."""
