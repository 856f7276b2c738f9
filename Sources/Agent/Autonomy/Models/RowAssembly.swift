package import Telemetry

/// Puts the readings of a machine together into rows: what its metrics were at one moment.
///
/// Twin and joint detector are about the machine and not about one metric, but metrics come in any order, in one
/// message or in one each, at paces of their own, late, or not at all. A row opens with a reading and is closed
///
/// - by the last of those metrics that came in one of the two rows before: at once where all come together;
/// - by a metric that is in it already, or by a reading later than three quarters of the shortest usual interval.
///
/// A metric that comes for a row that is closed already (a slow one, one that is new) waits for the next row and stands
/// in it where nothing newer of it comes. So a metric that fails holds up two rows by an interval each, and one that
/// begins falls into its place; a row of one metric of many is rare. Which row a reading belongs to is judged by its
/// own time, so that a device's backlog gives the same rows as if it had come in time; nothing of it is stored, because
/// an open row is worth one reading. No allocation a reading.
package struct RowAssembly: Sendable {
    /// What is known of one slot.
    private struct Entry: Sendable {
        var value = 0.0
        /// For a row that was closed already.
        var late = 0.0
        var time = Timestamp(microseconds: .min)
        /// Between its readings, usually, seconds; 0 before the second.
        var interval = 0.0
    }

    private static let spanOfInterval = 0.75
    /// How long a row may stay open while no interval is known.
    private static let spanUnknown: Double = 60

    /// The newest time of a reading of the row.
    package private(set) var time = Timestamp(microseconds: .min)
    /// One bit a slot: which the closed row has a value of.
    package private(set) var filled: UInt64 = 0
    /// Those of them that came for this row, and not for the one before.
    package private(set) var present: UInt64 = 0

    private var entries: [Entry] = []
    private var isOpen = false
    private var late: UInt64 = 0
    private var due: UInt64 = 0
    private var start = Timestamp(microseconds: .min)
    private var span = RowAssembly.spanUnknown

    /// A row that nothing has come for.
    package init() {}

    /// Makes room for one more slot.
    package mutating func addSlot() { entries.append(Entry()) }

    /// The value of a slot in the row that was closed; nothing where it has none.
    package subscript(slot: Int?) -> Double? {
        guard let slot, filled >> UInt64(slot) & 1 == 1 else { return nil }
        return entries[slot].value
    }

    /// Whether a reading is of the next row, so that the open one is to be closed before it.
    package func ends(before slot: Int, at time: Timestamp) -> Bool {
        guard isOpen else { return false }
        let isRepeated = present & Self.bit(slot) != 0 && time > entries[slot].time
        return isRepeated || time.seconds(since: start) > span
    }

    /// Takes a reading; true when the row is complete and to be closed.
    ///
    /// The same metric at the same time again says nothing.
    package mutating func add(_ slot: Int, _ value: Double, at time: Timestamp) -> Bool {
        guard time != entries[slot].time else { return false }
        pace(slot, at: time)
        let bit = Self.bit(slot)
        if !isOpen {
            if isLate(bit, at: time) {
                entries[slot].late = value
                late |= bit
                return false
            }
            open(at: time)
        }
        entries[slot].value = value
        present |= bit
        late &= ~bit
        self.time = max(self.time, time)
        return due != 0 && present & due == due
    }

    /// Forgets the open row and the times of all readings: those to come are of a clock that was put back.
    package mutating func restart() {
        isOpen = false
        late = 0
        start = Timestamp(microseconds: .min)
        time = start
        for slot in entries.indices { entries[slot].time = start }
    }

    /// Closes the row; it stands to be read until the next reading comes.
    package mutating func close() {
        isOpen = false
        let before = filled
        filled = present | late
        var waiting = late
        while waiting != 0 {
            let slot = waiting.trailingZeroBitCount
            entries[slot].value = entries[slot].late
            waiting &= waiting - 1
        }
        late = 0
        due = filled | before
    }

    private mutating func open(at time: Timestamp) {
        isOpen = true
        present = 0
        start = time
        self.time = time
        var shortest = Double.infinity
        for slot in entries.indices where due & Self.bit(slot) != 0 && entries[slot].interval > 0 {
            shortest = min(shortest, entries[slot].interval)
        }
        span = shortest < .infinity ? Self.spanOfInterval * shortest : Self.spanUnknown
    }

    /// Whether it came too late for the row that is closed: that one has none of it, and none waits.
    private func isLate(_ bit: UInt64, at time: Timestamp) -> Bool {
        filled != 0 && (present | late) & bit == 0 && time.seconds(since: start) <= span
    }

    private mutating func pace(_ slot: Int, at time: Timestamp) {
        let known = entries[slot].time
        entries[slot].time = time
        guard known.microseconds != .min else { return }
        let gap = time.seconds(since: known)
        let usual = entries[slot].interval
        entries[slot].interval = usual == 0 ? gap : usual + (min(gap, 4 * usual) - usual) / 8
    }

    private static func bit(_ slot: Int) -> UInt64 { 1 << UInt64(slot) }
}
