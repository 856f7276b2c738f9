internal import Telemetry

/// The parameters after the question mark, read by type; what cannot be read is a validation error that names it.
package struct QueryValues: Sendable {
    private let values: [String: String]

    init(_ values: [String: String]) {
        self.values = values
    }

    func text(_ name: String) -> String? {
        values[name].flatMap { $0.isEmpty ? nil : $0 }
    }

    func integer(_ name: String, in range: ClosedRange<Int>) throws -> Int? {
        guard let text = text(name) else { return nil }
        guard let value = Int(text), range.contains(value) else {
            throw APIError.invalid(name, "must be a whole number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func number(_ name: String, in range: ClosedRange<Double>) throws -> Double? {
        guard let text = text(name) else { return nil }
        guard let value = Double(text), range.contains(value) else {
            throw APIError.invalid(name, "must be a number from \(range.lowerBound) to \(range.upperBound)")
        }
        return value
    }

    func choice(_ name: String, of choices: [String]) throws -> String? {
        guard let text = text(name) else { return nil }
        guard choices.contains(text) else {
            throw APIError.invalid(name, "must be one of \(choices.joined(separator: ", "))")
        }
        return text
    }

    func flag(_ name: String) throws -> Bool? {
        try choice(name, of: ["true", "false"]).map { $0 == "true" }
    }

    func id<Subject>(_ name: String) throws -> Identifier<Subject>? {
        guard let text = text(name) else { return nil }
        guard let id = Identifier<Subject>(text) else { throw APIError.invalid(name, "must be a UUID") }
        return id
    }

    /// A moment: RFC 3339, `now`, or `now` less a number of `s`, `m`, `h`, `d` or `w`, as `now-6h`.
    func moment(_ name: String, now: Timestamp) throws -> Timestamp? {
        guard let text = text(name) else { return nil }
        guard let moment = Self.moment(text, now: now) else {
            throw APIError.invalid(name, "must be RFC 3339 with a zone, or as now-6h")
        }
        return moment
    }

    static func moment(_ text: String, now: Timestamp) -> Timestamp? {
        // A plus sign that was not escaped arrives as a space.
        if let moment = Timestamp(rfc3339: text) ?? Timestamp(rfc3339: text.replacingSpaceBeforeZone) { return moment }
        guard text.hasPrefix("now") else { return nil }
        let shift = text.dropFirst(3)
        if shift.isEmpty { return now }
        let units: [Character: Double] = ["s": 1, "m": 60, "h": 3_600, "d": 86_400, "w": 604_800]
        guard shift.first == "-", let unit = shift.last.flatMap({ units[$0] }),
            let count = Int(shift.dropFirst().dropLast()), (0...100_000).contains(count)
        else { return nil }
        return now.advanced(seconds: -Double(count) * unit)
    }
}

extension String {
    fileprivate var replacingSpaceBeforeZone: String {
        guard count > 10, let space = lastIndex(of: " "), distance(from: startIndex, to: space) > 10 else {
            return self
        }
        var text = self
        text.replaceSubrange(space...space, with: "+")
        return text
    }
}
