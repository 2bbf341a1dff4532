// Generated from services/api/openapi.json by `npm run api:generate`. Do not edit.

export interface paths {
    "/api/v1/broker": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Broker
         * @description Where devices connect, for everyone who may see devices.
         */
        get: operations["read_broker"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broker/accounts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Accounts
         * @description The accounts at the broker, compared with the database; for administrators.
         */
        get: operations["read_accounts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broker/accounts/apply": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Apply Accounts
         * @description Asks worker to make the broker's accounts match the database, even while they are held.
         *
         *     For administrators. Accounts that only the broker has are deleted.
         */
        post: operations["apply_accounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/broker/accounts/check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Check Accounts
         * @description Asks worker to compare the broker with the database; for administrators.
         */
        post: operations["check_accounts"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Devices
         * @description Devices of the sites where I am operator; admins also see those without a site.
         *
         *     A removed device that was heard since is listed as any other.
         */
        get: operations["list_devices"];
        put?: never;
        /**
         * Register Device
         * @description Registers a device at a site that I manage; its password is in this answer only.
         *
         *     409 if the name is taken. With `adopt`, an administrator gives a proposed device without a home
         *     site this one; it keeps its channels and readings.
         */
        post: operations["register_device"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Device
         * @description One device with its channels and where they are installed.
         */
        get: operations["read_device"];
        put?: never;
        post?: never;
        /**
         * Remove Device
         * @description Deletes a device that has never had a reading; otherwise removes it. Needs a manager.
         *
         *     A removed device cannot connect, and its installations end now; its readings stay, its name
         *     stays taken, and PATCH with `removed` as false restores it.
         */
        delete: operations["remove_device"];
        options?: never;
        head?: never;
        /**
         * Change Device
         * @description Sets the fields given. If-Match has to carry the etag of the device that was read.
         *
         *     Operators of the home site may set label and notes, its managers everything. Moving a device
         *     needs a manager of both sites; if it has no home site, or shall have none, an administrator.
         *     A device that gets a home site becomes known.
         */
        patch: operations["change_device"];
        trace?: never;
    };
    "/api/v1/devices/{device}/activity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Activity
         * @description How much was received from a device in each of the last 48 hours.
         */
        get: operations["read_activity"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device}/channels/{channel}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Channel
         * @description Sets how payloads are read from now on. If-Match has to carry the etag of the channel.
         *
         *     The plausible range holds at least -40 to 60 °C, and the limits in force, now and later, of the
         *     sensors that the channel feeds.
         *
         *     Needs operator at the device's home site, as installing the channel does. Stored readings are
         *     not changed.
         */
        patch: operations["change_channel"];
        trace?: never;
    };
    "/api/v1/devices/{device}/credential": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Rotate Credential
         * @description Makes a new password, which is in this answer only. Needs a manager.
         *
         *     The old one stays valid until worker has given the broker the new one; then the device is
         *     disconnected, and no other.
         */
        post: operations["rotate_credential"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/{device}/diagnosis": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Diagnosis
         * @description Why nothing arrives from a device, judged by its connection, readings and rejects.
         */
        get: operations["read_diagnosis"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/devices/import": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Import Devices
         * @description Registers all devices of a CSV file at sites that I manage, or none of them.
         *
         *     A dry run answers with every row and what is wrong with it. Otherwise a bad row is a 422 that
         *     lists all bad rows.
         */
        post: operations["import_devices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/excursions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Excursions
         * @description When values were beyond their limits, newest first, from one snapshot.
         *
         *     They are those that `statistics` counts: their seconds add up to its seconds. Begins and ends
         *     are those of readings. Where readings are gone they are those of hours, and `exact` is false. An
         *     excursion goes on over gaps and faults. `limit` is for each sensor, and fewer are listed if they
         *     lie in hours of more than 500,000 readings, of all sensors. A range that has ended has an ETag.
         */
        get: operations["read_excursions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/export": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Export
         * @description Readings of some sensors over a range as a CSV file, one sensor after another.
         *
         *     Readings that do not count are included, with their quality; faults have no value. If the file
         *     breaks off, the connection ends abnormally, so that no client takes it for complete.
         */
        get: operations["export"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grants": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Grants
         * @description Every grant of a site I manage.
         */
        get: operations["list_grants"];
        put?: never;
        /**
         * Add Grant
         * @description Gives a user or a group a role, also before their first login.
         *
         *     A user name or e-mail address is looked up in Keycloak; only verified addresses count. To see
         *     first whom it names, ask `/grants/recipient` and send the `subject` it answers.
         */
        post: operations["add_grant"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grants/{grant_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Grant
         * @description Removes the role; open streams follow within seconds. If-Match as for a change.
         */
        delete: operations["remove_grant"];
        options?: never;
        head?: never;
        /**
         * Change Grant
         * @description Changes the role. If-Match has to carry the etag of the grant that was read.
         */
        patch: operations["change_grant"];
        trace?: never;
    };
    "/api/v1/grants/candidates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find Candidates
         * @description Users and groups of Keycloak by a part of their name, at most 20 of each.
         *
         *     Users are found by user name, first and last name and verified e-mail address, groups by their
         *     path. Only users who can log in are shown.
         */
        get: operations["find_candidates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/grants/recipient": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Find Recipient
         * @description Whom a user name or e-mail address names, to be confirmed before they are given a role.
         */
        get: operations["find_recipient"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/ledger": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Ledger
         * @description Counts of received messages and their outcome, by UTC hour.
         *
         *     They are of all sites together: for administrators, and for people with a role at every site.
         *
         *     They are of the hours that begin in the range: by default the last 24, with the open one.
         */
        get: operations["read_ledger"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Follow
         * @description Changes of the sensors I may see, at most four events a second, until my token expires.
         */
        get: operations["follow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Me
         * @description Who I am here, the sites I may see, and my preferences.
         */
        get: operations["read_me"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        /**
         * Change Me
         * @description Sets the preferences given.
         */
        patch: operations["change_me"];
        trace?: never;
    };
    "/api/v1/overview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Overview
         * @description All sensors I may see with newest reading and state, as columns, without archived ones.
         *
         *     They are ordered by site, and there by position and name.
         */
        get: operations["read_overview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proposals": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Proposals
         * @description Channels to install at the sites where I am operator, newest first; all as admin.
         *
         *     Those whose names say that they are not temperatures come last.
         *
         *     Those that were dismissed, expired or are ignored are not among them: they are counted, and one
         *     of the three may be asked for instead.
         */
        get: operations["list_proposals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proposals/{device}/{channel}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss Proposal
         * @description Hides a proposal unless it is asked for. Its readings are still stored.
         *
         *     Needs operator at the device's home site, as ignoring and restoring do. Doing it twice changes
         *     nothing.
         */
        post: operations["dismiss_proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proposals/{device}/{channel}/ignore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Ignore Proposal
         * @description Stops storing what a channel sends, from the next batch of each ingest on.
         *
         *     It is counted as ignored in the ledger, and the channel no longer counts towards the number that
         *     a device may have. Stored readings stay. A channel that is installed cannot be ignored.
         */
        post: operations["ignore_proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proposals/{device}/{channel}/install": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Install Proposal
         * @description Installs a channel on a new or an existing sensor, with the readings it has already sent.
         *
         *     Needs operator at the sensor's site and at the device's home site (an administrator if it has
         *     none), and manager if limits of a new sensor are given.
         */
        post: operations["install_proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proposals/{device}/{channel}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Proposal
         * @description Proposes a channel again that was dismissed or ignored, or that has expired.
         *
         *     An ignored channel that supplied a sensor before becomes known. What it sent while it was
         *     ignored is not stored. 409 if its device has as many channels as it may have.
         */
        post: operations["restore_proposal"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proposals/{device}/dismiss": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Dismiss Proposals
         * @description Hides several proposals of a device, all or none, as `/{device}/{channel}/dismiss` does.
         */
        post: operations["dismiss_proposals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/proposals/{device}/restore": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Restore Proposals
         * @description Proposes several channels of a device again, all or none: undoes dismissing them.
         */
        post: operations["restore_proposals"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Rejects
         * @description Messages that could not become readings: of my sites' devices as operator; all as admin.
         */
        get: operations["list_rejects"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejects/replays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Replays
         * @description Replays at sites where I am operator, newest first; all as admin.
         */
        get: operations["list_replays"];
        put?: never;
        /**
         * Ask For Replay
         * @description Replays the fixable rejects of my sites' devices that were stored whole; all as admin.
         *
         *     A change of settings may fix a reject, or rules that understand more than those it was read by.
         *
         *     Rejects that no replay can cure now, or that were already replayed, are left out and counted in
         *     `skipped`, so asking twice is harmless.
         */
        post: operations["ask_for_replay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejects/replays/{job_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Replay
         * @description One replay and its progress.
         */
        get: operations["read_replay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/rejects/replays/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview Replay
         * @description How many rejects a replay of this range would concern, and why not the others.
         *
         *     Of my sites' devices as operator; all as admin. By default of the last 24 hours.
         */
        get: operations["preview_replay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sensors
         * @description The sensors I may see with newest reading and state, ordered by site and slug.
         */
        get: operations["list_sensors"];
        put?: never;
        /**
         * Add Sensor
         * @description Adds a sensor without a device; for operators. It comes last in the site's list.
         */
        post: operations["add_sensor"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Sensor
         * @description One sensor, also an archived one, with the channels that have supplied it.
         */
        get: operations["read_sensor"];
        put?: never;
        post?: never;
        /**
         * Delete Sensor
         * @description Deletes a sensor that has never had a reading; for operators. If-Match as for a change.
         *
         *     A channel that feeds it becomes a proposal again.
         */
        delete: operations["delete_sensor"];
        options?: never;
        head?: never;
        /**
         * Change Sensor
         * @description Sets the fields given; for operators. If-Match has to carry the etag that was read.
         *
         *     An archived sensor is hidden from every list. Its readings are still stored, and its history
         *     stays readable at its address.
         */
        patch: operations["change_sensor"];
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/corrections": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Corrections
         * @description The corrections of a sensor that touch a range, newest first.
         *
         *     Those of kind `time` touch the range that their readings move to as well.
         */
        get: operations["list_corrections"];
        put?: never;
        /**
         * Make Correction
         * @description Correct the readings of a range, with a reason; for operators.
         *
         *     Stored readings stay as they are: it is applied whenever the sensor's history is read, and its
         *     hours, days and excursions are recalculated. Those of one kind cannot overlap.
         */
        post: operations["make_correction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/corrections/{correction_id}/undo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Preview Undo
         * @description What undoing a correction would change, without undoing it; for operators.
         */
        get: operations["preview_undo"];
        put?: never;
        /**
         * Undo Correction
         * @description Undo a correction, for operators; it stays in the list of those that are undone.
         */
        post: operations["undo_correction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/corrections/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Preview Correction
         * @description What a correction would change, without making it; for operators.
         */
        post: operations["preview_correction"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/installations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Installations
         * @description Every installation of the sensor, newest first.
         */
        get: operations["list_installations"];
        put?: never;
        /**
         * Add Installation
         * @description Lets a channel feed the sensor, now or in the past. Stored readings are not changed.
         *
         *     Needs operator at the sensor's site and at the device's home site (an administrator if it has
         *     none). An installation that overlaps is a conflict unless it is to be replaced.
         */
        post: operations["add_installation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/installations/{installation_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Installation
         * @description Removes it, and its readings from the sensor's history; the channel keeps them.
         */
        delete: operations["remove_installation"];
        options?: never;
        head?: never;
        /**
         * Change Installation
         * @description Moves its ends. If-Match has to carry the etag of the installation that was read.
         *
         *     Needs operator at the sensor's site; to make it longer, at the device's home site as well.
         */
        patch: operations["change_installation"];
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/interval": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Interval
         * @description The expected interval between readings: as set, as learned, and its history.
         */
        get: operations["read_interval"];
        /**
         * Set Interval
         * @description Set the expected interval between readings, or let it be learned; for operators.
         *
         *     A silence longer than 3 intervals is a gap. If-Match must be the etag that was read.
         */
        put: operations["set_interval"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/limits": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Limits
         * @description The dated limits of a sensor, newest first.
         */
        get: operations["list_limits"];
        /**
         * Set Limits
         * @description Set the limits that apply from an instant until the next dated limits; for managers.
         *
         *     The instant may be in the past: statistics and excursions since then are recalculated. If-Match
         *     must be the etag of the list.
         */
        put: operations["set_limits"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/limits/{since}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Remove Limits
         * @description Remove limits, so that the ones before them apply until the next; for managers.
         *
         *     Statistics and excursions of the time in which they applied are recalculated. Who removed them
         *     is kept, with what they were.
         */
        delete: operations["remove_limits"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/limits/changes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Changes
         * @description Who set or deleted the limits of a sensor, when and why, newest first; it keeps them all.
         */
        get: operations["list_changes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sensors/{site}/{sensor}/rejects": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Refusals
         * @description How much of what the sensor's channels sent was rejected, by reason.
         *
         *     The rejects themselves are shown to operators: `GET /rejects`.
         */
        get: operations["list_refusals"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/series": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Series
         * @description Readings over a range as columns, with gaps, faults and limits, all from one snapshot.
         *
         *     Single readings if there are at most `points`, else the narrowest buckets that fit. Long ranges
         *     come from hours or days, and from readings since. A bucket's min and max show a spike of a
         *     single reading at any width. A range that has ended has an ETag.
         */
        get: operations["read_series"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/session": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * End Session
         * @description Ends the session of this token here: its tokens are refused, its streams and exports closed.
         *
         *     It does not end the session at Keycloak, where new tokens come from; end it there, too.
         */
        delete: operations["end_session"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Sites
         * @description The sites I may see, by slug.
         */
        get: operations["list_sites"];
        put?: never;
        /**
         * Add Site
         * @description Adds a site; for administrators.
         */
        post: operations["add_site"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Site
         * @description One site, also an archived one.
         */
        get: operations["read_site"];
        put?: never;
        post?: never;
        /**
         * Delete Site
         * @description Deletes a site with its sensors, their history, and its grants; for administrators.
         *
         *     A site with readings is deleted only if `confirm` is its slug; usually it is archived instead.
         *     Its devices stay without a home site, their channels become proposals again, and raw readings
         *     stay with the channels until retention drops them. If-Match as for a change.
         */
        delete: operations["delete_site"];
        options?: never;
        head?: never;
        /**
         * Change Site
         * @description Sets the fields given; for administrators. If-Match has to carry the etag that was read.
         *
         *     An archived site is hidden with its sensors. What its devices send is stored all the same, and
         *     the history of its sensors stays readable at their addresses. The time zone can change until
         *     the first hour of a sensor is summed.
         */
        patch: operations["change_site"];
        trace?: never;
    };
    "/api/v1/sites/{site}/access": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Site Access
         * @description Who may see a site I manage, and which grants give them their role.
         *
         *     Members of groups are those of Keycloak, some seconds ago at most.
         */
        get: operations["read_site_access"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sites/{site}/deletion": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Deletion
         * @description What would be deleted with the site; for administrators.
         */
        get: operations["read_deletion"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/sparks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Sparks
         * @description The last 24 hours of sensors for small graphs: every spike and every gap is in them.
         */
        get: operations["read_sparks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/statistics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Statistics
         * @description A few figures for a range, from one snapshot.
         *
         *     They are exact at both ends. If the first readings have been dropped, they begin with the full
         *     hour in which the range begins. A range that has ended has an ETag.
         */
        get: operations["read_statistics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/status": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Status
         * @description How the system itself is: parts, broker, database, backups, alerts; for administrators.
         *
         *     Alerts are those of worker and, if Prometheus is set up, those of its rules; if it does not
         *     answer within 2 s the rest is answered without it.
         */
        get: operations["read_status"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/version": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Version
         * @description The version of the API that answers; during an upgrade several may run.
         */
        get: operations["read_version"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Read Watch
         * @description Whether all readings arrive, and what is wrong if not; for everyone who is signed in.
         *
         *     Only those who may read the ledger see how many messages and readings of all sites there are.
         */
        get: operations["read_watch"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/v1/watch/events": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * List Events
         * @description Problems of the system itself, open and ended ones of 400 days; for administrators.
         */
        get: operations["list_events"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * AccountDifference
         * @description What the last comparison found at the broker and did not mend.
         */
        AccountDifference: {
            /**
             * Cure
             * @description `live`: worker mends it; `render`: render the file and restart the broker, or make a new password; `rotate`: make a new password; `apply`: worker mends it once told to
             * @enum {string}
             */
            cure: "live" | "render" | "rotate" | "apply";
            /** Detail */
            detail: string;
            /** Kind */
            kind: string;
            /** Name */
            name: string;
        };
        /**
         * Accounts
         * @description The accounts at the broker, compared with the database.
         */
        Accounts: {
            /**
             * Broker Generation
             * @description What the broker has; if it is the greater one, the database was restored
             */
            broker_generation: number | null;
            /** Checked */
            checked: number | null;
            /** Count */
            count: number;
            /**
             * Differences
             * @description At most 1,000
             */
            differences: components["schemas"]["AccountDifference"][];
            /**
             * Generation
             * @description Rises with each change that the database wants
             */
            generation: number;
            /**
             * Held
             * @description Since when differences are only shown, until they are applied
             */
            held: number | null;
            /**
             * Pending
             * @description Accounts that worker has not brought to the broker yet
             */
            pending: number;
            /**
             * Wanted
             * @description When a comparison was asked for that is not done yet
             */
            wanted: number | null;
        };
        /**
         * ActiveHour
         * @description What was received from a device in one hour.
         */
        ActiveHour: {
            /**
             * Hour
             * @description Its beginning, in whole hours UTC
             */
            hour: number;
            /**
             * Readings
             * @description Stored readings, by when they were received
             */
            readings: number;
            /** Rejects */
            rejects: number;
        };
        /**
         * Activity
         * @description The last 48 hours, oldest first; the last one is not over yet.
         */
        Activity: {
            /** Hours */
            hours: components["schemas"]["ActiveHour"][];
        };
        /**
         * Alert
         * @description A problem of the system itself; it has ended if `until` is set.
         */
        Alert: {
            /** Count */
            count: number | null;
            /** Detail */
            detail: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "blind" | "lost" | "ledger" | "impaired" | "queued";
            /**
             * Since
             * @description Milliseconds since 1970 UTC
             */
            since: number;
            /** Until */
            until: number | null;
        };
        /**
         * BackupRun
         * @description A run of the backup.
         */
        BackupRun: {
            /**
             * Finished
             * @description Null while it runs
             */
            finished: number | null;
            /** Message */
            message: string;
            /** Ok */
            ok: boolean | null;
            /**
             * Started
             * @description Milliseconds since 1970 UTC
             */
            started: number;
        };
        /**
         * Backups
         * @description Whether there is a backup to restore.
         */
        Backups: {
            /**
             * Expected
             * @description Whether worker was told that backups are set up
             */
            expected: boolean;
            good: components["schemas"]["GoodBackup"] | null;
            /** @description The newest run, whatever came of it */
            last: components["schemas"]["BackupRun"] | null;
            /**
             * Oldest Hours
             * @description How old the newest good one may become; 0: any age
             */
            oldest_hours: number;
        };
        /**
         * BadCell
         * @description What is wrong in a row of a file; `column` is empty if it is the row as a whole.
         */
        BadCell: {
            /** Column */
            column: string;
            /** Message */
            message: string;
        };
        /**
         * BadRow
         * @description A row of a file that cannot be used.
         */
        BadRow: {
            /** Errors */
            errors: components["schemas"]["BadCell"][];
            /** Line */
            line: number;
            /** Name */
            name: string | null;
        };
        /**
         * BareSensor
         * @description A sensor to add at a site, without a device.
         */
        BareSensor: {
            /** Name */
            name: string;
            /** Place */
            place?: string | null;
            /** Site */
            site: string;
            /**
             * Slug
             * @description Made from the name if left out
             */
            slug?: string | null;
        };
        /**
         * BookDifference
         * @description An hour of receipt that does not balance.
         *
         *     For `messages` and `elements` these are the two sides of the ledger's equations; for `rows` the
         *     number of readings that the ledger counts as stored and the number of rows that exist.
         */
        BookDifference: {
            /**
             * Day
             * @description For rows: the start of the UTC day they were measured on
             */
            day: number | null;
            /** Expected */
            expected: number;
            /** Found */
            found: number;
            /**
             * Hour
             * @description Milliseconds since 1970 UTC
             */
            hour: number;
            /**
             * Kind
             * @enum {string}
             */
            kind: "messages" | "elements" | "rows";
        };
        /**
         * Books
         * @description The ledger compared with itself and with the stored rows.
         */
        Books: {
            /**
             * Checked
             * @description When rows were last counted
             */
            checked: number | null;
            /**
             * Differences
             * @description The newest 100
             */
            differences: components["schemas"]["BookDifference"][];
        };
        /**
         * Bounds
         * @description Limits as they were recorded.
         */
        Bounds: {
            /** High */
            high: number | null;
            /**
             * Hysteresis
             * @description Degrees Celsius: an excursion ends with a value that is within its limit by as much
             */
            hysteresis: number;
            /** Low */
            low: number | null;
            /**
             * Min Duration S
             * @description Seconds: an excursion that begins under these limits counts only if it lasts at least as long, from its begin until it ends or until now
             */
            min_duration_s: number;
            /**
             * Since
             * @description Null in old records of a sensor's first limits
             */
            since: number | null;
        };
        /**
         * Broker
         * @description Where devices connect, and whether their accounts can be changed now.
         */
        Broker: {
            /**
             * Administration
             * @description Who makes the accounts of devices: `mosquitto`, worker does; `none`, somebody else
             * @enum {string}
             */
            administration: "mosquitto" | "none";
            /**
             * Ca
             * @description Certificates (PEM) that devices have to trust; null if those of their system
             */
            ca: string | null;
            /**
             * Connected
             * @description Whether worker reaches the broker's administration; false if it has not looked for a minute
             */
            connected: boolean;
            /**
             * Error
             * @description Why it does not
             */
            error: string | null;
            /** Host */
            host: string;
            /** Port */
            port: number;
            /**
             * Seen
             * @description When worker last looked after the accounts
             */
            seen: number | null;
            /**
             * Tls Port
             * @description Null without a TLS listener
             */
            tls_port: number | null;
        };
        /**
         * BrokerState
         * @description The broker as worker sees it; null is what this broker does not report.
         */
        BrokerState: {
            /** Connected */
            connected: boolean;
            dropped: components["schemas"]["Dropped"] | null;
            /**
             * Last Drop
             * @description When it was last known to have dropped messages
             */
            last_drop: number | null;
            /**
             * Queued
             * @description Messages that wait in it or are in flight
             */
            queued: number | null;
            /**
             * Since
             * @description When it was connected, or disconnected
             */
            since: number;
            /**
             * Subscription
             * @description Whether it queues messages for ingest
             */
            subscription: boolean | null;
            /**
             * Tick Age S
             * @description Age of the last tick received through it
             */
            tick_age_s: number | null;
        };
        /**
         * CandidateGroup
         * @description A group of Keycloak; its path is what a grant names.
         */
        CandidateGroup: {
            /**
             * Name
             * @description The last part of the path
             */
            name: string;
            /** Path */
            path: string;
        };
        /**
         * ChangedChannel
         * @description The fields to set from now on. Stored readings are not changed.
         */
        ChangedChannel: {
            /** Fault List */
            fault_list?: boolean | null;
            /**
             * Fault Values
             * @description Numbers that the device sends when it has no temperature, exactly as it sends them, in its own unit: each is a fault. At most 16
             */
            fault_values?: number[] | null;
            /**
             * Plausible High
             * @description Degrees Celsius, at least 60; null: no reading is too hot
             */
            plausible_high?: number | null;
            /**
             * Plausible Low
             * @description Degrees Celsius, at most -40; null: no reading is too cold
             */
            plausible_low?: number | null;
            /**
             * Unit
             * @description Null: °C if a payload has no unit
             */
            unit?: ("C" | "F" | "K") | null;
        };
        /**
         * ChangedDevice
         * @description The fields to set. Fields that are left out stay as they are; null removes a value.
         */
        ChangedDevice: {
            /**
             * Disabled
             * @description Whether it is cut off from the broker, at once
             */
            disabled?: boolean | null;
            /** Firmware */
            firmware?: string | null;
            /** Label */
            label?: string | null;
            /** Model */
            model?: string | null;
            /** Notes */
            notes?: string | null;
            /**
             * Removed
             * @description False restores a removed device. Its installations stay ended, and it needs a new password
             */
            removed?: boolean | null;
            /** Serial */
            serial?: string | null;
            /** Site */
            site?: string | null;
            /** Time Zone */
            time_zone?: string | null;
        };
        /**
         * ChangedGrant
         * @description The role to set.
         */
        ChangedGrant: {
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
        };
        /**
         * ChangedInstallation
         * @description The ends to set. An end that is left out stays as it is; null removes it.
         */
        ChangedInstallation: {
            /** From */
            from?: number | null;
            /** To */
            to?: number | null;
        };
        /**
         * ChangedSensor
         * @description The fields to set. Fields that are left out stay as they are.
         */
        ChangedSensor: {
            /**
             * After
             * @description The sensor after which it shall stand in the site's list; null: at the top
             */
            after?: string | null;
            /**
             * Archived
             * @description True hides the sensor, false shows it again
             */
            archived?: boolean | null;
            /** Name */
            name?: string | null;
            /**
             * Place
             * @description Null removes it
             */
            place?: string | null;
        };
        /**
         * ChangedSite
         * @description The fields to set. Fields that are left out stay as they are.
         */
        ChangedSite: {
            /**
             * Archived
             * @description True hides the site and its sensors, false shows them again
             */
            archived?: boolean | null;
            /** Name */
            name?: string | null;
            /**
             * Time Zone
             * @description Only while `zone_fixed` is false
             */
            time_zone?: string | null;
        };
        /**
         * Channel
         * @description One probe of a device, the last level of its topic.
         */
        Channel: {
            /**
             * Created
             * @description Milliseconds since 1970 UTC
             */
            created: number;
            /**
             * Dismissed
             * @description Since when its proposal is hidden
             */
            dismissed: number | null;
            /**
             * Etag
             * @description Send it as If-Match to change this state
             */
            etag: string;
            /**
             * Fault List
             * @description Whether numbers that probes send instead of a temperature are recognised: -127 is a fault, others, such as 999, are suspect
             */
            fault_list: boolean;
            /**
             * Fault Values
             * @description Numbers that the device sends when it has no temperature, exactly as it sends them, in its own unit: each is a fault. At most 16
             */
            fault_values: number[];
            /** @description Set if all values of 24 h or longer are the same to the last digit */
            frozen: components["schemas"]["FrozenValue"] | null;
            /**
             * Ignored
             * @description Whether its readings are no longer stored, but counted
             */
            ignored: boolean;
            /**
             * Installations
             * @description Newest first; without those at sites I may not see
             */
            installations: components["schemas"]["Installation"][];
            last: components["schemas"]["Reading"] | null;
            /** Name */
            name: string;
            /** @description What its name says it is; null if that is a temperature, or the name says nothing */
            name_says: components["schemas"]["NameEvidence"] | null;
            /**
             * Plausible High
             * @description A hotter reading is suspect until others follow it; null: no bound
             */
            plausible_high: number | null;
            /**
             * Plausible Low
             * @description A colder reading is suspect until others follow it; null: no bound
             */
            plausible_low: number | null;
            /**
             * State
             * @enum {string}
             */
            state: "proposed" | "known" | "ignored";
            /**
             * Unit
             * @description Unit of payloads without one; null means °C
             */
            unit: ("C" | "F" | "K") | null;
        };
        /**
         * Channels
         * @description The channels of a device that were changed together.
         */
        Channels: {
            /** Items */
            items: components["schemas"]["Channel"][];
        };
        /**
         * Correction
         * @description A correction of the readings from `from` until just before `to`.
         *
         *     Those of kind `time` are chosen by the times at which they were stored, all others by the times
         *     that result from these.
         */
        Correction: {
            /**
             * At
             * @description Milliseconds since 1970 UTC
             */
            at: number;
            /** By */
            by: string;
            /**
             * By Name
             * @description Null if the person has never signed in
             */
            by_name: string | null;
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /** Id */
            id: number;
            /**
             * Kind
             * @description `set_aside`: the readings do not count; `unit`: they were read in the wrong unit; `time`: their times were wrong by a constant
             * @enum {string}
             */
            kind: "set_aside" | "unit" | "time";
            /**
             * Read As
             * @description Only for `unit`: the unit in which the values were read
             */
            read_as: ("C" | "F" | "K") | null;
            /** Reason */
            reason: string;
            /**
             * Sent As
             * @description Only for `unit`: the unit in which the device sent them
             */
            sent_as: ("C" | "F" | "K") | null;
            /**
             * Shift Ms
             * @description Only for `time`: milliseconds by which the readings are moved, later if positive
             */
            shift_ms: number | null;
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
            /** Undo Reason */
            undo_reason: string | null;
            /**
             * Undone At
             * @description Null while it is applied
             */
            undone_at: number | null;
            /** Undone By */
            undone_by: string | null;
            /**
             * Undone By Name
             * @description Null if the person has never signed in
             */
            undone_by_name: string | null;
        };
        /**
         * Corrections
         * @description Corrections of a sensor, newest first.
         */
        Corrections: {
            /** Items */
            items: components["schemas"]["Correction"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
        };
        /**
         * Counts
         * @description Messages: received = decoded + undecodable.
         *
         *     Elements: offered = stored + duplicate + rejected + ignored. Replayed readings are not included.
         */
        Counts: {
            /** Balanced */
            balanced: boolean;
            /** Decoded */
            decoded: number;
            difference: components["schemas"]["Difference"];
            /** Duplicate */
            duplicate: number;
            /** Ignored */
            ignored: number;
            /** Offered */
            offered: number;
            /** Received */
            received: number;
            /** Rejected */
            rejected: number;
            /**
             * Rejects
             * @description rejected + undecodable: readings rejected and messages that could not be read. `GET /rejects` lists and counts them
             */
            rejects: number;
            /** Replayed */
            replayed: number;
            /** Stored */
            stored: number;
            /** Undecodable */
            undecodable: number;
        };
        /**
         * Credential
         * @description How far the newest password has come on its way to the broker.
         */
        Credential: {
            /** Applied */
            applied: number | null;
            /**
             * Error
             * @description What the broker said when it refused the account
             */
            error: string | null;
            /** Made */
            made: number | null;
            /**
             * State
             * @description `none`: no password was made; `waiting`: worker has to apply it; `applied`: the broker has it; `expired`: worker did not apply it within ten minutes, so make a new one, or render the broker's file and restart it; `failed`: the broker refused it; `elsewhere`: somebody else makes the accounts
             * @enum {string}
             */
            state: "none" | "waiting" | "applied" | "expired" | "failed" | "elsewhere";
            /**
             * Version
             * @description Rises with each new password; 0 without one
             */
            version: number;
        };
        /**
         * DatedInterval
         * @description The expected interval from `since` until the next.
         */
        DatedInterval: {
            /** Interval S */
            interval_s: number;
            /**
             * Since
             * @description Null: no beginning
             */
            since: number | null;
        };
        /**
         * DatedLimits
         * @description Limits that apply from `since` until the next; without a bound, nothing is out of range.
         */
        DatedLimits: {
            /** High */
            high: number | null;
            /**
             * Hysteresis
             * @description Degrees Celsius: an excursion ends with a value that is within its limit by as much
             */
            hysteresis: number;
            /** Low */
            low: number | null;
            /**
             * Min Duration S
             * @description Seconds: an excursion that begins under these limits counts only if it lasts at least as long, from its begin until it ends or until now
             */
            min_duration_s: number;
            /**
             * Set At
             * @description Milliseconds since 1970 UTC
             */
            set_at: number;
            /** Set By */
            set_by: string;
            /**
             * Set By Name
             * @description Null if the person has never signed in
             */
            set_by_name: string | null;
            /**
             * Since
             * @description Milliseconds since 1970 UTC
             */
            since: number;
        };
        /**
         * Deletion
         * @description What would be deleted with a site.
         */
        Deletion: {
            /**
             * Devices
             * @description Devices that would lose their home site; their channels become proposals again
             */
            devices: number;
            /**
             * Etag
             * @description Send it as If-Match to delete this state
             */
            etag: string;
            /**
             * First
             * @description When the first reading was measured; null without any
             */
            first: number | null;
            /** Grants */
            grants: number;
            /** Last */
            last: number | null;
            /**
             * Readings
             * @description Whether readings were stored, so that the deletion has to be confirmed with the slug. Raw readings stay with the channels until retention drops them
             */
            readings: boolean;
            /**
             * Sensors
             * @description Sensors, also archived ones, with their history, limits and installations
             */
            sensors: number;
        };
        /**
         * Device
         * @description Hardware with an MQTT identity, which is its name.
         */
        Device: {
            /** Channel Count */
            channel_count: number;
            /**
             * Clock Skew Ms
             * @description How far its clock leads, or lags if negative, when that was last observed; null if less than half a minute. One that lags may also publish late
             */
            clock_skew_ms: number | null;
            /**
             * Connection
             * @description What it said, or `online` if readings came after it said `offline`, or `asleep` if it said `offline` after its last reading and has not missed three intervals; null if it does not say
             */
            connection: ("online" | "offline" | "asleep") | null;
            /**
             * Connection At
             * @description When it said so; null if its readings say otherwise
             */
            connection_at: number | null;
            /**
             * Created
             * @description Milliseconds since 1970 UTC
             */
            created: number;
            credential: components["schemas"]["Credential"];
            /**
             * Disabled
             * @description Since when it may not connect; null if it may
             */
            disabled: number | null;
            /**
             * Etag
             * @description Send it as If-Match to change this state
             */
            etag: string;
            /**
             * Ever Installed
             * @description Whether it has supplied a sensor, now or before
             */
            ever_installed: boolean;
            /** Firmware */
            firmware: string | null;
            /**
             * Heard
             * @description When the newest reading of its channels was received
             */
            heard: number | null;
            /** Label */
            label: string | null;
            /** Model */
            model: string | null;
            /** Name */
            name: string;
            /** Notes */
            notes: string | null;
            /**
             * Offline At
             * @description When a device that said `offline` counts as offline if it sends nothing more
             */
            offline_at: number | null;
            /**
             * Problem
             * @description The worst that is wrong: `removed` but heard again, `disabled`, `never_connected`, `silent` (all its sensors missed three intervals, or it connected and sent no reading), `rejected` in the last 24 h; null if nothing
             */
            problem: ("removed" | "disabled" | "never_connected" | "silent" | "rejected") | null;
            /**
             * Proposed Count
             * @description Channels that nobody has installed, dismissed or ignored; without those whose names say that they are not temperatures
             */
            proposed_count: number;
            /**
             * Removed
             * @description When somebody removed it; its readings stay
             */
            removed: number | null;
            /**
             * Role
             * @description My role for this device
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /**
             * Sensors
             * @description Those that I may see, by name
             */
            sensors: components["schemas"]["Served"][];
            /** Serial */
            serial: string | null;
            /**
             * Serves
             * @description Sensors that it supplies now, also of sites I may not see; 0: it is free
             */
            serves: number;
            /**
             * Site
             * @description Slug of its home site; without one only administrators see it
             */
            site: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "proposed" | "known";
            /**
             * Time Zone
             * @description IANA time zone of times that it sends without an offset
             */
            time_zone: string | null;
        };
        /**
         * DeviceDetails
         * @description A device with its channels, by name.
         */
        DeviceDetails: {
            /** Channel Count */
            channel_count: number;
            /**
             * Channels
             * @description Without expired ones
             */
            channels: components["schemas"]["Channel"][];
            /**
             * Channels Most
             * @description How many of these a device may have
             */
            channels_most: number;
            /**
             * Channels Used
             * @description Channels that are neither ignored nor expired
             */
            channels_used: number;
            /**
             * Clock Skew Ms
             * @description How far its clock leads, or lags if negative, when that was last observed; null if less than half a minute. One that lags may also publish late
             */
            clock_skew_ms: number | null;
            /**
             * Connection
             * @description What it said, or `online` if readings came after it said `offline`, or `asleep` if it said `offline` after its last reading and has not missed three intervals; null if it does not say
             */
            connection: ("online" | "offline" | "asleep") | null;
            /**
             * Connection At
             * @description When it said so; null if its readings say otherwise
             */
            connection_at: number | null;
            /**
             * Created
             * @description Milliseconds since 1970 UTC
             */
            created: number;
            credential: components["schemas"]["Credential"];
            /**
             * Disabled
             * @description Since when it may not connect; null if it may
             */
            disabled: number | null;
            /**
             * Etag
             * @description Send it as If-Match to change this state
             */
            etag: string;
            /**
             * Ever Installed
             * @description Whether it has supplied a sensor, now or before
             */
            ever_installed: boolean;
            /**
             * Expired
             * @description Proposals that fell silent. They are proposed again once they speak
             */
            expired: number;
            /** Firmware */
            firmware: string | null;
            /**
             * Heard
             * @description When the newest reading of its channels was received
             */
            heard: number | null;
            /** Label */
            label: string | null;
            /** Model */
            model: string | null;
            /** Name */
            name: string;
            /** Notes */
            notes: string | null;
            /**
             * Offline At
             * @description When a device that said `offline` counts as offline if it sends nothing more
             */
            offline_at: number | null;
            /**
             * Problem
             * @description The worst that is wrong: `removed` but heard again, `disabled`, `never_connected`, `silent` (all its sensors missed three intervals, or it connected and sent no reading), `rejected` in the last 24 h; null if nothing
             */
            problem: ("removed" | "disabled" | "never_connected" | "silent" | "rejected") | null;
            /**
             * Proposed Count
             * @description Channels that nobody has installed, dismissed or ignored; without those whose names say that they are not temperatures
             */
            proposed_count: number;
            /**
             * Removed
             * @description When somebody removed it; its readings stay
             */
            removed: number | null;
            /**
             * Role
             * @description My role for this device
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /**
             * Sensors
             * @description Those that I may see, by name
             */
            sensors: components["schemas"]["Served"][];
            /** Serial */
            serial: string | null;
            /**
             * Serves
             * @description Sensors that it supplies now, also of sites I may not see; 0: it is free
             */
            serves: number;
            /**
             * Site
             * @description Slug of its home site; without one only administrators see it
             */
            site: string | null;
            /**
             * State
             * @enum {string}
             */
            state: "proposed" | "known";
            /**
             * Time Zone
             * @description IANA time zone of times that it sends without an offset
             */
            time_zone: string | null;
        };
        /**
         * DeviceNow
         * @description The device that supplies the sensor now.
         */
        DeviceNow: {
            /** Label */
            label: string | null;
            /** Name */
            name: string;
        };
        /**
         * Devices
         * @description A page of devices.
         */
        Devices: {
            /** Items */
            items: components["schemas"]["Device"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
            /**
             * Total
             * @description Of all pages
             */
            total: number;
        };
        /**
         * DeviceWithPassword
         * @description A device and its new password, which is shown this once.
         */
        DeviceWithPassword: {
            device: components["schemas"]["DeviceDetails"];
            /**
             * Password
             * @description Null if somebody else makes the accounts
             */
            password: string | null;
        };
        /**
         * Diagnosis
         * @description Why nothing arrives from a device, or that its readings arrive.
         */
        Diagnosis: {
            /**
             * Address
             * @description Where its last known connection came from
             */
            address: string | null;
            /**
             * Collecting
             * @description Whether readings are being collected at all
             */
            collecting: boolean;
            /**
             * Connected
             * @description Null if not known
             */
            connected: boolean | null;
            /**
             * Ignored
             * @description Channels whose readings are not stored
             */
            ignored: number;
            /** Last Disconnected */
            last_disconnected: number | null;
            /**
             * Last Message
             * @description When its newest reading was received
             */
            last_message: number | null;
            /**
             * Reason
             * @description Why its last connection ended
             */
            reason: ("left" | "closed" | "timeout" | "taken_over" | "cut_off" | "oversize" | "protocol_error" | "unsupported" | "failed") | null;
            refused: components["schemas"]["Refused"];
            /** Rejects */
            rejects: components["schemas"]["RejectedFor"][];
            /**
             * Since
             * @description Since when it is connected
             */
            since: number | null;
            takeovers: components["schemas"]["Takeovers"];
            /**
             * Topic
             * @description A topic where it may publish
             */
            topic: string;
            /**
             * Verdict
             * @description `taken_over`: two clients use its name; `connected_silent`: nothing of it is stored or rejected; `rejected`: the last that came; `unwatched`: not known, as nobody reads the broker's notices, or not for long enough
             * @enum {string}
             */
            verdict: "disabled" | "never_connected" | "taken_over" | "connected_silent" | "rejected" | "arriving" | "disconnected" | "unwatched";
            /**
             * Watched Since
             * @description Since when the broker's notices are read without a gap; what happened before is not known. Null if they are not read
             */
            watched_since: number | null;
        };
        /**
         * Difference
         * @description The differences of the two sums: positive if some were lost, negative if counted twice.
         */
        Difference: {
            /** Elements */
            elements: number;
            /** Messages */
            messages: number;
        };
        /**
         * Drop
         * @description Messages that the broker dropped between two readings of its counter.
         */
        Drop: {
            /** Count */
            count: number;
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
        };
        /**
         * Dropped
         * @description The number of messages that the broker acknowledged to publishers and then dropped.
         */
        Dropped: {
            /**
             * Day
             * @description In the last 24 hours
             */
            day: number;
            /**
             * Hour
             * @description In the last 60 minutes
             */
            hour: number;
            last: components["schemas"]["Drop"] | null;
        };
        /**
         * Event
         * @description A problem of the system itself, from its begin to its end; open if `until` is null.
         */
        Event: {
            /** Count */
            count: number | null;
            /** Detail */
            detail: string;
            /**
             * Kind
             * @enum {string}
             */
            kind: "blind" | "lost" | "ledger" | "impaired" | "queued";
            /**
             * Seconds
             * @description How long it lasted, or has lasted so far
             */
            seconds: number;
            /**
             * Since
             * @description Milliseconds since 1970 UTC
             */
            since: number;
            /**
             * Until
             * @description A loss ends with the newest drop of messages
             */
            until: number | null;
        };
        /**
         * Events
         * @description Problems of the system itself, newest first.
         */
        Events: {
            /** Items */
            items: components["schemas"]["Event"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
        };
        /**
         * Excursion
         * @description Values beyond one limit, from the first one until one is within again.
         */
        Excursion: {
            /**
             * Before
             * @description Whether it began before the range
             */
            before: boolean;
            /**
             * Exact
             * @description False if its readings are gone or not counted yet: it lies within the hours from `from` to `to`
             */
            exact: boolean;
            extreme: components["schemas"]["ExcursionExtreme"];
            /**
             * From
             * @description The first value beyond the limit, ms; the range's begin at least
             */
            from: number;
            /**
             * Limit
             * @description The limit in force at the extreme
             */
            limit: number;
            /**
             * Open
             * @description Whether it had not ended at the end of the range
             */
            open: boolean;
            /**
             * Seconds
             * @description Known time beyond the limit, without gaps and faults
             */
            seconds: number;
            /**
             * Side
             * @enum {string}
             */
            side: "above" | "below";
            /**
             * Times
             * @description How many excursions it stands for: one, or all of its hours if not exact
             */
            times: number;
            /**
             * To
             * @description A value within again, or other limits, ms; the range's end or now at most
             */
            to: number;
        };
        /**
         * ExcursionExtreme
         * @description The value that was furthest beyond the limit, and when it was first judged.
         */
        ExcursionExtreme: {
            /**
             * Time
             * @description Milliseconds since 1970 UTC
             */
            time: number;
            /**
             * Value
             * @description Degrees Celsius
             */
            value: number;
        };
        /**
         * Excursions
         * @description Time beyond a limit, judged by the limits in force at each instant.
         */
        Excursions: {
            /**
             * Open
             * @description Whether the last one had not ended at the end of the range
             */
            open: boolean;
            /** Seconds */
            seconds: number;
            /**
             * Times
             * @description Excursions, including one that began before the range
             */
            times: number;
        };
        /**
         * Extreme
         * @description A minimum or maximum, and when it was first measured.
         */
        Extreme: {
            /**
             * Time
             * @description Milliseconds since 1970 UTC
             */
            time: number;
            /**
             * Value
             * @description Degrees Celsius
             */
            value: number;
        };
        /**
         * FieldProblem
         * @description A wrong field of the request, and the reason.
         */
        FieldProblem: {
            /** Field */
            field: string;
            /** Message */
            message: string;
        };
        /**
         * Figures
         * @description Figures of the times that a correction touches, up to now.
         */
        Figures: {
            /**
             * Counting
             * @description Readings that count
             */
            counting: number;
            /**
             * Excursions
             * @description Above and below the limits, as in `statistics`
             */
            excursions: number;
            /** Max */
            max: number | null;
            /**
             * Mean
             * @description Weighted by time, as in `statistics`
             */
            mean: number | null;
            /** Min */
            min: number | null;
            /**
             * Seconds
             * @description Known time beyond the limits
             */
            seconds: number;
        };
        /**
         * Finding
         * @description What is not as it should be now, as api judges it from the rest of the document.
         */
        Finding: {
            /**
             * Kind
             * @enum {string}
             */
            kind: "part_missing" | "unwatched" | "broker_lost" | "partition_missing" | "certificate_refused" | "certificate_expiring" | "certificate_unseen" | "backup_failed" | "backup_old" | "backup_never" | "connections_short" | "rollups_behind" | "prometheus_silent" | "rules_silent" | "instance_gone" | "versions_differ";
            /**
             * Runbook
             * @description The URL of what to do about it
             */
            runbook: string | null;
            /**
             * Severity
             * @enum {string}
             */
            severity: "critical" | "warning" | "note";
            /**
             * Subject
             * @description The part or instance that it is about, if it is one
             */
            subject: string | null;
        };
        /**
         * FrozenValue
         * @description A value that has not changed at all: the probe may hang.
         */
        FrozenValue: {
            /**
             * Since
             * @description At most 7 days ago
             */
            since: number;
            /**
             * Value
             * @description Degrees Celsius
             */
            value: number;
        };
        /**
         * GoodBackup
         * @description The newest complete backup.
         */
        GoodBackup: {
            /** Bytes */
            bytes: number | null;
            /**
             * Finished
             * @description Milliseconds since 1970 UTC
             */
            finished: number;
            /** Name */
            name: string;
            /** Revision */
            revision: string | null;
            /**
             * Started
             * @description Milliseconds since 1970 UTC
             */
            started: number;
        };
        /**
         * Grant
         * @description A user or a group has a role at a site.
         */
        Grant: {
            /** Email */
            email: string | null;
            /**
             * Etag
             * @description Send it as If-Match to change or remove this state
             */
            etag: string;
            /**
             * Granted At
             * @description Milliseconds since 1970 UTC
             */
            granted_at: number;
            /** Granted By */
            granted_by: string;
            /** Group */
            group: string | null;
            /** Id */
            id: number;
            /** Last Seen */
            last_seen: number | null;
            /** Name */
            name: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /** Site */
            site: string;
            /** Subject */
            subject: string | null;
            /** Username */
            username: string | null;
        };
        /**
         * GrantCandidates
         * @description Users and groups whose name contains the text, also before their first login.
         */
        GrantCandidates: {
            /** Groups */
            groups: components["schemas"]["CandidateGroup"][];
            /**
             * Truncated
             * @description Whether there are more of either; ask for more letters
             */
            truncated: boolean;
            /** Users */
            users: components["schemas"]["GrantRecipient"][];
        };
        /**
         * GrantRecipient
         * @description The person whom a user name or e-mail address names.
         */
        GrantRecipient: {
            /**
             * Email
             * @description Null if Keycloak has not verified it
             */
            email: string | null;
            /**
             * Name
             * @description As they may have written it themselves
             */
            name: string | null;
            /** Subject */
            subject: string;
            /** Username */
            username: string;
        };
        /**
         * Grants
         * @description Every grant of a site.
         */
        Grants: {
            /** Items */
            items: components["schemas"]["Grant"][];
        };
        /**
         * GroupAccess
         * @description A group that may see the site.
         */
        GroupAccess: {
            /** Grant */
            grant: number;
            /**
             * Members
             * @description Members who can log in; null if they are not known, or too many to list
             */
            members: number | null;
            /** Path */
            path: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
        };
        /**
         * Hour
         * @description The counts of one UTC hour, of all instances.
         */
        Hour: {
            /** Balanced */
            balanced: boolean;
            /** Decoded */
            decoded: number;
            difference: components["schemas"]["Difference"];
            /** Duplicate */
            duplicate: number;
            /**
             * Hour
             * @description Milliseconds since 1970 UTC
             */
            hour: number;
            /** Ignored */
            ignored: number;
            /** Offered */
            offered: number;
            /**
             * Open
             * @description Whether the hour is still being counted
             */
            open: boolean;
            /** Received */
            received: number;
            /** Rejected */
            rejected: number;
            /**
             * Rejects
             * @description rejected + undecodable: readings rejected and messages that could not be read. `GET /rejects` lists and counts them
             */
            rejects: number;
            /** Replayed */
            replayed: number;
            /** Stored */
            stored: number;
            /** Undecodable */
            undecodable: number;
        };
        /**
         * ImportCheck
         * @description What an import would do; nothing was changed.
         */
        ImportCheck: {
            /**
             * Bad
             * @description Rows that cannot; with one of them, nothing is registered
             */
            bad: number;
            /**
             * Ok
             * @description Rows that can be registered
             */
            ok: number;
            /** Rows */
            rows: components["schemas"]["ImportRow"][];
        };
        /**
         * ImportRow
         * @description A row of the file, and whether its device can be registered.
         */
        ImportRow: {
            /** Errors */
            errors: components["schemas"]["BadCell"][];
            /**
             * Line
             * @description The row's first line in the file
             */
            line: number;
            /** Name */
            name: string | null;
            /** Ok */
            ok: boolean;
        };
        /**
         * Install
         * @description The sensor to install the channel on: an existing one or a new one, not both.
         */
        Install: {
            new_sensor?: components["schemas"]["NewSensor"] | null;
            /**
             * Replace
             * @description End other installations of the sensor where this one begins
             * @default false
             */
            replace: boolean;
            /**
             * Sensor
             * @description site-slug/sensor-slug
             * @example a/fridge
             */
            sensor?: string | null;
            /**
             * Since
             * @description Null: since its first reading
             */
            since?: number | null;
            /**
             * Unit
             * @description Unit of payloads without one, from now on. Stored readings are not changed: if it differs from the previous unit, the installation begins now
             */
            unit?: ("C" | "F" | "K") | null;
        };
        /**
         * Installation
         * @description A channel fed a sensor, from an instant until just before another.
         */
        Installation: {
            /** Channel */
            channel: string;
            /** Device */
            device: string;
            /**
             * Etag
             * @description Send it as If-Match to change or remove this state
             */
            etag: string;
            /**
             * From
             * @description Null if it has no beginning
             */
            from: number | null;
            /** Id */
            id: number;
            /**
             * Sensor
             * @description site-slug/sensor-slug
             */
            sensor: string;
            /**
             * To
             * @description Null while it continues
             */
            to: number | null;
        };
        /**
         * Installations
         * @description Every installation of a sensor, newest first.
         */
        Installations: {
            /** Items */
            items: components["schemas"]["Installation"][];
        };
        /**
         * Installed
         * @description A channel that supplied the sensor, and when.
         */
        Installed: {
            /** Channel */
            channel: string;
            /** Device */
            device: string;
            /**
             * From
             * @description Null: no beginning
             */
            from: number | null;
            /** To */
            to: number | null;
        };
        /**
         * Instance
         * @description One ingest instance.
         */
        Instance: {
            /** Connected */
            connected: boolean;
            /** Instance */
            instance: string;
            /**
             * Seen
             * @description Milliseconds since 1970 UTC
             */
            seen: number;
            /**
             * Started
             * @description Milliseconds since 1970 UTC
             */
            started: number;
            /**
             * State
             * @description Gone: it sends no heartbeat, and the broker may hold messages for it
             * @enum {string}
             */
            state: "running" | "draining" | "gone";
            /** Subscribed */
            subscribed: boolean;
            /** Tick Age S */
            tick_age_s: number | null;
            /**
             * Waiting
             * @description Messages it has received and not yet acknowledged; null if not for the caller
             */
            waiting: number | null;
        };
        /**
         * IntervalHistory
         * @description The expected interval, and its history.
         */
        IntervalHistory: {
            /**
             * Contradicted
             * @description Whether what was set and what was observed differ by more than half
             */
            contradicted: boolean;
            /**
             * Etag
             * @description Send it as If-Match to change or remove this state
             */
            etag: string;
            /**
             * Items
             * @description The intervals in force, newest first
             */
            items: components["schemas"]["DatedInterval"][];
            /**
             * Learned S
             * @description As learned; used if none is set
             */
            learned_s: number | null;
            /** @description What the interval was learned from; null if nothing is known yet */
            observed: components["schemas"]["Observed"] | null;
            /**
             * Set S
             * @description As set by a person
             */
            set_s: number | null;
        };
        /**
         * InTheWay
         * @description An existing installation that the requested one would overlap.
         */
        InTheWay: {
            /** Channel */
            channel: string;
            /** Device */
            device: string;
            /**
             * From
             * @description Milliseconds since 1970 UTC; null: no beginning
             */
            from: number | null;
            /**
             * Sensor
             * @description Null if you may not see its site
             */
            sensor: string | null;
            /**
             * To
             * @description Milliseconds since 1970 UTC; null: no end
             */
            to: number | null;
        };
        /**
         * Latest
         * @description The newest reading, and the newest one that counts in statistics.
         */
        Latest: {
            /** Good Time */
            good_time: number | null;
            /** Good Value */
            good_value: number | null;
            /**
             * Quality
             * @description Bits: 1 fault, 2 suspect, 4 time unsure, 8 clock ahead, 16 clock not set, 32 set aside. With 8 and 16 the reading was placed by when it was published
             */
            quality: number;
            /**
             * Received
             * @description Milliseconds since 1970 UTC
             */
            received: number;
            /**
             * Time
             * @description Milliseconds since 1970 UTC
             */
            time: number;
            /** Value */
            value: number | null;
        };
        /**
         * LatestEvent
         * @description Data of `latest`: the whole document of every sensor that changed.
         */
        LatestEvent: {
            /** Sensors */
            sensors: components["schemas"]["Sensor"][];
        };
        /**
         * Ledger
         * @description The hours of a range, oldest first, and their sum.
         */
        Ledger: {
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /** Hours */
            hours: components["schemas"]["Hour"][];
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
            total: components["schemas"]["Counts"];
        };
        /**
         * LimitsHistory
         * @description All limits of a sensor, newest first.
         */
        LimitsHistory: {
            /**
             * Etag
             * @description Send it as If-Match to change or remove this state
             */
            etag: string;
            /** Items */
            items: components["schemas"]["DatedLimits"][];
        };
        /**
         * LimitsNow
         * @description The limits now in force.
         */
        LimitsNow: {
            /** High */
            high: number | null;
            /** Low */
            low: number | null;
            /**
             * Since
             * @description Milliseconds since 1970 UTC
             */
            since: number;
        };
        /**
         * LimitsRecord
         * @description Limits that somebody set or deleted.
         */
        LimitsRecord: {
            /**
             * Action
             * @enum {string}
             */
            action: "set" | "deleted";
            /** @description What was set; null if limits were deleted */
            after: components["schemas"]["Bounds"] | null;
            /**
             * At
             * @description Milliseconds since 1970 UTC
             */
            at: number;
            /** @description What was deleted, or what was in force at that time before; null for none */
            before: components["schemas"]["Bounds"] | null;
            /** By */
            by: string;
            /**
             * By Name
             * @description Null if the person has never signed in
             */
            by_name: string | null;
            /**
             * Reason
             * @description In the person's words; null if none was given
             */
            reason: string | null;
        };
        /**
         * LimitsRecords
         * @description Changes of a sensor's limits, newest first.
         */
        LimitsRecords: {
            /** Items */
            items: components["schemas"]["LimitsRecord"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
        };
        /**
         * LimitsSince
         * @description Limits that came into force within the range, or held when it began.
         */
        LimitsSince: {
            /** High */
            high: number | null;
            /**
             * Hysteresis
             * @description How far within a limit a value ends an excursion
             */
            hysteresis: number;
            /** Low */
            low: number | null;
            /**
             * Min Duration S
             * @description How long an excursion has to last to count
             */
            min_duration_s: number;
            /**
             * Since
             * @description Milliseconds since 1970 UTC
             */
            since: number;
        };
        /**
         * ListedExcursions
         * @description All requested sensors.
         */
        ListedExcursions: {
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /**
             * Recalculating
             * @description Whether one of the sensors is being recalculated
             */
            recalculating: boolean;
            /** Sensors */
            sensors: components["schemas"]["SensorExcursions"][];
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
        };
        /**
         * Me
         * @description The signed-in person.
         */
        Me: {
            /** Admin */
            admin: boolean;
            /** Email */
            email: string | null;
            /**
             * Every Site
             * @description Whether I may see every site, and so the figures of the whole system
             */
            every_site: boolean;
            /** Name */
            name: string | null;
            /** Sites */
            sites: components["schemas"]["MySite"][];
            /** Subject */
            subject: string;
            /**
             * Theme
             * @enum {string}
             */
            theme: "auto" | "light" | "dark";
            /** Time Zone */
            time_zone: string | null;
            /**
             * Unit
             * @enum {string}
             */
            unit: "C" | "F";
            /** Username */
            username: string;
        };
        /**
         * MySite
         * @description A site I may see, with my role there.
         */
        MySite: {
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /** Slug */
            slug: string;
        };
        /**
         * NamedChannels
         * @description Channels of one device, by name.
         */
        NamedChannels: {
            /**
             * Channels
             * @example [
             *       "humidity",
             *       "battery"
             *     ]
             */
            channels: string[];
        };
        /**
         * NameEvidence
         * @description What the name of a channel says about the numbers that it sends.
         */
        NameEvidence: {
            /**
             * Temperature
             * @description Whether they may still be the temperature of a place: true for that of the device itself
             */
            temperature: boolean;
            /**
             * What
             * @description What the name says they are
             * @example humidity
             */
            what: string;
            /**
             * Why
             * @description The same as a sentence
             * @example Probably not a temperature: its name is humidity.
             */
            why: string;
        };
        /**
         * NewCorrection
         * @description A correction to be made.
         */
        NewCorrection: {
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /**
             * Kind
             * @description `set_aside`: the readings do not count; `unit`: they were read in the wrong unit; `time`: their times were wrong by a constant
             * @enum {string}
             */
            kind: "set_aside" | "unit" | "time";
            /**
             * Read As
             * @description Only for `unit`: the unit in which the values were read
             */
            read_as?: ("C" | "F" | "K") | null;
            /**
             * Reason
             * @description Why; everyone who sees the sensor can read it
             */
            reason: string;
            /**
             * Sent As
             * @description Only for `unit`: the unit in which the device sent them
             */
            sent_as?: ("C" | "F" | "K") | null;
            /** Shift Ms */
            shift_ms?: number | null;
            /**
             * To
             * @description Milliseconds since 1970 UTC, exclusive
             */
            to: number;
        };
        /**
         * NewDevice
         * @description A device to register at a site.
         */
        NewDevice: {
            /**
             * Adopt
             * @description Take over a proposed device of that name that has no home site; needs an administrator
             * @default false
             */
            adopt: boolean;
            /** Firmware */
            firmware?: string | null;
            /** Label */
            label?: string | null;
            /** Model */
            model?: string | null;
            /**
             * Name
             * @description Its user name at the broker and part of its topics: 1 to 64 letters, digits, and . _ -. It never changes
             * @example fridge-1
             */
            name: string;
            /** Notes */
            notes?: string | null;
            /** Serial */
            serial?: string | null;
            /** Site */
            site: string;
            /** Time Zone */
            time_zone?: string | null;
        };
        /**
         * NewGrant
         * @description A role for a recipient: exactly one of subject, username (or e-mail) and group path.
         */
        NewGrant: {
            /**
             * Group
             * @description Path of a Keycloak group, as /a/b
             */
            group?: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /** Site */
            site: string;
            /** Subject */
            subject?: string | null;
            /**
             * Username
             * @description User name, or e-mail address that Keycloak has verified
             */
            username?: string | null;
        };
        /**
         * NewInstallation
         * @description The channel that feeds the sensor, and since when; not in the future.
         */
        NewInstallation: {
            /** Channel */
            channel: string;
            /** Device */
            device: string;
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /**
             * Replace
             * @description End other installations of the sensor and of the channel at `from`
             * @default false
             */
            replace: boolean;
            /**
             * To
             * @description Null: it continues
             */
            to?: number | null;
        };
        /**
         * NewInterval
         * @description A new expected interval, from now or from an instant in the past.
         */
        NewInterval: {
            /**
             * Interval S
             * @description Null: learn it
             */
            interval_s: number | null;
            /**
             * Since
             * @description Null: from now on
             */
            since?: number | null;
        };
        /**
         * NewLimits
         * @description Limits that apply from an instant, which may be in the past.
         */
        NewLimits: {
            /** High */
            high: number | null;
            /**
             * Hysteresis
             * @description Degrees Celsius: an excursion ends with a value that is within its limit by as much
             * @default 0
             */
            hysteresis: number;
            /** Low */
            low: number | null;
            /**
             * Min Duration S
             * @description Seconds: an excursion that begins under these limits counts only if it lasts at least as long, from its begin until it ends or until now
             * @default 0
             */
            min_duration_s: number;
            /**
             * Reason
             * @description Why; kept with the change
             */
            reason?: string | null;
            /**
             * Since
             * @description Null: from now on
             */
            since: number | null;
        };
        /**
         * NewReplay
         * @description The rejects to replay: by id, or all of a range, optionally of one reason or device.
         */
        NewReplay: {
            /** Device */
            device?: string | null;
            /** From */
            from?: number | null;
            /** Ids */
            ids?: number[] | null;
            reason?: components["schemas"]["Reason"] | null;
            /**
             * To
             * @description Not included
             */
            to?: number | null;
        };
        /**
         * NewSensor
         * @description A sensor to add. Its limits, in degrees Celsius, need a manager of the site.
         */
        NewSensor: {
            /** Expected Interval S */
            expected_interval_s?: number | null;
            /** High */
            high?: number | null;
            /** Low */
            low?: number | null;
            /** Name */
            name: string;
            /** Place */
            place?: string | null;
            /** Site */
            site: string;
            /**
             * Slug
             * @description Made from the name if left out
             */
            slug?: string | null;
        };
        /**
         * NewSite
         * @description A site to add.
         */
        NewSite: {
            /** Name */
            name: string;
            /**
             * Slug
             * @description Its address, which never changes; made from the name if left out
             */
            slug?: string | null;
            /**
             * Time Zone
             * @description IANA time zone, such as Europe/Vienna
             */
            time_zone: string;
        };
        /**
         * Observed
         * @description How often the sensor's messages came when its interval was learned.
         */
        Observed: {
            /**
             * At
             * @description When this was observed
             */
            at: number;
            /**
             * Heartbeat S
             * @description The longest time it regularly lets pass without a message, if much longer
             */
            heartbeat_s: number | null;
            /** Messages */
            messages: number;
            /**
             * Span S
             * @description Seconds from the first of these messages to the last
             */
            span_s: number;
            /**
             * Too Fast
             * @description Whether it is below a second, so that a person has to set the interval
             */
            too_fast: boolean;
            /**
             * Usual S
             * @description The usual spacing of its messages
             */
            usual_s: number;
        };
        /**
         * Observers
         * @description Where the system is observed from; hosts, null if not set.
         */
        Observers: {
            /**
             * Grafana
             * @description The URL at which people open it
             */
            grafana: string | null;
            /** Logs */
            logs: string | null;
            /** Metrics */
            metrics: string | null;
            /**
             * Prometheus Error
             * @description Why Prometheus did not answer just now
             */
            prometheus_error: string | null;
            /**
             * Rules
             * @description Whether Prometheus evaluates Isotherm's rules; null if it did not answer
             */
            rules: boolean | null;
            /** Traces */
            traces: string | null;
        };
        /**
         * Overview
         * @description All sensors I may see with newest reading and state, from one snapshot.
         */
        Overview: {
            /**
             * Mark
             * @description Send it to /live as Last-Event-ID to continue from this response
             */
            mark: number;
            sensors: components["schemas"]["SensorColumns"];
            sites: components["schemas"]["SiteColumns"];
            /**
             * Time
             * @description When the states were judged
             */
            time: number;
        };
        /**
         * Part
         * @description A part of the system with its instances; one that ends in order is not among them.
         */
        Part: {
            /** Instances */
            instances: components["schemas"]["PartInstance"][];
            /**
             * Part
             * @enum {string}
             */
            part: "frontend" | "api" | "ingest" | "worker";
        };
        /**
         * PartInstance
         * @description One process of a part.
         */
        PartInstance: {
            /** Instance */
            instance: string;
            /**
             * Seen
             * @description Its last sign of life; of frontend its last request to api
             */
            seen: number;
            /**
             * Started
             * @description Milliseconds since 1970 UTC
             */
            started: number;
            /**
             * State
             * @description Gone: it gives no sign of life. Quiet: a frontend that sends no requests, as nobody uses it
             * @enum {string}
             */
            state: "running" | "draining" | "quiet" | "gone";
            /**
             * Version
             * @description Null if it does not say
             */
            version: string | null;
        };
        /**
         * Partitions
         * @description The days of raw readings, in UTC, that have a partition.
         */
        Partitions: {
            /**
             * Ahead
             * @description How many days ahead worker makes them
             */
            ahead: number | null;
            /** Count */
            count: number;
            /** First */
            first: string | null;
            /** Last */
            last: string | null;
            /**
             * Missing
             * Format: date
             * @description The first day from today on that has none
             */
            missing: string;
        };
        /**
         * PersonAccess
         * @description A person who may see the site.
         */
        PersonAccess: {
            /**
             * Email
             * @description Null if Keycloak has not verified it
             */
            email: string | null;
            /**
             * Last Seen
             * @description Null before their first login
             */
            last_seen: number | null;
            /**
             * Name
             * @description As they may have written it themselves
             */
            name: string | null;
            /**
             * Role
             * @description The highest of the roles that they are given
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /** Subject */
            subject: string;
            /**
             * Username
             * @description Null if nothing is known about the person
             */
            username: string | null;
            /**
             * Via
             * @description Highest role first
             */
            via: components["schemas"]["Via"][];
        };
        /**
         * Preferences
         * @description The preferences to set. Without a time zone (null), each site's own is used.
         */
        Preferences: {
            /** Theme */
            theme?: ("auto" | "light" | "dark") | null;
            /** Time Zone */
            time_zone?: string | null;
            /** Unit */
            unit?: ("C" | "F") | null;
        };
        /**
         * Preview
         * @description What a correction would change; nothing is changed yet.
         *
         *     The figures cover its range and, for `time`, also the range that its readings move to.
         */
        Preview: {
            after: components["schemas"]["Figures"];
            before: components["schemas"]["Figures"];
            /**
             * Counting
             * @description Those of them that count at present
             */
            counting: number;
            /**
             * Readings
             * @description Readings that it would apply to
             */
            readings: number;
        };
        /**
         * ProblemDetails
         * @description The body of every error response.
         */
        ProblemDetails: {
            /** Detail */
            detail: string;
            /** Errors */
            errors: components["schemas"]["FieldProblem"][];
            /**
             * In The Way
             * @description Existing installations that the requested one overlaps
             * @default null
             */
            in_the_way: components["schemas"]["InTheWay"][] | null;
            /** Request Id */
            request_id: string;
            /**
             * Rows
             * @description All bad rows of a file
             * @default null
             */
            rows: components["schemas"]["BadRow"][] | null;
            /** Status */
            status: number;
            /**
             * @description The device that has the wanted name
             * @default null
             */
            taken: components["schemas"]["Taken"] | null;
            /** Title */
            title: string;
            /** Type */
            type: string;
        };
        /**
         * Proposal
         * @description A channel that nobody has installed yet, with the readings it has sent so far.
         */
        Proposal: {
            /** Channel */
            channel: string;
            /**
             * Count
             * @description Stored readings, counted up to 1,000
             */
            count: number;
            /**
             * Count Capped
             * @description Whether there are more
             */
            count_capped: boolean;
            /**
             * Created
             * @description Milliseconds since 1970 UTC
             */
            created: number;
            /** Device */
            device: string;
            /**
             * Dismissed
             * @description Since when it is hidden unless it is asked for
             */
            dismissed: number | null;
            /**
             * Expired
             * @description Since when it is no proposal, as it is silent; it is one again once it speaks
             */
            expired: number | null;
            /** First Measured */
            first_measured: number | null;
            /**
             * Ignored
             * @description Whether its readings are no longer stored, but counted
             */
            ignored: boolean;
            /**
             * Interval S
             * @description How often it reports, as its newest messages show, in seconds; null if unclear
             */
            interval_s: number | null;
            /** Label */
            label: string | null;
            last: components["schemas"]["Reading"] | null;
            /** @description What its name says it is; null if that is a temperature, or the name says nothing */
            name_says: components["schemas"]["NameEvidence"] | null;
            /**
             * Rejected
             * @description Listed rejects of this channel in the last 24 h that are not replayed
             */
            rejected: number;
            /**
             * Samples
             * @description Its newest 20 readings, newest first
             */
            samples: components["schemas"]["Reading"][];
            /**
             * Site
             * @description The device's home site; without one only administrators see it
             */
            site: string | null;
            /** Topic */
            topic: string;
            /**
             * Unit
             * @description The channel's unit for payloads without one
             */
            unit: ("C" | "F" | "K") | null;
            /** @description Null if neither name nor values indicate a unit, or if it is not a temperature */
            unit_guess: components["schemas"]["UnitGuess"] | null;
        };
        /**
         * ProposalInstalled
         * @description The sensor that the channel now feeds.
         */
        ProposalInstalled: {
            installation: components["schemas"]["Installation"];
            /**
             * Sensor
             * @description site-slug/sensor-slug
             */
            sensor: string;
        };
        /**
         * Proposals
         * @description A page of proposals, newest first; those that are probably not temperatures come last.
         */
        Proposals: {
            /**
             * Dismissed
             * @description Proposals that somebody dismissed, counted up to 10,000
             */
            dismissed: number;
            /**
             * Expired
             * @description Proposals that fell silent, counted up to 10,000
             */
            expired: number;
            /**
             * Ignored
             * @description Channels that somebody ignores, counted up to 10,000
             */
            ignored: number;
            /** Items */
            items: components["schemas"]["Proposal"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
        };
        /**
         * Reading
         * @description What a channel reported for one instant.
         */
        Reading: {
            /**
             * Measured
             * @description Milliseconds since 1970 UTC
             */
            measured: number;
            /**
             * Quality
             * @description Bits: 1 fault, 2 suspect, 4 time unsure, 8 clock ahead, 16 clock not set, 32 set aside. With 8 and 16 the reading was placed by when it was published
             */
            quality: number;
            /**
             * Received
             * @description Milliseconds since 1970 UTC
             */
            received: number;
            /** Value */
            value: number | null;
        };
        /**
         * Reason
         * @description The reasons of a reject; the value is what is stored and shown.
         * @enum {string}
         */
        Reason: "bad_topic" | "bad_encoding" | "not_json" | "not_a_number" | "bad_shape" | "bad_unit" | "bad_time" | "time_without_zone" | "no_such_time" | "impossible" | "too_large" | "too_many_channels" | "too_old" | "conflict" | "refused";
        /**
         * ReasonCount
         * @description The number of rejects of a reason in the range.
         *
         *     Those that were only counted are counted by UTC hour, so of hours that the range touches.
         */
        ReasonCount: {
            /**
             * Count
             * @description All of them, including those that were only counted
             */
            count: number;
            /**
             * Kept
             * @description Those that were stored: they are listed
             */
            kept: number;
            /** Reason */
            reason: string;
            /** Title */
            title: string;
        };
        /**
         * Refusal
         * @description Why messages or elements of the sensor's channels did not become readings, and how many.
         *
         *     Counted by UTC hour of receipt, in each hour in which the channel was installed on the sensor.
         */
        Refusal: {
            /**
             * Count
             * @description In the UTC hours that the range touches
             */
            count: number;
            /**
             * Cure
             * @description What to do about it
             */
            cure: string;
            /**
             * Devices
             * @description The devices that sent them
             */
            devices: string[];
            /**
             * Last Day
             * @description In the last 24 UTC hours, including the current one
             */
            last_day: number;
            /** Reason */
            reason: string;
            /** Title */
            title: string;
        };
        /**
         * Refusals
         * @description What was refused of the sensor's channels, most frequent of the last day first.
         */
        Refusals: {
            /** Items */
            items: components["schemas"]["Refusal"][];
        };
        /**
         * Refused
         * @description Logins that the broker refused, of any device: it does not say with which name.
         */
        Refused: {
            /**
             * Addresses
             * @description The last ten; for others than administrators only addresses from which devices that they may see have connected
             */
            addresses: components["schemas"]["RefusedFrom"][];
            /** Count */
            count: number;
            /**
             * Garbled
             * @description Connections that ended because what came was no login: not MQTT, TLS to a plain port, plain MQTT to a TLS port, or a certificate that the device does not trust
             */
            garbled: number;
            /**
             * Since
             * @description Milliseconds since 1970 UTC
             */
            since: number;
        };
        /**
         * RefusedFrom
         * @description Refused logins from one address.
         */
        RefusedFrom: {
            /** Address */
            address: string;
            /** Count */
            count: number;
            /**
             * Last
             * @description Milliseconds since 1970 UTC
             */
            last: number;
        };
        /**
         * Reject
         * @description A message, or one element of it, with the reason why it is no reading.
         */
        Reject: {
            /** Channel */
            channel: string | null;
            /**
             * Curable
             * @description Whether a change of settings can turn it into a reading
             */
            curable: boolean;
            /**
             * Cure
             * @description What to do about it
             */
            cure: string;
            /** Detail */
            detail: string;
            /** Device */
            device: string | null;
            /**
             * Element
             * @description Index of the element in an array, from 0
             */
            element: number | null;
            /** Id */
            id: number;
            /**
             * Outgrown
             * @description Whether today's rules, which understand more, may turn it into a reading
             */
            outgrown: boolean;
            /**
             * Payload Bytes
             * @description Length of the whole payload
             */
            payload_bytes: number;
            /**
             * Payload Hex
             * @description Its first 512 bytes
             */
            payload_hex: string;
            /**
             * Payload Text
             * @description The payload, or its first 4096 bytes, if it is text
             */
            payload_text: string | null;
            /** Reason */
            reason: string;
            /**
             * Received
             * @description Milliseconds since 1970 UTC
             */
            received: number;
            /**
             * Refused Again
             * @description Why its last replay rejected it again
             */
            refused_again: string | null;
            /**
             * Replayed
             * @description When it was replayed into readings
             */
            replayed: number | null;
            /** Title */
            title: string;
            /**
             * Topic
             * @description Only its beginning if it is longer than any valid topic
             */
            topic: string;
            /**
             * Topic Bytes
             * @description Length of the whole topic
             */
            topic_bytes: number;
            /**
             * Whole
             * @description Whether all of it was stored, so that it can be replayed
             */
            whole: boolean;
            /**
             * Why Not
             * @description Why a replay cannot make a reading of it, as a word; null if it may
             */
            why_not: string | null;
            /**
             * Why Not Text
             * @description The same in words, with what to do about it
             */
            why_not_text: string | null;
        };
        /**
         * RejectedFor
         * @description Messages or elements of the device that were rejected for one reason.
         */
        RejectedFor: {
            /**
             * Count
             * @description Since the UTC hour before this one
             */
            count: number;
            /** Cure */
            cure: string;
            /**
             * Last
             * @description The last one that was kept
             */
            last: number;
            /** Reason */
            reason: string;
            /** Title */
            title: string;
        };
        /**
         * Rejects
         * @description A page of rejects, newest first, and the counts of the whole range by reason.
         */
        Rejects: {
            /** Counts */
            counts: components["schemas"]["ReasonCount"][];
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /** Items */
            items: components["schemas"]["Reject"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
        };
        /**
         * Replayable
         * @description How many rejects a replay would concern, and why not the others.
         */
        Replayable: {
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /**
             * Matched
             * @description Rejects that a replay may make readings of
             */
            matched: number;
            /**
             * Of
             * @description All rejects that were stored
             */
            of: number;
            /**
             * Skipped
             * @description The others by why, most first
             */
            skipped: components["schemas"]["Skipped"][];
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
        };
        /**
         * ReplayFilter
         * @description The rejects a replay was asked for.
         */
        ReplayFilter: {
            /** Device */
            device?: string | null;
            /** From */
            from?: number | null;
            /** Ids */
            ids?: number[] | null;
            /** Reason */
            reason?: string | null;
            /** To */
            to?: number | null;
        };
        /**
         * ReplayJob
         * @description A replay and its progress, counted in rejects.
         */
        ReplayJob: {
            /**
             * Asked
             * @description Milliseconds since 1970 UTC
             */
            asked: number;
            /** Asked By */
            asked_by: string;
            /** Done */
            done: number | null;
            /**
             * Duplicate
             * @description Rejects whose readings were already stored
             */
            duplicate: number;
            /**
             * Error
             * @description Why it failed
             */
            error: string | null;
            filter: components["schemas"]["ReplayFilter"];
            /** Id */
            id: number;
            /**
             * Matched
             * @description Rejects to replay; once done, those that were replayed
             */
            matched: number;
            /**
             * Refused Again
             * @description Rejects that were rejected again
             */
            refused_again: number;
            /**
             * Replayed
             * @description Rejects that became readings
             */
            replayed: number;
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "running" | "done" | "failed";
        };
        /**
         * ReplayJobs
         * @description A page of replays, newest first.
         */
        ReplayJobs: {
            /** Items */
            items: components["schemas"]["ReplayJob"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
        };
        /**
         * RequestedReplay
         * @description A replay that was just requested.
         */
        RequestedReplay: {
            /**
             * Asked
             * @description Milliseconds since 1970 UTC
             */
            asked: number;
            /** Asked By */
            asked_by: string;
            /** Done */
            done: number | null;
            /**
             * Duplicate
             * @description Rejects whose readings were already stored
             */
            duplicate: number;
            /**
             * Error
             * @description Why it failed
             */
            error: string | null;
            filter: components["schemas"]["ReplayFilter"];
            /** Id */
            id: number;
            /**
             * Matched
             * @description Rejects to replay; once done, those that were replayed
             */
            matched: number;
            /**
             * Refused Again
             * @description Rejects that were rejected again
             */
            refused_again: number;
            /**
             * Replayed
             * @description Rejects that became readings
             */
            replayed: number;
            /**
             * Skipped
             * @description Rejects that it leaves out by why, most first
             */
            skipped: components["schemas"]["Skipped"][];
            /**
             * State
             * @enum {string}
             */
            state: "waiting" | "running" | "done" | "failed";
        };
        /**
         * Sensor
         * @description A sensor with its newest reading and its state.
         */
        Sensor: {
            /**
             * Archived
             * @description Since when it is hidden; its readings are still stored. Null if it is not
             */
            archived: number | null;
            /** Channel */
            channel: string | null;
            device: components["schemas"]["DeviceNow"] | null;
            /**
             * Gap After S
             * @description The longest silence that is not a gap, in seconds
             */
            gap_after_s: number;
            /**
             * Id
             * @description site-slug/sensor-slug
             */
            id: string;
            /**
             * Interval S
             * @description Expected seconds between readings; null if unknown
             */
            interval_s: number | null;
            latest: components["schemas"]["Latest"] | null;
            limits: components["schemas"]["LimitsNow"] | null;
            /** Name */
            name: string;
            /** Place */
            place: string | null;
            /**
             * Position
             * @description Where it stands in the site's list: by position, then by name; sensors without one come last. Only the order of the numbers matters
             */
            position: number | null;
            /**
             * Silent At
             * @description When it turns silent unless a reading comes, or when it turned silent; null without a reading
             */
            silent_at: number | null;
            /**
             * Since
             * @description When it went out of range, into fault, suspect or silent; null in other states, or if that was more than 24 h ago. An excursion goes on after a gap or a fault, so that parts of the time since then may be unknown: see unknown_s of statistics
             */
            since: number | null;
            /** Site */
            site: string;
            /** Site Name */
            site_name: string;
            /** Slug */
            slug: string;
            /**
             * State
             * @description `suspect`: the newest value is suspect, and for longer than the gap limit none has counted: nothing is known about the temperature
             * @enum {string}
             */
            state: "in_range" | "no_limits" | "above" | "below" | "silent" | "fault" | "suspect" | "never";
            /**
             * Status
             * @description A coarse state: `fault` also for a sensor whose values are suspect
             * @enum {string}
             */
            status: "online" | "stale" | "fault" | "never";
            /** Time Zone */
            time_zone: string;
        };
        /**
         * SensorColumns
         * @description The sensors in their order at each site: columns of equal length, named as in `Sensor`.
         */
        SensorColumns: {
            /** Channel */
            channel: (string | null)[];
            /**
             * Coverage
             * @description Of the last 24 h, as far as rolled up; null if nothing is
             */
            coverage: (number | null)[];
            /** Device */
            device: (string | null)[];
            /** Gap After S */
            gap_after_s: number[];
            /** Good Time */
            good_time: (number | null)[];
            /** Good Value */
            good_value: (number | null)[];
            /** High */
            high: (number | null)[];
            /** Interval S */
            interval_s: (number | null)[];
            /** Label */
            label: (string | null)[];
            /** Limits Since */
            limits_since: (number | null)[];
            /** Low */
            low: (number | null)[];
            /** Name */
            name: string[];
            /** Place */
            place: (string | null)[];
            /** Position */
            position: (number | null)[];
            /**
             * Quality
             * @description Bits: 1 fault, 2 suspect, 4 time unsure, 8 clock ahead, 16 clock not set, 32 set aside. With 8 and 16 the reading was placed by when it was published
             */
            quality: (number | null)[];
            /** Received */
            received: (number | null)[];
            /** Silent At */
            silent_at: (number | null)[];
            /** Since */
            since: (number | null)[];
            /**
             * Site
             * @description Index into the columns of the sites, from 0
             */
            site: number[];
            /** Slug */
            slug: string[];
            /** State */
            state: ("in_range" | "no_limits" | "above" | "below" | "silent" | "fault" | "suspect" | "never")[];
            /** Time */
            time: (number | null)[];
            /** Value */
            value: (number | null)[];
        };
        /**
         * SensorDetails
         * @description One sensor, with the channels that have supplied it and my role at its site.
         */
        SensorDetails: {
            /**
             * Archived
             * @description Since when it is hidden; its readings are still stored. Null if it is not
             */
            archived: number | null;
            /** Channel */
            channel: string | null;
            /**
             * Deletable
             * @description Whether it can be deleted: it has never had a reading
             */
            deletable: boolean;
            device: components["schemas"]["DeviceNow"] | null;
            /**
             * Etag
             * @description Send it as If-Match to change or delete this state
             */
            etag: string;
            /**
             * Gap After S
             * @description The longest silence that is not a gap, in seconds
             */
            gap_after_s: number;
            /**
             * Id
             * @description site-slug/sensor-slug
             */
            id: string;
            /** Installations */
            installations: components["schemas"]["Installed"][];
            /**
             * Interval S
             * @description Expected seconds between readings; null if unknown
             */
            interval_s: number | null;
            latest: components["schemas"]["Latest"] | null;
            limits: components["schemas"]["LimitsNow"] | null;
            /** Name */
            name: string;
            /** Place */
            place: string | null;
            /**
             * Position
             * @description Where it stands in the site's list: by position, then by name; sensors without one come last. Only the order of the numbers matters
             */
            position: number | null;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /**
             * Silent At
             * @description When it turns silent unless a reading comes, or when it turned silent; null without a reading
             */
            silent_at: number | null;
            /**
             * Since
             * @description When it went out of range, into fault, suspect or silent; null in other states, or if that was more than 24 h ago. An excursion goes on after a gap or a fault, so that parts of the time since then may be unknown: see unknown_s of statistics
             */
            since: number | null;
            /** Site */
            site: string;
            /**
             * Site Archived
             * @description Since when its site is hidden with all sensors; null if it is not
             */
            site_archived: number | null;
            /** Site Name */
            site_name: string;
            /** Slug */
            slug: string;
            /**
             * State
             * @description `suspect`: the newest value is suspect, and for longer than the gap limit none has counted: nothing is known about the temperature
             * @enum {string}
             */
            state: "in_range" | "no_limits" | "above" | "below" | "silent" | "fault" | "suspect" | "never";
            /**
             * Status
             * @description A coarse state: `fault` also for a sensor whose values are suspect
             * @enum {string}
             */
            status: "online" | "stale" | "fault" | "never";
            /** Time Zone */
            time_zone: string;
        };
        /**
         * SensorExcursions
         * @description The newest excursions of a sensor over a range, up to now.
         */
        SensorExcursions: {
            /**
             * Items
             * @description Newest first
             */
            items: components["schemas"]["Excursion"][];
            /**
             * More
             * @description Whether there are older ones than those listed
             */
            more: boolean;
            /**
             * Recalculating
             * @description Whether hours of the range are about to be computed again after a change, such as late readings or limits set in the past: ask again soon
             */
            recalculating: boolean;
            /** Sensor */
            sensor: string;
            /**
             * Total
             * @description As many as `statistics` counts, above and below
             */
            total: number;
        };
        /**
         * Sensors
         * @description A page of sensors, ordered by site and slug.
         */
        Sensors: {
            /** Items */
            items: components["schemas"]["Sensor"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
        };
        /**
         * SensorSeries
         * @description One sensor's columns, in time order; buckets without a reading that counts are left out.
         */
        SensorSeries: {
            /** Avg */
            avg: number[];
            /** Count */
            count: number[];
            /**
             * Coverage
             * @description Share of the range up to now that is not gap; null if it lies in the future
             */
            coverage: number | null;
            /**
             * Faults
             * @description From the first faulty reading of a run until the next reading without fault
             */
            faults: [
                number,
                number
            ][];
            /**
             * First
             * @description The sensor's first reading; null if it has none
             */
            first: number | null;
            /**
             * Gaps
             * @description Silences of more than 3 intervals, from the last reading to the next
             */
            gaps: [
                number,
                number
            ][];
            /**
             * Gaps Total
             * @description Number of gaps; only the longest 4,000 are listed
             */
            gaps_total: number;
            /** Id */
            id: string;
            /**
             * Interval S
             * @description Expected seconds between readings: set, learned, or the median of the range
             */
            interval_s: number | null;
            /** Limits */
            limits: components["schemas"]["LimitsSince"][];
            /** Max */
            max: number[];
            /** Min */
            min: number[];
            /**
             * Recalculating
             * @description Whether hours of the range are about to be computed again after a change, such as late readings or limits set in the past: ask again soon
             */
            recalculating: boolean;
            /**
             * Time
             * @description Start of each bucket, or the instant of each raw reading
             */
            time: number[];
            /** Time Zone */
            time_zone: string;
            /**
             * Uncounted
             * @description The newest 200 readings that do not count
             */
            uncounted: components["schemas"]["Uncounted"][];
            /** Uncounted Total */
            uncounted_total: number;
        };
        /**
         * SensorStatistics
         * @description A sensor over a range, up to now.
         */
        SensorStatistics: {
            above: components["schemas"]["Excursions"];
            below: components["schemas"]["Excursions"];
            /**
             * Coverage
             * @description The share that is in no gap; null before a device was first installed
             */
            coverage: number | null;
            /**
             * Expected
             * @description Readings due at the expected interval, since a device was first installed
             */
            expected: number | null;
            max: components["schemas"]["Extreme"] | null;
            /**
             * Mean
             * @description Weighted by time: a reading holds until the next one, but not into a gap
             */
            mean: number | null;
            min: components["schemas"]["Extreme"] | null;
            /**
             * N
             * @description Readings that count
             */
            n: number;
            /**
             * Recalculating
             * @description Whether hours of the range are about to be computed again after a change, such as late readings or limits set in the past: ask again soon
             */
            recalculating: boolean;
            /** Sensor */
            sensor: string;
            /** Uncounted */
            uncounted: number;
            /**
             * Unknown S
             * @description Seconds without a value that counts, since a device was first installed
             */
            unknown_s: number;
        };
        /**
         * Series
         * @description All requested sensors at one resolution.
         */
        Series: {
            /**
             * Bucket Ms
             * @description Width of a bucket (whole days of the site from one day up); null: raw readings
             */
            bucket_ms: number | null;
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /**
             * Recalculating
             * @description Whether one of the sensors is being recalculated
             */
            recalculating: boolean;
            /** Sensors */
            sensors: components["schemas"]["SensorSeries"][];
            /**
             * Source
             * @description What the columns are made of; where there are no rollups yet, readings
             * @enum {string}
             */
            source: "raw" | "hour" | "day";
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
        };
        /**
         * Served
         * @description A sensor that a device supplies now.
         */
        Served: {
            /** Channel */
            channel: string;
            /** Name */
            name: string;
            /**
             * Sensor
             * @description Its reference, `site/sensor`
             */
            sensor: string;
            /** Site Name */
            site_name: string;
        };
        /**
         * Site
         * @description A site, with the caller's role there.
         */
        Site: {
            /**
             * Archived
             * @description Since when it is hidden, with its sensors; null if it is not
             */
            archived: number | null;
            /**
             * Devices
             * @description Devices whose home site it is
             */
            devices: number;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /**
             * Sensors
             * @description Sensors that are not archived
             */
            sensors: number;
            /** Slug */
            slug: string;
            /** Time Zone */
            time_zone: string;
        };
        /**
         * SiteAccess
         * @description Who may see the site, and why; without administrators, who see every site.
         */
        SiteAccess: {
            /**
             * Complete
             * @description Whether every person is listed; see `incomplete`
             */
            complete: boolean;
            /** Groups */
            groups: components["schemas"]["GroupAccess"][];
            /**
             * Incomplete
             * @description Why not, as a sentence
             */
            incomplete: string | null;
            /**
             * Items
             * @description Highest role first, then by name
             */
            items: components["schemas"]["PersonAccess"][];
        };
        /**
         * SiteColumns
         * @description The sites that have sensors, ordered by slug: columns of equal length.
         */
        SiteColumns: {
            /** Name */
            name: string[];
            /** Slug */
            slug: string[];
            /** Time Zone */
            time_zone: string[];
        };
        /**
         * SiteDetails
         * @description A site with what decides which changes of it are possible.
         */
        SiteDetails: {
            /**
             * Archived
             * @description Since when it is hidden, with its sensors; null if it is not
             */
            archived: number | null;
            /**
             * Archived Sensors
             * @description Its sensors that are archived themselves
             */
            archived_sensors: number;
            /**
             * Created
             * @description Milliseconds since 1970 UTC
             */
            created: number;
            /**
             * Devices
             * @description Devices whose home site it is
             */
            devices: number;
            /**
             * Etag
             * @description Send it as If-Match to change or delete this state
             */
            etag: string;
            /** Name */
            name: string;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /**
             * Sensors
             * @description Sensors that are not archived
             */
            sensors: number;
            /** Slug */
            slug: string;
            /** Time Zone */
            time_zone: string;
            /**
             * Zone Fixed
             * @description Whether the time zone can no longer change: hours and days of its sensors have been summed by it
             */
            zone_fixed: boolean;
        };
        /**
         * Sites
         * @description A page of sites, by slug.
         */
        Sites: {
            /** Items */
            items: components["schemas"]["Site"][];
            /**
             * Next
             * @description Cursor of the next page; null on the last page
             */
            next: string | null;
        };
        /**
         * Skipped
         * @description The number of rejects that a replay cannot make readings of, for one cause.
         */
        Skipped: {
            /** Count */
            count: number;
            /**
             * Text
             * @description Why, and what to do about it
             */
            text: string;
            /**
             * Why Not
             * @description Why: a word that stays the same
             */
            why_not: string;
        };
        /**
         * Spark
         * @description The last day of a sensor, for a small graph.
         */
        Spark: {
            /** Coverage */
            coverage: number | null;
            /** Faults */
            faults: [
                number,
                number
            ][];
            /** Gaps */
            gaps: [
                number,
                number
            ][];
            /**
             * Id
             * @description site-slug/sensor-slug
             */
            id: string;
            /** Time */
            time: number[];
            /**
             * Value
             * @description The minimum and maximum of each hour, at the time of measurement
             */
            value: number[];
        };
        /**
         * Sparks
         * @description The last 24 h of some sensors.
         */
        Sparks: {
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /** Sensors */
            sensors: components["schemas"]["Spark"][];
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
        };
        /**
         * Statistics
         * @description All requested sensors.
         */
        Statistics: {
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /**
             * Recalculating
             * @description Whether one of the sensors is being recalculated
             */
            recalculating: boolean;
            /** Sensors */
            sensors: components["schemas"]["SensorStatistics"][];
            /**
             * To
             * @description Milliseconds since 1970 UTC
             */
            to: number;
        };
        /**
         * Status
         * @description How the system itself is. Alerts and findings come worst first.
         */
        Status: {
            /** Alerts */
            alerts: components["schemas"]["StatusAlert"][];
            backups: components["schemas"]["Backups"];
            broker: components["schemas"]["StatusBroker"];
            /** @description Null without TLS at the broker */
            certificate: components["schemas"]["StatusCertificate"] | null;
            database: components["schemas"]["StatusDatabase"];
            /** Findings */
            findings: components["schemas"]["Finding"][];
            history: components["schemas"]["StatusHistory"];
            /**
             * Instance
             * @description The api that answers
             */
            instance: string;
            /**
             * Now
             * @description Milliseconds since 1970 UTC
             */
            now: number;
            observers: components["schemas"]["Observers"];
            /** Parts */
            parts: components["schemas"]["Part"][];
            /**
             * State
             * @description The worst of alerts and findings; notes and pending alerts change nothing
             * @enum {string}
             */
            state: "well" | "attention" | "critical";
            /**
             * Version
             * @description Of the api that answers
             */
            version: string;
        };
        /**
         * StatusAlert
         * @description An open alert: of worker, or of a rule that Prometheus evaluates.
         */
        StatusAlert: {
            /**
             * Count
             * @description Messages or readings that it is about, if counted
             */
            count: number | null;
            /** Detail */
            detail: string;
            /**
             * Name
             * @description `blind`, or of Prometheus the name of its rule
             */
            name: string;
            /**
             * Pending
             * @description Of Prometheus: it holds, but not for long enough yet
             */
            pending: boolean;
            /**
             * Runbook
             * @description The URL of what to do about it
             */
            runbook: string;
            /**
             * Severity
             * @enum {string}
             */
            severity: "critical" | "warning" | "note";
            /** Since */
            since: number | null;
            /**
             * Source
             * @enum {string}
             */
            source: "worker" | "prometheus";
        };
        /**
         * StatusBroker
         * @description The broker as worker sees it; null is what is not known or not reported.
         */
        StatusBroker: {
            /**
             * Clients
             * @description Connected clients, the services among them
             */
            clients: number | null;
            /** Connected */
            connected: boolean;
            /** Dropped Day */
            dropped_day: number;
            /**
             * Dropped Hour
             * @description Messages that it dropped in the last 60 minutes
             */
            dropped_hour: number;
            /** Queued */
            queued: number | null;
            /**
             * Since
             * @description When it was connected, or disconnected
             */
            since: number | null;
            /** Version */
            version: string | null;
            /**
             * Watched
             * @description Whether a worker watches it now
             */
            watched: boolean;
        };
        /**
         * StatusCertificate
         * @description What the broker shows to whoever connects by TLS, as worker last looked.
         */
        StatusCertificate: {
            /** Address */
            address: string | null;
            /**
             * Checked
             * @description Milliseconds since 1970 UTC
             */
            checked: number;
            /**
             * Error
             * @description Why a device refuses it; null if it accepts it
             */
            error: string | null;
            /**
             * Expires
             * @description Null if none could be read yet
             */
            expires: number | null;
        };
        /**
         * StatusDatabase
         * @description The database, its size, and what it keeps.
         */
        StatusDatabase: {
            /** Bytes */
            bytes: number;
            /**
             * Connections
             * @description To the whole server
             */
            connections: number;
            /**
             * Growth Bytes
             * @description In a day, on average of up to 7; null until a day was sampled
             */
            growth_bytes: number | null;
            /** Max Connections */
            max_connections: number;
            partitions: components["schemas"]["Partitions"];
            /**
             * Raw Days
             * @description For how many days worker keeps raw readings
             */
            raw_days: number | null;
            /**
             * Reading Bytes
             * @description Raw readings with their indexes, as sampled
             */
            reading_bytes: number | null;
            /**
             * Revision
             * @description Of the schema
             */
            revision: string;
            /** Sampled */
            sampled: number | null;
            /** Version */
            version: string;
        };
        /**
         * StatusHistory
         * @description How far readings are rolled up into hours.
         */
        StatusHistory: {
            /**
             * Behind
             * @description Sensors rolled up only to more than two hours ago
             */
            behind: number;
            /** Closed */
            closed: number | null;
            /**
             * Dirty
             * @description Ranges that have to be rolled up again
             */
            dirty: number;
            /**
             * Lag S
             * @description Age of the oldest mark; null without any
             */
            lag_s: number | null;
        };
        /**
         * Taken
         * @description The existing device whose name was wanted for a new one.
         */
        Taken: {
            /**
             * Adoptable
             * @description Whether you may take it over, by sending `adopt`
             */
            adoptable: boolean;
            /** Name */
            name: string;
            /**
             * State
             * @description `other`: of a device that you may not see
             * @enum {string}
             */
            state: "proposed" | "known" | "removed" | "other";
        };
        /**
         * Takeovers
         * @description Logins with the device's name while another client with it was connected.
         */
        Takeovers: {
            /**
             * Count
             * @description Within 24 hours
             */
            count: number;
            /** Last */
            last: number | null;
            /**
             * Recent
             * @description Of UTC hours with one in the last hour
             */
            recent: number;
        };
        /**
         * TriedCorrection
         * @description A correction as it would be made; it does not reach into the future.
         */
        TriedCorrection: {
            /**
             * From
             * @description Milliseconds since 1970 UTC
             */
            from: number;
            /**
             * Kind
             * @description `set_aside`: the readings do not count; `unit`: they were read in the wrong unit; `time`: their times were wrong by a constant
             * @enum {string}
             */
            kind: "set_aside" | "unit" | "time";
            /**
             * Read As
             * @description Only for `unit`: the unit in which the values were read
             */
            read_as?: ("C" | "F" | "K") | null;
            /**
             * Reason
             * @description Not needed to try it
             */
            reason?: string | null;
            /**
             * Sent As
             * @description Only for `unit`: the unit in which the device sent them
             */
            sent_as?: ("C" | "F" | "K") | null;
            /** Shift Ms */
            shift_ms?: number | null;
            /**
             * To
             * @description Milliseconds since 1970 UTC, exclusive
             */
            to: number;
        };
        /**
         * Uncounted
         * @description A reading that is drawn, but counts in no statistic.
         */
        Uncounted: {
            /**
             * Quality
             * @description Bits: 1 fault, 2 suspect, 4 time unsure, 8 clock ahead, 16 clock not set, 32 set aside. With 8 and 16 the reading was placed by when it was published
             */
            quality: number;
            /**
             * Time
             * @description Milliseconds since 1970 UTC
             */
            time: number;
            /** Value */
            value: number | null;
        };
        /**
         * Undoing
         * @description Why a correction is undone.
         */
        Undoing: {
            /**
             * Reason
             * @description Everyone who sees the sensor can read it
             */
            reason?: string | null;
        };
        /**
         * UnitGuess
         * @description The unit that the values were probably sent in.
         */
        UnitGuess: {
            /**
             * Unit
             * @enum {string}
             */
            unit: "C" | "F" | "K";
            /**
             * Why
             * @description The reason, as a sentence
             */
            why: string;
        };
        /**
         * Version
         * @description A version of Isotherm.
         */
        Version: {
            /**
             * Version
             * @description Its number, such as 0.2.0
             */
            version: string;
        };
        /**
         * Via
         * @description A grant that gives a person a role: their own, or a group's of which they are a member.
         */
        Via: {
            /** Grant */
            grant: number;
            /** Group */
            group: string | null;
            /**
             * Role
             * @enum {string}
             */
            role: "viewer" | "operator" | "manager";
            /** Subject */
            subject: string | null;
        };
        /**
         * Watch
         * @description Whether all readings arrive. Open alerts come first, worst first; ended ones stay a day.
         *
         *     Numbers of messages and readings are of all sites together. Who may not see every site gets null
         *     instead of them, no texts that say them, and no differences.
         */
        Watch: {
            /** Alerts */
            alerts: components["schemas"]["Alert"][];
            /**
             * All Arrive
             * @description No alert is open, and the ledger balances
             */
            all_arrive: boolean;
            broker: components["schemas"]["BrokerState"];
            /** Instances */
            instances: components["schemas"]["Instance"][];
            ledger: components["schemas"]["Books"];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    read_broker: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Broker"];
                };
            };
        };
    };
    read_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accounts"];
                };
            };
        };
    };
    apply_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accounts"];
                };
            };
        };
    };
    check_accounts: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Accounts"];
                };
            };
        };
    };
    list_devices: {
        parameters: {
            query?: {
                /** @description `next` of the previous page */
                cursor?: string | null;
                limit?: number;
                /** @description If left out: names from a, the one heard last first, the worst first, offline ones first */
                order?: ("asc" | "desc") | null;
                /** @description Words that all have to be in its name, label, site, model, serial number, firmware, notes or channels, or in the name of a sensor that it supplies now */
                q?: string;
                /** @description Also those that were removed */
                removed?: boolean;
                /** @description Only devices of this home site */
                site?: string | null;
                /** @description `problem`: worst first; `state`: offline first */
                sort?: "name" | "heard" | "problem" | "state";
                /** @description `ok`: nothing is wrong; `problem`: something is; `proposed_channels`: it has some that nobody installed; `no_site`: it has no home site; others as the document names them */
                state?: ("proposed" | "known" | "ok" | "problem" | "proposed_channels" | "no_site" | "removed" | "disabled" | "never_connected" | "silent" | "rejected") | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Devices"];
                };
            };
        };
    };
    register_device: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewDevice"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceWithPassword"];
                };
            };
        };
    };
    read_device: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDetails"];
                };
            };
        };
    };
    remove_device: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_device: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedDevice"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceDetails"];
                };
            };
        };
    };
    read_activity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Activity"];
                };
            };
        };
    };
    change_channel: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                channel: string;
                device: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedChannel"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    rotate_credential: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeviceWithPassword"];
                };
            };
        };
    };
    read_diagnosis: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Diagnosis"];
                };
            };
        };
    };
    import_devices: {
        parameters: {
            query?: {
                /** @description Only check the rows */
                dry_run?: boolean;
                /** @description `comma` for spreadsheets of countries with a decimal comma: semicolons between cells, decimal commas, CRLF, and a byte order mark */
                form?: "point" | "comma";
                /** @description The site of rows that name none */
                site?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        /** @description A header line with some of name, label, model, serial, firmware, notes, time_zone, site, in any order, and up to 5,000 rows. UTF-8; commas or semicolons */
        requestBody: {
            content: {
                "text/csv": string;
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The result of a dry run */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ImportCheck"];
                };
            };
            /** @description All are registered: their names and passwords, which are in this answer only. A name that a spreadsheet would convert has an apostrophe in front */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/csv": string;
                };
            };
        };
    };
    read_excursions: {
        parameters: {
            query: {
                /** @description Milliseconds since 1970 UTC */
                from: number;
                limit?: number;
                /** @description site-slug/sensor-slug, repeated */
                sensor: string[];
                /** @description Milliseconds since 1970 UTC, exclusive */
                to: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ListedExcursions"];
                };
            };
        };
    };
    export: {
        parameters: {
            query: {
                /** @description A .csv.gz file instead of a .csv */
                compress?: "gzip" | null;
                /** @description `comma` for spreadsheets of countries with a decimal comma: semicolons between cells, decimal commas, CRLF, and a byte order mark */
                form?: "point" | "comma";
                /** @description Milliseconds since 1970 UTC */
                from: number;
                /** @description Each reading, or hours or days of the sensor's site */
                resolution?: "raw" | "hour" | "day";
                /** @description site-slug/sensor-slug, repeated */
                sensor: string[];
                /** @description Milliseconds since 1970 UTC, exclusive */
                to: number;
                unit?: "C" | "F" | "K";
                /** @description IANA zone of all times; default: that of each sensor's site */
                zone?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description A header line, then a line for each reading, hour or day. A name that a spreadsheet would compute or convert, such as -1-1 or 3/12, has an apostrophe in front: no name contains one, so remove it. Of a reading, `corrected` names the kinds of correction that changed it: time, unit and set_aside, joined by +. */
            200: {
                headers: {
                    /** @description Whether hours of the range are about to be computed again after a change, such as late readings or limits set in the past: ask again soon. `true` or `false`, as the export begins */
                    "Isotherm-Recalculating"?: "true" | "false";
                    [name: string]: unknown;
                };
                content: {
                    "application/gzip": string;
                    "text/csv": string;
                };
            };
        };
    };
    list_grants: {
        parameters: {
            query: {
                site: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grants"];
                };
            };
        };
    };
    add_grant: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewGrant"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grant"];
                };
            };
        };
    };
    remove_grant: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                grant_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_grant: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                grant_id: number;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedGrant"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Grant"];
                };
            };
        };
    };
    find_candidates: {
        parameters: {
            query: {
                /** @description Part of a name, at least two characters */
                q: string;
                site: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantCandidates"];
                };
            };
        };
    };
    find_recipient: {
        parameters: {
            query: {
                site: string;
                /** @description User name or verified e-mail address */
                username: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["GrantRecipient"];
                };
            };
        };
    };
    read_ledger: {
        parameters: {
            query?: {
                /** @description Milliseconds since 1970 UTC; by default 24 hours before `to` */
                from?: number | null;
                /** @description Milliseconds since 1970 UTC, exclusive; by default now */
                to?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Ledger"];
                };
            };
        };
    };
    follow: {
        parameters: {
            query?: {
                /** @description Only these sensors, as site-slug/sensor-slug; besides those of `site` */
                sensor?: string[] | null;
                /** @description Only sensors of these sites */
                site?: string[] | null;
                /** @description With `site` or `sensor`: also any other sensor that I may see, when more than its newest reading changes, such as its state */
                states?: boolean;
            };
            header?: {
                "Last-Event-ID"?: string | null;
            };
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description `hello` {}, `latest` (LatestEvent), `grants` {}: read /me again, `places` {}: sensors or sites are shown no more, read /overview and /sites again, `recalculated` {sensors: [id]}: figures of their past have changed after a change of readings, limits or intervals */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/event-stream": components["schemas"]["LatestEvent"];
                };
            };
        };
    };
    read_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    change_me: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Preferences"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
        };
    };
    read_overview: {
        parameters: {
            query?: {
                /** @description Only the sensors of this site */
                site?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Overview"];
                };
            };
        };
    };
    list_proposals: {
        parameters: {
            query?: {
                /** @description `next` of the previous page */
                cursor?: string | null;
                /** @description Those that somebody dismissed instead */
                dismissed?: boolean;
                /** @description Those that fell silent instead */
                expired?: boolean;
                /** @description Those that somebody ignores instead */
                ignored?: boolean;
                limit?: number;
                /** @description Only of devices of this home site */
                site?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Proposals"];
                };
            };
        };
    };
    dismiss_proposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    ignore_proposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    install_proposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                device: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Install"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ProposalInstalled"];
                };
            };
        };
    };
    restore_proposal: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                channel: string;
                device: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channel"];
                };
            };
        };
    };
    dismiss_proposals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedChannels"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channels"];
                };
            };
        };
    };
    restore_proposals: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                device: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NamedChannels"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Channels"];
                };
            };
        };
    };
    list_rejects: {
        parameters: {
            query?: {
                /** @description `next` of the previous page */
                cursor?: string | null;
                device?: string | null;
                /** @description Milliseconds since 1970 UTC; by default 24 hours before `to` */
                from?: number | null;
                limit?: number;
                reason?: components["schemas"]["Reason"] | null;
                /** @description Milliseconds since 1970 UTC, exclusive; by default now */
                to?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Rejects"];
                };
            };
        };
    };
    list_replays: {
        parameters: {
            query?: {
                /** @description `next` of the previous page */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayJobs"];
                };
            };
        };
    };
    ask_for_replay: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewReplay"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RequestedReplay"];
                };
            };
        };
    };
    read_replay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: number;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReplayJob"];
                };
            };
        };
    };
    preview_replay: {
        parameters: {
            query?: {
                device?: string | null;
                /** @description Milliseconds since 1970 UTC; by default 24 hours before `to` */
                from?: number | null;
                reason?: components["schemas"]["Reason"] | null;
                /** @description Milliseconds since 1970 UTC, exclusive; by default now */
                to?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Replayable"];
                };
            };
        };
    };
    list_sensors: {
        parameters: {
            query?: {
                /** @description Also archived ones, and those of archived sites */
                archived?: boolean;
                /** @description `next` of the previous page */
                cursor?: string | null;
                limit?: number;
                q?: string | null;
                /** @description Only sensors of this site */
                site?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sensors"];
                };
            };
        };
    };
    add_sensor: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BareSensor"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SensorDetails"];
                };
            };
        };
    };
    read_sensor: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SensorDetails"];
                };
            };
        };
    };
    delete_sensor: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_sensor: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedSensor"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SensorDetails"];
                };
            };
        };
    };
    list_corrections: {
        parameters: {
            query?: {
                /** @description `next` of the previous page */
                cursor?: string | null;
                /** @description Milliseconds since 1970 UTC */
                from?: number | null;
                limit?: number;
                /** @description Milliseconds since 1970 UTC, exclusive */
                to?: number | null;
                /** @description Also those that are undone */
                undone?: boolean;
            };
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Corrections"];
                };
            };
        };
    };
    make_correction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewCorrection"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
        };
    };
    preview_undo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                correction_id: number;
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
        };
    };
    undo_correction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                correction_id: number;
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: {
            content: {
                "application/json": components["schemas"]["Undoing"] | null;
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Correction"];
                };
            };
        };
    };
    preview_correction: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TriedCorrection"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Preview"];
                };
            };
        };
    };
    list_installations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installations"];
                };
            };
        };
    };
    add_installation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInstallation"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
        };
    };
    remove_installation: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                installation_id: number;
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_installation: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                installation_id: number;
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedInstallation"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Installation"];
                };
            };
        };
    };
    read_interval: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntervalHistory"];
                };
            };
        };
    };
    set_interval: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewInterval"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IntervalHistory"];
                };
            };
        };
    };
    list_limits: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsHistory"];
                };
            };
        };
    };
    set_limits: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewLimits"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsHistory"];
                };
            };
        };
    };
    remove_limits: {
        parameters: {
            query?: {
                /** @description Why; kept with the change */
                reason?: string | null;
            };
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                sensor: string;
                /** @description Milliseconds since 1970 UTC */
                since: number;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsHistory"];
                };
            };
        };
    };
    list_changes: {
        parameters: {
            query?: {
                /** @description `next` of the previous page */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LimitsRecords"];
                };
            };
        };
    };
    list_refusals: {
        parameters: {
            query?: {
                /** @description Milliseconds since 1970 UTC; by default 24 hours before `to` */
                from?: number | null;
                /** @description Milliseconds since 1970 UTC, exclusive; by default now */
                to?: number | null;
            };
            header?: never;
            path: {
                sensor: string;
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Refusals"];
                };
            };
        };
    };
    read_series: {
        parameters: {
            query: {
                /** @description Milliseconds since 1970 UTC; by default 24 hours before `to` */
                from?: number | null;
                points?: number;
                /** @description site-slug/sensor-slug, repeated */
                sensor: string[];
                /** @description Milliseconds since 1970 UTC, exclusive; by default now */
                to?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Series"];
                };
            };
        };
    };
    end_session: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    list_sites: {
        parameters: {
            query?: {
                /** @description Also the archived ones */
                archived?: boolean;
                /** @description `next` of the previous page */
                cursor?: string | null;
                limit?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sites"];
                };
            };
        };
    };
    add_site: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewSite"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteDetails"];
                };
            };
        };
    };
    read_site: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteDetails"];
                };
            };
        };
    };
    delete_site: {
        parameters: {
            query?: {
                /** @description The slug, if readings were stored: see its deletion */
                confirm?: string | null;
            };
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
        };
    };
    change_site: {
        parameters: {
            query?: never;
            header?: {
                "If-Match"?: string | null;
            };
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ChangedSite"];
            };
        };
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteDetails"];
                };
            };
        };
    };
    read_site_access: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SiteAccess"];
                };
            };
        };
    };
    read_deletion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                site: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Deletion"];
                };
            };
        };
    };
    read_sparks: {
        parameters: {
            query: {
                /** @description site-slug/sensor-slug, repeated */
                sensor: string[];
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Sparks"];
                };
            };
        };
    };
    read_statistics: {
        parameters: {
            query: {
                /** @description Milliseconds since 1970 UTC; by default 24 hours before `to` */
                from?: number | null;
                /** @description site-slug/sensor-slug, repeated */
                sensor: string[];
                /** @description Milliseconds since 1970 UTC, exclusive; by default now */
                to?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Statistics"];
                };
            };
        };
    };
    read_status: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Status"];
                };
            };
        };
    };
    read_version: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Version"];
                };
            };
        };
    };
    read_watch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Watch"];
                };
            };
        };
    };
    list_events: {
        parameters: {
            query?: {
                /** @description `next` of the previous page */
                cursor?: string | null;
                /** @description Only events that had not ended then, ms since 1970 */
                from?: number | null;
                kind?: ("blind" | "lost" | "ledger" | "impaired" | "queued")[] | null;
                limit?: number;
                /** @description Only events that began before, ms since 1970 */
                to?: number | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description The request is at fault */
            "4XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description The server is at fault */
            "5XX": {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["ProblemDetails"];
                };
            };
            /** @description Successful Response */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Events"];
                };
            };
        };
    };
}
