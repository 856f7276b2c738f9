internal import Settings

/// Reads the `envelope` and `horizon` of a profile's autonomy.
enum EnvelopeReader {
    static func envelope(of parent: SectionReader, profile: FirmwareProfile) -> Envelope {
        var envelope = Envelope()
        envelope.horizonSeconds = parent.seconds("horizon", in: 1...86_400, default: 600) ?? 600
        guard let section = parent.section("envelope") else { return envelope }
        let arguments = Set(profile.actions.flatMap { $0.arguments.map(\.name) })
        for entry in section.allEntries() {
            let quantity = TwinQuantity(rawValue: entry.key).flatMap { Envelope.quantities.contains($0) ? $0 : nil }
            guard quantity != nil || arguments.contains(entry.key) else {
                let known = Envelope.quantities.map(\.rawValue) + arguments.sorted()
                let near = NearestName.of(entry.key, among: known).map { "did you mean `\($0)`?" }
                section.mistake(
                    .conflict, entry.key, "the twin does not predict `\(entry.key)`, and no action has it as argument",
                    hint: near ?? "one of \(known.joined(separator: ", "))")
                continue
            }
            guard let (above, below) = bounds(entry.key, of: section) else { continue }
            if let quantity {
                if profile.twin == nil {
                    section.mistake(.conflict, entry.key, "the profile has no twin", hint: "describe it under `twin`")
                }
                envelope.bounds.append(Envelope.Bound(quantity: quantity, above: above, below: below))
            } else {
                envelope.arguments[entry.key] = (above ?? -Self.anything)...(below ?? Self.anything)
            }
        }
        return envelope
    }

    /// `{above: 20, below: 90}` or `[20, 90]`.
    private static func bounds(_ key: String, of section: SectionReader) -> (above: Double?, below: Double?)? {
        guard let node = section.node(key) else {
            section.mistake(.valueType, key, "nothing stands where bounds are expected", hint: Self.hint)
            return nil
        }
        if case .list = node.content {
            return MetricReader.range(of: section, key).map { ($0.lowerBound, $0.upperBound) }
        }
        guard case .mapping = node.content else {
            section.mistake(.valueType, key, "\(node.kindName) stands where bounds are expected", hint: Self.hint)
            return nil
        }
        let inner = SectionReader(node, path: section.path(of: key), collector: section.collector)
        let above = inner.number("above", in: -1e15...1e15)
        let below = inner.number("below", in: -1e15...1e15)
        inner.finish()
        if !inner.has("above"), !inner.has("below") {
            inner.mistake(.keyMissing, "below", "a bound has at least one side", hint: Self.hint)
            return nil
        }
        if let above, let below, above > below {
            inner.mistake(.conflict, "above", "nothing lies above \(above) and below \(below)")
            return nil
        }
        return above == nil && below == nil ? nil : (above, below)
    }

    private static let anything = Double.greatestFiniteMagnitude
    private static let hint = "write {below: 90}, {above: 20} or [20, 90]"
}
