public import Telemetry

/// What a certificate of the hub's authority says of its agent; its signature was checked, its time was not.
public struct AgentCertificate: Hashable, Sendable {
    /// Where a moment lies against the certificate's life.
    public enum Validity: Sendable {
        case notYetValid
        case valid
        case expired
    }

    /// Whose agent it is.
    public var tenant: TenantID
    /// The agent that has the certificate's key.
    public var agent: AgentID
    /// The certificate's own number, at most 20 bytes.
    public var serial: [UInt8]
    /// From when on it holds.
    public var notBefore: Timestamp
    /// The last second in which it holds.
    public var notAfter: Timestamp

    /// A certificate by its parts.
    public init(tenant: TenantID, agent: AgentID, serial: [UInt8], notBefore: Timestamp, notAfter: Timestamp) {
        self.tenant = tenant
        self.agent = agent
        self.serial = serial
        self.notBefore = notBefore
        self.notAfter = notAfter
    }

    /// The tenant, as everything in the hub is asked by it.
    public var scope: TenantScope { TenantScope(tenant: tenant) }

    /// Where `now`, by the hub's clock, lies against its life.
    public func validity(at now: Timestamp) -> Validity {
        if now < notBefore { .notYetValid } else if now > notAfter { .expired } else { .valid }
    }

    /// The name in the certificate that says both ids.
    var name: String { Self.prefix + tenant.description + Self.middle + agent.description }

    /// The ids in such a name; nothing for any other name.
    static func ids(in name: String) -> (tenant: TenantID, agent: AgentID)? {
        guard name.hasPrefix(prefix) else { return nil }
        let ids = name.dropFirst(prefix.count).split(separator: ":", omittingEmptySubsequences: false)
        guard ids.count == 3, ids[1] == "agent", let tenant = TenantID(String(ids[0])),
            let agent = AgentID(String(ids[2]))
        else { return nil }
        return (tenant, agent)
    }

    private static let prefix = "urn:millwright:tenant:"
    private static let middle = ":agent:"
}
