"""Give each element its channel, unit, time and quality, or a refusal with its reason."""
