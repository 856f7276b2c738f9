/// Inputs by rank: each number as one of at most 64 bins, so that a cut is found by counting.
struct BinnedInputs {
    static let binsMax = 64
    /// Numbers that bins are made by; more say no more of where a sixty-fourth lies.
    private static let sampleMax = 20_000

    let rows: Int
    let inputs: Int
    /// Input after input, the bin of each row.
    let bins: [UInt8]
    /// For each input the least number of each bin but the first, increasing.
    let cuts: [[Float]]

    /// From numbers that stand row after row.
    init(_ values: [Float], inputs: Int) {
        self.inputs = inputs
        let rows = values.count / inputs
        self.rows = rows
        var bins = [UInt8](repeating: 0, count: values.count)
        let step = max(1, rows / Self.sampleMax)
        cuts = (0..<inputs).map { input in
            let sorted = stride(from: 0, to: rows, by: step).map { values[$0 * inputs + input] }.sorted()
            var cuts: [Float] = []
            for bin in 1..<Self.binsMax {
                let cut = sorted[bin * sorted.count / Self.binsMax]
                if cut > cuts.last ?? sorted[0] { cuts.append(cut) }
            }
            for row in 0..<rows { bins[input * rows + row] = Self.bin(of: values[row * inputs + input], cuts) }
            return cuts
        }
        self.bins = bins
    }

    /// How many cuts a number reaches.
    private static func bin(of value: Float, _ cuts: [Float]) -> UInt8 {
        var (low, high) = (0, cuts.count)
        while low < high {
            let middle = (low + high) / 2
            if value >= cuts[middle] { low = middle + 1 } else { high = middle }
        }
        return UInt8(low)
    }
}
