internal import MillwrightDevice

/// A twin and its scenarios as people read them.
enum TwinText {
    /// So many moments of a scenario stand in the table.
    private static let rowsMax = 12

    static func lines(_ report: JSONValue, name: String, on screen: Screen) -> [String] {
        guard let state = report["state"]?.present else {
            return ["\(name): no agent has told of a twin yet; it starts with the first power reading."]
        }
        let health = "health \(text(state["health"])) of 100, \(state["healthState"]?.string ?? "")"
        var lines = [screen.styled(Screen.plain("\(name): \(health)"), .bold)]
        var life = "  remaining life     \(text(state["remainingHours"])) h"
        if let found = report["remainingLife"]?.present {
            let (low, high) = (text(found["low"]), text(found["high"]))
            life +=
                low == high
                ? "; nothing that was calibrated spreads it by an hour yet"
                : ", four times out of five \(low) to \(high) h"
        }
        lines.append(life)
        lines.append("  failure            probability \(text(state["failureProbability"]))")
        for (quantity, unit) in [("temperature", "°C"), ("vibration", "mm/s")] {
            var line = "  \(quantity)".padded(to: 21) + "model \(text(state[quantity])) \(unit)"
            if let found = report["calibration"]?[quantity]?.present {
                line += ", off by \(text(found["error"])) \(unit) in the last day"
                if let residual = found["residual"]?.number { line += ", now by \(text(.number(residual)))" }
            }
            lines.append(line)
        }
        return lines
    }

    static func lines(scenario outcome: JSONValue, name: String, on screen: Screen) -> [String] {
        let machine = outcome["machine"]
        let head =
            "\(name), \(outcome["scenario"]?.string ?? "") for \(text(outcome["hours"])) h at"
            + " \(text(machine?["ratedPower"])) kW rated (\(machine?["ratedPowerFrom"]?.string ?? ""))"
            + (machine?["calibrated"]?.bool == true ? "" : ", not calibrated: too few readings")
        var table = ScreenTable(["HOURS", "LOAD", "°C", "MM/S", "WEAR", "FATIGUE", "HEALTH", "FROM", "TO"])
        for point in thinned(outcome["points"]?.elements ?? []) {
            func median(_ name: String) -> String { text(point[name]?["median"]) }
            table.add([
                text(point["hours"]), text(point["load"]), median("temperature"), median("vibration"), median("wear"),
                median("fatigue"), median("health"), text(point["health"]?["low"]), text(point["health"]?["high"]),
            ])
        }
        let advice = (outcome["advice"]?.elements ?? []).map { one in
            Screen.plain("\(one["code"]?.string ?? ""): \(one["text"]?.string ?? "")")
        }
        return [screen.styled(Screen.plain(head), .bold)] + table.lines(on: screen) + advice
    }

    /// The first, the last, and as many evenly between.
    private static func thinned(_ points: [JSONValue]) -> [JSONValue] {
        guard points.count > rowsMax else { return points }
        return (0..<rowsMax).map { points[$0 * (points.count - 1) / (rowsMax - 1)] }
    }

    private static func text(_ value: JSONValue?) -> String { value?.number.map { PlotScale.short($0) } ?? "-" }
}

extension String {
    fileprivate func padded(to width: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, width - count))
    }
}
