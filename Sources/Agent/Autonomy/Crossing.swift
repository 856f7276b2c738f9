package import Telemetry

/// Whether a condition has held long enough to count, and has been gone long enough to be over.
///
/// Time is the readings' own: a burst of late readings is judged as if it had come in time. A condition that nobody
/// looked at for longer than `gapSecondsMax` did not hold in between: its delay begins again.
package struct Crossing: Sendable, Equatable {
    /// Where a reading lies: beyond the threshold, back by more than the hysteresis, or between.
    package enum Place: Sendable, CaseIterable {
        case beyond
        case between
        case back
    }

    package enum State: Sendable, Equatable {
        case idle
        /// Beyond since that time, not yet for the on-delay.
        case rising(since: Timestamp)
        /// It counts; beyond since that time.
        case active(since: Timestamp)
        /// It still counts; back since `back`, not yet for the off-delay.
        case falling(since: Timestamp, back: Timestamp)
    }

    package enum Change: Sendable, Equatable {
        case began(since: Timestamp)
        case ended
    }

    package var onDelaySeconds: Double
    package var offDelaySeconds: Double
    package var gapSecondsMax: Double
    package var state = State.idle
    private var last: Timestamp?

    package init(onDelaySeconds: Double, offDelaySeconds: Double, gapSecondsMax: Double = .infinity) {
        self.onDelaySeconds = onDelaySeconds
        self.offDelaySeconds = offDelaySeconds
        self.gapSecondsMax = gapSecondsMax
    }

    package var isActive: Bool {
        switch state {
        case .idle, .rising: false
        case .active, .falling: true
        }
    }

    /// Takes the next reading's place.
    ///
    /// Late readings are not shown to it; a time that goes back is of a clock that was put back, and what began by the
    /// wrong clock is moved along.
    package mutating func step(_ place: Place, at time: Timestamp) -> Change? {
        if let last, time < last { shift(seconds: time.seconds(since: last)) }
        let wasGap = last.map { time.seconds(since: $0) > gapSecondsMax } ?? false
        last = time
        switch (state, place) {
        case (.idle, .beyond):
            return rise(since: time, at: time)
        case (.idle, .between), (.idle, .back):
            return nil
        case (.rising(let since), .beyond):
            return rise(since: wasGap ? time : since, at: time)
        case (.rising, .between), (.rising, .back):
            state = .idle
            return nil
        case (.active, .beyond), (.active, .between):
            return nil
        case (.active(let since), .back):
            return fall(since: since, back: time, at: time)
        case (.falling(let since, _), .beyond), (.falling(let since, _), .between):
            state = .active(since: since)
            return nil
        case (.falling(let since, let back), .back):
            return fall(since: since, back: wasGap ? time : back, at: time)
        }
    }

    /// Takes the next score of a run; what begins, began with the run.
    package mutating func step(_ run: inout OddRun, isHigh: Bool, at time: Timestamp) -> Change? {
        let place = run.step(isHigh: isHigh, at: time)
        switch step(place, at: time) {
        case .began: return .began(since: run.since ?? time)
        case let change: return change
        }
    }

    /// Moves its times along with a clock that has jumped.
    package mutating func shift(seconds: Double) {
        last = last?.advanced(seconds: seconds)
        switch state {
        case .idle: break
        case .rising(let since): state = .rising(since: since.advanced(seconds: seconds))
        case .active(let since): state = .active(since: since.advanced(seconds: seconds))
        case .falling(let since, let back):
            state = .falling(since: since.advanced(seconds: seconds), back: back.advanced(seconds: seconds))
        }
    }

    private mutating func rise(since: Timestamp, at time: Timestamp) -> Change? {
        guard time.seconds(since: since) >= onDelaySeconds else {
            state = .rising(since: since)
            return nil
        }
        state = .active(since: since)
        return .began(since: since)
    }

    private mutating func fall(since: Timestamp, back: Timestamp, at time: Timestamp) -> Change? {
        guard time.seconds(since: back) >= offDelaySeconds else {
            state = .falling(since: since, back: back)
            return nil
        }
        state = .idle
        return .ended
    }
}
