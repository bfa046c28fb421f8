"""The old evaluator: it walks the syntax tree, row by row, and knows no plan.

It goes when all stages are ported (docs/migration.md). Do not add features here."""
