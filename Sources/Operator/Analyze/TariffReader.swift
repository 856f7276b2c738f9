internal import AnalyticsEnergy
internal import Settings

/// Reads a tariff from YAML, or from JSON, which YAML holds; every mistake is found at once, each with its line.
enum TariffReader {
    /// Reads a file with a `rate` for all hours, `periods` with prices of their own, or both.
    static func read(file: String) throws(ConfigurationMistakes) -> Tariff {
        let collector = MistakeCollector()
        let root = SectionReader(
            try YAMLDocument.parse(try ConfigurationFiles.read(file), file: file), path: "", collector: collector)
        let rate = root.number("rate", in: Tariff.priceRange)
        let sections = root.sections("periods", most: HourOfWeek.count)
        let periods = sections.map(period)
        root.finish()
        try collector.finish()
        do throws(TariffError) {
            return try Tariff(rate: rate, periods: periods.compactMap(\.self))
        } catch {
            if case .overlap(let number, _, _) = error {
                sections[number].mistake(.conflict, "from", error.message)
            } else {
                root.mistake(.conflict, "periods", error.message)
            }
            try collector.finish()
            return Tariff()
        }
    }

    private static func period(_ section: SectionReader) -> TariffPeriod? {
        let days = section.has("days") ? section.word("days", as: TariffDays.self) : .all
        let from = section.integer("from", required: true, in: 0...23)
        let to = section.integer("to", required: true, in: 1...24)
        let price = section.number("price", required: true, in: Tariff.priceRange)
        section.finish()
        guard let days, let from, let to, let price else { return nil }
        return TariffPeriod(days: days, from: from, to: to, price: price)
    }
}
