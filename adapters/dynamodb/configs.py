"""Store the admin's config and its history."""

from dataclasses import dataclass

from adapters.dynamodb import keys
from adapters.dynamodb.items import Items, item
from contracts.config import Config


@dataclass(frozen=True)
class ConfigStore:
    items: Items

    def get(self) -> Config | None:
        return self.items.get_body(Config, keys.CONFIG)

    def put(self, config: Config) -> None:
        self.items.put(item(keys.config_version(config.updated_at.isoformat()), config))
        self.items.put(item(keys.CONFIG, config))
