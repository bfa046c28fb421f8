"""The books: balanced entries in minor units. Debits are positive, credits negative."""
