internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import Logging
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What documents say takes effect, and what the agent decides itself is written into them.
extension PlantLoop {
    /// Lets documents take effect that either side has changed and that are durable.
    func applyDocuments() {
        for key in store.takeChangedDocuments() {
            do {
                guard let document = try store.document(key) else { continue }
                switch key.kind {
                case .machine:
                    if let watch = watch(of: key) { apply(document, to: watch) }
                case .alert: applyAlert(document)
                case .agent: applyConfiguration(document)
                default: break
                }
            } catch {
                noteStoreFailure("cannot read the document \(key)", error)
            }
        }
    }

    /// The document of a machine; nothing when nobody wrote it or it cannot be read.
    func document(of watch: MachineWatch) -> Document? {
        (try? store.document(.machine(watch.key))) ?? nil
    }

    /// Status, latches, limits and set-points of a machine become those of its document.
    ///
    /// What was decided in this turn and is not durable yet comes with the next commit, and is not undone meanwhile.
    func apply(_ document: Document?, to watch: MachineWatch) {
        guard let document else { return }
        let profile = document.value(of: FieldPath(known: "profile"), by: store.policies)?.text
        // Another profile or other rules mean another watch, to which all of this was applied when it was made.
        if assign(profile, to: watch) || giveRules(of: document, to: watch) { return }
        takeForestWish(of: document, for: watch)
        watch.guardian.isLatched = !document.latches.isEmpty
        takeAnswer(in: document, of: watch)
        var overlays: [LimitOverlay] = []
        for (path, value) in document.values(by: store.policies) {
            guard let number = value.number else { continue }
            if let overlay = LimitOverlay(path: path.parts, value: number) { overlays.append(overlay) }
        }
        watch.setpoints = Setpoint.all(of: document, by: store.policies)
        watch.latches = document.latches.map { "\($0.path) by \($0.actor)" }
        watch.isConflicted = document.isConflicted(by: store.policies)
        let revision = watch.guardian.alarmRevision
        watch.guardian.setLimits(overlays)
        if watch.guardian.alarmRevision != revision { noteChange(of: watch) }
        guard !batch.documents.contains(where: { $0.key == document.key }) else { return }
        reportWishes(in: document, of: watch)
        // Without a status and a latch nothing speaks against running.
        let status = document.effectiveStatus(by: store.policies) ?? .online
        guard status != watch.guardian.status else { return }
        var wanted: [AutonomyEffect] = []
        watch.guardian.setStatus(status, context: &context, effects: &wanted)
        record(wanted, of: watch)
        batch.events.append(
            .machineStatus(
                MachineStatusChange(
                    machine: watch.key, status: status, reason: reason(of: status, document), decision: nil,
                    at: now)))
        noteChange(of: watch)
        logger.notice(
            "a machine's status follows its document",
            metadata: ["machine": "\(watch.key)", "status": "\(status.rawValue)"])
    }

    /// Gives a machine the profile that the hub assigned to it, without a restart; true when it has another one now.
    private func assign(_ profile: String?, to watch: MachineWatch) -> Bool {
        watch.assignedProfile = profile
        guard let profile, profile != router.machines[watch.index].profile.name else { return false }
        switch router.assign(profile: profile, to: watch.index) {
        case .changed:
            _ = self.watch(watch.index)
            return true
        case .unchanged: return false
        case .profileUnknown:
            logger.warning(
                "the hub assigns a profile that is not there",
                metadata: ["machine": "\(watch.key)", "profile": "\(profile)"])
            return false
        }
    }

    /// A status that the agent has decided becomes a write of the machine's document, in the transaction of the
    /// decision.
    func write(_ status: MachineStatus, reason: String, of watch: MachineWatch) {
        let edit = FieldEdit(
            path: Document.status, value: .text(status.rawValue), actor: "agent", authority: .system, reason: reason)
        batch.documents.append(DocumentEdit(key: .machine(watch.key), fields: [edit]))
    }

    /// After a restart: what the document says holds, and a status from before there were documents is written into it.
    func restoreDocument(of watch: MachineWatch) {
        let document = document(of: watch)
        if watch.guardian.status != .online, document?.effectiveStatus(by: store.policies) == nil {
            write(watch.guardian.status, reason: "as it was", of: watch)
        }
        apply(document, to: watch)
        restoreShelves(of: watch)
    }

    /// Whether a document may come to be by a person's edit: the machine is served here, the alert is open here.
    func knows(_ key: DocumentKey) -> Bool {
        switch key.kind {
        case .machine: watch(of: key) != nil
        case .alert: Self.alert(of: key).map { id in watches.contains { $0.guardian.has(id) } } ?? false
        default: false
        }
    }

    private func watch(of key: DocumentKey) -> MachineWatch? {
        guard let machine = MachineKey(key.subject), let index = router.index(of: machine), index < watches.count
        else { return nil }
        return watches[index]
    }

    /// People have seen an alert, here or at the hub; one that was resolved was seen as well, as far as it was the
    /// occurrence that they saw.
    private func applyAlert(_ document: Document) {
        guard let id = Self.alert(of: document.key), let watch = watches.first(where: { $0.guardian.has(id) }) else {
            return
        }
        shelve(id, as: document, on: watch)
        let values = document.values(by: store.policies)
        let isSeen = values.contains { $0.path.description.hasPrefix("acknowledged.") }
        let resolved = values.first { $0.path.description == "resolved" }?.value.number
        let revision = watch.guardian.openAlerts.first { $0.id == id }?.revision ?? .max
        guard isSeen || resolved.map({ $0 >= Double(revision) }) ?? false else { return }
        guard let seen = watch.guardian.acknowledge(id, at: now) else { return }
        batch.events.append(.alert(seen))
        noteChange(of: watch)
    }

    private func reason(of status: MachineStatus, _ document: Document) -> String {
        if let latch = document.latches.first, status != .online {
            return "\(latch.path) by \(latch.actor)" + (latch.reason.isEmpty ? "" : ": \(latch.reason)")
        }
        // Of several the one that holds, which need not be the newest.
        let winner = document.outcome(of: Document.status, by: store.policies)?.winner
        guard let write = document.siblings(of: Document.status).first(where: { $0.dot == winner }) else {
            return "no latch is set any more"
        }
        return "by \(write.actor)" + (write.reason.isEmpty ? "" : ": \(write.reason)")
    }

    /// The alert that a document is about.
    private static func alert(of key: DocumentKey) -> AlertID? { UniqueID(key.subject).map { AlertID($0) } }
}

extension MachineGuard {
    /// Whether an alert is open here.
    func has(_ id: AlertID) -> Bool { openAlerts.contains { $0.id == id } }
}
