"""Rates by region, class and day, and the tax on the lines of an invoice."""
