"""The hub: changes of sensors and grants, offered to every open stream. It knows no HTTP."""
