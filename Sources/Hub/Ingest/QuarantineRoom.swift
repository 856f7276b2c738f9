internal import HubStore
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What the quarantine of an agent takes within one transaction; asked for when the first record is to go into it.
///
/// What is in it was acknowledged, so nothing of it ever goes by itself: what it does not take stays with the agent,
/// until a person has replayed or dropped some of it.
enum QuarantineRoom: Sendable {
    case unknown
    case bytes(Int)
    /// For what was acknowledged before.
    case unbounded

    /// Takes room for a payload of so many bytes; false when there is none.
    mutating func takes(_ count: Int, _ store: RoundStore) throws -> Bool {
        if case .unbounded = self { return true }
        var left = 0
        if case .bytes(let bytes) = self {
            left = bytes
        } else {
            left = RoundStore.quarantineBytesMax - (try store.quarantineBytes())
        }
        let fits = count + RoundStore.quarantineRow <= left
        self = .bytes(fits ? left - count - RoundStore.quarantineRow : left)
        return fits
    }
}

extension RoundOutcome {
    /// Whether the quarantine takes a segment of the round; the segment stays with the agent when it does not.
    mutating func takesSegment(at index: Int, _ store: RoundStore, _ now: Timestamp) throws -> Bool {
        if try quarantine.takes(decision.segments[index].record.payload.count, store) { return true }
        decision.segments[index].step = .hold(hold(.telemetry, at: now))
        return false
    }

    /// Tells the agent that a stream waits for room in the quarantine.
    @discardableResult
    mutating func hold(_ stream: SyncStream, at now: Timestamp) -> Hold {
        counts.quarantineHeld += 1
        let seconds = 60.0
        let hold = Hold(
            stream: stream, until: now.advanced(seconds: seconds), milliseconds: UInt64(seconds * 1_000),
            limit: RoundStore.quarantineLimit,
            reason: "The hub cannot read what comes next, and \(RoundStore.quarantineBytesMax >> 20) MiB wait in its "
                + "quarantine; replay or drop some.")
        if decision.holds.first(of: stream) == nil { decision.holds.append(hold) }
        return hold
    }
}
