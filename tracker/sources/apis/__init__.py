"""What kind `api` is made of."""
