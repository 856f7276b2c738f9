internal import SyncCore
internal import SyncWire

/// What of the configuration changes while the agent runs: as its file says, with what the hub desires over it.
struct RunningSettings: Sendable, Equatable {
    var sealAfterSeconds: Double
    var sealAfterSecondsAlone: Double
    var sealReadingsMax: Double
    var derivedSeconds: Double
    var intervalSeconds: Double

    /// As the agent's file says.
    init(_ settings: PlantSettings) {
        sealAfterSeconds = settings.sealAfterSeconds
        sealAfterSecondsAlone = settings.sealAfterSecondsAlone
        sealReadingsMax = Double(settings.sealReadingsMax)
        derivedSeconds = settings.derivedSeconds
        intervalSeconds = settings.session.intervalSeconds
    }

    /// The settings with the `desired.…` fields of the agent's document over them, and why others of these cannot be.
    ///
    /// Names, and what they may be, are those of the agent's file; lengths of time are in seconds.
    func changed(
        by document: Document, _ policies: PolicyTable
    ) -> (settings: RunningSettings, refused: [String: String]) {
        var changed = self
        var refused: [String: String] = [:]
        for (path, value) in document.values(by: policies) where path.description.hasPrefix(Self.desired) {
            let name = String(path.description.dropFirst(Self.desired.count))
            guard let setting = Self.changeable.first(where: { $0.name == name }) else {
                refused[name] = "is no setting that changes while the agent runs"
                continue
            }
            guard let number = value.number, setting.range.contains(number) else {
                refused[name] = "must be a number from \(setting.range.lowerBound) to \(setting.range.upperBound)"
                continue
            }
            changed[keyPath: setting.place] = number
        }
        return (changed, refused)
    }

    /// What `reported.…` fields say of them: what is in force, and what was refused with the reason.
    func report(refused: [String: String]) -> [FieldPath: FieldValue] {
        var report: [FieldPath: FieldValue] = [:]
        for setting in Self.changeable {
            guard let path = FieldPath("reported.\(setting.name)") else { continue }
            report[path] = .number(self[keyPath: setting.place])
        }
        for (name, why) in refused {
            guard let path = FieldPath("reported.refused.\(name)") else { continue }
            report[path] = .text(why)
        }
        return report
    }

    private struct Changeable: Sendable {
        var name: String
        var range: ClosedRange<Double>
        var place: any WritableKeyPath<RunningSettings, Double> & Sendable
    }

    private static let desired = "desired."

    private static let changeable = [
        Changeable(name: "store.seal_after_online", range: 1...3_600, place: \.sealAfterSeconds),
        Changeable(name: "store.seal_after_offline", range: 1...3_600, place: \.sealAfterSecondsAlone),
        Changeable(name: "store.seal_readings_max", range: 1_024...65_536, place: \.sealReadingsMax),
        Changeable(name: "scoring.derived_interval", range: 1...3_600, place: \.derivedSeconds),
        Changeable(name: "sync.interval", range: 0.1...3_600, place: \.intervalSeconds),
    ]
}
