/// Reads the texts of values; each function gives nothing when the text is no such value.
public enum ScalarText {
    /// A whole number in decimal; `_` may group digits, as in `65_536`.
    public static func integer(_ text: String) -> Int? {
        let digits = text.utf8.filter { $0 != UInt8(ascii: "_") }
        guard !text.hasPrefix("_"), !text.hasPrefix("+") else { return nil }
        return Int(String(decoding: digits, as: UTF8.self))
    }

    /// A finite decimal number.
    public static func number(_ text: String) -> Double? {
        let allowed = text.utf8.allSatisfy { byte in
            (48...57).contains(byte) || [43, 45, 46, 69, 101].contains(byte)
        }
        guard allowed, let value = Double(text), value.isFinite else { return nil }
        return value
    }

    /// `true`, `yes`, `on` or `false`, `no`, `off`.
    public static func flag(_ text: String) -> Bool? {
        switch text.lowercased() {
        case "true", "yes", "on": true
        case "false", "no", "off": false
        default: nil
        }
    }

    /// A length of time, as `250ms`, `10s`, `1.5m`, `2h`, `7d`; a bare `0` is none.
    public static func duration(_ text: String) -> Duration? {
        if text == "0" { return .zero }
        guard let (value, unit) = split(text), value >= 0 else { return nil }
        let microseconds: Double
        switch unit {
        case "us": microseconds = value
        case "ms": microseconds = value * 1e3
        case "s": microseconds = value * 1e6
        case "m", "min": microseconds = value * 60e6
        case "h": microseconds = value * 3_600e6
        case "d": microseconds = value * 86_400e6
        default: return nil
        }
        guard microseconds < 9e18 else { return nil }
        return .microseconds(Int64(microseconds.rounded()))
    }

    /// A number of bytes, as `4096`, `64KiB`, `64MiB`, `2GiB`, `1TiB` (powers of 1024) or `64MB` (powers of 1000).
    public static func byteSize(_ text: String) -> Int? {
        guard let (value, unit) = split(text), value >= 0 else { return nil }
        let scales = [
            "": 1, "B": 1, "KiB": 1024, "MiB": 1_048_576, "GiB": 1_073_741_824, "TiB": 1_099_511_627_776,
            "kB": 1e3, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12,
        ]
        guard let scale = scales[unit], value * scale < 9e18 else { return nil }
        return Int((value * scale).rounded())
    }

    private static func split(_ text: String) -> (Double, String)? {
        let digits = text.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "_") }
        guard let value = number(String(digits.filter { $0 != "_" })) else { return nil }
        let unit = text[digits.endIndex...]
        return (value, String(unit.first == " " ? unit.dropFirst() : unit))
    }
}

extension Duration {
    /// The length in seconds, as a number.
    public var inSeconds: Double {
        Double(components.seconds) + Double(components.attoseconds) / 1e18
    }
}
