internal import SyncWire
public import Telemetry

/// How a machine is when a command for it is looked at.
public struct CommandFacts: Sendable {
    /// The machine's document; an empty one when nobody wrote it.
    public var document: Document
    /// What the machine may do now, latches included.
    public var status: MachineStatus
    /// The newest value of each metric and its age in seconds.
    public var measured: [MetricName: (value: Double, ageSeconds: Double)]
    /// Whether the action lets the machine run; then latches count whatever the command says of them.
    public var isStart: Bool
    /// The highest fence that was carried out of the action; 0 for none.
    public var fence: UInt64

    /// Facts by their parts.
    public init(
        document: Document, status: MachineStatus, measured: [MetricName: (value: Double, ageSeconds: Double)],
        isStart: Bool = false, fence: UInt64 = 0
    ) {
        self.document = document
        self.status = status
        self.measured = measured
        self.isStart = isStart
        self.fence = fence
    }
}
