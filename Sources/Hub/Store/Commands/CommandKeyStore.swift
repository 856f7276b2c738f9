public import HubTenancy
public import Runtime
public import SyncWire

/// The public keys by which agents verify commands, for all hubs of a database.
public struct CommandKeyStore: Sendable {
    /// Why a key cannot sign commands.
    public enum Failure: CodedError, Equatable {
        /// Agents trust another key, and nothing vouches for this one.
        case unvouched(known: String)

        /// Stable over versions.
        public var code: String { "COMMAND_KEY_UNVOUCHED" }

        /// One sentence for the operator.
        public var message: String {
            switch self {
            case .unvouched(let known):
                "Agents trust the command key \(known); give its file as commands.previous_key_file once."
            }
        }
    }

    let pool: PostgresPool

    /// A store on a pool whose connections have taken on the application's role.
    public init(_ pool: PostgresPool) {
        self.pool = pool
    }

    /// The newest set, for agents that are enrolled or renewed; nothing before the first key.
    public func newest() async throws -> CommandKeys? {
        try await pool.withSystemTransaction { connection in
            try Self.newest(connection)?.keys
        }
    }

    /// Makes a key known as the one that signs from now on.
    ///
    /// The first key vouches for itself: agents get it with their enrolment. A later one is vouched for by `previous`,
    /// which stays valid for what it has signed. Throws `Failure` when agents could not trust it.
    public func register(_ signer: CommandSigner, previous: CommandSigner?) async throws {
        try await pool.withSystemTransaction { connection in
            _ = try connection.query("SELECT pg_advisory_xact_lock(hashtext('command keys'))")
            let newest = try Self.newest(connection)
            let own = CommandKeys.Key(id: signer.id, publicKey: signer.publicKey)
            guard let newest else { return try Self.insert([own], voucher: signer, version: 1, connection) }
            guard let known = newest.keys.keys.first, known.id != signer.id else { return }
            guard let previous, previous.id == known.id else { throw Failure.unvouched(known: known.id) }
            try Self.insert([own, known], voucher: previous, version: newest.version + 1, connection)
        }
    }

    private static func newest(_ connection: PostgresConnection) throws -> (version: Int64, keys: CommandKeys)? {
        let rows = try connection.query(
            "SELECT version, payload FROM command_key_sets ORDER BY version DESC LIMIT 1")
        guard let row = rows.first,
            case .keys(let keys) = try DownlinkPayload.decode(kind: .commandKeys, payload: try row.value("payload"))
        else { return nil }
        return (try row.value("version"), keys)
    }

    private static func insert(
        _ keys: [CommandKeys.Key], voucher: CommandSigner, version: Int64, _ connection: PostgresConnection
    ) throws {
        var set = CommandKeys(keys: keys, key: voucher.id, signature: [])
        set.signature = try voucher.sign(set.signedBytes)
        try connection.execute(
            "INSERT INTO command_key_sets (version, newest_key, payload) VALUES ($1, $2, $3)",
            [version, keys[0].id, DownlinkPayload.keys(set).encode()])
    }
}
