public import SyncWire
public import Telemetry

/// A hybrid logical clock: its labels rise with every tick and follow every label that was observed.
///
/// A label from a clock too far ahead is not adopted, so that one wrong clock does not carry all others away.
public struct HybridClock: Sendable, Equatable {
    /// The last label that was given or observed.
    public private(set) var last: HybridTime

    /// A clock that goes on after a label that was kept; the first one when there is none.
    public init(after last: HybridTime = HybridTime(at: Timestamp(microseconds: 0))) {
        self.last = last
    }

    /// How far ahead of the own wall clock an observed label may be.
    public static let aheadSecondsMax = 300.0

    /// A new label, after all before it.
    public mutating func tick(now: Timestamp) -> HybridTime {
        last = now > last.at ? HybridTime(at: now) : last.next
        return last
    }

    /// Takes in a label of the other side; false when it is too far ahead to be adopted.
    @discardableResult
    public mutating func observe(_ label: HybridTime, now: Timestamp) -> Bool {
        guard label.at.seconds(since: now) <= Self.aheadSecondsMax else { return false }
        last = max(last, label)
        return true
    }
}

extension HybridTime {
    /// The next label without the wall clock; a full counter moves on by a microsecond.
    fileprivate var next: HybridTime {
        count < .max
            ? HybridTime(at: at, count: count + 1)
            : HybridTime(at: Timestamp(microseconds: at.microseconds.addingSaturating(1)))
    }
}
