internal import AgentStore
internal import Glibc
internal import Runtime
internal import SyncWire
internal import Telemetry

/// Fills an agent's folder with a backlog, as if the hub had been away while a plant ran: real segments, real ledger.
///
///     BacklogMaker FOLDER READINGS METRICS [real|noise] [readings-of-a-segment]
///     BacklogMaker FOLDER replay FILE [readings-of-a-segment]
///     BacklogMaker FOLDER rounds COUNT
///
/// Readings are one second apart in each metric and end now. `real` values walk as a plant's do; `noise` does not
/// compress, for a backlog of many bytes in little time. `replay` takes the readings of a file (see `ReplayedPlant`).
/// `rounds` takes so many rounds out of a backlog that is there, and says what they cost the store.
/// Prints one line of JSON.
@main
struct BacklogMaker {
    static func main() throws {
        let words = CommandLine.arguments
        let clock = SystemClock()
        let began = clock.uptime()
        if words.count == 4, words[2] == "rounds", let rounds = Int(words[3]), rounds > 0 {
            let maker = try BacklogMaker(words[1], clock, perSegment: nil)
            try RoundTimer(store: maker.store, clock: clock).run(rounds: rounds)
        } else if words.count >= 4, words[2] == "replay" {
            let maker = try BacklogMaker(words[1], clock, perSegment: words.count > 4 ? Int(words[4]) : nil)
            try maker.replay(try bytes(ofFile: words[3]))
            try maker.finish(since: began)
        } else if words.count >= 4, let readings = Int(words[2]), let metrics = Int(words[3]), metrics > 0 {
            let maker = try BacklogMaker(words[1], clock, perSegment: words.count > 5 ? Int(words[5]) : nil)
            try maker.walk(readings: readings, metrics: metrics, isNoise: words.count > 4 && words[4] == "noise")
            try maker.finish(since: began)
        } else {
            print("usage: BacklogMaker FOLDER READINGS METRICS [real|noise] [readings-of-a-segment]")
            print("       BacklogMaker FOLDER replay FILE [readings-of-a-segment]")
            print("       BacklogMaker FOLDER rounds COUNT")
            exit(64)
        }
    }

    private let store: AgentStore
    private let clock: SystemClock
    private let perSegment: Int

    private init(_ folder: String, _ clock: SystemClock, perSegment: Int?) throws {
        var random = SeededRandom(seed: 1)
        store = try AgentStore.open(
            folder: folder, options: StoreOptions(budgetBytes: 1 << 40, freeBytesMin: 0), now: clock.now(),
            random: &random)
        self.clock = clock
        self.perSegment = perSegment ?? OpenWindow.sealingCount
    }

    private func walk(readings: Int, metrics: Int, isNoise: Bool) throws {
        var plant = try WalkingPlant(store, metrics: metrics, isNoise: isNoise)
        let seconds = readings / metrics
        var time = clock.now().microseconds / 1_000_000 * 1_000_000 - Int64(seconds) * 1_000_000
        for _ in 0..<seconds {
            time += 1_000_000
            plant.step(store, at: time)
            try sealIfFull()
        }
    }

    private func replay(_ text: [UInt8]) throws {
        var plant = ReplayedPlant(text)
        try plant.play(into: store, sealIfFull: sealIfFull)
    }

    private func sealIfFull() throws {
        if store.window.count >= perSegment { try seal() }
    }

    private func seal() throws {
        try store.commit(CommitBatch(), at: clock.now())
        try store.seal(at: clock.now())
    }

    private func finish(since began: Uptime) throws {
        try seal()
        let backlog = try store.backlog()
        print(
            """
            {"readings": \(backlog.readings), "segments": \(backlog.segments), "bytes": \(backlog.bytes), \
            "seconds": \(clock.uptime().seconds(since: began))}
            """)
    }

    private static func bytes(ofFile path: String) throws -> [UInt8] {
        guard let file = fopen(path, "rb") else { throw Unreadable(path: path) }
        defer { fclose(file) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 1 << 20)
        while case let count = fread(&chunk, 1, chunk.count, file), count > 0 { bytes += chunk[..<count] }
        return bytes
    }

    /// A file that cannot be opened.
    private struct Unreadable: Error {
        let path: String
    }
}
