internal import Telemetry

/// What holds of every covariance, whether it was computed or came from elsewhere.
enum Covariance {
    /// No variance of a machine's parameters is greater.
    static let varianceMax = 1e9

    /// Reads the lower half of one, column by column; the columns of the whole.
    ///
    /// - Throws: `SnapshotError.valueInvalid` unless it is positive definite and no variance exceeds the limit.
    static func read(_ reader: inout SnapshotReader, size: Int) throws(SnapshotError) -> [SIMD4<Double>] {
        var columns = Array(repeating: SIMD4<Double>.zero, count: size)
        for column in 0..<size {
            for row in column..<size {
                columns[column][row] = try reader.double()
                columns[row][column] = columns[column][row]
            }
        }
        let matrix = columns.map { column in (0..<size).map { column[$0] } }
        let variances = (0..<size).map { matrix[$0][$0] }
        guard variances.allSatisfy({ $0 > 0 && $0 <= varianceMax }) else { throw .valueInvalid }
        let root = root(matrix)
        guard (0..<size).allSatisfy({ root[$0][$0] > 0 }) else { throw .valueInvalid }
        return columns
    }

    /// The Cholesky root, its lower half; a direction without variance has none.
    static func root(_ matrix: [[Double]]) -> [[Double]] {
        var root = matrix.map { $0.map { _ in 0.0 } }
        for row in matrix.indices {
            for column in 0...row {
                var sum = matrix[row][column]
                for index in 0..<column { sum -= root[row][index] * root[column][index] }
                if row == column {
                    root[row][row] = max(sum, 0).squareRoot()
                } else if root[column][column] > 0 {
                    root[row][column] = sum / root[column][column]
                }
            }
        }
        return root
    }
}
