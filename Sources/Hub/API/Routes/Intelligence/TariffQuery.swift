internal import AnalyticsEnergy
internal import HubPlant

/// Reads what a kWh costs from a request: one rate, or a document of prices by time of use.
enum TariffQuery {
    /// The tariff, and who says it.
    struct Found: Sendable {
        var tariff: Tariff
        var source: String
    }

    /// The request's tariff, else its rate, else the factory's rate.
    ///
    /// - Throws: 422 with the field at fault, as `tariff.periods[2].from`.
    static func read(_ query: QueryValues, factory: Factory) throws -> Found {
        let rate = try query.number("rate", in: Tariff.priceRange)
        guard let text = query.text("tariff") else {
            return Found(
                tariff: try checked("rate") { () throws(TariffError) in try Tariff(rate: rate ?? factory.tariff) },
                source: rate == nil ? "factory" : "request")
        }
        guard rate == nil else { throw APIError.invalid("rate", "stands in the tariff when there is one") }
        return Found(tariff: try document(text), source: "request")
    }

    private static func document(_ text: String) throws -> Tariff {
        guard text.utf8.count <= bytesMax else {
            throw APIError.invalid("tariff", "must have at most \(bytesMax) bytes")
        }
        let value: JSONValue
        do {
            value = try JSONReader.read(Array(text.utf8))
        } catch {
            throw APIError.invalid("tariff", "is no JSON: at byte \(error.position) it \(error.reason)")
        }
        let faults = schema.faults(value, at: "tariff")
        guard faults.isEmpty else { throw APIError.invalid(faults) }
        let periods = (value["periods"]?.elements ?? []).map(period)
        return try checked("tariff") { () throws(TariffError) in
            try Tariff(rate: value["rate"]?.number, periods: periods)
        }
    }

    private static func period(_ value: JSONValue) -> TariffPeriod {
        TariffPeriod(
            days: value["days"]?.text.flatMap(TariffDays.init) ?? .all, from: Int(value["from"]?.integer ?? 0),
            to: Int(value["to"]?.integer ?? 24), price: value["price"]?.number ?? 0)
    }

    private static func checked(_ field: String, _ body: () throws(TariffError) -> Tariff) throws -> Tariff {
        do throws(TariffError) {
            return try body()
        } catch {
            throw APIError.invalid(field == "rate" ? field : "\(field).\(error.field)", error.message)
        }
    }

    static let parameters = [
        QueryParameter(
            "rate", .number(min: Tariff.priceRange.lowerBound, max: Tariff.priceRange.upperBound),
            "Price of a kWh at any time; the factory's without."),
        QueryParameter(
            "tariff", .string(max: bytesMax),
            "Prices by time of use as JSON: {\"rate\":0.15,\"periods\":[{\"days\":\"weekdays\",\"from\":17,"
                + "\"to\":21,\"price\":0.34}]}; hours are those of the factory's clock."),
    ]

    private static let bytesMax = 16_384

    private static let schema = Schema.fields(
        .optional("rate", .number(min: Tariff.priceRange.lowerBound, max: Tariff.priceRange.upperBound)),
        .optional("periods", .list(period, max: HourOfWeek.count)))

    private static let period = Schema.fields(
        .optional("days", .choice(TariffDays.allCases.map(\.rawValue))), .required("from", .integer(min: 0, max: 23)),
        .required("to", .integer(min: 1, max: 24)),
        .required("price", .number(min: Tariff.priceRange.lowerBound, max: Tariff.priceRange.upperBound)))
}
