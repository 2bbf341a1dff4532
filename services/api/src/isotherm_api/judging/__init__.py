"""What a sensor is judged by: its dated limits, and how often a reading is due."""
