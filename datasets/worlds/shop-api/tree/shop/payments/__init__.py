"""The payment provider. Its manual is in vendor/paylane."""
