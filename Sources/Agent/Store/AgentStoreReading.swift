public import SyncCore
internal import Telemetry

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

    /// The measurement of the hub's clock that was refused last, while none was adopted since.
    public func clockDisagreement() throws(StoreError) -> ClockDisagreement? {
        guard let bytes = try meta.bytes("clock.refused"), let both = UniqueID(bytes: bytes) else { return nil }
        return ClockDisagreement(
            agent: Timestamp(microseconds: Int64(bitPattern: both.high)),
            hub: Timestamp(microseconds: Int64(bitPattern: both.low)))
    }

    /// Keeps over restarts that the clocks disagree, or that they do not any more; durable when it returns.
    public func keepClock(_ disagreement: ClockDisagreement?) throws(StoreError) {
        let both = disagreement.map {
            UniqueID(
                high: UInt64(bitPattern: $0.agent.microseconds), low: UInt64(bitPattern: $0.hub.microseconds))
        }
        try meta.set("clock.refused", both?.bytes ?? [])
    }

    /// The newest messages in quarantine, newest first.
    public func newestQuarantined(count: Int) throws(StoreError) -> [QuarantinedMessage] {
        try quarantine.newest(count).map(\.message)
    }

    /// Sums over the segments that the hub does not have.
    public var unsentTotals: SegmentTotals { ledger.totals[.unsent] ?? SegmentTotals() }
}
