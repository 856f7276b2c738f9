public import Settings

/// Reads a firmware profile from YAML; every mistake of the file is found at once, each with its line.
public enum ProfileReader {
    /// Reads a profile's file.
    public static func read(file path: String) throws(ConfigurationMistakes) -> FirmwareProfile {
        try read(try ConfigurationFiles.read(path), file: path)
    }

    /// Reads a profile's text; `file` is the name that the mistakes carry.
    public static func read(_ bytes: [UInt8], file: String) throws(ConfigurationMistakes) -> FirmwareProfile {
        let collector = MistakeCollector()
        let root = SectionReader(try YAMLDocument.parse(bytes, file: file), path: "", collector: collector)
        let profile = profile(from: root)
        try collector.finish()
        return profile
    }

    private static func profile(from root: SectionReader) -> FirmwareProfile {
        var profile = FirmwareProfile(
            name: root.value("name", required: true, expected: "a name of 1 to 64 of a-z 0-9 _ -", ProfileName.checked)
                ?? "unnamed",
            version: root.integer("version", required: true, in: 1...1_000_000) ?? 1,
            machineType: root.value(
                "machine_type", required: true, expected: "an upper-case word, as PUMP", ProfileName.upperCase)
                ?? "UNKNOWN")
        profile.vendor = root.text("vendor", bytesMax: 255) ?? ""
        profile.model = root.text("model", bytesMax: 255) ?? ""
        profile.firmware = root.texts("firmware")
        profile.acceptsAnyMetric = root.flag("accepts_any_metric", default: false)
        profile.metrics = MetricReader.metrics(of: root)
        profile.topics = TopicMappingReader.topics(of: root, profile: profile)
        profile.limits = LimitReader.limits(of: root, profile: profile)
        profile.staleness = LimitReader.staleness(of: root)
        profile.anomaly = LimitReader.anomaly(of: root)
        profile.twin = TwinReader.twin(of: root)
        profile.actions = ActionReader.actions(of: root, in: profile)
        profile.rules = RuleReader.rules(of: root, profile: profile)
        profile.autonomy = PolicyReader.policy(of: root, profile: profile)
        root.finish()
        return profile
    }
}
