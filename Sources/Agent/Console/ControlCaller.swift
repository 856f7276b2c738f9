internal import Glibc
public import SyncWire

/// The local user at the other end of the control socket, as the kernel vouches for it.
public struct ControlCaller: Sendable, Equatable {
    /// The user's name, or `uid 1234` for one without a name.
    public var name: String
    /// Supervisor for root and the agent's own user; operator for all others that the socket's mode lets in.
    public var authority: Authority

    /// A caller by its parts.
    public init(name: String, authority: Authority) {
        self.name = name
        self.authority = authority
    }

    /// The caller with a user's number.
    init(user: UInt32) {
        self.init(
            name: Self.name(of: user) ?? "uid \(user)",
            authority: user == 0 || user == geteuid() ? .supervisor : .operator)
    }

    private static func name(of user: UInt32) -> String? {
        var entry = passwd()
        var found: UnsafeMutablePointer<passwd>?
        return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4_096) { buffer in
            guard let base = buffer.baseAddress, getpwuid_r(user, &entry, base, buffer.count, &found) == 0,
                found != nil, let name = entry.pw_name
            else { return nil }
            return String(cString: name)
        }
    }
}
