/// Gathers the mistakes of one document while it is read.
public final class MistakeCollector {
    /// In the order in which they were found; `finish` sorts them.
    public private(set) var mistakes: [ConfigurationMistake] = []

    /// Without mistakes.
    public init() {}

    /// Adds one mistake.
    public func add(_ mistake: ConfigurationMistake) {
        mistakes.append(mistake)
    }

    /// Throws what was gathered, if anything was.
    public func finish() throws(ConfigurationMistakes) {
        guard mistakes.isEmpty else { throw ConfigurationMistakes(mistakes) }
    }
}
