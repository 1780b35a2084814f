"""Names in other forms than their own, and what merely looks like them."""
