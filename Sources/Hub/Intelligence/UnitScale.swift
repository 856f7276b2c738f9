internal import HubPlant

/// Units (UCUM) that the models do not speak, and what makes theirs of them.
enum UnitScale {
    /// kW; an unknown unit is taken for that.
    static func kilowatts(_ series: ReadingsSeries) -> ReadingsSeries {
        switch series.unit {
        case "W": scaled(series, by: 0.001)
        case "MW": scaled(series, by: 1_000)
        default: series
        }
    }

    /// °C; an unknown unit is taken for that.
    static func celsius(_ series: ReadingsSeries) -> ReadingsSeries {
        switch series.unit {
        case "K": scaled(series, by: 1, plus: -273.15)
        case "[degF]": scaled(series, by: 5 / 9, plus: -32 * 5 / 9)
        default: series
        }
    }

    /// mm/s; an unknown unit is taken for that.
    static func millimetresPerSecond(_ series: ReadingsSeries) -> ReadingsSeries {
        series.unit == "m/s" ? scaled(series, by: 1_000) : series
    }

    /// Hours; an unknown unit is taken for that.
    static func hours(_ series: ReadingsSeries) -> ReadingsSeries {
        switch series.unit {
        case "s": scaled(series, by: 1 / 3_600)
        case "min": scaled(series, by: 1 / 60)
        default: series
        }
    }

    private static func scaled(_ series: ReadingsSeries, by factor: Double, plus shift: Double = 0) -> ReadingsSeries {
        var series = series
        for column in [\ReadingsSeries.values, \.minima, \.maxima] {
            for index in series[keyPath: column].indices {
                series[keyPath: column][index] = series[keyPath: column][index] * factor + shift
            }
        }
        return series
    }
}
