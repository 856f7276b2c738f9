internal import Runtime
internal import SyncWire
internal import Telemetry

/// The best of the measurements of the hub's clock: a new one replaces it when it is surer than the old has become.
struct ClockTracker: Sendable {
    private(set) var estimate: ClockEstimate?
    private var measuredAt: Uptime?

    /// Takes in one exchange; reports a clock that is not adopted, and a change that is worth telling.
    mutating func observe(
        _ stamps: ClockStamps, receivedAt: Timestamp, _ settings: SessionSettings, _ now: Uptime
    ) -> SessionReport? {
        guard let measured = ClockEstimate(stamps, receivedAt: receivedAt) else { return nil }
        guard Double(measured.offset) <= settings.clockAheadMaxSeconds * 1e6 else {
            return .clockRefused(offset: measured.offset)
        }
        if let estimate, let measuredAt {
            let age = now.seconds(since: measuredAt)
            let grown = Double(estimate.error) + age * Self.driftMicrosecondsPerSecond
            let jump = measured.offset.subtractingSaturating(estimate.offset).magnitude
            let bound = Double(measured.error) + grown
            guard Double(measured.error) <= grown || Double(jump) > bound else { return nil }
        }
        estimate = measured
        measuredAt = now
        return .clockMeasured(measured)
    }

    /// What an uncorrected quartz may drift: 100 parts in a million.
    private static let driftMicrosecondsPerSecond = 100.0
}
