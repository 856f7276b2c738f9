/// Writes Prometheus text, exposition format 0.0.4; values of labels and help texts are escaped as it asks.
public struct PrometheusText {
    /// The text so far, UTF-8.
    public private(set) var bytes: [UInt8] = []

    init() {}

    mutating func header(name: String, help: String, kind: String) {
        append("# HELP \(name) ")
        append(escaping: help, quotes: false)
        append("\n# TYPE \(name) \(kind)\n")
    }

    /// One line of a whole number, exact over all of its range.
    public mutating func sample(name: String, labels: [(name: String, value: String)], count: UInt64) {
        line(name: name, labels: labels, value: String(count))
    }

    /// One line of any number.
    public mutating func sample(name: String, labels: [(name: String, value: String)], value: Double) {
        line(name: name, labels: labels, value: Self.number(value))
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value < 0 ? "-Inf" : "+Inf" }
        if let whole = Int64(exactly: value) { return String(whole) }
        return String(value)
    }

    private mutating func line(name: String, labels: [(name: String, value: String)], value: String) {
        append(name)
        for (index, label) in labels.enumerated() {
            append(index == 0 ? "{" : ",")
            append("\(label.name)=\"")
            append(escaping: label.value, quotes: true)
            append("\"")
        }
        append(labels.isEmpty ? " \(value)\n" : "} \(value)\n")
    }

    private mutating func append(_ text: String) {
        bytes.append(contentsOf: text.utf8)
    }

    private mutating func append(escaping text: String, quotes: Bool) {
        for byte in text.utf8 {
            switch byte {
            case UInt8(ascii: "\\"): append("\\\\")
            case UInt8(ascii: "\n"): append("\\n")
            case UInt8(ascii: "\"") where quotes: append("\\\"")
            default: bytes.append(byte)
            }
        }
    }
}
