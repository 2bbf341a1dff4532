"""What is known of Mosquitto's own files: accounts and roles, and the store of its sessions."""
