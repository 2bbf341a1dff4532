"""The path of a reading: source, decode, place, batch, store, acknowledge."""
