"""The rules of matching, carried out the plain and slow way, and the engine held against them."""
