"""Drafts, credits, issued invoices and credit notes."""
