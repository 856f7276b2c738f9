/// The tails of a metric's four views, side by side: what four `TailSketch` say, at a fraction of the cost.
///
/// The counts of all views and sides stand in one array, and every eight bins have a sum (`TailBlock`). So what lies
/// beyond a distance is the rest of its own eight bins and the sums after it, whatever the distance, without a branch.
/// Logarithms and exponentials are taken for four views at once (`FourAtOnce`).
///
/// 2.4 KB; no allocation after `init`. What it says is that of a `TailSketch` within a hundred-thousandth.
package struct ViewTails: Sendable, Equatable {
    package static let views = 4

    /// For each view and side its counts and sums; below stands before above.
    private var room = [Float](repeating: 0, count: 2 * views * TailBlock.sideRoom)
    /// As in `TailSketch`, a lane a view.
    var totals = SIMD4<Float>()
    var weights = SIMD4<Float>(repeating: 1)

    package init() {}

    /// The least part of normal readings that lie at least as far out in a view as this one, 0 to 1; then learns it.
    ///
    /// What is out by more than three decades is counted for a quarter.
    package mutating func weigh(_ distances: SIMD4<Float>, pace: Float) -> Float {
        // By the sign's bit, because that is one step for all four.
        let bits = unsafeBitCast(distances, to: SIMD4<Int32>.self)
        let sizes = unsafeBitCast(bits & .max, to: SIMD4<Float>.self)
        let sides = SIMD4(1, 3, 5, 7) &+ (bits &>> 31)
        let (bins, insides) = Self.bins(sizes)
        let prior = TailSketch.priorReadings * weights
        let usual = prior * 0.5 * FourAtOnce.expMinus(sizes)
        let (gathered, weights) = (totals + prior, weights)
        let (least, part) = room.withUnsafeMutableBufferPointer { room -> (Float, Float) in
            let room = room.baseAddress!
            let a = TailBlock(room, side: sides[0], bin: bins[0])
            let b = TailBlock(room, side: sides[1], bin: bins[1])
            let c = TailBlock(room, side: sides[2], bin: bins[2])
            let d = TailBlock(room, side: sides[3], bin: bins[3])
            let own = SIMD4(a.count(), b.count(), c.count(), d.count()) * (1 - insides)
            let beyond = Self.sums(a.beyond(), b.beyond(), c.beyond(), d.beyond())
            let parts = 2 * (own + beyond + usual) / gathered
            let least = min(1, min(min(parts[0], parts[1]), min(parts[2], parts[3])))
            let part = pace * (least < 1e-3 ? 0.25 : 1)
            a.add(weights[0] * part)
            b.add(weights[1] * part)
            c.add(weights[2] * part)
            d.add(weights[3] * part)
            return (least, part)
        }
        grow(by: part)
        return least
    }

    /// The bins of four distances without sign, and how far into them; what is not a number is as 0.
    @inline(__always)
    private static func bins(_ sizes: SIMD4<Float>) -> (bins: SIMD4<Int32>, insides: SIMD4<Float>) {
        let least = SIMD4<Float>(repeating: 1e-6)
        let octaves = FourAtOnce.log2(least.replacing(with: sizes, where: sizes .> least)) - TailSketch.octaveLowest
        let farthest = SIMD4<Float>(repeating: Float(TailSketch.binsPerSide - 1))
        var places = octaves * TailSketch.binsPerOctave
        places.replace(with: farthest, where: places .> farthest)
        places.replace(with: 0, where: places .< 0)
        let bins = SIMD4(Int32(places[0]), Int32(places[1]), Int32(places[2]), Int32(places[3]))
        return (bins, places - SIMD4<Float>(bins))
    }

    /// The sums of four vectors, one a lane.
    @inline(__always)
    private static func sums(
        _ a: SIMD4<Float>, _ b: SIMD4<Float>, _ c: SIMD4<Float>, _ d: SIMD4<Float>
    ) -> SIMD4<Float> {
        let first = SIMD4(a[0], b[0], c[0], d[0]) + SIMD4(a[1], b[1], c[1], d[1])
        return first + (SIMD4(a[2], b[2], c[2], d[2]) + SIMD4(a[3], b[3], c[3], d[3]))
    }

    @inline(__always)
    private mutating func grow(by part: Float) {
        totals += weights * part
        weights *= 1 + part / TailSketch.memoryReadings
        if max(max(weights[0], weights[1]), max(weights[2], weights[3])) > 1e4 { rescale() }
    }

    private mutating func rescale() {
        for view in 0..<Self.views {
            for bin in 0..<2 * TailSketch.binsPerSide { self[view, bin] /= weights[view] }
        }
        totals /= weights
        weights = SIMD4(repeating: 1)
        sumAnew()
    }

    /// Sums all blocks, after counts were set.
    mutating func sumAnew() {
        room.withUnsafeMutableBufferPointer { room in
            for side in 0..<2 * Int32(Self.views) {
                for bin in stride(from: 0, to: Int32(TailSketch.binsPerSide), by: TailBlock.bins) {
                    TailBlock(room.baseAddress!, side: side, bin: bin).sumAnew()
                }
            }
        }
    }

    /// The count of a view's bin, in the order of `TailSketch.counts`; setting some is to be followed by `sumAnew`.
    subscript(view: Int, bin: Int) -> Float {
        get { room[Self.place(view, bin)] }
        set { room[Self.place(view, bin)] = newValue }
    }

    private static func place(_ view: Int, _ bin: Int) -> Int {
        (2 * view + bin / TailSketch.binsPerSide) * TailBlock.sideRoom + bin % TailSketch.binsPerSide
    }
}
