internal import Settings
internal import Telemetry

/// Reads the `topics` of a profile.
enum TopicMappingReader {
    /// How the payload of a topic is read.
    enum PayloadForm: String, CaseIterable {
        case generic
        case json
    }

    static func topics(of root: SectionReader, profile: FirmwareProfile) -> [TopicMapping] {
        root.sections("topics", most: 16).compactMap { section in
            let mapping = mapping(from: section, profile: profile)
            section.finish()
            return mapping
        }
    }

    private static func mapping(from section: SectionReader, profile: FirmwareProfile) -> TopicMapping? {
        let template = template(of: section)
        let form = section.word("payload", required: true, as: PayloadForm.self)
        let names = template?.namesMetric ?? true
        switch form {
        case .json:
            let mapping = JSONMappingReader.mapping(of: section, profile: profile, topicNamesMetric: names)
            guard let template, let mapping else { return nil }
            return TopicMapping(template: template, payload: .json(mapping))
        case .generic:
            return template.map { TopicMapping(template: $0, payload: names ? .genericSingle : .genericMulti) }
        case nil:
            // Counted as known, so that one wrong word does not make mistakes of the rest.
            for key in ["time", "quality", "values"] { _ = section.has(key) }
            return nil
        }
    }

    /// `{machine}` is a level; the factory is the level `{factory}`, the level that `factory` names, or its text.
    private static func template(of section: SectionReader) -> TopicTemplate? {
        let factory = section.text("factory", bytesMax: 255)
        guard let topic = section.text("topic", required: true) else { return nil }
        let levels = topic.split(separator: "/", omittingEmptySubsequences: false).map { level in
            self.level(String(level), factory: factory)
        }
        let isConstant = factory.map { !$0.hasPrefix("{") } ?? false
        let template =
            levels.contains(nil)
            ? nil : TopicTemplate(levels: levels.compactMap { $0 }, factory: isConstant ? factory : nil)
        if template == nil {
            section.mistake(
                .valueType, "topic", "`\(topic)` does not say which level is the machine and which the factory",
                hint: "as line/{factory}/{machine}/data, or with `factory: name` for one that no level gives")
        }
        return template
    }

    private static func level(_ text: String, factory: String?) -> TopicTemplate.Level? {
        guard text.hasPrefix("{") else {
            return MachineKey.isLevel(text) && !text.contains("{") && !text.contains("}") ? .text(text) : nil
        }
        guard text.hasSuffix("}"), text.utf8.count > 2 else { return nil }
        switch text {
        case "{machine}": return .machine
        case "{metric}": return .metric
        case factory: return .factory
        case "{factory}": return factory == nil ? .factory : .any
        default: return .any
        }
    }
}
