"""Errors that reach the command line. The exit code stands beside each (docs/exit-codes.md)."""


class HeronError(Exception):
    code = 2


class ConfigError(HeronError):
    """A setting that cannot be used; the message names the key and its layer."""


class ManifestError(HeronError):
    """A plugin.toml that cannot be used; the message names the plugin and the field."""


class OrderError(HeronError):
    """`before` and `after` contradict each other."""


class PluginFailure(HeronError):
    """A plugin whose `on-error` is "stop" has raised."""

    code = 3

    def __init__(self, plugin: str, hook: str, cause: BaseException) -> None:
        super().__init__(f"plugin {plugin}: {hook}: {type(cause).__name__}: {cause}")
        self.plugin, self.hook, self.cause = plugin, hook, cause


class LockError(HeronError):
    """A change of the plugin set that the index does not allow."""

    code = 4
