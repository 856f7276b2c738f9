internal import DeviceProfiles

/// A template made ready for matching a topic's levels.
struct TopicPattern: Sendable {
    let levels: [TopicTemplate.Level]
    /// The factory when no level gives it.
    let factory: String?
    let kind: Binding.Kind
    /// The profile whose template it is; nothing for the generic topics.
    let profile: String?
    /// How readings are read.
    let shape: PayloadShape
    /// Levels of fixed text; of two patterns that match, the one with more of them is meant.
    let weight: Int

    init(
        _ levels: [TopicTemplate.Level], factory: String? = nil, kind: Binding.Kind = .readings,
        profile: String? = nil, payload: PayloadMapping? = nil
    ) {
        self.levels = levels
        self.factory = factory
        self.kind = kind
        self.profile = profile
        shape = payload.map { PayloadShape($0) } ?? PayloadShape(fields: [])
        weight = levels.count { level in
            if case .text = level { true } else { false }
        }
    }

    /// What the levels of a matching topic say; nothing when it does not match.
    func match(_ topic: [Substring]) -> (factory: String, machine: String, metric: String?)? {
        guard topic.count == levels.count else { return nil }
        var factory = self.factory ?? ""
        var machine = ""
        var metric: String?
        for (level, text) in zip(levels, topic) {
            switch level {
            case .text(let expected): if expected != text { return nil }
            case .factory: factory = String(text)
            case .machine: machine = String(text)
            case .metric: metric = String(text)
            case .any: break
            }
        }
        return (factory, machine, metric)
    }

    /// The topics that devices of the generic profiles speak (edge.md).
    static let generic: [TopicPattern] = [
        TopicPattern([.text("plant"), .factory, .machine], payload: .genericMulti),
        TopicPattern([.text("plant"), .factory, .machine, .metric], payload: .genericSingle),
        TopicPattern([.text("plant"), .factory, .machine, .text("state")], kind: .state),
        TopicPattern([.text("plant"), .factory, .machine, .text("ack")], kind: .acknowledgement),
        TopicPattern([.text("plant"), .factory, .machine, .text("cmd"), .any], kind: .command),
    ]

    /// All patterns of a library, those with the most fixed text first.
    static func all(of library: ProfileLibrary) -> [TopicPattern] {
        let own = library.all.flatMap { profile in
            profile.topics.map { topic in
                TopicPattern(
                    topic.template.levels, factory: topic.template.factory, profile: profile.name,
                    payload: topic.payload)
            }
        }
        return (own + generic).enumerated()
            .sorted { ($1.element.weight, $0.offset) < ($0.element.weight, $1.offset) }
            .map(\.element)
    }

    /// The MQTT filters under which the messages of a library's devices come.
    ///
    /// All of `plant/` is among them, so that a device that publishes to a topic which is none is counted and can be
    /// found, where a narrower filter would leave its messages with the broker unseen.
    static func subscriptions(of library: ProfileLibrary) -> [String] {
        let own = library.all.flatMap { $0.topics.map(\.template.subscription) }
        var filters: [String] = []
        for filter in ["plant/#"] + own where !filters.contains(filter) { filters.append(filter) }
        return filters
    }
}
