"""Count what a process asks of AWS, and what that costs at list price."""

import math
import threading
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

# USD in us-east-1, from the public price lists of November 2026 as far as they are known here:
# DynamoDB on demand per request unit, S3 Standard per request, SQS standard per request.
WRITE_UNIT, READ_UNIT = 0.625e-6, 0.125e-6
S3_PUT, S3_GET, SQS = 5e-6, 0.4e-6, 0.4e-6
_TRANSACTION = 2  # AWS: a transaction takes twice the units
_PUTS = ("PutObject", "ListObjectsV2")


@dataclass
class Bill:
    """The requests by service and operation, and their list price in USD. Thread-safe."""

    requests: Counter[str] = field(default_factory=Counter)
    operations: Counter[str] = field(default_factory=Counter)
    usd: float = 0.0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def watch(self, client: Any) -> None:
        client.meta.events.register("before-parameter-build.*.*", self._asked)
        client.meta.events.register("after-call.*.*", self._answered)

    def _asked(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        service, name = model.service_model.service_name, model.name
        with self._lock:
            self.requests[service] += 1
            self.operations[f"{service}.{name}"] += 1
            self.usd += _price_of_request(service, name, params)

    def _answered(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.service_model.service_name == "dynamodb":
            with self._lock:
                self.usd += READ_UNIT * _read_units(model.name, parsed)


def _price_of_request(service: str, name: str, params: dict[str, Any]) -> float:
    if service == "sqs":
        return SQS
    if service == "s3":
        return S3_PUT if name in _PUTS else S3_GET
    return WRITE_UNIT * _write_units(name, params)


def _write_units(name: str, params: dict[str, Any]) -> float:
    if name == "TransactWriteItems":
        steps = [what for step in params["TransactItems"] for what in step.values()]
        return _TRANSACTION * sum(_kib(step, 1) for step in steps)
    if name == "BatchWriteItem":
        return sum(_kib(r, 1) for rs in params["RequestItems"].values() for r in rs)
    return _kib(params, 1) if name in ("PutItem", "UpdateItem", "DeleteItem") else 0


def _read_units(name: str, parsed: dict[str, Any]) -> float:
    """Return the DynamoDB read units of an answer, strongly consistent."""
    if name == "GetItem":
        return _kib(parsed.get("Item", {}), 4)
    return _kib(parsed.get("Items", []), 4) if name == "Query" else 0


def _kib(value: Any, size: int) -> int:
    return max(1, math.ceil(len(str(value)) / (1024 * size)))
