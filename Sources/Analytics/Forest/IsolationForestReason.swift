extension IsolationForest {
    /// The feature whose replacement by its median lowers the row's score most; nothing when none lowers it.
    ///
    /// A forest has no expectation of a value, so each feature is asked what the row would be without it: a score a
    /// feature. Of two features that are only odd together it names the one that matters more.
    /// - Precondition: the row has as many values as there are features.
    public func reason(_ row: [Double]) -> ForestReason? {
        var changed = row
        var lowest = score(row)
        var found: Int?
        for feature in row.indices where !row[feature].isNaN {
            changed[feature] = .nan
            let without = score(changed)
            changed[feature] = row[feature]
            if without < lowest { (lowest, found) = (without, feature) }
        }
        return found.map { feature in
            let expected = Double(medians[feature])
            return ForestReason(
                feature: feature, expected: expected,
                distance: (row[feature] - expected) / Double(spreads[feature]))
        }
    }
}
