public import Telemetry

/// Which document; unique within an agent.
public struct DocumentKey: Hashable, Comparable, Sendable {
    /// What it is about.
    public var kind: DocumentKind
    /// Which one of its kind: 1 to 512 bytes of UTF-8 without U+0000.
    public var subject: String

    /// A key by its parts; nothing when the subject cannot be one.
    public init?(kind: DocumentKind, subject: String) {
        guard (1...32).contains(kind.rawValue.utf8.count), (1...512).contains(subject.utf8.count),
            !subject.utf8.contains(0), !kind.rawValue.utf8.contains(where: { $0 == 0 || $0 == UInt8(ascii: ":") })
        else { return nil }
        self.kind = kind
        self.subject = subject
    }

    private init(known kind: DocumentKind, _ subject: String) {
        self.kind = kind
        self.subject = subject
    }

    /// The document of a machine.
    public static func machine(_ key: MachineKey) -> DocumentKey { DocumentKey(known: .machine, key.description) }

    /// The document of an alert.
    public static func alert(_ id: AlertID) -> DocumentKey { DocumentKey(known: .alert, id.description) }

    /// The document of an agent.
    public static func agent(_ id: AgentID) -> DocumentKey { DocumentKey(known: .agent, id.description) }

    /// The order of kind, then subject.
    public static func < (left: DocumentKey, right: DocumentKey) -> Bool {
        (left.kind, left.subject) < (right.kind, right.subject)
    }
}

extension DocumentKey: LosslessStringConvertible {
    /// As `machine:north/press-1`.
    public var description: String { "\(kind.rawValue):\(subject)" }

    /// Reads what `description` writes; nothing for anything else.
    public init?(_ description: String) {
        guard let colon = description.firstIndex(of: ":") else { return nil }
        self.init(
            kind: DocumentKind(rawValue: String(description[..<colon])),
            subject: String(description[description.index(after: colon)...]))
    }
}
