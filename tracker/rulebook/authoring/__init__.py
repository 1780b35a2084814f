"""For those who write rules: schema, normal form, new watches, what a watch comes to."""
