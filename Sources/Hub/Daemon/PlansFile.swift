internal import HubStore
internal import Settings

/// Reads the plans that tenants subscribe to (hub-config/plans.yaml).
enum PlansFile {
    private static let plansMax = 64

    static func load(_ path: String) throws(ConfigurationMistakes) -> [SubscriptionPlan] {
        let collector = MistakeCollector()
        let document = SectionReader(try ConfigurationFiles.load(path), path: "", collector: collector)
        var plans: [SubscriptionPlan] = []
        if let section = document.section("plans", required: true) {
            for entry in section.allEntries().prefix(plansMax) {
                let reader = SectionReader(entry.value, path: "plans.\(entry.key)", collector: collector)
                plans.append(plan(entry.key, reader))
                reader.finish()
            }
        }
        document.finish()
        try collector.finish()
        return plans
    }

    private static func plan(_ id: String, _ reader: SectionReader) -> SubscriptionPlan {
        let retention = reader.section("retention", required: true)
        func days(_ key: String) -> Int {
            retention?.integer(key, required: true, in: 1...36_500) ?? 1
        }
        let plan = SubscriptionPlan(
            id: id, name: reader.text("name", required: true) ?? id,
            slots: reader.integer("slots", required: true, in: 0...1_000_000) ?? 0,
            storageBytes: Int64(bytes(reader)),
            workflows: reader.integer("workflows", required: true, in: 0...1_000_000) ?? 0,
            dashboards: reader.integer("dashboards", required: true, in: 0...1_000_000) ?? 0,
            requests: reader.integer("requests", required: true, in: 1...1_000_000_000) ?? 1, agents: agents(reader),
            retention: RetentionDays(
                raw: days("raw"), minutes: days("minutes"), hours: days("hours"), days: days("days")))
        retention?.finish()
        return plan
    }

    private static func bytes(_ reader: SectionReader) -> Int {
        guard let text = reader.text("storage", required: true) else { return 0 }
        guard let bytes = ScalarText.byteSize(text.filter { $0 != " " }) else {
            reader.mistake(.valueType, "storage", "`\(text)` is not a number of bytes", hint: "write it as 10 GiB")
            return 0
        }
        return bytes
    }

    private static func agents(_ reader: SectionReader) -> Int? {
        if reader.node("agents")?.content == .scalar("unlimited", isPlain: true) { return nil }
        return reader.integer("agents", required: true, in: 0...1_000_000)
    }
}
