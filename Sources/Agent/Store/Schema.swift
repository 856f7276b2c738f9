/// The tables of `core.db`; migrations are append-only, one that was ever released is never changed.
enum Schema {
    /// Brings the file to the newest version, each step in a transaction of its own.
    static func migrate(_ database: Database) throws(StoreError) {
        let found = Int(try database.number("PRAGMA user_version"))
        guard found <= migrations.count else { throw .schemaTooNew(found: found, known: migrations.count) }
        for version in found..<migrations.count {
            try database.transaction { () throws(StoreError) in
                try database.run(migrations[version])
                try database.run("PRAGMA user_version = \(version + 1)")
            }
        }
    }

    private static let migrations = [
        first, incarnations, eviction, documents, commands, counted, totals, since, labels,
    ]

    private static let first = """
        CREATE TABLE meta (name TEXT PRIMARY KEY, value BLOB NOT NULL) WITHOUT ROWID, STRICT;

        -- Stream E. seq is contiguous from 1; the record is the outbox, there is no second copy.
        CREATE TABLE events (
            seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, priority INTEGER NOT NULL, time INTEGER NOT NULL,
            payload BLOB NOT NULL, chain BLOB NOT NULL CHECK (length(chain) = 32)
        ) STRICT;
        CREATE INDEX events_by_kind ON events (kind, seq);

        -- What is measured: one row for each (machine, metric).
        CREATE TABLE series (
            id INTEGER PRIMARY KEY, factory TEXT NOT NULL, machine TEXT NOT NULL, metric TEXT NOT NULL,
            unit TEXT NOT NULL, newest INTEGER NOT NULL, UNIQUE (factory, machine, metric)
        ) STRICT;

        -- The open window: one packed blob for each commit, until it is sealed.
        CREATE TABLE telemetry_tail (
            id INTEGER PRIMARY KEY, count INTEGER NOT NULL, body BLOB NOT NULL
        ) STRICT;

        -- Stream T. state: 0 unsent, 1 acknowledged, 2 refused by the hub and kept, 3 deleted.
        CREATE TABLE segments (
            seq INTEGER PRIMARY KEY, digest BLOB NOT NULL, readings INTEGER NOT NULL, derived INTEGER NOT NULL,
            first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, bytes INTEGER NOT NULL, state INTEGER NOT NULL,
            sealed_at INTEGER NOT NULL, changed_at INTEGER NOT NULL
        ) STRICT;
        CREATE INDEX segments_by_state ON segments (state, seq);
        CREATE INDEX segments_by_time ON segments (last_time) WHERE state < 3;

        CREATE TABLE machines (
            factory TEXT NOT NULL, machine TEXT NOT NULL, profile TEXT NOT NULL, status TEXT NOT NULL,
            online INTEGER NOT NULL, first_seen INTEGER NOT NULL, last_seen INTEGER NOT NULL,
            PRIMARY KEY (factory, machine)
        ) WITHOUT ROWID, STRICT;

        -- Snapshots of models, commands under way, the session with the hub.
        CREATE TABLE states (name TEXT PRIMARY KEY, body BLOB NOT NULL) WITHOUT ROWID, STRICT;

        CREATE TABLE quarantine (
            id INTEGER PRIMARY KEY AUTOINCREMENT, time INTEGER NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL,
            topic BLOB NOT NULL, size INTEGER NOT NULL, payload BLOB NOT NULL
        ) STRICT;
        """

    private static let incarnations = """
        -- What a record was before it was re-labelled: 56 bytes each (incarnation, seq, running digest), oldest first.
        ALTER TABLE events ADD COLUMN origins BLOB NOT NULL DEFAULT x'';

        -- The incarnations that this folder went through. A record with seq s <= 0 was s + shift in the newest of them
        -- and, below what that one began with, in the one before; shifts add up.
        CREATE TABLE lives (
            id INTEGER PRIMARY KEY, incarnation BLOB NOT NULL, shift INTEGER NOT NULL, ended_at INTEGER NOT NULL,
            code TEXT NOT NULL
        ) STRICT;
        """

