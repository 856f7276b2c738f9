extension SchemaMigration {
    /// Partitions of chunks by day: made ahead, dropped when they are too old.
    static let partitions = SchemaMigration(
        version: 8, name: "partitions",
        sql: """
            CREATE FUNCTION chunk_day_start(day date) RETURNS bigint LANGUAGE sql IMMUTABLE AS $$
                SELECT (day - date '1970-01-01')::bigint * 86400000000
            $$;

            -- Makes the partition of a day. It is filled from the one for other days and attached, which needs no lock
            -- that stops readers or writers of other days. False when it is there already.
            CREATE FUNCTION make_chunk_partition(day date) RETURNS boolean
            LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
            DECLARE
                name text := 'chunks_' || to_char(day, 'YYYYMMDD');
                first bigint := chunk_day_start(day);
                after bigint := chunk_day_start(day + 1);
            BEGIN
                PERFORM pg_advisory_xact_lock(hashtext('chunk partitions'));
                IF to_regclass(name) IS NOT NULL THEN RETURN false; END IF;
                EXECUTE format('CREATE TABLE %I (LIKE chunks INCLUDING DEFAULTS INCLUDING CONSTRAINTS)', name);
                EXECUTE format('ALTER TABLE %I ADD CONSTRAINT day CHECK (t0 >= %s AND t0 < %s)', name, first, after);
                EXECUTE format('WITH moved AS (DELETE FROM chunks_other WHERE t0 >= %s AND t0 < %s RETURNING *) '
                    'INSERT INTO %I SELECT * FROM moved', first, after, name);
                EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', name);
                EXECUTE format('ALTER TABLE chunks ATTACH PARTITION %I FOR VALUES FROM (%s) TO (%s)',
                    name, first, after);
                EXECUTE format('ALTER TABLE %I DROP CONSTRAINT day', name);
                RETURN true;
            END $$;

            -- Drops whole days before a day; returns how many.
            CREATE FUNCTION drop_chunk_partitions(before date) RETURNS integer
            LANGUAGE plpgsql SECURITY DEFINER SET search_path FROM CURRENT AS $$
            DECLARE
                old record;
                dropped integer := 0;
            BEGIN
                PERFORM pg_advisory_xact_lock(hashtext('chunk partitions'));
                FOR old IN SELECT child.relname FROM pg_inherits
                    JOIN pg_class child ON child.oid = inhrelid
                    WHERE inhparent = 'chunks'::regclass AND child.relname ~ '^chunks_[0-9]{8}$'
                        AND to_date(substr(child.relname, 8), 'YYYYMMDD') < before
                LOOP
                    EXECUTE format('DROP TABLE %I', old.relname);
                    dropped := dropped + 1;
                END LOOP;
                RETURN dropped;
            END $$;

            -- The days that have a partition.
            CREATE FUNCTION chunk_partition_days() RETURNS SETOF date
            LANGUAGE sql STABLE SECURITY DEFINER SET search_path FROM CURRENT AS $$
                SELECT to_date(substr(child.relname, 8), 'YYYYMMDD') FROM pg_inherits
                JOIN pg_class child ON child.oid = inhrelid
                WHERE inhparent = 'chunks'::regclass AND child.relname ~ '^chunks_[0-9]{8}$'
            $$;

            REVOKE ALL ON FUNCTION make_chunk_partition, drop_chunk_partitions, chunk_partition_days
                FROM PUBLIC;
            GRANT EXECUTE ON FUNCTION make_chunk_partition, drop_chunk_partitions, chunk_partition_days
                TO millwright_app;
            """)
}
