/// One figure: what was measured, beside what is to be reached.
package struct Figure {
    /// What bench.py calls it by, to put a peer's figure beside it.
    package let key: String
    package let name: String
    package let value: Double
    package let unit: String
    /// At most so much; nothing where no target was set.
    package let target: Double?

    package init(_ key: String, _ name: String, _ value: Double, _ unit: String, target: Double? = nil) {
        self.key = key
        self.name = name
        self.value = value
        self.unit = unit
        self.target = target
    }

    package var isReached: Bool { target.map { value <= $0 } ?? true }

    /// A row for people: "3.1 µs", what is to be reached, the name.
    package var line: String {
        let wanted = target.map { "\(isReached ? "of" : "OVER") \(Self.text($0))" } ?? ""
        return Self.padded(Self.text(value), 10) + " " + Self.padded(unit, 8) + Self.padded(wanted, 14) + name
    }

    /// An object of JSON; names hold nothing that would have to be escaped.
    package var json: String {
        let wanted = target.map { "\($0)" } ?? "null"
        return "{\"key\": \"\(key)\", \"name\": \"\(name)\", \"value\": \(value), \"unit\": \"\(unit)\", "
            + "\"target\": \(wanted)}"
    }

    /// Three digits that count, as far as a figure needs them.
    private static func text(_ value: Double) -> String {
        let factor: Double = value < 0.1 ? 10_000 : value < 10 ? 100 : value < 100 ? 10 : 1
        let rounded = (value * factor).rounded() / factor
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    private static func padded(_ text: String, _ width: Int) -> String {
        text + String(repeating: " ", count: max(1, width - text.count))
    }
}