    private static let eviction = """
        -- How much of what was measured a segment still holds (0 as sealed, 1 packed, 2 thinned to 1 minute, 3 to 15),
        -- the segments that it stands for (8 bytes each), and whether it was sent without an answer.
        ALTER TABLE segments ADD COLUMN level INTEGER NOT NULL DEFAULT 0;
        ALTER TABLE segments ADD COLUMN thinned_from BLOB NOT NULL DEFAULT x'';
        ALTER TABLE segments ADD COLUMN offered INTEGER NOT NULL DEFAULT 0;
        DROP INDEX segments_by_state;
        CREATE INDEX segments_by_state_time ON segments (state, last_time, seq);
        CREATE INDEX segments_unsent_by_level ON segments (offered, level, last_time) WHERE state = 0;

        -- Alerts by time: readings around them are not thinned.
        CREATE INDEX events_alerts_by_time ON events (time) WHERE kind = 1;

        -- Readings that were acknowledged to devices but not stored, until a gap manifest says so.
        CREATE TABLE shortfalls (
            factory TEXT NOT NULL, machine TEXT NOT NULL, hour INTEGER NOT NULL, kind INTEGER NOT NULL,
            first_time INTEGER NOT NULL, last_time INTEGER NOT NULL, readings INTEGER NOT NULL,
            PRIMARY KEY (factory, machine, hour, kind)
        ) WITHOUT ROWID, STRICT;
        """

    private static let documents = """
        -- Stream D. Like events: contiguous from 1, and the record is the outbox.
        CREATE TABLE document_outbox (
            seq INTEGER PRIMARY KEY, kind INTEGER NOT NULL, priority INTEGER NOT NULL, time INTEGER NOT NULL,
            payload BLOB NOT NULL, chain BLOB NOT NULL CHECK (length(chain) = 32),
            origins BLOB NOT NULL DEFAULT x''
        ) STRICT;
        CREATE INDEX document_outbox_by_kind ON document_outbox (kind, seq);

        -- Three copies of each document: local, remote (as the hub is known to have it) and base (what both last
        -- agreed on); the latter two are absent while all three are the same. sealed: the own writes up to which
        -- records of stream D were made. dirty: 0 all of it is in records, 1 not, 2 not and a safety field is in it.
        CREATE TABLE documents (
            kind TEXT NOT NULL, subject TEXT NOT NULL, local BLOB NOT NULL, remote BLOB, base BLOB,
            sealed INTEGER NOT NULL, dirty INTEGER NOT NULL, updated INTEGER NOT NULL,
            PRIMARY KEY (kind, subject)
        ) WITHOUT ROWID, STRICT;
        CREATE INDEX documents_dirty ON documents (dirty) WHERE dirty > 0;
        CREATE INDEX documents_by_age ON documents (updated);

        CREATE TABLE conflicts (
            id BLOB PRIMARY KEY CHECK (length(id) = 16), kind TEXT NOT NULL, subject TEXT NOT NULL,
            state TEXT NOT NULL, is_over INTEGER NOT NULL, changed INTEGER NOT NULL, body BLOB NOT NULL
        ) WITHOUT ROWID, STRICT;
        CREATE INDEX conflicts_of_document ON conflicts (kind, subject, is_over);
        CREATE INDEX conflicts_by_age ON conflicts (is_over, changed);
        """

