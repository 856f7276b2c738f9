/// The run of high scores that is going on, if any, and whether it is chance or a fault.
///
/// One reading in a hundred scores 0.99 by chance, alone or a few together; they belong to what is normal, and to leave
/// them out would make the next ones score too high. A fault scores high for long. So the distances of high scores wait
/// here: 20 readings without one end the episode and they are learned; after 32 of them it is taken for a fault, those
/// that waited are dropped, and learning goes on at 1/64 until it is quiet again.
///
/// What comes again and again is no fault but another way of running (a compressor that loads and unloads): each such
/// episode of the last day doubles the pace of the next, so that the seventh is learned as it comes.
struct Episode: Sendable, Equatable {
    static let highMax = 32
    static let quietToEnd = 20
    static let partsMax: Float = 64
    /// Readings after which an episode counts for 1/e: a day at one in 2 s.
    static let memoryReadings: Float = 43_200

    var high: UInt32 = 0
    var quiet: UInt32 = 0
    /// The pace of learning in long episodes, in parts of 64; 1 when there were none lately.
    var pace: Float = 1
    /// Distances that wait; its room is taken when an episode begins and given back when it ends.
    var waiting: [Float] = []

    /// Takes a reading's distance, learns what is to be learned, and gives the part at which this reading counts.
    ///
    /// `bin` is the distance's in the tails.
    mutating func step(isHigh: Bool, distance: Float, bin: Int, tails: inout TailSketch) -> Float {
        if pace > 1 { pace -= (pace - 1) / Self.memoryReadings }
        if high > Self.highMax { return slow(isHigh, bin, &tails) }
        guard isHigh else {
            tails.learn(bin: bin, part: 1)
            guard high > 0 else { return 1 }
            quiet += 1
            if quiet >= Self.quietToEnd {
                for waited in waiting { tails.learn(bin: TailSketch.bin(waited).index, part: 1) }
                end()
            }
            return 1
        }
        quiet = 0
        high += 1
        if high > Self.highMax {
            waiting = []
            return slow(isHigh, bin, &tails)
        }
        if waiting.isEmpty { waiting.reserveCapacity(Self.highMax) }
        waiting.append(distance)
        return 1
    }

    private mutating func slow(_ isHigh: Bool, _ bin: Int, _ tails: inout TailSketch) -> Float {
        let part = pace / Self.partsMax
        tails.learn(bin: bin, part: part)
        quiet = isHigh ? 0 : quiet + 1
        if quiet >= Self.quietToEnd {
            pace = min(Self.partsMax, 2 * pace)
            end()
        }
        return part
    }

    private mutating func end() {
        high = 0
        quiet = 0
        waiting = []
    }
}
