"""The packages of the project, for the tests that look at all of its code."""

PACKAGES = (
    *("adapters", "attachments", "cli", "container", "contracts", "functions", "gateway"),
    *("infra", "local", "reading"),
)
