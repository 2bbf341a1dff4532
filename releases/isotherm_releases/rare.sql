-- Rows that a release's programs write too rarely to wait for, as they would write them.
-- The scale of everything else is what the programs themselves have written.
INSERT INTO broker_drop (since, until, count)
VALUES (now() - interval '3 h', now() - interval '3 h' + interval '10 s', 7);
INSERT INTO ledger_difference (kind, hour, day, expected, found, since, until)
VALUES ('rows', date_trunc('hour', now()) - interval '2 d', current_date - 2, 20, 19,
        now() - interval '1 d', now() - interval '20 h');
INSERT INTO alert (kind, cause, since, until, count, detail)
VALUES ('lost', 'broker', now() - interval '3 h', now() - interval '2 h', 7, '7 messages');
INSERT INTO dirty (sensor_id, since, until)
SELECT id, now() - interval '50 min', now() - interval '40 min' FROM sensor WHERE slug = 'shed';
INSERT INTO suspect (channel_id, measured_at, jump)
SELECT channel_id, max(measured_at), true FROM reading GROUP BY 1 ORDER BY 1 LIMIT 1
ON CONFLICT DO NOTHING;
INSERT INTO credential_wish (device_id, version, sealed)
SELECT id, credential_version, '\x00' FROM device WHERE name = 'spare-1'
ON CONFLICT DO NOTHING;
