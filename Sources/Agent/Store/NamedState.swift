/// One snapshot that is to be found again after a restart.
public struct NamedState: Sendable, Equatable {
    /// As `scorer/plant1/pump1`.
    public var name: String
    /// Opaque to the store; empty: forget it.
    public var body: [UInt8]

    /// A snapshot under a name.
    public init(name: String, body: [UInt8]) {
        self.name = name
        self.body = body
    }
}
