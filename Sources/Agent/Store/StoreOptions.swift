/// Limits of the store; every one bounds something that would otherwise grow.
public struct StoreOptions: Sendable, Equatable {
    /// Bytes for everything in the folder.
    public var budgetBytes: UInt64
    /// Bytes that stay free on the file system.
    public var freeBytesMin: UInt64
    /// How long telemetry stays after the hub has it.
    public var telemetryDays: Double
    /// How long events stay after the hub has them.
    public var eventDays: Double
    /// Bytes of the core file from which on events that the hub has are dropped before their time.
    public var eventBytesMax: UInt64
    /// Messages of devices in quarantine; records of the hub have a bound of their own.
    public var quarantineCountMax: Int
    /// Series, measured and derived together.
    public var seriesCountMax: Int
    /// Bytes of the disk that are kept for events when telemetry has filled the rest.
    public var reserveBytes: Int

    /// Options with the defaults of `agent.yaml`.
    public init(
        budgetBytes: UInt64 = 8 << 30, freeBytesMin: UInt64 = 256 << 20, telemetryDays: Double = 2,
        eventDays: Double = 30, eventBytesMax: UInt64 = 2 << 30, quarantineCountMax: Int = 10_000,
        seriesCountMax: Int = 65_536, reserveBytes: Int = 4 << 20
    ) {
        self.budgetBytes = budgetBytes
        self.freeBytesMin = freeBytesMin
        self.telemetryDays = telemetryDays
        self.eventDays = eventDays
        self.eventBytesMax = eventBytesMax
        self.quarantineCountMax = quarantineCountMax
        self.seriesCountMax = seriesCountMax
        self.reserveBytes = reserveBytes
    }
}
