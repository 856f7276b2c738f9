/// The readings that no sealed segment holds yet, oldest arrival first, in columns of fixed size.
///
/// Readings are appended one by one, made durable by a commit, and leave all at once when they are sealed. The memory
/// is taken once, at start, and never grows: who appends looks at `room` first.
public final class OpenWindow {
    /// Readings from which on a window ought to be sealed.
    public static let sealingCount = 65_536

    /// Places for readings that come in while the window waits to be sealed.
    static let spareCount = 16_384

    static let capacity = sealingCount + spareCount

    /// How many readings there are.
    public private(set) var count = 0

    /// How many of them, from the first on, are durable.
    public private(set) var committed = 0

    /// How many were computed by the agent.
    public private(set) var derivedCount = 0

    /// How many more can be appended.
    public var room: Int { Self.capacity - count }

    let times = UnsafeMutablePointer<Int64>.allocate(capacity: capacity)
    let values = UnsafeMutablePointer<Double>.allocate(capacity: capacity)
    let series = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    let qualities = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)

    /// The place of the reading before it of the same series, or -1: a chain that a lookup walks.
    private let previous = UnsafeMutablePointer<Int32>.allocate(capacity: capacity)
    private var latest: [Int32] = []

    init() {}

    deinit {
        times.deallocate()
        values.deallocate()
        series.deallocate()
        qualities.deallocate()
        previous.deallocate()
    }

    /// Takes one reading; there must be room.
    func append(series index: SeriesIndex, time: Int64, value: Double, quality: UInt8, isDerived: Bool) {
        precondition(count < Self.capacity, "who appends looks at the room first")
        times[count] = time
        values[count] = value
        series[count] = UInt32(truncatingIfNeeded: index)
        qualities[count] = quality
        if index >= latest.count {
            latest.append(contentsOf: repeatElement(-1, count: index + 1 - latest.count))
        }
        previous[count] = latest[index]
        latest[index] = Int32(truncatingIfNeeded: count)
        count += 1
        if isDerived { derivedCount += 1 }
    }

    /// The value that a series holds at a time, looked for from the newest on.
    func value(series index: SeriesIndex, time: Int64) -> Double? {
        guard index < latest.count else { return nil }
        var place = Int(latest[index])
        while place >= 0 {
            if times[place] == time { return values[place] }
            place = Int(previous[place])
        }
        return nil
    }

    /// Notes that all readings are durable.
    func noteCommitted() {
        committed = count
    }

    /// Forgets all readings, because a segment holds them now.
    func removeAll() {
        count = 0
        committed = 0
        derivedCount = 0
        for index in latest.indices { latest[index] = -1 }
    }

    /// The earliest and the latest time among the readings.
    var timeRange: (first: Int64, last: Int64)? {
        guard count > 0 else { return nil }
        var first = times[0]
        var last = times[0]
        for place in 1..<max(count, 1) {
            first = min(first, times[place])
            last = max(last, times[place])
        }
        return (first, last)
    }
}
