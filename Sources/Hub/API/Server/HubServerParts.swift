public import HubIngest
public import HubStore
public import HubTenancy
public import Logging
public import Observability
public import Runtime
public import SyncWire

extension HubServer {
    /// What a server is made of.
    public struct Parts: Sendable {
        /// Connections to PostgreSQL.
        public var pool: PostgresPool
        /// What serves the agents' rounds.
        public var rounds: RoundService
        /// What gives agents their certificates and knows them again.
        public var authority: CertificateAuthority
        /// The keys by which agents verify commands, told at enrolment and renewal; none while nothing is signed.
        public var commandKeys: @Sendable () -> [CommandKeys.Key] = { [] }
        /// Signs commands to devices; nothing in a hub that takes none.
        public var commands: CommandSigner?
        /// Makes and checks access tokens.
        public var tokens: AccessTokens
        /// Makes and checks passwords' hashes.
        public var passwords: PasswordKeeper
        /// What readiness is asked of.
        public var health: HubHealth
        /// Where figures are kept.
        public var registry: MetricsRegistry
        /// The time.
        public var clock: any Clock
        /// Where is logged.
        public var logger: Logger

        /// The parts, each made by the daemon or by a test.
        public init(
            pool: PostgresPool, rounds: RoundService, authority: CertificateAuthority, tokens: AccessTokens,
            passwords: PasswordKeeper, health: HubHealth, registry: MetricsRegistry, clock: any Clock, logger: Logger
        ) {
            self.pool = pool
            self.rounds = rounds
            self.authority = authority
            self.tokens = tokens
            self.passwords = passwords
            self.health = health
            self.registry = registry
            self.clock = clock
            self.logger = logger
        }
    }
}
