extension SchemaMigration {
    /// Readings: series, chunks, the view that shows them as rows, and rollups.
    static let telemetry = SchemaMigration(
        version: 7, name: "telemetry",
        sql: """
            -- One metric of one machine; its small number stands in each of its chunks and rollups.
            CREATE TABLE series (
                tenant_id uuid NOT NULL,
                id integer GENERATED ALWAYS AS IDENTITY,
                machine_id uuid NOT NULL,
                metric text NOT NULL,
                unit text NOT NULL,
                derived boolean NOT NULL,     -- computed by the agent; never counted as readings
                PRIMARY KEY (tenant_id, id),
                UNIQUE (tenant_id, machine_id, metric),
                FOREIGN KEY (tenant_id, machine_id) REFERENCES machines
            );
            SELECT protect_tenant_table('series', 'SELECT, INSERT, UPDATE');

            -- Readings of one series within one day (UTC), in the order of time.
            --   time i (from 0) in microseconds = t0 + tick * (step * i + d[i])
            --   value i = vf[i], or (v0 + v[i]) / scale, exact to the bit
            -- The arrays are of the narrowest type that holds them, and null where all their elements are 0.
            CREATE TABLE chunks (
                tenant_id uuid NOT NULL,
                t0 bigint NOT NULL,           -- microseconds since 1970
                t1 bigint NOT NULL,           -- of the last reading
                step bigint NOT NULL,
                v0 bigint NOT NULL,
                series integer NOT NULL,
                n integer NOT NULL,
                tick integer NOT NULL,
                scale integer NOT NULL,
                d1 "char"[], d2 smallint[], d4 integer[], d8 bigint[],
                v1 "char"[], v2 smallint[], v4 integer[], v8 bigint[], vf double precision[],
                q smallint[]                  -- quality, where one is not good
            ) PARTITION BY RANGE (t0);
            CREATE INDEX chunks_by_series ON chunks (tenant_id, series, t0);
            -- What compaction looks for: chunks of fewer readings than it leaves. By series alone: equal keys share
            -- their place in the index, so that it costs some 10 bytes a chunk.
            CREATE INDEX chunks_small ON chunks (series) WHERE n < 512;
            CREATE TABLE chunks_other PARTITION OF chunks DEFAULT;
            SELECT protect_tenant_table('chunks', 'SELECT, INSERT, DELETE');

            -- Partitions inherit neither policies nor rights, so nobody but the owner reads one directly.
            ALTER TABLE chunks_other ENABLE ROW LEVEL SECURITY;

            CREATE VIEW energy_readings WITH (security_invoker = true) AS
            SELECT c.tenant_id, s.machine_id, s.metric, s.unit,
                'epoch'::timestamptz + interval '1 microsecond'
                    * (c.t0 + c.tick * (c.step * (r.i - 1) + coalesce(r.d1::integer, r.d2, r.d4, r.d8, 0))) AS time,
                coalesce(r.vf, (c.v0 + coalesce(r.v1::integer, r.v2, r.v4, r.v8, 0))::float8 / c.scale) AS value,
                CASE coalesce(r.q, 0) WHEN 0 THEN 'good' WHEN 1 THEN 'uncertain' WHEN 2 THEN 'bad' ELSE 'stale' END
                    AS quality
            FROM series s
            JOIN chunks c ON c.tenant_id = s.tenant_id AND c.series = s.id
            CROSS JOIN LATERAL ROWS FROM (
                generate_series(1, c.n), unnest(c.d1), unnest(c.d2), unnest(c.d4), unnest(c.d8),
                unnest(c.v1), unnest(c.v2), unnest(c.v4), unnest(c.v8), unnest(c.vf), unnest(c.q)
            ) AS r(i, d1, d2, d4, d8, v1, v2, v4, v8, vf, q)
            WHERE NOT s.derived;
            GRANT SELECT ON energy_readings TO millwright_app;

            -- Measured readings of a bucket, those of bad quality left out. The mean is sum / count.
            CREATE TABLE rollup_1m (
                tenant_id uuid NOT NULL,
                bucket timestamptz NOT NULL,
                series integer NOT NULL,
                count integer NOT NULL,
                sum double precision NOT NULL,
                min double precision NOT NULL,
                max double precision NOT NULL,
                PRIMARY KEY (tenant_id, series, bucket)
            );
            CREATE TABLE rollup_1h (LIKE rollup_1m INCLUDING ALL) WITH (fillfactor = 70);
            CREATE TABLE rollup_1d (LIKE rollup_1m INCLUDING ALL) WITH (fillfactor = 70);
            SELECT protect_tenant_table(t, 'SELECT, INSERT, UPDATE, DELETE')
            FROM unnest(ARRAY['rollup_1m', 'rollup_1h', 'rollup_1d']::regclass[]) t;

            -- Midnight of a factory's own time zone; of UTC when the name is none that PostgreSQL knows.
            CREATE FUNCTION day_start(at timestamptz, zone text) RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
            BEGIN
                RETURN date_trunc('day', at, zone);
            EXCEPTION WHEN invalid_parameter_value THEN
                RETURN date_trunc('day', at, 'UTC');
            END $$;

            -- What a power in a unit (UCUM) is to be multiplied with to be in kW.
            CREATE FUNCTION kilowatts(unit text) RETURNS double precision LANGUAGE sql IMMUTABLE AS $$
                SELECT CASE unit WHEN 'W' THEN 0.001 WHEN 'MW' THEN 1000 ELSE 1 END::float8
            $$;
            GRANT EXECUTE ON FUNCTION day_start, kilowatts TO millwright_app;
            """)
}
