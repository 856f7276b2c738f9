internal import AgentAutonomy
internal import AgentIngest
internal import AgentStore
internal import DeviceProfiles
internal import Logging
internal import Settings
internal import SyncCore
internal import SyncWire
internal import Telemetry

/// Rules that the hub gives to single machines, by fields `rule.<name>` of their documents.
///
/// They are the profile's rules from then on, also after a restart and without the hub; what they may do stays what
/// the profile's autonomy allows.
extension PlantLoop {
    /// What a document says of rules, in the order of their names.
    func rules(of document: Document?) -> [RuleDocument] {
        guard let document else { return [] }
        return document.values(by: store.policies).compactMap { path, value in
            guard path.parts.count == 2, path.parts[0] == "rule" else { return nil }
            let content: RuleDocument.Content? = value.text.map { .rule($0) } ?? (value.flag == false ? .off : nil)
            return content.flatMap { RuleDocument(name: String(path.parts[1]), content: $0) }
        }
        .sorted { $0.name < $1.name }
    }

    /// Has a machine watched by the rules of its document; true when they are others than before.
    ///
    /// What was known of the machine goes on: an alert stays open, and a rule that has fired does not fire again for
    /// having been edited.
    func giveRules(of document: Document, to watch: MachineWatch) -> Bool {
        guard rules(of: document) != watch.rules else { return false }
        _ = renewWatch(watch.index)
        return true
    }

    /// What became of each rule of a machine: `taken`, or what is wrong with it.
    func reportsOfRules(of watch: MachineWatch) -> [String: String] {
        let own = router.machines[watch.index].profile
        let mistakes = Dictionary(grouping: own.giving(watch.rules).mistakes, by: \.mark.file)
        let reports = watch.rules.map { rule in
            if let mistake = mistakes[rule.name]?.first { return ("rule.\(rule.name)", "refused: \(mistake)") }
            let isNothing = rule.content == .off && !own.rules.contains { $0.name == rule.name }
            return ("rule.\(rule.name)", isNothing ? "taken: there was no such rule" : "taken")
        }
        return Dictionary(uniqueKeysWithValues: reports)
    }

    /// A machine's profile with its rules; what cannot be read is left out, and told.
    func profile(_ profile: FirmwareProfile, giving rules: [RuleDocument], to machine: MachineKey) -> FirmwareProfile {
        guard !rules.isEmpty else { return profile }
        let given = profile.giving(rules)
        for mistake in given.mistakes {
            logger.error(
                "a rule that the hub gives cannot be taken",
                metadata: ["machine": "\(machine)", "rule": "\(mistake.mark.file)", "mistake": "\(mistake)"])
        }
        return given.profile
    }
}
