"""Plans, their versions, and what a quantity costs."""
