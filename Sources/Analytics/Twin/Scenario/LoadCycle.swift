/// A load over the hours of a cycle, in kW, that is repeated without end: steps, each held until the next one.
public struct LoadCycle: Sendable, Equatable {
    /// The most steps that a cycle may have.
    public static let stepsMax = 10_000

    /// Hours after which it begins anew.
    public let hours: Double
    /// Where each step begins, hours from the cycle's beginning, ascending from 0; and its kW.
    public let steps: [(hour: Double, power: Double)]

    /// A load that never changes.
    public init(power: Double) {
        hours = 24
        steps = [(0, power)]
    }

    /// A cycle of steps; before the first of them the last one holds.
    ///
    /// - Throws: `ScenarioError.loadInvalid` unless there are 1 to 10 000 steps that ascend within the cycle, each with
    ///   a power from 0 to 10⁶ kW.
    public init(hours: Double, steps: [(hour: Double, power: Double)]) throws(ScenarioError) {
        guard (1...Self.stepsMax).contains(steps.count), hours > 0, hours <= 1e6,
            zip(steps, steps.dropFirst()).allSatisfy({ $0.hour < $1.hour }),
            steps.allSatisfy({ $0.hour >= 0 && $0.hour < hours && (0...Twin.powerMax).contains($0.power) })
        else { throw .loadInvalid }
        self.hours = hours
        let first = steps[0].hour > 0 ? [(hour: 0.0, power: steps[steps.count - 1].power)] : []
        self.steps = first + steps
    }

    private init(hours: Double, sound steps: [(hour: Double, power: Double)]) {
        self.hours = hours
        self.steps = steps
    }

    /// The same cycle from an hour of it on, for a scenario that does not begin where the cycle does.
    public func beginning(at hour: Double) -> LoadCycle {
        guard hour.isFinite, steps.count > 1 else { return self }
        let start = min(max(hour - (hour / hours).rounded(.down) * hours, 0), hours.nextDown)
        let now = steps.last { $0.hour <= start } ?? steps[0]
        let later = steps.filter { $0.hour > start }.map { (hour: $0.hour - start, power: $0.power) }
        let earlier = steps.filter { $0.hour < start }.map { (hour: $0.hour - start + hours, power: $0.power) }
        return LoadCycle(hours: hours, sound: [(0, now.power)] + (later + earlier).filter { $0.hour < hours })
    }

    /// Equal when they give the same load at any time.
    public static func == (left: LoadCycle, right: LoadCycle) -> Bool {
        left.hours == right.hours && left.steps.elementsEqual(right.steps, by: ==)
    }

    /// The greatest load, kW.
    public var greatest: Double { steps.map(\.power).max() ?? 0 }

    /// The mean load of each of so many steps from the beginning on, each of so many hours.
    func means(of count: Int, hours step: Double) -> [Double] {
        guard steps.count > 1 else { return Array(repeating: steps[0].power, count: count) }
        var sums = [0.0]
        for index in steps.indices {
            let end = index + 1 < steps.count ? steps[index + 1].hour : hours
            sums.append(sums[index] + steps[index].power * (end - steps[index].hour))
        }
        var before = 0.0
        return (1...count).map { number in
            let after = sum(to: Double(number) * step, sums)
            defer { before = after }
            return max(0, (after - before) / step)
        }
    }

    /// kWh from the beginning to an hour; `sums` are those of a cycle's steps.
    private func sum(to hour: Double, _ sums: [Double]) -> Double {
        let cycles = (hour / hours).rounded(.down)
        let rest = min(max(hour - cycles * hours, 0), hours)
        var (low, high) = (0, steps.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if steps[middle].hour <= rest { low = middle } else { high = middle }
        }
        return cycles * sums[steps.count] + sums[low] + steps[low].power * (rest - steps[low].hour)
    }
}
