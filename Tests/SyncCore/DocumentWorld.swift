import Runtime
import SyncCore
import SyncWire
import Telemetry

/// Two copies of one document that edit and exchange patches as two ends do: strict, but late, doubled and at any time.
struct DocumentWorld {
    /// One end: its copy, its clock, and what of its own writes the other one has acknowledged.
    struct End {
        let replica: ReplicaID
        var document = Document(key: DocumentWorld.key)
        var clock = HybridClock()
        /// What its writes say of its clock.
        var state: ClockState?
        var acknowledged: UInt64 = 0
        /// All writes that were ever made here.
        var history: [FieldWrite] = []

        mutating func write(_ edit: FieldEdit, at now: Timestamp) {
            document.write(edit, at: clock.tick(now: now), by: replica, base: nil, clock: state)
            // What was just written has the newest dot of this replica, wherever it stands.
            let dot = Dot(replica: replica, counter: document.versions[replica])
            history += document.writes.filter { $0.dot == dot }
        }

        /// What the other end has not acknowledged, as one patch.
        var pending: DocumentPatch? { document.patch(of: replica, after: acknowledged) }
    }

    // A machine's key that stands in the source.
    static let key = DocumentKey.machine(MachineKey("north/press-1")!)

    var edge = End(replica: ReplicaID(side: .edge, id: UniqueID(high: 1, low: 1)))
    var hub = End(replica: ReplicaID(side: .hub, id: UniqueID(high: 2, low: 2)))
    var now = Timestamp(seconds: 1_700_000_000)

    mutating func edit(
        _ side: ReplicaID.Side, _ path: FieldPath, _ value: FieldValue?, authority: Authority = .supervisor,
        names: [Dot] = []
    ) {
        now = now.advanced(seconds: 1)
        let edit = FieldEdit(path: path, value: value, actor: "\(side)", authority: authority, names: names)
        if side == .edge { edge.write(edit, at: now) } else { hub.write(edit, at: now) }
    }

    /// The hub takes what the edge has pending; the acknowledgement may be lost.
    mutating func sendUp(answerLost: Bool = false) {
        guard let patch = edge.pending else { return }
        hub.document.apply(patch)
        if !answerLost { edge.acknowledged = patch.through[edge.replica] }
    }

    /// The edge takes what the hub has pending.
    mutating func sendDown(answerLost: Bool = false) {
        guard let patch = hub.pending else { return }
        edge.document.apply(patch)
        if !answerLost { hub.acknowledged = patch.through[hub.replica] }
    }

    mutating func settle() {
        sendUp()
        sendDown()
    }
}

extension FieldPath {
    static let status = FieldPath(known: "status")
    static let name = FieldPath(known: "name")
    static let notes = FieldPath(known: "notes")
    static let limit = FieldPath(known: "limit.temperature.TEMPERATURE.CRITICAL.above")
    static let lowerLimit = FieldPath(known: "limit.pressure.PRESSURE.WARNING.below")
    static let setpoint = FieldPath(known: "setpoint.speed")
    static let stop = FieldPath(known: "latch.emergency-stop")
}
