extension IsolationForest {
    /// The feature whose replacement by its median lowers the row's score most; nothing when none lowers it.
    ///
    /// - Precondition: the row has as many values as there are features.
    public func reason(_ row: [Double]) -> ForestReason? {
        ForestReason(of: row, medians: medians, spreads: spreads, score: score)
    }
}
