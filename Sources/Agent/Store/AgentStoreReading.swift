extension AgentStore {
    /// The machines that the agent has ever heard of, in order of name.
    public func machines() throws(StoreError) -> [MachineRecord] {
        try machineTable.all()
    }

    /// The snapshot of a name.
    public func state(_ name: String) throws(StoreError) -> [UInt8]? {
        try states.body(name)
    }

    /// Whether a person has paused sync.
    public func isPaused() throws(StoreError) -> Bool { try meta.number("sync.paused") == 1 }

    /// Keeps over restarts whether sync is paused.
    public func setPaused(_ paused: Bool) throws(StoreError) { try meta.set("sync.paused", paused ? 1 : 0) }

    /// The newest messages in quarantine, newest first.
    public func newestQuarantined(count: Int) throws(StoreError) -> [QuarantinedMessage] {
        try quarantine.newest(count).map(\.message)
    }

    /// Sums over the segments that the hub does not have.
    public var unsentTotals: SegmentTotals { ledger.totals[.unsent] ?? SegmentTotals() }
}
