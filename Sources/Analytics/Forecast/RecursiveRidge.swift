/// Linear regression of many outputs on the same inputs, learned row by row.
///
/// Recursive least squares from a ridge prior.
/// After all rows the weights are those of ridge regression (Hoerl and Kennard, Technometrics 1970); before each row
/// they are those of ridge regression on the rows before it, so that one pass gives an honest error for every row
/// (Plackett, Biometrika 1950, for the update).
///
/// Rows of inputs are padded to whole vectors of eight. Weights have single precision, which is far below any load's
/// noise and half the work; what decides on stability, the covariance, has double.
struct RecursiveRidge {
    private static let lanes = 8

    private let inputs: Int
    private let outputs: Int
    private let blocks: Int
    /// The inverse of the inputs' moments, `(XᵀX + λI)⁻¹`, row after row, each of `inputs / 8` vectors.
    private var covariance: [SIMD8<Double>]
    /// Block after block of eight outputs, in each a vector for every input: a block stays in the nearest cache.
    private var weights: [SIMD8<Float>]
    private var gain: [Double]

    /// Knows nothing: every weight is 0 with a prior of so many rows.
    ///
    /// - Precondition: there are whole vectors of inputs and of outputs.
    init(inputs: Int, outputs: Int, prior: Double) {
        precondition(inputs.isMultiple(of: Self.lanes) && outputs.isMultiple(of: Self.lanes), "vectors are whole")
        self.inputs = inputs
        self.outputs = outputs
        blocks = outputs / Self.lanes
        covariance = [SIMD8<Double>](repeating: .zero, count: inputs * inputs / Self.lanes)
        for index in 0..<inputs {
            covariance[index * inputs / Self.lanes + index / Self.lanes][index % Self.lanes] = 1 / prior
        }
        weights = [SIMD8<Float>](repeating: .zero, count: inputs * blocks)
        gain = [Double](repeating: 0, count: inputs)
    }

    /// The outputs for a row of inputs.
    func predicted(_ row: ArraySlice<Double>) -> [Double] {
        var result = [Double](repeating: 0, count: outputs)
        row.map { Float($0) }.withUnsafeBufferPointer { row in
            weights.withUnsafeBufferPointer { weights in
                for block in 0..<blocks {
                    let sum = Self.product(row, weights.baseAddress! + block * inputs)
                    for lane in 0..<Self.lanes { result[block * Self.lanes + lane] = Double(sum[lane]) }
                }
            }
        }
        return result
    }

    /// Learns a row of inputs with its outputs.
    mutating func learn(_ row: ArraySlice<Double>, _ target: [Double]) {
        precondition(row.count == inputs && target.count == outputs, "a row has its width")
        let scale = 1 / (1 + row.withUnsafeBufferPointer { turn($0) })
        correct(row.map { Float($0) }, target, gain.map { Float($0 * scale) })
        let gain = gain
        covariance.withUnsafeMutableBufferPointer { Self.shrink($0.baseAddress!, gain, scale) }
    }

    /// Leaves the covariance times the row in `gain`; returns the row times that.
    private mutating func turn(_ row: UnsafeBufferPointer<Double>) -> Double {
        let width = inputs / Self.lanes
        var size = 0.0
        for vector in 0..<width {
            var sum = SIMD8<Double>.zero
            covariance.withUnsafeBufferPointer { covariance in
                // It is symmetric, so a sum of its rows is as good as one of its columns, and needs no shuffling.
                for input in 0..<inputs { sum += row[input] * covariance[input * width + vector] }
            }
            for lane in 0..<Self.lanes {
                gain[vector * Self.lanes + lane] = sum[lane]
                size += sum[lane] * row[vector * Self.lanes + lane]
            }
        }
        return size
    }

    private mutating func correct(_ row: [Float], _ target: [Double], _ gain: [Float]) {
        let (inputs, blocks) = (inputs, blocks)
        row.withUnsafeBufferPointer { row in
            gain.withUnsafeBufferPointer { gain in
                weights.withUnsafeMutableBufferPointer { weights in
                    for block in 0..<blocks {
                        let weights = weights.baseAddress! + block * inputs
                        var truth = SIMD8<Float>.zero
                        for lane in 0..<Self.lanes { truth[lane] = Float(target[block * Self.lanes + lane]) }
                        let error = truth - Self.product(row, weights)
                        for input in 0..<inputs { weights[input] += gain[input] * error }
                    }
                }
            }
        }
    }

    private static func shrink(_ covariance: UnsafeMutablePointer<SIMD8<Double>>, _ gain: [Double], _ scale: Double) {
        let width = gain.count / lanes
        for vector in 0..<width {
            var part = SIMD8<Double>.zero
            for lane in 0..<lanes { part[lane] = gain[vector * lanes + lane] * scale }
            for input in gain.indices { covariance[input * width + vector] -= gain[input] * part }
        }
    }

    @inline(__always)
    private static func product(
        _ row: UnsafeBufferPointer<Float>, _ weights: UnsafePointer<SIMD8<Float>>
    ) -> SIMD8<Float> {
        var (even, odd) = (SIMD8<Float>.zero, SIMD8<Float>.zero)
        for input in stride(from: 0, to: row.count, by: 2) {
            even += row[input] * weights[input]
            odd += row[input + 1] * weights[input + 1]
        }
        return even + odd
    }
}
