internal import HubStore
internal import Settings

/// How the hub reaches PostgreSQL.
struct DatabaseSettings: Sendable {
    var options = PostgresOptions(address: "")
    var migrates = true

    mutating func read(_ reader: inout SettingsReader) {
        let url = reader.value(
            .optionalText("database.url", hidden: true, environment: ["DATABASE_URL"], about: "PostgreSQL's address."))
        let secret = reader.secret(SecretKey("database.url_file", about: "A file that holds PostgreSQL's address."))
        if url == nil, secret == nil {
            reader.conflict(
                at: "database.url", "PostgreSQL's address is missing",
                hint: "set DATABASE_URL or database.url_file, as postgresql://millwright@127.0.0.1/millwright")
        }
        options.address = secret?.revealed ?? url ?? ""
        options.connections = reader.value(
            .integer("database.pool_size", default: 6, in: 1...64, about: "Connections to PostgreSQL."))
        options.statementSeconds =
            reader.value(
                .duration(
                    "database.statement_timeout", default: .seconds(30), in: .milliseconds(100)...(.seconds(600)),
                    about: "How long one statement may take.")
            ).seconds
        options.waitSeconds =
            reader.value(
                .duration(
                    "database.wait_timeout", default: .seconds(5), in: .milliseconds(10)...(.seconds(60)),
                    about: "How long a request waits for a free connection.")
            ).seconds
        migrates = reader.value(
            .flag("database.migrate", default: true, about: "Whether the schema is brought up to date at the start."))
    }
}

extension Duration {
    /// This length of time in seconds.
    var seconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
