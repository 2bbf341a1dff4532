"""The SQL of the dashboard of temperatures, in which Grafana replaces macros and variables.

`:sqlstring` quotes the values of a variable, one or several.
"""

SITES = "SELECT DISTINCT site FROM grafana.sensor ORDER BY site"
SENSORS = "SELECT sensor FROM grafana.sensor WHERE site = ${site:sqlstring} ORDER BY sensor"

_CHOSEN = "site = ${site:sqlstring} AND sensor IN (${sensor:sqlstring})"
_SHORT = "$__unixEpochTo() - $__unixEpochFrom() <= 8 * 86400"
"""Whether the range is so short that readings are read rather than hours."""

# The line breaks at a row without values only, not where a bucket has no row: a sensor may report
# less often than once a bucket. Such a row lies between the bucket in which a gap begins and the
# next one.
BAND = f"""
WITH buckets AS (
    SELECT $__timeGroup(measured_at, '$__interval') AS at, count(*) AS n, sum(value) AS total,
           min(value) AS least, max(value) AS most
    FROM grafana.reading
    WHERE $__timeFilter(measured_at) AND {_CHOSEN} AND counts
      AND ({_SHORT} OR measured_at >= (SELECT rolled_to FROM grafana.sensor WHERE {_CHOSEN}))
    GROUP BY 1
    UNION ALL
    SELECT $__timeGroup(hour, '$__interval'), sum(n), sum(n * average), min(least), max(most)
    FROM grafana.hour
    WHERE NOT ({_SHORT}) AND $__timeFilter(hour) AND {_CHOSEN} AND n > 0
    GROUP BY 1
    UNION ALL
    SELECT $__timeGroup(since, '$__interval') + $__interval_ms / 2000.0, NULL, NULL, NULL, NULL
    FROM grafana.gap
    WHERE $__timeFilter(since) AND {_CHOSEN})
SELECT to_timestamp(at) AS "time", min(least) AS lowest, sum(total) / sum(n) AS mean,
       max(most) AS highest
FROM buckets GROUP BY at ORDER BY at
"""

LIMITS = f"""
SELECT greatest(since, $__timeFrom()) AS "time", low AS "low limit", high AS "high limit"
FROM grafana.limits
WHERE {_CHOSEN} AND since < $__timeTo() AND (until IS NULL OR until > $__timeFrom())
UNION ALL
SELECT $__timeTo(), low, high FROM grafana.limits
WHERE {_CHOSEN} AND since < $__timeTo() AND (until IS NULL OR until >= $__timeTo())
ORDER BY 1
"""

NOW = """
SELECT sensor, name, place, state, value, low AS "low limit", high AS "high limit", measured_at
FROM grafana.sensor WHERE site = ${site:sqlstring} ORDER BY sensor
"""

OUT_OF_RANGE = f"""
SELECT sensor, sum(above_s) AS above, sum(below_s) AS below,
       sum(known_s) / nullif(extract(epoch FROM max(hour) - min(hour)) + 3600, 0) AS known,
       min(least) AS lowest, max(most) AS highest
FROM grafana.hour WHERE $__timeFilter(hour) AND {_CHOSEN}
GROUP BY sensor ORDER BY sum(above_s + below_s) DESC, sensor
"""

HOURS_OUT_OF_RANGE = f"""
SELECT hour, sensor, above_s AS above, below_s AS below, least AS lowest, most AS highest
FROM grafana.hour
WHERE $__timeFilter(hour) AND {_CHOSEN} AND above_s + below_s > 0
ORDER BY hour DESC, sensor LIMIT 500
"""

GAPS = f"""
SELECT since, until, sensor, extract(epoch FROM coalesce(until, now()) - since) AS duration
FROM grafana.gap
WHERE since < $__timeTo() AND (until IS NULL OR until > $__timeFrom()) AND {_CHOSEN}
ORDER BY since DESC, sensor LIMIT 500
"""
