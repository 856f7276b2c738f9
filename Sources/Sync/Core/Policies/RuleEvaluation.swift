internal import Runtime
internal import SyncWire
internal import Telemetry

/// Decides fields; pure, and the same for every order of the writes.
enum RuleEvaluation {
    static func outcome(of siblings: [FieldWrite], at path: FieldPath, by entry: PolicyEntry) -> RuleOutcome {
        let values = Set(siblings.map(\.value))
        let newest = siblings.max(by: isOlder)
        var outcome = RuleOutcome(
            rule: entry.rule, value: newest?.value, winner: newest?.dot, isConflict: values.count > 1)
        guard outcome.isConflict else { return outcome }
        switch entry.rule {
        case .newestLabel: break
        case .keepBoth: keepBoth(siblings, &outcome)
        case .runningHolds: hold(running(siblings), &outcome)
        case .safetyLatch: take(siblings.filter(LatchField.isSet).max(by: isOlder), &outcome)
        case .mostRestrictive where planted(.newestStatusHolds): break
        case .mostRestrictive:
            take(siblings.max { rank($0, entry.order) < rank($1, entry.order) }, &outcome)
        case .stricterHolds: take(stricter(siblings, path), &outcome)
        case .union: take(siblings.min(by: isOlder), &outcome)
        case .occurrence: take(siblings.max { isLess($0, $1) { $0.value?.number ?? -.infinity } }, &outcome)
        case .hubOnly: take(only(.hub, siblings, entry.order), &outcome)
        case .edgeOnly: take(only(.edge, siblings, entry.order), &outcome)
        case .deletion: take(siblings.first { $0.value == .flag(true) } ?? newest, &outcome)
        }
        return outcome
    }

    /// Which of two values a rule would let hold, had both been written at the same time.
    static func holding(
        _ first: FieldValue?, _ second: FieldValue?, at path: FieldPath, by entry: PolicyEntry
    ) -> FieldValue? {
        let nobody = ReplicaID(side: .hub, id: UniqueID(high: 0, low: 0))
        let writes = [first, second].enumerated().map { index, value in
            FieldWrite(
                path: path, dot: Dot(replica: nobody, counter: UInt64(index) + 1), value: value,
                label: HybridTime(at: Timestamp(microseconds: 0)), actor: "", authority: .supervisor,
                context: VersionVector())
        }
        return outcome(of: writes, at: path, by: entry).value
    }

    /// By label, then by dot, which is in every copy the same.
    static func isOlder(_ left: FieldWrite, _ right: FieldWrite) -> Bool {
        (left.label, left.dot) < (right.label, right.dot)
    }

    private static func take(_ write: FieldWrite?, _ outcome: inout RuleOutcome) {
        guard let write else { return }
        outcome.value = write.value
        outcome.winner = write.dot
    }

    private static func hold(_ value: FieldValue?, _ outcome: inout RuleOutcome) {
        outcome.value = value
        outcome.winner = nil
    }

    /// A word that the order does not know is taken for the most restrictive; no value for the least.
    private static func rank(_ write: FieldWrite, _ order: [String]) -> (Int, HybridTime, Dot) {
        guard let value = write.value else { return (-1, write.label, write.dot) }
        let place = value.text.flatMap { order.firstIndex(of: $0) } ?? order.count
        return (place, write.label, write.dot)
    }

    private static func isLess(
        _ left: FieldWrite, _ right: FieldWrite, by number: (FieldWrite) -> Double
    ) -> Bool {
        let (first, second) = (number(left), number(right))
        return first == second ? isOlder(left, right) : first < second
    }

    /// The limit that alerts earlier: the lower one of an upper limit, the higher one of a lower limit.
    private static func stricter(_ siblings: [FieldWrite], _ path: FieldPath) -> FieldWrite? {
        let isLower = (path.parts.last == "below") != planted(.limitsMergedLoosely)
        return siblings.filter { $0.value?.number != nil }.max { left, right in
            isLess(left, right) { write in
                let number = write.value?.number ?? 0
                return isLower ? number : -number
            }
        }
    }

    /// What the machine runs with: what the edge wrote, since it applied it; otherwise what was there before.
    private static func running(_ siblings: [FieldWrite]) -> FieldValue? {
        if let edge = siblings.filter({ $0.dot.replica.side == .edge }).max(by: isOlder) { return edge.value }
        return siblings.min(by: isOlder)?.base
    }

    private static func only(
        _ side: ReplicaID.Side, _ siblings: [FieldWrite], _ order: [String]
    ) -> FieldWrite? {
        let own = siblings.filter { $0.dot.replica.side == side }
        if order.isEmpty { return own.max(by: isOlder) }
        return own.max { rank($0, order) < rank($1, order) }
    }

    /// Texts one after the other, the oldest first; values that are no texts cannot be joined, and the newest holds.
    private static func keepBoth(_ siblings: [FieldWrite], _ outcome: inout RuleOutcome) {
        let texts = siblings.sorted(by: isOlder).compactMap { $0.value?.text }
        guard texts.count > 1 else { return }
        hold(.text(texts.joined(separator: "\n\n")), &outcome)
    }
}
