/// What a bucket of readings comes to.
package struct RollupCell: Sendable, Equatable {
    package var count: Int32 = 0
    package var sum = 0.0
    package var min = Double.infinity
    package var max = -Double.infinity

    package init(count: Int32 = 0, sum: Double = 0, min: Double = .infinity, max: Double = -.infinity) {
        self.count = count
        self.sum = sum
        self.min = min
        self.max = max
    }

    package mutating func add(_ value: Double) {
        count += 1
        sum += value
        if value < min { min = value }
        if value > max { max = value }
    }

    /// Counts stay at the end of their range: what agents count themselves may be anything.
    package mutating func add(_ other: RollupCell) {
        let (total, isTooMuch) = count.addingReportingOverflow(other.count)
        count = isTooMuch ? .max : total
        sum += other.sum
        if other.min < min { min = other.min }
        if other.max > max { max = other.max }
    }
}
