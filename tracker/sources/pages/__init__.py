"""What kind `page` and the search for lists are made of."""
