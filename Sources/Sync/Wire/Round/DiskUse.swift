/// What an agent's data folder takes, may take, and what its file system has left, in bytes.
public struct DiskUse: Sendable, Equatable {
    /// What the folder takes now.
    public var used: UInt64
    /// What it may take by the configuration.
    public var budget: UInt64
    /// What the file system has left, whoever writes there next.
    public var free: UInt64

    /// Three numbers of bytes, as measured.
    public init(used: UInt64, budget: UInt64, free: UInt64) {
        self.used = used
        self.budget = budget
        self.free = free
    }
}
