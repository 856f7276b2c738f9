/// Why a row scores as it does: the feature that it would be least odd without.
public struct ForestReason: Sendable, Equatable {
    /// The feature's place.
    public var feature: Int
    /// What is usual: its median in the training rows.
    public var expected: Double
    /// How far the row is from it, in usual distances; negative when it is below.
    public var distance: Double

    /// The feature whose replacement by its median lowers the row's score most; nothing when none lowers it.
    ///
    /// A forest has no expectation of a value, so each feature is asked what the row would be without it: a score a
    /// feature. Of two features that are only odd together it names the one that matters more.
    init?(of row: [Double], medians: [Float], spreads: [Float], score: ([Double]) -> Double) {
        var changed = row
        var lowest = score(row)
        var found: Int?
        for feature in row.indices where !row[feature].isNaN {
            changed[feature] = .nan
            let without = score(changed)
            changed[feature] = row[feature]
            if without < lowest { (lowest, found) = (without, feature) }
        }
        guard let found else { return nil }
        feature = found
        expected = Double(medians[found])
        distance = (row[found] - expected) / Double(spreads[found])
    }
}
