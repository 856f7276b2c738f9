internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// What became of what people wish of a machine, in fields `reported.…` of its document: for rules also that they are
/// taken, for set-points and profiles only why they are not.
extension PlantLoop {
    /// Writes the reports that are not there yet, and takes away those that do not hold any more.
    func reportWishes(in document: Document, of watch: MachineWatch) {
        let reports = reports(of: watch)
        var edits: [FieldEdit] = []
        for (path, value) in document.values(by: store.policies) where path.description.hasPrefix(Self.reported) {
            let report = reports[path]
            if report != value.text { edits.append(Self.report(path, report)) }
        }
        for (path, report) in reports.sorted(by: { $0.key < $1.key })
        where document.value(of: path, by: store.policies) == nil {
            edits.append(Self.report(path, report))
        }
        guard !edits.isEmpty else { return }
        batch.documents.append(DocumentEdit(key: document.key, fields: edits))
    }

    private func reports(of watch: MachineWatch) -> [FieldPath: String] {
        var reports = reportsOfRules(of: watch)
        for setpoint in watch.setpoints {
            let told = watch.guardian.command(
                setpoint: setpoint.name, to: setpoint.value, id: setpoint.id(for: watch.key), issuer: setpoint.actor,
                at: now)
            if case .failure(let wrong) = told { reports["setpoint.\(setpoint.name)"] = "refused: \(wrong.reason)" }
        }
        let own = router.machines[watch.index].profile.name
        if let assigned = watch.assignedProfile, assigned != own {
            reports["profile"] = "refused: this gateway has no profile \(assigned); \(own) goes on"
        }
        let named = reports.compactMap { name, report in FieldPath(Self.reported + name).map { ($0, report) } }
        return Dictionary(uniqueKeysWithValues: named)
    }

    private static func report(_ path: FieldPath, _ report: String?) -> FieldEdit {
        FieldEdit(
            path: path, value: report.map { .text(String($0.prefix(500))) }, actor: "agent", authority: .system,
            reason: "")
    }

    private static let reported = "reported."
}
