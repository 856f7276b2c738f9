/// The run of high scores that is going on, if any, and whether it is chance or a fault.
///
/// One reading in a hundred scores 0.99 by chance, alone or a few together; they belong to what is normal, and to leave
/// them out would make the next ones score too high. A fault scores high for long. So the distances of high scores wait
/// here: 20 readings without one end the episode and they are learned; after 32 of them it is taken for a fault, those
/// that waited are dropped, and learning goes on at 1/64 until it is quiet again.
struct Episode: Sendable, Equatable {
    static let highMax = 32
    static let quietToEnd = 20
    static let slowPart: Float = 1 / 64

    var high: UInt32 = 0
    var quiet: UInt32 = 0
    /// Distances that wait; its room is there from the beginning.
    var waiting: [Float] = []

    init() {
        waiting.reserveCapacity(Self.highMax)
    }

    /// Takes a reading's distance, learns what is to be learned, and gives the part at which this reading counts.
    mutating func step(isHigh: Bool, distance: Float, tails: inout TailSketch) -> Float {
        if high > Self.highMax { return slow(isHigh, distance, &tails) }
        guard isHigh else {
            tails.learn(distance, part: 1)
            guard high > 0 else { return 1 }
            quiet += 1
            if quiet >= Self.quietToEnd {
                for waited in waiting { tails.learn(waited, part: 1) }
                end()
            }
            return 1
        }
        quiet = 0
        high += 1
        if high > Self.highMax {
            waiting.removeAll(keepingCapacity: true)
            return slow(isHigh, distance, &tails)
        }
        waiting.append(distance)
        return 1
    }

    private mutating func slow(_ isHigh: Bool, _ distance: Float, _ tails: inout TailSketch) -> Float {
        tails.learn(distance, part: Self.slowPart)
        quiet = isHigh ? 0 : quiet + 1
        if quiet >= Self.quietToEnd { end() }
        return Self.slowPart
    }

    private mutating func end() {
        high = 0
        quiet = 0
        waiting.removeAll(keepingCapacity: true)
    }
}
