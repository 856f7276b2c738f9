internal import Telemetry

/// How fast a metric changes: the slope of a straight line through its readings of a window.
///
/// The window is kept as 16 bins of readings, so its memory does not grow with their pace, and noise is averaged within
/// a bin before the line is laid (least squares). Late readings are not shown to it.
struct RateWindow: Sendable {
    static let binsMax = 16

    private struct Bin: Sendable {
        var number: Int64
        /// Sums over its readings: seconds since the bin's beginning, and values.
        var seconds: Double
        var value: Double
        var count: Double
    }

    private let overSeconds: Double
    private let spanSeconds: Double
    private var bins: [Bin] = []

    init(overSeconds: Double) {
        self.overSeconds = overSeconds
        spanSeconds = overSeconds / Double(Self.binsMax)
        bins.reserveCapacity(Self.binsMax + 1)
    }

    mutating func add(_ value: Double, at time: Timestamp) {
        let seconds = Double(time.microseconds) / 1e6
        let number = Int64((seconds / spanSeconds).rounded(.down))
        let inside = seconds - Double(number) * spanSeconds
        if let last = bins.last, last.number == number {
            bins[bins.count - 1].seconds += inside
            bins[bins.count - 1].value += value
            bins[bins.count - 1].count += 1
        } else {
            bins.append(Bin(number: number, seconds: inside, value: value, count: 1))
        }
        let oldest = number.subtractingSaturating(Int64(Self.binsMax))
        while let first = bins.first, first.number <= oldest { bins.removeFirst() }
    }

    /// The change a second; nothing until the readings span half of the window.
    var slope: Double? {
        guard let first = bins.first, let last = bins.last, bins.count > 1 else { return nil }
        func second(_ bin: Bin) -> Double { Double(bin.number - first.number) * spanSeconds + bin.seconds / bin.count }
        guard second(last) - second(first) >= overSeconds / 2 else { return nil }
        let count = Double(bins.count)
        let meanSecond = bins.reduce(0) { $0 + second($1) } / count
        let meanValue = bins.reduce(0) { $0 + $1.value / $1.count } / count
        var (spread, joint) = (0.0, 0.0)
        for bin in bins {
            let away = second(bin) - meanSecond
            spread += away * away
            joint += away * (bin.value / bin.count - meanValue)
        }
        return spread > 0 ? joint / spread : nil
    }
}
