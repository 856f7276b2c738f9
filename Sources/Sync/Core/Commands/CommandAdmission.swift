internal import Crypto
internal import Runtime
public import SyncWire
public import Telemetry

/// Whether a command of the hub may be carried out; pure.
///
/// `verify` is for when it comes in, `refusal` for each time before it goes to the device: what held when it came may
/// not hold any more.
public struct CommandAdmission: Sendable {
    /// The tenant of this agent.
    public var tenant: TenantID
    /// This agent.
    public var agent: AgentID
    /// The keys that are trusted.
    public var keys: [CommandKeys.Key]

    /// How long a command may live at most, from its issue to its expiry.
    public static let lifeSecondsMax = 30 * 86_400.0

    /// Admission for one agent.
    public init(tenant: TenantID, agent: AgentID, keys: [CommandKeys.Key]) {
        self.tenant = tenant
        self.agent = agent
        self.keys = keys
    }

    /// Reads a command whose signature, addressee and life are right.
    ///
    /// The signature is looked at before anything of the command is read.
    public func verify(_ signed: SignedCommand) throws(CommandRefusal) -> CommandOrder {
        guard let key = keys.first(where: { $0.id == signed.key }) else { throw .keyUnknown(signed.key) }
        guard Self.isValid(signed.signature, over: signed.order, by: key) else { throw .signatureInvalid }
        let order: CommandOrder
        do {
            order = try CommandOrder.decode(signed.order)
        } catch {
            throw .malformed(error)
        }
        guard order.agent == agent, order.tenant == tenant else { throw .agentOther }
        guard order.expiresAt.seconds(since: order.issuedAt) <= Self.lifeSecondsMax else { throw .lifeTooLong }
        return order
    }

    /// Why a verified command may not go to the device now; nothing when it may.
    ///
    /// `now` is the agent's clock corrected by what it knows of the hub's. A command that may not go yet
    /// (`notBefore`) is not refused: it waits.
    ///
    /// Of one that was admitted before (`isRepeated`) all is looked at again before it goes, also before it goes again:
    /// the machine may have changed meanwhile. One that may have gone already may itself have changed what it asked
    /// for; then nobody can tell, and it ends as UNKNOWN instead of having its effect against its conditions.
    public static func refusal(
        of order: CommandOrder, given facts: CommandFacts, at now: Timestamp, isRepeated: Bool = false
    ) -> CommandRefusal? {
        if order.isOver(at: now) { return .expired(order.expiresAt) }
        // Its own fence is the highest once it was carried out.
        let isFenced = order.fence < facts.fence || (order.fence == facts.fence && !isRepeated)
        if order.executionClass == .fenced, isFenced { return .fenced(facts.fence) }
        let condition = order.precondition
        if condition.latchesClear || facts.isStart, !planted(.startsThoughLatched) {
            let unseen = facts.document.latches.first { !condition.latchesSeen.contains($0.dot) }
            if let unseen { return .latched(unseen.path) }
        }
        if planted(.preconditionForgotten) { return nil }
        if let missing = condition.versions.dots.first(where: { !facts.document.versions.contains($0) }) {
            return .versionMissing(missing)
        }
        if let status = condition.status, status != facts.status { return .statusOther(facts.status) }
        return condition.measured.first { !holds($0, facts) }.map { .measuredFalse($0.metric) }
    }

    /// A new set of keys, when a key that is trusted vouches for it.
    ///
    /// An agent that was enrolled before there was any key trusts none: it takes the first set from the hub that its
    /// authority has proved, as it would have with its enrolment; that set vouches for itself.
    public func adopted(_ set: CommandKeys) -> [CommandKeys.Key]? {
        let trusted = keys.isEmpty ? set.keys : keys
        guard let key = trusted.first(where: { $0.id == set.key }) else { return nil }
        return Self.isValid(set.signature, over: set.signedBytes, by: key) ? set.keys : nil
    }

    private static func holds(_ condition: Precondition.Measured, _ facts: CommandFacts) -> Bool {
        guard let newest = facts.measured[condition.metric] else { return false }
        if condition.ageSecondsMax > 0, newest.ageSeconds > condition.ageSecondsMax { return false }
        return switch condition.comparison {
        case .less: newest.value < condition.value
        case .atMost: newest.value <= condition.value
        case .equal: newest.value == condition.value
        case .atLeast: newest.value >= condition.value
        case .greater: newest.value > condition.value
        }
    }

    private static func isValid(_ signature: [UInt8], over bytes: [UInt8], by key: CommandKeys.Key) -> Bool {
        if planted(.signatureNotVerified) { return true }
        guard let trusted = try? Curve25519.Signing.PublicKey(rawRepresentation: key.publicKey) else { return false }
        return trusted.isValidSignature(signature, for: bytes)
    }
}

extension CommandOrder {
    /// Whether its time is over: it may not go to the device any more.
    public func isOver(at now: Timestamp) -> Bool { now >= expiresAt && !planted(.expiryForgotten) }
}
