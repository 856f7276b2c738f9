public import Settings

extension FirmwareProfile {
    /// The profile as it is for a machine that was given these rules, and what is wrong with them.
    ///
    /// What they may do stays what the profile's `autonomy` allows. Of a text with a mistake nothing is taken: the
    /// profile's own rule of that name goes on. The same documents give the same profile, in whatever order they come.
    public func giving(_ documents: [RuleDocument]) -> (profile: FirmwareProfile, mistakes: [ConfigurationMistake]) {
        var profile = self
        let collector = MistakeCollector()
        for document in documents.sorted(by: { $0.name < $1.name }) {
            let place = profile.rules.firstIndex { $0.name == document.name }
            switch document.content {
            case .off:
                if let place { profile.rules.remove(at: place) }
            case .rule(let text):
                guard let rule = rule(document.name, text, collector) else { continue }
                if let place {
                    profile.rules[place] = rule
                } else if profile.rules.count < RuleReader.rulesMax {
                    profile.rules.append(rule)
                } else {
                    let mark = SourceMark(file: document.name)
                    collector.add(
                        ConfigurationMistake(.limit, at: mark, "a machine has at most \(RuleReader.rulesMax) rules"))
                }
            }
        }
        return (profile, collector.mistakes)
    }

    private func rule(_ name: String, _ text: String, _ collector: MistakeCollector) -> AutonomyRule? {
        let limits = YAMLLimits(bytes: RuleDocument.bytesMax)
        let own = MistakeCollector()
        var rule: AutonomyRule?
        do throws(ConfigurationMistakes) {
            let root = SectionReader(
                try YAMLDocument.parse(Array(text.utf8), file: name, limits: limits), path: "", collector: own)
            // A rule that was taken out of a profile has its name with it.
            if let written = root.text("name"), written != name {
                root.mistake(.conflict, "name", "the rule is `\(name)` where it stands")
            }
            rule = RuleReader.rule(named: name, from: root, profile: self)
        } catch {
            error.list.forEach(own.add)
        }
        own.mistakes.forEach(collector.add)
        return own.mistakes.isEmpty ? rule : nil
    }
}
