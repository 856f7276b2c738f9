internal import Settings

/// Reads the `when` of a rule that is more than one comparison of one metric.
///
///     all:
///       - {metric: temperature, above: 80, hysteresis: 2}
///       - any:
///           - {twin: health, below: 60}
///           - {hub_away_for: 30m}
///       - not: {status: OFFLINE}
struct ConditionReader {
    private let profile: FirmwareProfile
    private var atoms = 0
    private var isTooLarge = false

    init(profile: FirmwareProfile) {
        self.profile = profile
    }

    /// The condition of a section; nothing when it has a mistake, which is noted.
    mutating func condition(from section: SectionReader, depth: Int = 1) -> PolicyCondition? {
        let joins = ["all", "any", "not"].filter { section.has($0) }
        guard let join = joins.first else { return atom(from: section) }
        defer { section.finish() }
        if joins.count > 1 {
            section.mistake(.conflict, joins[1], "`\(join)` and `\(joins[1])` stand side by side", hint: Self.oneThing)
            return nil
        }
        guard depth < PolicyCondition.depthMax else {
            section.mistake(
                .limit, join, "conditions are more than \(PolicyCondition.depthMax) levels within each other")
            return nil
        }
        if join == "not" {
            return section.section("not").flatMap { condition(from: $0, depth: depth + 1) }.map { .not($0) }
        }
        let sections = section.sections(join, most: PolicyCondition.atomsMax)
        var parts: [PolicyCondition] = []
        for inner in sections {
            if let part = condition(from: inner, depth: depth + 1) { parts.append(part) }
        }
        if sections.isEmpty {
            section.mistake(.keyMissing, join, "there is no condition in this list")
        }
        guard !parts.isEmpty, parts.count == sections.count else { return nil }
        return join == "all" ? .all(parts) : .any(parts)
    }

    private mutating func atom(from section: SectionReader) -> PolicyCondition? {
        defer { section.finish() }
        atoms += 1
        if atoms > PolicyCondition.atomsMax {
            if !isTooLarge {
                section.collector.add(
                    ConfigurationMistake(
                        .limit, at: section.mark, key: section.path,
                        "a rule has at most \(PolicyCondition.atomsMax) conditions"))
            }
            isTooLarge = true
        }
        return AtomReader(section: section, profile: profile).atom().map { .atom($0) }
    }

    static let oneThing = "a condition says one thing; join several with `all` or `any`"
}
