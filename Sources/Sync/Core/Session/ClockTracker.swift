internal import Runtime
internal import SyncWire
internal import Telemetry

/// The best of the measurements of the hub's clock: a new one replaces it when it is surer than the old has become.
struct ClockTracker: Sendable {
    private(set) var estimate: ClockEstimate?
    /// The newest measurement, where it was refused.
    private(set) var disagreement: ClockDisagreement?
    /// The time that the hub named last, and when that came.
    private(set) var heard: HubTime?
    private var measuredAt: Uptime?

    /// What the process before knew of the newest measurement.
    mutating func recall(_ disagreement: ClockDisagreement?) {
        self.disagreement = disagreement
    }

    /// Takes in one exchange; reports a clock that is not adopted, and a change that is worth telling.
    mutating func observe(
        _ stamps: ClockStamps, receivedAt: Timestamp, _ settings: SessionSettings, _ now: Uptime
    ) -> SessionReport? {
        let named = max(stamps.hubReceived ?? Self.never, stamps.hubSent ?? Self.never)
        if named > Self.never { heard = HubTime(named: named, at: now) }
        guard let measured = ClockEstimate(stamps, receivedAt: receivedAt) else { return nil }
        guard Double(measured.offset) <= settings.clockAheadMaxSeconds * 1e6 else {
            let hub = Timestamp(microseconds: receivedAt.microseconds.addingSaturating(measured.offset))
            let refused = ClockDisagreement(agent: receivedAt, hub: hub)
            // What was measured before is refuted: one of the clocks was set since.
            (estimate, measuredAt, disagreement) = (nil, nil, refused)
            return .clockRefused(refused)
        }
        disagreement = nil
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

    /// How the agent's clock stands, for what is written now; a measurement is the less sure the older it is.
    func state(_ now: Uptime) -> ClockState {
        if let disagreement {
            let (hub, agent) = (disagreement.hub.microseconds, disagreement.agent.microseconds)
            return .refused(offset: hub.subtractingSaturating(agent))
        }
        guard let estimate, let measuredAt else { return .unmeasured }
        let drift = Int64(max(0, now.seconds(since: measuredAt)) * Self.driftMicrosecondsPerSecond)
        return .measured(offset: estimate.offset, error: estimate.error.addingSaturating(drift))
    }

    /// The hub's time, as far as it can be told from the agent's clock and from what the hub itself has named.
    ///
    /// Never less than the hub's newest word and what has passed since, by the clock that nobody sets.
    func hubTime(at now: Timestamp, _ uptime: Uptime) -> Timestamp {
        let corrected = now.advanced(seconds: Double(estimate?.offset ?? 0) / 1e6)
        guard let heard else { return corrected }
        return max(corrected, heard.named.advanced(seconds: uptime.seconds(since: heard.at)))
    }

    private static let never = Timestamp(microseconds: .min)

    /// What an uncorrected quartz may drift: 100 parts in a million.
    private static let driftMicrosecondsPerSecond = 100.0
}
