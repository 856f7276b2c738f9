internal import AgentStore
internal import Logging
internal import SyncCore
internal import SyncWire

/// What the hub desires of the agent's own configuration, and what the agent reports of it.
extension PlantLoop {
    /// Reads what is desired since before the start.
    func restoreConfiguration() throws {
        guard let agent = store.commandAdmission?.agent, let document = try store.document(.agent(agent)) else {
            return
        }
        applyConfiguration(document)
    }

    /// Lets desired settings take effect at once, and writes what is in force into the document, where it says else.
    func applyConfiguration(_ document: Document) {
        guard let agent = store.commandAdmission?.agent, document.key == .agent(agent) else { return }
        let (desired, refused) = RunningSettings(settings).changed(by: document, store.policies)
        if desired != running {
            running = desired
            sync.setInterval(seconds: desired.intervalSeconds)
            logger.notice("settings follow what the hub desires", metadata: ["refused": "\(refused.count)"])
        }
        guard !batch.documents.contains(where: { $0.key == document.key }) else { return }
        let edits = reports(desired.report(refused: refused), into: document)
        if !edits.isEmpty { batch.documents.append(DocumentEdit(key: document.key, fields: edits)) }
    }

    /// The fields that say something else by now, and those that say something of which nothing is to be said any more.
    private func reports(_ report: [FieldPath: FieldValue], into document: Document) -> [FieldEdit] {
        let known = document.paths.filter { $0.description.hasPrefix("reported.") }
        return Set(known).union(report.keys).sorted().compactMap { path in
            guard document.value(of: path, by: store.policies) != report[path] else { return nil }
            return FieldEdit(path: path, value: report[path], actor: "agent", authority: .system)
        }
    }
}
