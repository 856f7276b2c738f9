/// How long rounds took, and how those failed that did.
struct PollingOutcome: Sendable {
    var seconds: [Double] = []
    var failed = 0
    var toldToComeAgain = 0
    var failures: Set<String> = []

    mutating func add(_ other: PollingOutcome) {
        seconds += other.seconds
        failed += other.failed
        toldToComeAgain += other.toldToComeAgain
        failures.formUnion(other.failures)
    }

    /// What so large a part of the rounds did not exceed.
    func milliseconds(at part: Double) -> Double {
        guard !seconds.isEmpty else { return 0 }
        return seconds.sorted()[Int(part * Double(seconds.count - 1))] * 1_000
    }
}
