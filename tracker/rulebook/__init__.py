"""From YAML files to a compiled Rulebook: read with positions, validate, compile, check."""
