"""Every kind of channel."""
