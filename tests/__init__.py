"""Tests: what the program promises, said in sentences."""
