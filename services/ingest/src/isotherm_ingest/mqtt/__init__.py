"""Talk to the broker: connect, receive messages in bulk, acknowledge them, leave for good."""
