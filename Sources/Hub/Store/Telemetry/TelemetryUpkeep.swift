public import Logging
public import Runtime
internal import Telemetry

/// What keeps telemetry in shape beside ingest: partitions made ahead, small chunks merged, old readings dropped.
///
/// Any number of hubs may run it at once; each piece of work is a short transaction of its own that the others respect.
public struct TelemetryUpkeep: Sendable {
    private static let compactionSeconds = 30
    private static let roundsBetweenPartitions = 120
    private static let roundsBetweenRetention = 2_880

    private let partitions: ChunkPartitions
    private let compaction: ChunkCompaction
    private let retention: TelemetryRetention
    private let clock: any Clock
    private let logger: Logger

    /// For a database whose schema is current.
    public init(_ pool: PostgresPool, partitions: ChunkPartitions, clock: any Clock, logger: Logger) {
        self.partitions = partitions
        compaction = ChunkCompaction(pool: pool)
        retention = TelemetryRetention(pool, partitions: partitions)
        self.clock = clock
        self.logger = logger
    }

    /// Works until the task is cancelled.
    ///
    /// What fails is logged and tried again with the next round.
    public func run() async {
        var round = 0
        while !Task.isCancelled {
            do {
                if round % Self.roundsBetweenPartitions == 0 { try await partitions.makeAhead(now: clock.now()) }
                _ = try await compaction.run(now: clock.now())
                if round % Self.roundsBetweenRetention == 0 {
                    let dropped = try await retention.run(now: clock.now())
                    logger.info(
                        "retention",
                        metadata: [
                            "days": "\(dropped.days)", "chunks": "\(dropped.chunks)", "rollups": "\(dropped.rollups)",
                        ])
                }
            } catch {
                logger.warning("telemetry upkeep failed, and is tried again", metadata: ["error": "\(error)"])
            }
            round += 1
            try? await Task.sleep(for: .seconds(Self.compactionSeconds))
        }
    }
}
