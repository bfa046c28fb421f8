"""Reminders for invoices that are not paid in time."""
