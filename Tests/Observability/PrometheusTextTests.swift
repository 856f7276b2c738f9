import Observability
import Testing

@Suite("Prometheus text")
struct PrometheusTextTests {
    private func text(_ registry: MetricsRegistry) -> String {
        String(decoding: registry.prometheusText(), as: UTF8.self)
    }

    @Test("families come in order of name, with help and type")
    func families() {
        let registry = MetricsRegistry()
        registry.gauge("b_bytes", help: "Bytes in use.").set(1.5)
        registry.counter("a_total", help: "Things.").increment(by: 3)
        #expect(
            text(registry) == """
                # HELP a_total Things.
                # TYPE a_total counter
                a_total 3
                # HELP b_bytes Bytes in use.
                # TYPE b_bytes gauge
                b_bytes 1.5

                """)
    }

    @Test("what is not known has no sample")
    func unknown() {
        let registry = MetricsRegistry()
        let left = registry.gauge("left_seconds", help: "Seconds.")
        left.set(known: nil)
        #expect(text(registry) == "# HELP left_seconds Seconds.\n# TYPE left_seconds gauge\n")
        left.set(known: 7)
        #expect(text(registry).hasSuffix("left_seconds 7\n"))
    }

    @Test("a name that Prometheus would not read stops the program at its start")
    func names() async {
        await #expect(processExitsWith: .failure) {
            MetricsRegistry().gauge("store.budget", help: "Bytes.").set(1)
        }
        await #expect(processExitsWith: .success) {
            MetricsRegistry().gauge("store_budget_bytes", help: "Bytes.").set(1)
        }
    }

    @Test("values of labels and help texts are escaped")
    func escaping() {
        let registry = MetricsRegistry()
        let refused = registry.labelledCounter("refused_total", help: "One\\two\nthree", labels: ["reason"])
        refused("a\"b\\c\nd").increment()
        #expect(text(registry).contains("# HELP refused_total One\\\\two\\nthree\n"))
        #expect(text(registry).contains("refused_total{reason=\"a\\\"b\\\\c\\nd\"} 1\n"))
    }

    @Test("past the limit all further label values share one series")
    func bounded() {
        let registry = MetricsRegistry()
        let seen = registry.labelledCounter("seen_total", help: "Seen.", labels: ["machine"], limit: 3)
        for number in 0..<1_000 { seen("m\(number)").increment() }
        let lines = text(registry).split(separator: "\n").filter { $0.hasPrefix("seen_total") }
        #expect(lines.count == 4)
        #expect(lines.contains("seen_total{machine=\"other\"} 997"))
    }

    @Test("a histogram's buckets count all below them")
    func histogram() {
        let registry = MetricsRegistry()
        let took = registry.histogram("took_seconds", help: "Took.", bounds: [0.1, 1])
        for value in [0.05, 0.1, 0.5, 7, .nan] { took.observe(value) }
        let written = text(registry)
        #expect(written.contains("took_seconds_bucket{le=\"0.1\"} 2\n"))
        #expect(written.contains("took_seconds_bucket{le=\"1\"} 3\n"))
        #expect(written.contains("took_seconds_bucket{le=\"+Inf\"} 4\n"))
        #expect(written.contains("took_seconds_sum 7.65\n"))
        #expect(written.contains("took_seconds_count 4\n"))
    }

    @Test("numbers are written as the format knows them")
    func numbers() {
        let registry = MetricsRegistry()
        registry.gauge("a", help: "") { .infinity }
        registry.gauge("b", help: "") { .nan }
        registry.gauge("c", help: "") { 1e20 }
        registry.counter("d", help: "").increment(by: .max)
        let written = text(registry)
        for line in ["a +Inf\n", "b NaN\n", "c 1e+20\n", "d 18446744073709551615\n"] { #expect(written.contains(line)) }
    }

    @Test("the same name gives the same instrument, and a count never falls")
    func sameInstrument() {
        let registry = MetricsRegistry()
        registry.counter("a_total", help: "A.").increment(by: 5)
        registry.counter("a_total", help: "A.").advance(to: 3)
        #expect(registry.counter("a_total", help: "A.").value == 5)
        registry.counter("a_total", help: "A.").advance(to: 9)
        #expect(registry.counter("a_total", help: "A.").value == 9)
    }

    @Test("a process shows its own use of the machine")
    func process() {
        let registry = MetricsRegistry()
        ProcessMetrics.register(in: registry)
        let written = text(registry)
        for name in ["process_cpu_seconds_total", "process_resident_memory_bytes", "process_open_fds"] {
            let line = written.split(separator: "\n").first { $0.hasPrefix(name + " ") }
            #expect(line.flatMap { Double($0.split(separator: " ")[1]) } ?? 0 > 0, "\(name)")
        }
    }

    @Test("instruments may be used from many threads")
    func concurrent() async {
        let registry = MetricsRegistry()
        let count = registry.counter("a_total", help: "A.")
        let level = registry.gauge("level", help: "Level.")
        await withTaskGroup(of: Void.self) { group in
            for _ in 0..<8 {
                group.addTask {
                    for _ in 0..<1_000 {
                        count.increment()
                        level.add(0.5)
                    }
                }
            }
        }
        #expect(count.value == 8_000)
        #expect(level.value == 4_000)
    }
}
