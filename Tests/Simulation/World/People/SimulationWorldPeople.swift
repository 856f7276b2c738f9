import AgentStore
import Runtime
import SimulatedDisk
import SyncCore
import SyncWire
import Telemetry

/// What people do at the hub and at the gateways.
extension SimulationWorld {
    /// The hub's clock.
    var hubNow: Timestamp { Self.hubTime(Timestamp(microseconds: Int64(time.now.nanoseconds / 1_000))) }

    /// What the hub's clock shows at a time of the world.
    static func hubTime(_ passed: Timestamp) -> Timestamp {
        Timestamp(microseconds: 1_763_712_000_000_000 + passed.microseconds)
    }

    func perform(_ step: PeopleStep) {
        hub.plant.endOverdue(at: hubNow)
        switch step {
        case .edit(let edit):
            switch edit.writer {
            case .hub: editAtHub(edit)
            case .gateway: act(edit.gateway) { self.edit(edit, at: $0) }
            case .agent: act(edit.gateway) { self.decide(edit, at: $0) }
            }
        case .decide(let decision):
            switch decision.side {
            case .hub: decideAtHub(decision)
            case .edge: act(decision.gateway) { self.decide(decision, at: $0) }
            }
        case .order(let wish):
            if isHubDown { return }
            let agent = gateways[wish.gateway].agent
            for gateway in gateways where gateway.agent == agent { gateway.device.controls.expect(wish) }
            orders[wish.id] = wish
            hub.plant.send(
                wish, to: DeviceMessage.machine(wish.gateway), of: agent, at: hubNow)
        case .cancel(let number, let pick):
            let ids = orders.keys.filter { orders[$0]?.gateway == number }.sorted()
            if !isHubDown, !ids.isEmpty { hub.plant.cancel(ids[pick % ids.count], at: hubNow) }
        }
    }

    /// Now and then a broken replica leaves out the first record of the downlink; the agent is to refuse that answer.
    func mislaying(_ answer: RoundAnswer) -> RoundAnswer {
        guard !isHealing, !faults.isHubCalm, plan.traits.hubUnknown > 0, let batch = answer.downlink,
            batch.records.count > 1, random.isTrue(0.3)
        else { return answer }
        var answer = answer
        answer.downlink?.records.removeFirst()
        return answer
    }

    /// What the agent is told by its process's death: once it runs again it knows what it wrote.
    func settleDoubt(of gateway: SimulatedGateway) {
        guard let doubt = gateway.doubt, let process = gateway.process, !process.lifeline.isDead,
            let after = try? process.store.document(doubt.key)
        else { return }
        writes.note(doubt.replica, from: doubt.before, to: after)
        gateway.doubt = nil
    }

    // MARK: At the hub

    private func editAtHub(_ edit: PlannedEdit) {
        let gateway = gateways[edit.gateway]
        let key = key(of: edit.subject, gateway)
        if !hub.plant.isShown(key) { return }
        if case .alert(let number) = edit.subject, !hub.plant.alerts.contains(alert(number, gateway)) { return }
        writeAtHub(key) { world throws(EditRefusal) in
            let document = world.hub.plant.documents[key]?.document ?? Document(key: key)
            let fields = edit.edits(seeing: document, actor: "olga")
            try world.hub.plant.edit(key, of: gateway.agent, fields, at: world.hubNow)
        }
    }

    private func decideAtHub(_ decision: PlannedDecision) {
        let ids = hub.plant.conflicts.keys.sorted()
        if isHubDown || ids.isEmpty { return }
        let id = ids[decision.pick % ids.count]
        guard let record = hub.plant.conflicts[id]?.record else { return }
        switch decision.act {
        case .resolve(let choice):
            writeAtHub(record.conflict.document) { world throws(EditRefusal) in
                _ = try world.hub.plant.resolve(
                    id, decision, Self.fitting(choice, record.conflict.path), at: world.hubNow)
            }
        case .undo:
            var isUndone = false
            writeAtHub(record.conflict.document) { world throws(EditRefusal) in
                isUndone = try world.hub.plant.undo(id, at: world.hubNow)
            }
            if isUndone { noteUndo(of: record.conflict, .hub, record.conflict.document, decision.gateway) }
        case .claim: _ = hub.plant.note(.claimed, of: id, at: hubNow)
        case .release: _ = hub.plant.note(.released, of: id, at: hubNow)
        }
    }

    private func writeAtHub(_ key: DocumentKey, _ body: (SimulationWorld) throws(EditRefusal) -> Void) {
        if isHubDown { return }
        let before = hub.plant.documents[key]?.document ?? Document(key: key)
        do {
            try body(self)
            writes.note(hub.plant.replica, from: before, to: hub.plant.documents[key]?.document ?? before)
        } catch {
            refusals += 1
        }
    }

    // MARK: At a gateway

    /// The control socket: a person changes fields.
    private func edit(_ edit: PlannedEdit, at gateway: SimulatedGateway) {
        let key = key(of: edit.subject, gateway)
        write(key, at: gateway) { process in
            let document = try process.store.document(key) ?? Document(key: key)
            let fields = edit.edits(seeing: document, actor: "gus")
            let outcome = try process.store.edit(DocumentEdit(key: key, fields: fields), at: gateway.clock.now())
            if case .refused = outcome { self.refusals += 1 }
        }
    }

