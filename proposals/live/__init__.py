"""The live channel: one read-only socket a page, fed by a hub that replays from the database."""
