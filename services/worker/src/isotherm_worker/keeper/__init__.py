"""`isotherm-worker keep-broker`: prepares Mosquitto's files for each of its starts.

It runs beside the broker, which shares its processes, its volume and a directory in which each
start asks and is let go. So it also prepares a start after which only the broker was killed.
"""
