"""What the demo contains: sites, sensors, devices and people, and the rows that seed them."""
