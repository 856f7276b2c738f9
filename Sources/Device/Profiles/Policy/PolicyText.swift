internal import Telemetry

extension PolicyCondition {
    /// For people: `temperature above 80 °C and not (hub away for 30 min or status OFFLINE)`.
    public var text: String {
        var none: ArraySlice<AtomFact>?
        return text(taking: &none, isInner: false)
    }

    /// The same with what each atom was compared with: `temperature above 80 °C (is 83 °C)`.
    public func text(with facts: [AtomFact]) -> String {
        var rest: ArraySlice<AtomFact>? = facts[...]
        return text(taking: &rest, isInner: false)
    }

    private func text(taking facts: inout ArraySlice<AtomFact>?, isInner: Bool) -> String {
        switch self {
        case .atom(let atom):
            guard facts != nil else { return atom.text }
            return "\(atom.text) (\(atom.text(of: facts?.popFirst() ?? .unknown)))"
        case .not(let part):
            return "not " + part.text(taking: &facts, isInner: true)
        case .all(let parts), .any(let parts):
            var word = " or "
            if case .all = self { word = " and " }
            var texts: [String] = []
            for part in parts { texts.append(part.text(taking: &facts, isInner: true)) }
            let joined = texts.joined(separator: word)
            return isInner && texts.count > 1 ? "(\(joined))" : joined
        }
    }
}

extension PolicyAtom {
    /// For people: `temperature above 80 °C`.
    public var text: String {
        switch self {
        case .value(let metric, let direction, .absolute(let value), _):
            "\(metric.name) \(direction.rawValue) \(NumberText.of(value, unit: metric.unit))"
        case .value(let metric, let direction, .ofBaseline(let factor), _):
            "\(metric.name) \(direction.rawValue) \(NumberText.of(factor * 100)) % of its baseline"
        case .rate(let metric, let rate):
            "\(metric.name) \(rate.direction.rawValue) faster than "
                + rate.text(rate.amount / rate.perSeconds, unit: metric.unit)
        case .score(let metric, let atLeast): "\(metric.name) scores \(NumberText.score(atLeast)) or more"
        case .machineScore(let atLeast): "all metrics together score \(NumberText.score(atLeast)) or more"
        case .forestScore(let atLeast): "the machine's forest scores \(NumberText.score(atLeast)) or more"
        case .missing(let metric, let seconds): "\(metric.name) missing for \(NumberText.seconds(seconds))"
        case .twin(let quantity, let direction, let value, _):
            "twin \(quantity.title) \(direction.rawValue) \(NumberText.of(value, unit: quantity.unit))"
        case .status(let statuses): "status \(statuses.map(\.rawValue).joined(separator: " or "))"
        case .hubAway(let seconds): "hub away for \(NumberText.seconds(seconds))"
        case .hours(let window): "between \(window)"
        }
    }

    /// What it is now: `is 83 °C`, or `not known`.
    public func text(of fact: AtomFact) -> String {
        guard let value = fact.value else { return "not known" }
        switch self {
        case .value(let metric, _, .absolute, _): return "is \(NumberText.of(value, unit: metric.unit))"
        case .value(_, _, .ofBaseline, _): return "is \(NumberText.of(value * 100)) %"
        case .rate(let metric, let rate): return "changes by \(rate.text(value, unit: metric.unit))"
        case .score, .machineScore, .forestScore: return "\(NumberText.of(value)) of the last 10 did"
        case .missing: return value < 1 ? "heard just now" : "for \(NumberText.seconds(value))"
        case .twin(let quantity, _, _, _): return "is \(NumberText.of(value, unit: quantity.unit))"
        case .status:
            let status = MachineStatus.allCases.enumerated().first { Double($0.offset) == value }?.element
            return status.map { "is \($0.rawValue)" } ?? "not known"
        case .hubAway: return value > 0 ? "for \(NumberText.seconds(value))" : "it answers"
        case .hours: return "it is \(HoursWindow.text(secondOfWeek: value))"
        }
    }
}
