internal import MillwrightDevice

/// A forecast as people read it: a row a day.
enum ForecastText {
    static func lines(_ forecast: JSONValue, name: String, on screen: Screen) -> [String] {
        let unit = forecast["unit"]?.string ?? ""
        let head = "\(name), \(forecast["metric"]?.string ?? "") in \(unit): \(accuracy(forecast, unit))"
        var table = ScreenTable(["DAY (UTC)", "MEAN", "LOWEST", "HIGHEST", "95 % FROM", "TO"])
        for day in days(forecast["points"]?.elements ?? []) {
            let values = day.points.compactMap { $0["value"]?.number }
            table.add([
                day.date, text(values.reduce(0, +) / Double(max(1, values.count))), text(values.min()),
                text(values.max()), text(day.points.compactMap { $0["low"]?.number }.min()),
                text(day.points.compactMap { $0["high"]?.number }.max()),
            ])
        }
        let changes = (forecast["changes"]?.elements ?? []).map { change in
            let shift = change["shift"]?.number ?? 0
            return "  its level went \(shift < 0 ? "down" : "up") by \(text(abs(shift))) \(unit) about "
                + String(change["time"]?.string?.prefix(10) ?? "")
        }
        return [screen.styled(Screen.plain(head), .bold)] + table.lines(on: screen) + changes
    }

    private static func accuracy(_ forecast: JSONValue, _ unit: String) -> String {
        guard let found = forecast["accuracy"]?.present else { return "too short a history to say how good it is" }
        let origins = "on \(found["origins"]?.integer ?? 0) days of its own past"
        if let day = found["mapeDay"]?.number, let week = found["mapeWeek"]?.number {
            return "off by \(text(day)) % a day ahead, \(text(week)) % over the week, \(origins)"
        }
        return "off by \(text(found["errorDay"]?.number)) \(unit) a day ahead, \(origins)"
    }

    private static func days(_ points: [JSONValue]) -> [(date: String, points: [JSONValue])] {
        var days: [(date: String, points: [JSONValue])] = []
        for point in points {
            let date = String(point["time"]?.string?.prefix(10) ?? "")
            if days.last?.date == date {
                days[days.count - 1].points.append(point)
            } else {
                days.append((date, [point]))
            }
        }
        return days
    }

    private static func text(_ value: Double?) -> String { value.map { PlotScale.short($0) } ?? "-" }
}
