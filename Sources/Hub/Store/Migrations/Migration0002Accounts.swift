extension SchemaMigration {
    /// Users, how they log in, and what makes a request idempotent.
    static let accounts = SchemaMigration(
        version: 2, name: "accounts",
        sql: """
            CREATE TABLE users (
                tenant_id uuid NOT NULL REFERENCES tenants,
                id uuid NOT NULL,
                email text NOT NULL CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 320),
                password_hash text NOT NULL,
                first_name text NOT NULL DEFAULT '',
                last_name text NOT NULL DEFAULT '',
                role text NOT NULL CHECK (role IN ('ADMIN', 'SUPERVISOR', 'OPERATOR', 'VIEWER')),
                factory_id uuid,
                is_active boolean NOT NULL DEFAULT true,
                failed_logins integer NOT NULL DEFAULT 0,
                locked_until timestamptz,
                last_login_at timestamptz,
                created_at timestamptz NOT NULL DEFAULT now(),
                updated_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (tenant_id, id),
                UNIQUE (tenant_id, email)
            );
            SELECT protect_tenant_table('users', 'SELECT, INSERT, UPDATE, DELETE');

            -- One e-mail address is one account over all tenants: log-in has nothing else to find the tenant by.
            -- A table of its own, so that every key of users begins with the tenant.
            CREATE TABLE logins (
                email text PRIMARY KEY,
                tenant_id uuid NOT NULL,
                user_id uuid NOT NULL,
                FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
            );
            CREATE INDEX logins_by_user ON logins (tenant_id, user_id);
            SELECT protect_tenant_table('logins', 'SELECT, INSERT, UPDATE, DELETE');

            CREATE FUNCTION keep_login() RETURNS trigger LANGUAGE plpgsql AS $$
            BEGIN
                IF TG_OP = 'UPDATE' THEN
                    UPDATE logins SET email = NEW.email WHERE tenant_id = NEW.tenant_id AND user_id = NEW.id;
                ELSE
                    INSERT INTO logins (email, tenant_id, user_id) VALUES (NEW.email, NEW.tenant_id, NEW.id);
                END IF;
                RETURN NULL;
            END $$;
            CREATE TRIGGER keep_login AFTER INSERT OR UPDATE OF email ON users
                FOR EACH ROW EXECUTE FUNCTION keep_login();

            -- A family begins with a log-in; a token that is used twice ends all of its family.
            CREATE TABLE refresh_tokens (
                tenant_id uuid NOT NULL,
                id uuid NOT NULL,
                family uuid NOT NULL,
                user_id uuid NOT NULL,
                token_hash bytea NOT NULL,
                issued_at timestamptz NOT NULL DEFAULT now(),
                expires_at timestamptz NOT NULL,
                used_at timestamptz,
                revoked_at timestamptz,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
            );
            CREATE INDEX refresh_tokens_by_hash ON refresh_tokens (token_hash);
            CREATE INDEX refresh_tokens_by_family ON refresh_tokens (tenant_id, family);
            CREATE INDEX refresh_tokens_by_user ON refresh_tokens (tenant_id, user_id);
            CREATE INDEX refresh_tokens_by_expiry ON refresh_tokens (tenant_id, expires_at);
            SELECT protect_tenant_table('refresh_tokens', 'SELECT, INSERT, UPDATE, DELETE');

            CREATE TABLE login_attempts (
                tenant_id uuid NOT NULL,
                id bigint GENERATED ALWAYS AS IDENTITY,
                user_id uuid NOT NULL,
                at timestamptz NOT NULL DEFAULT now(),
                address text NOT NULL DEFAULT '',
                succeeded boolean NOT NULL,
                PRIMARY KEY (tenant_id, id),
                FOREIGN KEY (tenant_id, user_id) REFERENCES users ON DELETE CASCADE
            );
            CREATE INDEX login_attempts_by_user ON login_attempts (tenant_id, user_id, at);
            SELECT protect_tenant_table('login_attempts', 'SELECT, INSERT, DELETE');

            CREATE TABLE idempotency_keys (
                tenant_id uuid NOT NULL REFERENCES tenants,
                actor text NOT NULL,
                key text NOT NULL CHECK (length(key) BETWEEN 1 AND 255),
                request_hash bytea NOT NULL,
                status integer,              -- null: the first request is still being served
                body text,
                created_at timestamptz NOT NULL DEFAULT now(),
                PRIMARY KEY (tenant_id, actor, key)
            );
            CREATE INDEX idempotency_keys_by_age ON idempotency_keys (tenant_id, created_at);
            SELECT protect_tenant_table('idempotency_keys', 'SELECT, INSERT, UPDATE, DELETE');
            """)
}
