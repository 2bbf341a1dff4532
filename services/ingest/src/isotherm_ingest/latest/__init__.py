"""Write the newest reading of each channel, and news of devices, beside the batches."""
