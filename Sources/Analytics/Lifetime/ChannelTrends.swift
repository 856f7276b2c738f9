/// What a unit's sensors say by now, as inputs of the trees: for each channel a short mean, a long one, how it moved in
/// the last thirty cycles, and how far it is from where the unit began; and the unit's age.
///
/// Fed cycle by cycle and bounded in memory, so that a gateway can carry one for each machine.
struct ChannelTrends {
    private static let kinds = 4
    /// Weights of the newest cycle in the two means: memories of about five and sixteen cycles.
    private static let short: Float = 0.2
    private static let long: Float = 0.06
    private static let slopeCycles = 30
    /// The cycles by which a unit's own beginning is known.
    private static let firstCycles = 25

    private let channels: Int
    private var count = 0
    private var shortMeans: [Float]
    private var longMeans: [Float]
    private var firsts: [Float]
    /// The last thirty cycles in a ring, cycle after cycle.
    private var ring: [Float]
    private var age: Float = 0

    /// A unit that has not run yet.
    init(channels: Int) {
        self.channels = channels
        shortMeans = [Float](repeating: 0, count: channels)
        longMeans = shortMeans
        firsts = shortMeans
        ring = [Float](repeating: 0, count: channels * Self.slopeCycles)
    }

    /// The number of inputs that so many channels make.
    static func width(channels: Int) -> Int { kinds * channels + 1 }

    /// Takes a cycle in: a number for each channel.
    mutating func add(_ row: [Float], age: Float) {
        self.age = age
        let place = count % Self.slopeCycles * channels
        count += 1
        // Means of what there is, until there is enough: their weights are those of a sum that began with the unit.
        let short = max(Self.short, 1 / Float(count)), long = max(Self.long, 1 / Float(count))
        for channel in 0..<channels {
            shortMeans[channel] += short * (row[channel] - shortMeans[channel])
            longMeans[channel] += long * (row[channel] - longMeans[channel])
            if count <= Self.firstCycles { firsts[channel] += (row[channel] - firsts[channel]) / Float(count) }
            ring[place + channel] = row[channel]
        }
    }

    /// Appends the inputs as of now.
    func append(to inputs: inout [Float]) {
        inputs += shortMeans
        inputs += longMeans
        for channel in 0..<channels { inputs.append(change(channel)) }
        for channel in 0..<channels { inputs.append(longMeans[channel] - firsts[channel]) }
        inputs.append(age)
    }

    /// The least-squares slope over the last cycles times their number; less sure of the fewer there are.
    private func change(_ channel: Int) -> Float {
        let held = min(count, Self.slopeCycles)
        guard held >= 3 else { return 0 }
        let middle = Float(held - 1) / 2
        var (product, square): (Float, Float) = (0, 0)
        for step in 0..<held {
            let way = Float(step) - middle
            product += way * ring[(count - held + step) % Self.slopeCycles * channels + channel]
            square += way * way
        }
        return product / square * Float(held)
    }
}
