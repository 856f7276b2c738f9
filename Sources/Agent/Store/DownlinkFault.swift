/// Why a record of the hub's downlink was not carried out.
public struct DownlinkFault: Sendable, Equatable {
    /// Stable over versions.
    public var code: String
    /// One sentence for a person.
    public var why: String

    /// A fault by its parts.
    public init(code: String, why: String) {
        self.code = code
        self.why = why
    }

    static func unreadable(_ why: String) -> DownlinkFault { DownlinkFault(code: "DOWNLINK_UNREADABLE", why: why) }
}
