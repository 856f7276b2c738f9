/// Levels of bands as they stand on a command line: percents, separated by commas.
enum ForecastLevels {
    /// The percents, each above 0 and below 100.
    static func percents(_ text: String) throws(CommandFailure) -> [Double] {
        var percents: [Double] = []
        for name in ColumnNames.split(text) {
            guard let percent = Double(name), percent > 0, percent < 100 else {
                throw CommandFailure("OPTION_INVALID", "\(name) is no percent above 0 and below 100", field: "--levels")
            }
            percents.append(percent)
        }
        return percents
    }

    /// A percent as part of a column's name.
    static func name(_ percent: Double) -> String {
        percent == percent.rounded() ? "\(Int(percent))" : "\(percent)"
    }
}
