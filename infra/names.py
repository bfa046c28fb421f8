"""Names that others need; importing this starts no CDK runtime."""

STACK_NAME = "AutoRouting"
LOCAL_CACHE_PARAMETER = "CacheUrl"
SANDBOX = "sandbox"
