import Runtime
import SyncCore
import SyncWire
import Telemetry

/// The hub's copy of a machine's document: what is written into it goes down to the gateway.
final class HubDocument {
    private static let replica = ReplicaID(side: .hub, id: UniqueID(high: 1, low: 2))

    private let hub: PlayedHub
    private var document: Document
    private var sent: UInt64 = 0

    init(of machine: MachineKey, at hub: PlayedHub) {
        self.hub = hub
        document = Document(key: .machine(machine))
    }

    /// Writes fields, all in one record; nothing takes one away.
    func write(_ fields: [String: FieldValue?], authority: Authority) throws {
        for (text, value) in fields.sorted(by: { $0.key < $1.key }) {
            let path = try required(FieldPath(text))
            document.write(
                FieldEdit(path: path, value: value, actor: "ada", authority: authority),
                at: HybridTime(at: SystemClock().now()), by: Self.replica,
                base: document.value(of: path, by: .standard))
        }
        let patch = try required(document.patch(of: Self.replica, after: sent))
        sent = document.versions[Self.replica]
        hub.send(.document(patch))
    }
}
