"""Bytes to text: encodings, markup, dates, addresses."""
