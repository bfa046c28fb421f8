"""The benchmark's bench serves here, too: publishing begins where measuring ends."""

from tests.benchmark.conftest import bench

__all__ = ["bench"]
