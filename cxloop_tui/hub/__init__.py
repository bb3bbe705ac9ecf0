"""The hub: the same desk and store behind HTTP, for a team whose desks follow it."""