    /// The agent changes what is its own, with what else there is to commit.
    private func decide(_ edit: PlannedEdit, at gateway: SimulatedGateway) {
        let key = key(of: edit.subject, gateway)
        write(key, at: gateway) { process in
            let fields = edit.fields.map {
                FieldEdit(path: $0.path, value: $0.value, actor: "agent", authority: .system)
            }
            process.intend(DocumentEdit(key: key, fields: fields))
            gateway.turn()
            // Without room it is not written; the agent decides again another time.
            process.batch.documents.removeAll()
        }
    }

    /// The control socket: a person does something about a conflict.
    private func decide(_ decision: PlannedDecision, at gateway: SimulatedGateway) {
        guard let store = gateway.process?.store,
            let records = try? store.conflicts(includingFinal: true, count: 64), !records.isEmpty
        else { return }
        let record = records[decision.pick % records.count]
        let id = record.conflict.id
        func note(_ event: ConflictEvent) -> Bool {
            (try? store.note(event, of: id, by: "gus", detail: "", at: gateway.clock.now())) ?? false
        }
        switch decision.act {
        case .resolve(let choice):
            if record.state.isOpen || record.state == .autoResolved { resolve(record, decision, choice, at: gateway) }
        case .undo:
            if ConflictLife.next(record.state, .reopened) != nil { undo(record, at: gateway) }
        case .claim: _ = note(.claimed)
        case .release: _ = note(.released)
        }
    }

    private func resolve(
        _ record: ConflictRecord, _ decision: PlannedDecision, _ choice: ConflictChoice, at gateway: SimulatedGateway
    ) {
        let key = record.conflict.document
        write(key, at: gateway) { process in
            let document = try process.store.document(key) ?? Document(key: key)
            let edit = try ConflictResolution.edit(
                record.conflict, in: document, choice: Self.fitting(choice, record.conflict.path), actor: "gus",
                authority: .supervisor, reason: "decided at the machine", confirmsSafety: decision.confirmsSafety,
                by: process.store.policies)
            _ = try process.store.edit(DocumentEdit(key: key, fields: [edit]), at: gateway.clock.now())
        }
    }

    /// The control socket: what held before holds again, and the conflict waits for a new decision.
    private func undo(_ record: ConflictRecord, at gateway: SimulatedGateway) {
        let key = record.conflict.document
        var isUndone = false
        write(key, at: gateway) { process in
            let document = try process.store.document(key) ?? Document(key: key)
            guard
                let edits = try ConflictReopening.edits(
                    of: record, in: document, actor: "gus", authority: .supervisor, reason: "taken back",
                    confirmsSafety: true, by: process.store.policies)
            else { return }
            let outcome = try process.store.edit(DocumentEdit(key: key, fields: edits), at: gateway.clock.now())
            if case .refused(let refusal) = outcome { throw refusal }
            isUndone = true
        }
        if isUndone, gateway.process?.lifeline.isDead == false {
            noteUndo(of: record.conflict, .edge, key, gateway.number)
        }
    }

    /// Does something that writes a document; whether it is durable is asked of the store, after a crash later.
    private func write(_ key: DocumentKey, at gateway: SimulatedGateway, _ body: (GatewayProcess) throws -> Void) {
        settleDoubt(of: gateway)
        guard let process = gateway.process, gateway.doubt == nil,
            let before = try? process.store.document(key) ?? Document(key: key)
        else { return }
        gateway.doubt = SimulatedGateway.Doubt(
            key: key, before: before, replica: .edge(process.store.incarnation))
        do { try body(process) } catch { refusals += 1 }
        settleDoubt(of: gateway)
    }

    private func noteUndo(
        of conflict: Conflict, _ side: ReplicaID.Side, _ key: DocumentKey, _ gateway: Int
    ) {
        let document =
            side == .hub
            ? hub.plant.documents[key]?.document : (try? gateways[gateway].process?.store.document(key)) ?? nil
        writes.note(
            WriteHistory.Undo(
                side: side, gateway: gateway, conflict: conflict.id, key: key, path: conflict.path,
                knew: document?.versions ?? VersionVector()))
    }

    // MARK: What a plan names

    private func key(of subject: PlannedEdit.Subject, _ gateway: SimulatedGateway) -> DocumentKey {
        switch subject {
        case .machine: .machine(DeviceMessage.machine(gateway.number))
        case .alert(let number): .alert(alert(number, gateway))
        case .agent: .agent(gateway.agent)
        }
    }

    private func alert(_ number: Int, _ gateway: SimulatedGateway) -> AlertID {
        AlertID(UniqueID(high: UInt64(gateway.number), low: UInt64(number)))
    }

    /// A value that the plan drew for a number, where the field holds something else.
    private static func fitting(_ choice: ConflictChoice, _ path: FieldPath) -> ConflictChoice {
        guard case .value(.number(let number)?) = choice else { return choice }
        switch path.parts.first {
        case "limit", "setpoint", "resolved", "reported", "desired": return choice
        case "latch", "deleted": return .value(.flag(number >= 3))
        case "status": return .value(.text(MachineStatus.allCases[Int(number) % 3].rawValue))
        default: return .value(.text("decided \(Int(number))"))
        }
    }
}

extension PlannedEdit {
    /// The edits, naming the latches of the document that the writer sees.
    fileprivate func edits(seeing document: Document, actor: String) -> [FieldEdit] {
        fields.map { field in
            FieldEdit(
                path: field.path, value: field.value, actor: actor, authority: authority,
                names: namesLatches ? document.latches.filter { $0.path == field.path }.map(\.dot) : [])
        }
    }
}
