/// How much ingest may hold and what it believes; beyond any of these a message is rejected and counted.
public struct IngestLimits: Sendable, Equatable {
    /// Bytes of one message; a larger one is PAYLOAD_TOO_LARGE and is not looked at.
    public var payloadBytesMax: Int
    /// Machines of one gateway; topics of one more are MACHINE_LIMIT_REACHED.
    public var machinesMax: Int
    /// Metrics of one machine, those that a profile for any metric has met included.
    public var metricsPerMachineMax: Int
    /// Topics whose meaning is remembered.
    public var topicsMax: Int
    /// Objects and lists within each other; a deeper payload is PAYLOAD_TOO_DEEP.
    public var jsonDepthMax: Int
    /// How far a device's clock may be ahead of the agent's.
    public var futureToleranceSeconds: Double
    /// Times before this are a clock that was never set; microseconds since 1970.
    public var earliestMicroseconds: Int64

    /// The limits of a gateway unless it is told otherwise; times from 2000 on are believed.
    public init(
        payloadBytesMax: Int = 65_536, machinesMax: Int = 2_000, metricsPerMachineMax: Int = 64,
        topicsMax: Int = 50_000, jsonDepthMax: Int = 16, futureToleranceSeconds: Double = 300,
        earliestMicroseconds: Int64 = 946_684_800_000_000
    ) {
        self.payloadBytesMax = payloadBytesMax
        self.machinesMax = machinesMax
        self.metricsPerMachineMax = metricsPerMachineMax
        self.topicsMax = topicsMax
        self.jsonDepthMax = jsonDepthMax
        self.futureToleranceSeconds = futureToleranceSeconds
        self.earliestMicroseconds = earliestMicroseconds
    }
}
