"""The rule files: read with positions, checked, compiled."""
