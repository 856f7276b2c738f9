internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// One file being played, as often as asked, at its pace.
struct ReplayRun {
    /// How much of the file's time goes by in one second; nothing is as fast as the broker takes it.
    let speed: Double?
    let loops: Int
    /// Whether readings carry the moment of sending instead of the file's.
    let stampsNow: Bool
    private let clock = SystemClock()
    private(set) var rows = 0
    /// Fields that are no number.
    private(set) var unreadable = 0
    /// Rows whose time cannot be read, and which were passed over.
    private(set) var timeless = 0

    init(speed: Double?, loops: Int, stampsNow: Bool) {
        self.speed = speed
        self.loops = loops
        self.stampsNow = stampsNow
    }

    /// Plays the file; each further time begins where the last one ended, so that no time comes twice.
    mutating func play(_ file: String, _ plan: ReplayPlan, to publisher: DevicePublisher) async throws {
        let began = clock.uptime()
        var shown = began
        var first: Timestamp?
        var shift = 0.0
        for _ in 0..<loops {
            let table = try CSVRows(file: file)
            var newest: Timestamp?
            var step = 0.0
            while let row = try table.next(), !Task.isCancelled {
                guard let written = plan.time(of: row) else {
                    timeless += 1
                    if timeless <= 5 { Terminal.say("line \(table.line): TIME_INVALID: not \(plan.format.rawValue)") }
                    continue
                }
                let time = written.advanced(seconds: shift)
                if let newest, time > newest { step = time.seconds(since: newest) }
                newest = max(newest ?? time, time)
                let origin = first ?? time
                first = origin
                guard await wait(for: time.seconds(since: origin), since: began) else { return }
                await send(row, plan, at: stampsNow ? clock.now() : time, to: publisher)
                if clock.uptime().seconds(since: shown) > 0.5 {
                    shown = clock.uptime()
                    Terminal.show("\(time) \(rows) rows, \(publisher.counters.acknowledged) acknowledged")
                }
            }
            if let first, let newest { shift = newest.seconds(since: first) + max(step, 0.001) }
        }
    }

    private mutating func send(
        _ row: [String], _ plan: ReplayPlan, at time: Timestamp, to publisher: DevicePublisher
    ) async {
        rows += 1
        let (messages, bad) = plan.messages(of: row, at: time)
        unreadable += bad
        for message in messages {
            while publisher.pending >= publisher.options.queueCapacity, !Task.isCancelled {
                await publisher.waitForSpace()
            }
            publisher.submit(message)
        }
    }

    private func wait(for seconds: Double, since began: Uptime) async -> Bool {
        if Task.isCancelled { return false }
        guard let speed else { return true }
        let pause = seconds / speed - clock.uptime().seconds(since: began)
        guard pause > 0.001 else { return true }
        do {
            try await Task.sleep(for: .seconds(pause))
            return true
        } catch { return false }
    }
}
