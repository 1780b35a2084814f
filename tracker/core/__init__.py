"""The thinking, pure: no network, no database, no clock."""
