/// The forest that a machine runs: packed where it fits, else as it came.
public enum RunningForest: Sendable {
    /// It gives the same scores in a quarter of the memory.
    case packed(PackedForest)
    /// It is too large for `PackedForest`.
    case plain(IsolationForest)

    /// Packs a forest if it can be.
    public init(_ forest: IsolationForest) {
        self = PackedForest(forest).map(Self.packed) ?? .plain(forest)
    }

    /// The score of one row, 0 to 1.
    ///
    /// - Precondition: the row has as many values as there are features.
    public func score(_ row: [Double]) -> Double {
        switch self {
        case .packed(let forest): forest.score(row)
        case .plain(let forest): forest.score(row)
        }
    }

    /// Why a row is odd; it costs a score for each feature.
    ///
    /// - Precondition: the row has as many values as there are features.
    public func reason(_ row: [Double]) -> ForestReason? {
        switch self {
        case .packed(let forest):
            ForestReason(of: row, medians: forest.medians, spreads: forest.spreads, score: forest.score)
        case .plain(let forest): forest.reason(row)
        }
    }
}
