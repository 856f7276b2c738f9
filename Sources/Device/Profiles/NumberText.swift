/// How numbers stand in the sentences of alerts, decisions and conditions.
package enum NumberText {
    /// At most two decimals, none that say nothing; three significant digits for small ones.
    package static func of(_ value: Double) -> String {
        guard value.isFinite else { return "\(value)" }
        guard abs(value) < 1e13 else { return "\(value)" }
        let places = abs(value) >= 0.1 || value == 0 ? 100.0 : 100_000.0
        let rounded = (value * places).rounded() / places
        let text = "\(rounded == 0 ? 0 : rounded)"
        return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
    }

    /// With its unit, as people write it.
    package static func of(_ value: Double, unit: String) -> String {
        switch unit {
        case "", "1": of(value)
        case "%": "\(of(value)) %"
        case "Cel": "\(of(value)) °C"
        default: "\(of(value)) \(unit)"
        }
    }

    /// A length of time in the unit that people would use.
    package static func seconds(_ seconds: Double) -> String {
        if seconds < 120 { return "\(of(seconds.rounded())) s" }
        if seconds < 7_200 { return "\(of((seconds / 60).rounded())) min" }
        return "\(of((seconds / 360).rounded() / 10)) h"
    }

    /// The first letter large, to begin a sentence.
    package static func sentence(_ text: String) -> String {
        text.prefix(1).uppercased() + text.dropFirst()
    }
}

extension NumberText {
    /// A score with the digits that tell high ones apart.
    package static func score(_ score: Double) -> String {
        "\((score * 100_000).rounded(.down) / 100_000)"
    }
}
