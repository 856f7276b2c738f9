/// Eight neighbouring bins of a side of `ViewTails`, among them the one that a distance falls into.
///
/// Its loads and stores are not checked: a bin below `TailSketch.binsPerSide` and a side that is there keep all of them
/// within the room, and whoever makes one holds to both.
struct TailBlock {
    static let bins = 8
    static let blocks = TailSketch.binsPerSide / bins
    /// Counts of a side from near to far, then the sums of its blocks.
    static let sideRoom = TailSketch.binsPerSide + blocks

    private let counts: UnsafeMutablePointer<Float>
    private let sums: UnsafeMutablePointer<Float>
    private let block: Int32
    private let place: Int32

    @inline(__always)
    init(_ room: UnsafeMutablePointer<Float>, side: Int32, bin: Int32) {
        let start = room + Int(side) * Self.sideRoom
        block = bin &>> 3
        place = bin & 7
        counts = start + Int(block) * Self.bins
        sums = start + TailSketch.binsPerSide
    }

    /// What the bin has.
    @inline(__always)
    func count() -> Float { counts[Int(place)] }

    /// What the bins after it have, the rest of its block and the blocks after, in four parts.
    @inline(__always)
    func beyond() -> SIMD4<Float> {
        let own =
            Self.picked(Self.after(place, from: 0), Self.four(counts))
            + Self.picked(Self.after(place, from: 4), Self.four(counts + 4))
        let others =
            Self.picked(Self.after(block, from: 0), Self.four(sums))
            + Self.picked(Self.after(block, from: 4), Self.four(sums + 4))
        return own + others
    }

    /// Adds to the bin, and sums its block anew, so that a sum is that of its counts and gathers no errors of adding.
    ///
    /// All from registers: to load four of which one was just stored would wait for the store.
    @inline(__always)
    func add(_ part: Float) {
        var (low, high) = (Self.four(counts), Self.four(counts + 4))
        let added = SIMD4<Float>(repeating: part)
        low += Self.picked(Self.after(place &- 1, from: 0) & ~Self.after(place, from: 0), added)
        high += Self.picked(Self.after(place &- 1, from: 4) & ~Self.after(place, from: 4), added)
        UnsafeMutableRawPointer(counts).storeBytes(of: low, as: SIMD4<Float>.self)
        UnsafeMutableRawPointer(counts + 4).storeBytes(of: high, as: SIMD4<Float>.self)
        sums[Int(block)] = Self.sum(low, high)
    }

    /// Sums the block, after its counts were set.
    func sumAnew() { sums[Int(block)] = Self.sum(Self.four(counts), Self.four(counts + 4)) }

    @inline(__always)
    private static func sum(_ low: SIMD4<Float>, _ high: SIMD4<Float>) -> Float {
        let four = low + high
        return (four[0] + four[2]) + (four[1] + four[3])
    }

    @inline(__always)
    private static func four(_ numbers: UnsafePointer<Float>) -> SIMD4<Float> {
        UnsafeRawPointer(numbers).loadUnaligned(as: SIMD4<Float>.self)
    }

    /// All bits of the lanes that come after a place, when the first lane is at another.
    ///
    /// By the sign of a difference, because comparing lanes is made a chain of branches, which are guessed wrongly.
    @inline(__always)
    private static func after(_ place: Int32, from first: Int32) -> SIMD4<Int32> {
        (SIMD4(repeating: place &- first) &- SIMD4(0, 1, 2, 3)) &>> 31
    }

    /// The numbers of the lanes whose bits are set, 0 for the others.
    @inline(__always)
    private static func picked(_ bits: SIMD4<Int32>, _ numbers: SIMD4<Float>) -> SIMD4<Float> {
        // By bits, because a float's with all ones is the float, and with none 0.
        unsafeBitCast(unsafeBitCast(numbers, to: SIMD4<Int32>.self) & bits, to: SIMD4<Float>.self)
    }
}
