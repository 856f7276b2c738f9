/// How far a local time is before UTC, as it stands on a command line.
enum UTCOffset {
    /// Reads `+01:00`, `-05:30` or `Z`.
    static func seconds(_ text: String) -> Int? {
        if text == "Z" { return 0 }
        let digits = text.dropFirst().split(separator: ":", omittingEmptySubsequences: false)
        guard let sign = text.first, sign == "+" || sign == "-", digits.count == 2,
            digits.allSatisfy({ $0.utf8.count == 2 && $0.utf8.allSatisfy { (48...57).contains($0) } }),
            let hours = Int(digits[0]), let minutes = Int(digits[1]), hours <= 14, minutes < 60
        else { return nil }
        return (sign == "-" ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}
