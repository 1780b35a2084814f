"""Every kind of source, the client, and what they are made of."""
