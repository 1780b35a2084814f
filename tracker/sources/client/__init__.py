"""The polite, safe client: what goes over the wire, and what comes back instead of a document."""
