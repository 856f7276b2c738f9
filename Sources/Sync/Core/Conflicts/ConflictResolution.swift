public import SyncWire

/// From a choice to the edit that ends a conflict.
public enum ConflictResolution {
    /// The edit; throws when the choice has no value there, when the actor may not, or when it makes something less
    /// safe and nobody has confirmed that.
    ///
    /// A latch that is cleared is named by all the writes that set it.
    public static func edit(
        _ conflict: Conflict, in document: Document, choice: ConflictChoice, actor: String, authority: Authority,
        reason: String, confirmsSafety: Bool, by policies: PolicyTable
    ) throws(EditRefusal) -> FieldEdit {
        let needed = max(.supervisor, policies.entry(for: conflict.path, of: conflict.document).authority)
        guard authority >= needed else { throw .notPermitted(needs: needed) }
        let value = try value(of: choice, conflict)
        let edit = FieldEdit(
            path: conflict.path, value: value, actor: actor, authority: authority, reason: reason,
            names: document.latches.filter { $0.path == conflict.path }.map(\.dot))
        if let refusal = EditCheck.valueRefusal(edit, document.key) { throw refusal }
        if !confirmsSafety, isLessSafe(value, than: conflict.outcome.value, conflict, by: policies) {
            throw .safetyNotConfirmed
        }
        return edit
    }

    private static func value(
        of choice: ConflictChoice, _ conflict: Conflict
    ) throws(EditRefusal) -> FieldValue? {
        switch choice {
        case .edge:
            guard let edge = conflict.edge else { throw .sideMissing("edge") }
            return edge.value
        case .hub:
            guard let hub = conflict.hub else { throw .sideMissing("hub") }
            return hub.value
        case .base: return conflict.base
        case .value(let value): return value
        }
    }

    /// Whether a value allows more than what holds: only rules that are about safety can.
    ///
    /// What a machine runs with is no order of values: there all but that may be less safe.
    static func isLessSafe(
        _ value: FieldValue?, than held: FieldValue?, _ conflict: Conflict, by policies: PolicyTable
    ) -> Bool {
        let entry = policies.entry(for: conflict.path, of: conflict.document)
        guard entry.rule.isSafety, value != held else { return false }
        if entry.rule == .runningHolds { return value != conflict.outcome.value }
        return RuleEvaluation.holding(value, held, at: conflict.path, by: entry) != value
    }
}
