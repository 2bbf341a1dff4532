"""How much a device sends: its readings and rejects by hour."""
