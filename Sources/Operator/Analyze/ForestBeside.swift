internal import AnalyticsAnomaly
internal import AnalyticsForest

/// An isolation forest beside the detector, as a gateway runs one.
///
/// How odd a row is to it is held against the rows before.
struct ForestBeside {
    private let forest: IsolationForest
    /// The columns in the order of its features.
    private let places: [Int]
    private var tails = ScoreTails()
    private var values: [Double]

    /// Reads a forest all of whose features are columns of the file.
    ///
    /// - Throws: `CommandFailure` when it cannot be read, or looks at a column that is not scored.
    init(file: String, columns: [String]) throws {
        forest = try ForestFile.read(file)
        places = try forest.features.map { feature in
            guard let place = columns.firstIndex(of: feature) else {
                throw CommandFailure(
                    "COLUMN_UNKNOWN",
                    "\(file): looks at \(feature), which is none of \(columns.joined(separator: ", "))",
                    field: "--forest")
            }
            return place
        }
        values = places.map { _ in .nan }
    }

    /// The part of the rows before that were at least as odd; nothing for a row that lacks a feature, or before enough.
    mutating func judge(_ row: [Double]) -> Double? {
        for (index, place) in places.enumerated() { values[index] = row[place] }
        guard !values.contains(where: \.isNaN) else { return nil }
        return tails.judge(forest.score(values), isHeld: false)
    }

    /// The verdict with the forest's reason, where the row alarms because it is odd to the forest.
    func explain(_ verdict: MachineVerdict) -> MachineVerdict {
        guard verdict.isAlarm, verdict.view == .forest, let reason = forest.reason(values) else { return verdict }
        var explained = verdict
        explained.metric = places[reason.feature]
        (explained.expected, explained.distance) = (reason.expected, reason.distance)
        return explained
    }
}
