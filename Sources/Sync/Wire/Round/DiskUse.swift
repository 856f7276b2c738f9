/// What an agent's data folder takes, may take, and what its file system has left, in bytes.
public struct DiskUse: Sendable, Equatable {
    public var used: UInt64
    public var budget: UInt64
    public var free: UInt64

    public init(used: UInt64, budget: UInt64, free: UInt64) {
        self.used = used
        self.budget = budget
        self.free = free
    }
}
