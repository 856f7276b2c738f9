public import HubTenancy
public import Runtime
internal import Synchronization

/// Which certificates stand, as far as it was seen a short while ago: asked before a round's body is read.
///
/// It keeps the work of revoked agents away and lets nobody in: a round's transaction looks for itself. An agent whose
/// rounds are taken is not asked for, so that a quiet round costs no query more; one whose round failed is.
public final class StandingView: Sendable {
    /// How long a certificate is taken for good after a round of it was taken.
    static let standsSeconds = 60.0
    /// How long one is refused without a look.
    static let revokedSeconds = 5.0
    /// Certificates that are remembered; when there are more, all are forgotten and asked for again.
    static let certificatesMax = 100_000

    private struct Seen {
        var stands: Bool
        var at: Uptime
    }

    private let seen = Mutex<[AgentCertificate: Seen]>([:])
    private let clock: any Clock
    private let ask: @Sendable (AgentCertificate) async throws -> Bool

    /// A view that asks the database by `ask`.
    public init(clock: any Clock, ask: @escaping @Sendable (AgentCertificate) async throws -> Bool) {
        self.clock = clock
        self.ask = ask
    }

    /// Whether a round of a certificate is worth its reading; asks when that is not known.
    ///
    /// Throws what `ask` throws; nothing is remembered then.
    public func admits(_ certificate: AgentCertificate) async throws -> Bool {
        let now = clock.uptime()
        if let known = seen.withLock({ $0[certificate] }) {
            let age = now.seconds(since: known.at)
            if age < (known.stands ? Self.standsSeconds : Self.revokedSeconds) { return known.stands }
        }
        let stands = try await ask(certificate)
        note(certificate, stands: stands)
        return stands
    }

    /// Takes note of how a round ended: its transaction saw the certificate, good or revoked, or nothing when it failed
    /// before that.
    public func note(_ certificate: AgentCertificate, stands: Bool?) {
        let now = clock.uptime()
        seen.withLock { seen in
            if seen.count >= Self.certificatesMax, seen[certificate] == nil { seen.removeAll() }
            seen[certificate] = stands.map { Seen(stands: $0, at: now) }
        }
    }
}
