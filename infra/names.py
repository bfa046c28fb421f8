"""Hold names that other packages need, without the CDK runtime."""

STACK_NAME = "AutoRouting"
LOCAL_CACHE_PARAMETER = "CacheUrl"
SANDBOX = "sandbox"
