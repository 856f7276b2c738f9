internal import Runtime
public import SyncWire
internal import Telemetry

extension ConflictEvidence {
    /// What a bundle holds beside the conflict as it is told: the same keys on both sides.
    ///
    /// `bytes` are what travels in sync, in Base64 for addresses: the whole document before, and the writes as a patch.
    /// `write` is how a side tells a write.
    public func members(telling write: (FieldWrite) -> FieldValue) -> [String: FieldValue] {
        let patch = DocumentPatch(
            key: before.key, writes: siblings, through: VersionVector(siblings.map(\.dot)))
        return [
            "format": .text(Self.format), "policy": policies.json,
            "before": .object([
                "bytes": .text(Base64URL.encode(before.stored)), "writes": .list(before.writes.map(write)),
            ]),
            "siblings": .object([
                "bytes": .text(Base64URL.encode(patch.encode())), "writes": .list(siblings.map(write)),
            ]),
            "outcome": .object([
                "rule": .text(outcome.rule.rawValue), "value": outcome.value ?? .null,
                "winner": outcome.winner.map { .text("\($0)") } ?? .null, "open": .flag(outcome.isOpen),
            ]),
        ]
    }

    /// Reads a bundle of either side; throws with the member at fault.
    public init(json: FieldValue) throws(ConflictBundleError) {
        guard case .object(let members) = json, members["format"]?.text == Self.format else {
            throw ConflictBundleError(member: "format", problem: "is not \(Self.format)")
        }
        guard let id = members["conflict"]?["id"]?.text.flatMap(UniqueID.init) else {
            throw ConflictBundleError(member: "conflict.id", problem: "is no id")
        }
        guard let path = members["conflict"]?["path"]?.text.flatMap(FieldPath.init) else {
            throw ConflictBundleError(member: "conflict.path", problem: "is no field")
        }
        let table: PolicyTable
        do {
            table = try PolicyTable(json: members["policy"] ?? .null)
        } catch {
            throw ConflictBundleError(member: "policy", problem: "is no table: \(error.message)")
        }
        let before = try Self.patch(members, "before")
        let writes = try Self.patch(members, "siblings").writes
        let outcome = try Self.outcome(members["outcome"], isConflict: writes.count > 1)
        let document = Document(key: before.key, versions: before.through, writes: before.writes)
        let conflict = Conflict(
            document: before.key, path: path, siblings: writes, outcome: outcome, policyVersion: table.version)
        self.init(conflict, before: document, policies: table)
        self.id = ConflictID(id)
    }

    private static func patch(
        _ members: [String: FieldValue], _ name: String
    ) throws(ConflictBundleError) -> DocumentPatch {
        guard let bytes = members[name]?["bytes"]?.text.flatMap(Base64URL.decode) else {
            throw ConflictBundleError(member: "\(name).bytes", problem: "is no Base64")
        }
        do {
            return try DocumentPatch.decode(bytes)
        } catch {
            throw ConflictBundleError(member: "\(name).bytes", problem: "cannot be read: \(error.message)")
        }
    }

    private static func outcome(_ json: FieldValue?, isConflict: Bool) throws(ConflictBundleError) -> RuleOutcome {
        guard let rule = json?["rule"]?.text.flatMap(MergeRule.init) else {
            throw ConflictBundleError(member: "outcome.rule", problem: "is no rule")
        }
        var winner: Dot?
        if let text = json?["winner"]?.text {
            guard let dot = Dot(text) else {
                throw ConflictBundleError(member: "outcome.winner", problem: "is no write")
            }
            winner = dot
        }
        let value = json?["value"] ?? .null
        return RuleOutcome(rule: rule, value: value == .null ? nil : value, winner: winner, isConflict: isConflict)
    }
}

extension FieldValue {
    fileprivate subscript(name: String) -> FieldValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }
}
