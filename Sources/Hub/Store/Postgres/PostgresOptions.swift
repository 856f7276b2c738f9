/// How the hub talks to PostgreSQL.
public struct PostgresOptions: Sendable {
    /// A URL (`postgresql://user@host/database`) or `key=value` words, as libpq reads them.
    public var address: String
    /// The role that every connection takes on (`SET ROLE`), so that row-level security holds even when the login owns
    /// the tables; nothing for the owner's own work (migrations).
    public var role: String?
    /// How many connections, each with a thread of its own.
    public var connections: Int
    /// How many pieces of work may wait for a connection; beyond it they are refused as busy.
    public var waitingMax: Int
    /// How long one waits for a connection before it is refused as busy.
    public var waitSeconds: Double
    /// How long one statement may take.
    public var statementSeconds: Double
    /// How often work is run again when two transactions stood in each other's way.
    public var attemptsMax: Int
    /// The name under which the server shows the connections.
    public var applicationName: String

    /// Options with the defaults of the hub; connections and attempts are at least 1.
    public init(
        address: String, role: String? = "millwright_app", connections: Int = 6, waitingMax: Int = 1_024,
        waitSeconds: Double = 5, statementSeconds: Double = 30, attemptsMax: Int = 4,
        applicationName: String = "millwright-hub"
    ) {
        self.address = address
        self.role = role
        self.connections = max(1, connections)
        self.waitingMax = waitingMax
        self.waitSeconds = waitSeconds
        self.statementSeconds = statementSeconds
        self.attemptsMax = max(1, attemptsMax)
        self.applicationName = applicationName
    }
}
