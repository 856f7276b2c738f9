internal import HubIngest
internal import Observability
internal import SyncWire

/// Figures of what agents send.
struct RoundMetrics: Sendable {
    private let rounds: LabelledMetric<Counter>
    private let readings: Counter
    private let derived: Counter
    private let events: Counter
    private let segments: Counter
    private let duplicates: LabelledMetric<Counter>
    private let quarantined: LabelledMetric<Counter>
    private let quarantineHeld: Counter
    private let folders: LabelledMetric<Counter>
    private let streams: LabelledMetric<Counter>
    private let apart: Counter
    private let limited: LabelledMetric<Counter>
    private let duration: Histogram

    init(_ registry: MetricsRegistry) {
        rounds = registry.labelledCounter(
            "millwright_hub_rounds_total", help: "Rounds by outcome: ok, or the code of the refusal.",
            labels: ["outcome"], limit: 64)
        readings = registry.counter("millwright_hub_readings_total", help: "Measured readings taken in.")
        derived = registry.counter("millwright_hub_derived_total", help: "Derived values taken in.")
        events = registry.counter("millwright_hub_events_total", help: "Events of agents taken in.")
        segments = registry.counter("millwright_hub_segments_total", help: "Segments taken in.")
        duplicates = registry.labelledCounter(
            "millwright_hub_duplicates_total", help: "What agents sent again and the hub had already.",
            labels: ["stream"])
        quarantined = registry.labelledCounter(
            "millwright_hub_quarantined_total", help: "What could not be taken in.", labels: ["stream"])
        quarantineHeld = registry.counter(
            "millwright_hub_quarantine_held_total",
            help: "Streams and segments that were left with their agent because its quarantine is full.")
        folders = registry.labelledCounter(
            "millwright_hub_old_folders_total", help: "Rounds of restored or copied folders, by how they were found.",
            labels: ["finding"])
        streams = registry.labelledCounter(
            "millwright_hub_streams_refused_total",
            help: "Rounds of which all of one stream was refused, by the code in the answer.",
            labels: ["stream", "code"])
        apart = registry.counter(
            "millwright_hub_apart_total", help: "Records and segments kept apart from their agent's own.")
        limited = registry.labelledCounter(
            "millwright_hub_credits_limited_total",
            help: "Answers that limited what an agent may send next, by the stream.", labels: ["stream"])
        duration = registry.histogram(
            "millwright_hub_round_seconds", help: "Time to serve a round.",
            bounds: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10])
    }

    func note(_ counts: RoundCounts, credits: [Credit], seconds: Double) {
        rounds(counts.refusal ?? "ok").increment()
        if let code = counts.eventsRefused { streams("events", code).increment() }
        if let code = counts.documentsRefused { streams("documents", code).increment() }
        readings.increment(by: UInt64(clamping: counts.readings))
        derived.increment(by: UInt64(clamping: counts.derived))
        events.increment(by: UInt64(clamping: counts.events))
        segments.increment(by: UInt64(clamping: counts.segments))
        duplicates("events").increment(by: UInt64(clamping: counts.eventsDuplicate))
        duplicates("documents").increment(by: UInt64(clamping: counts.documentsDuplicate))
        duplicates("readings").increment(by: UInt64(clamping: counts.readingsShared))
        duplicates("segments").increment(by: UInt64(clamping: counts.segmentsDuplicate))
        quarantined("events").increment(by: UInt64(clamping: counts.eventsQuarantined))
        quarantined("documents").increment(by: UInt64(clamping: counts.documentsQuarantined))
        quarantined("segments").increment(by: UInt64(clamping: counts.segmentsQuarantined))
        quarantineHeld.increment(by: UInt64(clamping: counts.quarantineHeld))
        if let finding = counts.finding { folders(finding).increment() }
        apart.increment(by: UInt64(clamping: counts.apart))
        for credit in credits { limited("\(credit.stream)").increment() }
        duration.observe(seconds)
    }

    func refused(_ code: String) { rounds(code).increment() }
}
