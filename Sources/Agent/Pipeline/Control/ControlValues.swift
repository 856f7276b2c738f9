internal import SyncCore
internal import SyncWire
internal import Telemetry

/// How things look in the JSON of the control socket.
extension FieldValue {
    static func optional(_ value: FieldValue?) -> FieldValue { value ?? .null }

    static func time(_ time: Timestamp?) -> FieldValue { time.map { .text($0.rfc3339) } ?? .null }

    static func count(_ count: UInt64) -> FieldValue { .number(Double(count)) }

    static func stream(_ acknowledged: UInt64, newest: UInt64) -> FieldValue {
        .object(["acknowledged": .count(acknowledged), "newest": .count(newest)])
    }

    init(hold: Hold) {
        self = .object([
            "stream": .optional(hold.stream.map { .text("\($0)") }), "until": .time(hold.until),
            "limit": .text(hold.limit), "reason": .text(hold.reason),
        ])
    }

    init(credit: Credit) {
        self = .object([
            "stream": .text("\(credit.stream)"), "bytes": .count(credit.bytes), "records": .count(credit.records),
        ])
    }

    /// One write of a field.
    init(write: FieldWrite) {
        self = .object([
            "dot": .text("\(write.dot)"), "value": .optional(write.value), "actor": .text(write.actor),
            "authority": .text("\(write.authority)"), "at": .time(write.label.at),
            "count": .number(Double(write.label.count)), "reason": .text(write.reason), "base": .optional(write.base),
            "side": .text("\(write.dot.replica.side)"),
            "clock": .object([
                "state": .text(write.clock.name),
                "offsetMs": .optional(write.clock?.offset.map { .number(Double($0) / 1_000) }),
                "errorMs": .optional(write.clock?.error.map { .number(Double($0) / 1_000) }),
            ]),
        ])
    }

    /// A document with what holds, who wrote it, and which latches are set.
    init(document copies: DocumentView) {
        let document = copies.document
        let open = Set(document.conflicts(by: copies.policies).filter(\.isOpen).map(\.path))
        let fields = document.settings.map { path -> FieldValue in
            let outcome = document.outcome(of: path, by: copies.policies)
            return .object([
                "path": .text(path.description), "value": .optional(outcome?.value),
                "rule": .optional(outcome.map { .text($0.rule.rawValue) }),
                "conflicted": .flag(open.contains(path) || document.isReopened(path)),
                "writes": .list(document.siblings(of: path).map(FieldValue.init(write:))),
            ])
        }
        let latches = document.latches.map { latch -> FieldValue in
            .object([
                "path": .text(latch.path.description), "dot": .text("\(latch.dot)"), "actor": .text(latch.actor),
                "at": .time(latch.label.at), "reason": .text(latch.reason),
            ])
        }
        let status = document.effectiveStatus(by: copies.policies)
        self = .object([
            "key": .text("\(document.key)"), "kind": .text(document.key.kind.rawValue),
            "subject": .text(document.key.subject), "revision": .count(document.revision),
            "updatedAt": .time(copies.updated), "agreed": .flag(copies.isAgreed),
            "conflicted": .flag(document.isConflicted(by: copies.policies)),
            "effectiveStatus": .optional(status.map { .text($0.rawValue) }), "fields": .list(fields),
            "latches": .list(latches), "versions": .list(document.versions.dots.map { .text("\($0)") }),
        ])
    }

    /// A conflict with its life, as the hub tells it too.
    init(conflict record: ConflictRecord, agent: String) {
        let conflict = record.conflict
        var told: [String: FieldValue] = [
            "id": .text("\(conflict.id)"), "document": .text("\(conflict.document)"),
            "kind": .text(conflict.document.kind.rawValue), "path": .text(conflict.path.description),
            "agent": .text(agent), "state": .text(record.state.rawValue),
            "rule": .text(conflict.outcome.rule.rawValue), "severity": .text(conflict.severity.rawValue),
            "base": .object(["value": .optional(conflict.base)]),
            "edge": .optional(conflict.edge.map(FieldValue.init(write:))),
            "hub": .optional(conflict.hub.map(FieldValue.init(write:))),
            "siblings": .list(conflict.siblings.map(FieldValue.init(write:))),
            "inForce": .optional(record.resolution == nil ? conflict.outcome.value : record.resolution?.value),
            "outcome": .optional(conflict.outcome.value), "policyVersion": .number(Double(conflict.policyVersion)),
            "revision": .number(Double(record.revision)), "detectedAt": .time(record.detectedAt),
            "claimedBy": .optional(record.claimedBy.map { .text($0) }),
            "supersededBy": .optional(record.supersededBy.map { .text("\($0)") }),
            "history": .list(
                record.steps.map { step in
                    .object([
                        "at": .time(step.at), "event": .text(step.event.rawValue), "actor": .text(step.actor),
                        "detail": .text(step.detail),
                    ])
                }),
        ]
        if conflict.document.kind == .machine { told["machineName"] = .text(conflict.document.subject) }
        if let resolution = record.resolution, record.state != .reopened {
            told["resolution"] = FieldValue(write: resolution)
            told["resolvedBy"] = .text(resolution.actor)
            told["reason"] = .text(resolution.reason)
        }
        self = .object(told)
    }
}

/// A document as it is told.
struct DocumentView {
    var document: Document
    var policies: PolicyTable
    var isAgreed: Bool
    var updated: Timestamp
}

extension Document {
    /// Rises with each write that comes in: what somebody saw is compared by it.
    var revision: UInt64 { versions.dots.reduce(0) { $0 &+ $1.counter } }
}

extension Conflict {
    /// How urgent it is that a person looks: safety fields that wait are critical.
    var severity: Severity {
        guard isOpen else { return .info }
        return outcome.rule.isSafety ? .critical : .warning
    }
}
