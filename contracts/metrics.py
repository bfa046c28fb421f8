"""Metrics as log lines, in CloudWatch's embedded metric format."""

import json
import time

_NAMESPACE = "AutoRouting"


def emf(dimensions: dict[str, str], values: dict[str, float]) -> str:
    """Return a line in CloudWatch's embedded metric format, as AWS documents it.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
    """
    described = {
        "Namespace": _NAMESPACE,
        "Dimensions": [[], list(dimensions)],
        "Metrics": [{"Name": name, "Unit": _unit(name)} for name in values],
    }
    head = {"Timestamp": int(1000 * time.time()), "CloudWatchMetrics": [described]}
    return json.dumps({"_aws": head, **dimensions, **values}, separators=(",", ":"))


def _unit(name: str) -> str:
    units = {"Ms": "Milliseconds", "Usd": "None", "Seconds": "Seconds"}
    return next((unit for end, unit in units.items() if name.endswith(end)), "Count")
