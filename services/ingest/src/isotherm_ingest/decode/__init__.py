"""Turn the bytes of messages into elements, or into a refusal with its reason."""
