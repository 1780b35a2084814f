"""The measures themselves: what they count, and that every figure is there."""