    private static let commands = """
        -- Commands of the hub: each is here before anything is done about it, and stays for a while after its end.
        CREATE TABLE hub_commands (
            id BLOB PRIMARY KEY CHECK (length(id) = 16), body BLOB NOT NULL, state TEXT NOT NULL,
            is_over INTEGER NOT NULL, code TEXT NOT NULL, reason TEXT NOT NULL, received INTEGER NOT NULL,
            changed INTEGER NOT NULL
        ) WITHOUT ROWID, STRICT;
        CREATE INDEX hub_commands_by_age ON hub_commands (is_over, received);
        CREATE INDEX hub_commands_newest ON hub_commands (received);

        CREATE TABLE command_fences (
            factory TEXT NOT NULL, machine TEXT NOT NULL, action TEXT NOT NULL, fence INTEGER NOT NULL,
            PRIMARY KEY (factory, machine, action)
        ) WITHOUT ROWID, STRICT;
        """

    private static let counted = """
        -- The last readings that were only counted, one packed row a commit: what of them comes again is known by this.
        CREATE TABLE counted_tail (id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT;
        """

    private static let totals = """
        -- Sums over the segments that have a file, by state, so that a start need not add up a long backlog.
        CREATE TABLE segment_totals (
            state INTEGER PRIMARY KEY, segments INTEGER NOT NULL, readings INTEGER NOT NULL, derived INTEGER NOT NULL,
            bytes INTEGER NOT NULL
        ) STRICT;
        INSERT INTO segment_totals VALUES (0, 0, 0, 0, 0), (1, 0, 0, 0, 0), (2, 0, 0, 0, 0);
        UPDATE segment_totals SET
            segments = (SELECT count(*) FROM segments WHERE state = segment_totals.state),
            readings = (SELECT coalesce(sum(readings), 0) FROM segments WHERE state = segment_totals.state),
            derived = (SELECT coalesce(sum(derived), 0) FROM segments WHERE state = segment_totals.state),
            bytes = (SELECT coalesce(sum(bytes), 0) FROM segments WHERE state = segment_totals.state);
        CREATE TRIGGER segment_added AFTER INSERT ON segments WHEN NEW.state < 3 BEGIN
            UPDATE segment_totals SET
                segments = segments + 1, readings = readings + NEW.readings, derived = derived + NEW.derived,
                bytes = bytes + NEW.bytes
            WHERE state = NEW.state;
        END;
        CREATE TRIGGER segment_moved AFTER UPDATE OF state ON segments WHEN NEW.state <> OLD.state BEGIN
            UPDATE segment_totals SET
                segments = segments - 1, readings = readings - OLD.readings, derived = derived - OLD.derived,
                bytes = bytes - OLD.bytes
            WHERE state = OLD.state;
            UPDATE segment_totals SET
                segments = segments + 1, readings = readings + NEW.readings, derived = derived + NEW.derived,
                bytes = bytes + NEW.bytes
            WHERE state = NEW.state;
        END;
        CREATE TRIGGER segment_removed AFTER DELETE ON segments WHEN OLD.state < 3 BEGIN
            UPDATE segment_totals SET
                segments = segments - 1, readings = readings - OLD.readings, derived = derived - OLD.derived,
                bytes = bytes - OLD.bytes
            WHERE state = OLD.state;
        END;
        """

    private static let since = """
        -- Since when a backlog waits, so that a start need not read the row of each segment of it.
        CREATE INDEX segments_unsent_by_first ON segments (first_time) WHERE state = 0;
        """

    private static let labels = """
        -- By the hybrid clock: microseconds since 1970 in 8 bytes, a count in 4; empty for older records. The writes in
        -- a record of documents have labels of their own.
        ALTER TABLE events ADD COLUMN label BLOB NOT NULL DEFAULT x'';
        ALTER TABLE document_outbox ADD COLUMN label BLOB NOT NULL DEFAULT x'';

        -- The incarnation in which a record has its seq; empty for older records. A disk that lied may give back pages
        -- of an earlier incarnation under the name of a later one, and without the table that knew of both.
        ALTER TABLE events ADD COLUMN life BLOB NOT NULL DEFAULT x'';
        ALTER TABLE document_outbox ADD COLUMN life BLOB NOT NULL DEFAULT x'';
        """
}
