-- The third step: rates in millionths of the base currency. Rates older than this have the float only.
ALTER TABLE rates ADD COLUMN rate_micro INTEGER;
ALTER TABLE rates ADD COLUMN origin TEXT NOT NULL DEFAULT 'bulletin';
