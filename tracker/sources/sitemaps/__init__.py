"""What kind `sitemap` is made of."""
