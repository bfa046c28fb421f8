"""Provide the bench of the benchmark tests, too: publishing begins where measuring ends."""

from tests.benchmark.conftest import bench

__all__ = ["bench"]
