"""The real PostgreSQL, Mosquitto and Keycloak as local processes, and the sensor simulator."""
