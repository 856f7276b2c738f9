import AgentStore
import SyncCore
import SyncWire
import Telemetry

/// Documents of one gateway's agent: both sides are equal, nothing that somebody wrote is lost, and what is dangerous
/// was not decided by a merge.
struct DocumentChecks {
    private let world: SimulationWorld
    private let gateway: SimulatedGateway

    init(_ world: SimulationWorld, _ gateway: SimulatedGateway) {
        self.world = world
        self.gateway = gateway
    }

    func verdict() -> String? {
        guard world.isHeardAlone(gateway), let store = gateway.process?.store else { return nil }
        if let row = world.hub.plant.refusedPatches.first { return "PATCH_REFUSED: \(row.why)" }
        let downlink = world.hub.plant.downlink.first {
            $0.key.agent == gateway.agent && !$0.value.isEmpty
                && (gateway.isUnbroken || $0.key.incarnation == store.incarnation)
        }
        if let downlink { return "DOWNLINK_NOT_DRAINED: \(downlink.value.count) records wait" }
        let keys = Set(world.writes.keys + ((try? store.documentKeys(count: 1_000)) ?? []))
        for key in keys.sorted() where isOfGateway(key) {
            let atHub = world.hub.plant.documents[key]?.document ?? Document(key: key)
            guard let atEdge = try? store.document(key) ?? Document(key: key) else { return "DOCUMENT_UNREADABLE" }
            let isForgotten = key.kind == .alert && gateway.forgetsAlerts(world.plan.traits)
            guard atHub == atEdge || isForgotten else {
                return "DOCUMENTS_DIFFER: \(key) \(difference(atHub, atEdge))"
            }
            // What a folder wrote and told nobody is gone with it.
            guard gateway.isUnbroken else { continue }
            let history = world.writes.entries[key] ?? [:]
            for (path, entries) in history.sorted(by: { $0.key < $1.key }) {
                let field = FieldChecks(document: atHub, path: path, entries: entries, policies: store.policies)
                if let broken = field.verdict() { return "\(broken) at \(key) \(path)" }
            }
        }
        return gateway.isUnbroken ? ConflictChecks(world, gateway).verdict() : nil
    }

    private func isOfGateway(_ key: DocumentKey) -> Bool {
        switch key.kind {
        case .machine: key == .machine(DeviceMessage.machine(gateway.number))
        case .alert: AlertID(key.subject)?.unique.high == UInt64(gateway.number)
        default: key == .agent(gateway.agent)
        }
    }

    private func difference(_ hub: Document, _ edge: Document) -> String {
        let paths = Set(hub.paths + edge.paths).sorted()
        let path = paths.first { hub.siblings(of: $0) != edge.siblings(of: $0) }
        return path.map { "\($0)" } ?? "in what they know"
    }
}

extension SimulationWorld {
    /// Whether a gateway is the only one of its agent, on a disk that keeps its word, and the hub takes its documents.
    func isHeardAlone(_ gateway: SimulatedGateway) -> Bool {
        if gateway.isUnbroken { return true }
        guard gateway.isDiskTrusted, !gateway.isStopped, gateway.process?.shell.session.apart == nil else {
            return false
        }
        return gateways.count { $0.agent == gateway.agent } == 1
    }
}

extension SimulatedGateway {
    /// Whether its folder is one unbroken life on a disk that keeps its word.
    var isUnbroken: Bool { !isBroken && isDiskTrusted }

    /// Whether documents of alerts may be gone from the edge, because they had their time.
    func forgetsAlerts(_ traits: SimulationTraits) -> Bool { options.eventDays < 1 || traits.clockJumps }
}
