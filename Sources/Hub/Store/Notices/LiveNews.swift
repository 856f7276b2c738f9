internal import Runtime
public import Telemetry

/// What one hub lets the others of its database know of live values: whose came, not what they are.
///
/// With nothing in it, it says that the hub has screens and wants to hear. It is kept nowhere: a hub that does not hear
/// it hears of the next values. A message of a later version is passed over.
public struct LiveNews: Sendable, Equatable {
    /// Whose values came, or who was heard.
    public enum Entry: Hashable, Sendable {
        case machine(MachineID, factory: FactoryID, of: TenantID)
        case agent(AgentID, of: TenantID)
    }

    /// The process that says it; another one at each start.
    public var hub: UniqueID
    /// What screens elsewhere may want to read.
    public var entries: [Entry]

    /// News of a hub.
    public init(hub: UniqueID, entries: [Entry] = []) {
        self.hub = hub
        self.entries = entries
    }
}

extension LiveNews {
    /// The channel of the database on which hubs tell each other.
    static let channel = "millwright_live"

    private static let version: UInt8 = 1
    /// An entry has up to 49 bytes, and a message of PostgreSQL fewer than 8 000 characters.
    private static let entriesMax = 120
    private static let (machine, agent) = (UInt8(1), UInt8(2))

    /// The messages that say it; one at least.
    var messages: [String] {
        stride(from: 0, to: max(1, entries.count), by: Self.entriesMax).map { start in
            let part = entries.dropFirst(start).prefix(Self.entriesMax)
            return Base64URL.encode([Self.version] + hub.bytes + part.flatMap(\.bytes))
        }
    }

    /// Nothing for a message that is none of this version.
    init?(message: String) {
        guard let bytes = Base64URL.decode(message), bytes.first == Self.version else { return nil }
        var rest = bytes.dropFirst()
        func id() -> UniqueID? {
            defer { rest = rest.dropFirst(16) }
            return UniqueID(bytes: rest.prefix(16))
        }
        guard let hub = id() else { return nil }
        self.init(hub: hub)
        while let kind = rest.popFirst() {
            guard let tenant = id(), let subject = id() else { return nil }
            switch kind {
            case Self.machine:
                guard let factory = id() else { return nil }
                entries.append(.machine(MachineID(subject), factory: FactoryID(factory), of: TenantID(tenant)))
            case Self.agent: entries.append(.agent(AgentID(subject), of: TenantID(tenant)))
            default: return nil
            }
        }
    }
}

extension PostgresNotification {
    /// What it says of live values, if that is what it is about.
    var live: LiveNews? { channel == LiveNews.channel ? LiveNews(message: payload) : nil }
}

extension LiveNews.Entry {
    fileprivate var bytes: [UInt8] {
        switch self {
        case .machine(let id, let factory, let tenant):
            [LiveNews.machine] + tenant.unique.bytes + id.unique.bytes + factory.unique.bytes
        case .agent(let id, let tenant): [LiveNews.agent] + tenant.unique.bytes + id.unique.bytes
        }
    }
}
