extension SectionReader {
    /// A text of 1 to `bytesMax` bytes.
    public func text(_ key: String, required: Bool = false, bytesMax: Int = 1_024) -> String? {
        value(key, required: required, expected: "a text of 1 to \(bytesMax) bytes") {
            (1...bytesMax).contains($0.utf8.count) ? $0 : nil
        }
    }

    /// A finite number within a range.
    public func number(
        _ key: String, required: Bool = false, in range: ClosedRange<Double>, default fallback: Double? = nil
    ) -> Double? {
        guard let number = value(key, required: required, expected: "a number", ScalarText.number) else {
            return fallback
        }
        return within(range, number, key) ?? fallback
    }

    /// A whole number within a range.
    public func integer(
        _ key: String, required: Bool = false, in range: ClosedRange<Int>, default fallback: Int? = nil
    ) -> Int? {
        guard let number = value(key, required: required, expected: "a whole number", ScalarText.integer) else {
            return fallback
        }
        return within(range, number, key) ?? fallback
    }

    /// A length of time in seconds, written as `10s`, within a range of seconds.
    public func seconds(
        _ key: String, required: Bool = false, in range: ClosedRange<Double>, default fallback: Double? = nil
    ) -> Double? {
        let hint = "write it as 250ms, 10s, 5m, 2h or 7d"
        guard
            let length = value(
                key, required: required, expected: "a length of time", hint: hint, ScalarText.duration)
        else { return fallback }
        return within(range, length.inSeconds, key) ?? fallback
    }

    /// Yes or no.
    public func flag(_ key: String, default fallback: Bool) -> Bool {
        value(key, expected: "true or false", ScalarText.flag) ?? fallback
    }

    /// One of a few words.
    public func word<Word: RawRepresentable & CaseIterable>(
        _ key: String, required: Bool = false, as type: Word.Type = Word.self
    ) -> Word? where Word.RawValue == String {
        let words = Word.allCases.map(\.rawValue)
        let near: String? = node(key).flatMap { node -> String? in
            guard case .scalar(let text, _) = node.content else { return nil }
            return NearestName.of(text, among: words)
        }
        return value(
            key, required: required, expected: "one of \(words.joined(separator: ", "))",
            hint: near.map { "did you mean `\($0)`?" }
        ) { Word(rawValue: $0) }
    }

    /// A list of texts; one text counts as a list of one; nothing there is an empty list.
    public func texts(_ key: String, most: Int = 64) -> [String] {
        guard let node = node(key) else { return [] }
        if case .scalar(let text, _) = node.content { return [text] }
        var texts: [String] = []
        for item in items(key, most: most) {
            if case .scalar(let text, _) = item.content {
                texts.append(text)
            } else {
                collector.add(
                    ConfigurationMistake(
                        .valueType, at: item.mark, key: path(of: key),
                        "\(item.kindName) stands where a text is expected"))
            }
        }
        return texts
    }

    /// The items of a list; nothing there is an empty list.
    public func items(_ key: String, most: Int) -> [ConfigurationNode] {
        guard let node = node(key) else { return [] }
        guard case .list(let items) = node.content else {
            mistake(.valueType, key, "\(node.kindName) stands where a list is expected")
            return []
        }
        guard items.count <= most else {
            mistake(.valueOutOfRange, key, "\(items.count) items; at most \(most)")
            return []
        }
        return items
    }

    /// A reader of each item of a list of sections.
    public func sections(_ key: String, most: Int) -> [SectionReader] {
        items(key, most: most).enumerated().map { index, node in
            SectionReader(node, path: "\(path(of: key))[\(index)]", collector: collector)
        }
    }

    /// A reader of a section; nothing when it is not there.
    public func section(_ key: String, required: Bool = false) -> SectionReader? {
        node(key, required: required).map { SectionReader($0, path: path(of: key), collector: collector) }
    }

    private func within<Number: Comparable>(_ range: ClosedRange<Number>, _ number: Number, _ key: String) -> Number? {
        if range.contains(number) { return number }
        mistake(.valueOutOfRange, key, "\(number) is outside \(range.lowerBound) to \(range.upperBound)")
        return nil
    }
}
