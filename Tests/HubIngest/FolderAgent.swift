import AgentStore
import Foundation
import HubIngest
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit

/// An agent's real store and session in a folder of its own, whose rounds go to a real hub.
final class FolderAgent: SyncSurroundings {
    let folder: TemporaryFolder
    let store: AgentStore
    let clock: ManualClock
    private(set) var shell: SyncShell
    private(set) var reports: [SessionReport] = []
    private(set) var failures: [String] = []
    private var outgoing: RoundRequest?
    private var random: SeededRandom

    static let key = MachineKey(factory: "north", machine: "press") ?? unreachable()

    /// An agent on a new folder, or on a copy of another one's as it is at this moment.
    init(seed: UInt64, clock: ManualClock, interval: Double = 2, copying other: FolderAgent? = nil) throws {
        folder = try TemporaryFolder("folder-agent")
        if let other {
            try FileManager.default.removeItem(atPath: folder.path)
            try FileManager.default.copyItem(atPath: other.folder.path, toPath: folder.path)
        }
        random = SeededRandom(seed: seed)
        self.clock = clock
        store = try AgentStore.open(
            folder: folder.path, options: StoreOptions(freeBytesMin: 0, reserveBytes: 0), now: clock.now(),
            random: &random)
        shell = SyncShell(
            store: store, settings: SessionSettings(intervalSeconds: interval, software: "test"), clock: clock,
            random: SeededRandom(seed: seed))
        shell.surroundings = self
        try shell.begin()
    }

    /// Writes an event for each name.
    func write(_ names: String...) throws {
        var batch = CommitBatch()
        batch.events = names.map {
            .audit(AuditEntry(at: clock.now(), actor: "agent", action: "test", target: $0, detail: ""))
        }
        try store.commit(batch, at: clock.now())
    }

    /// Takes readings of one series at some seconds, and seals them with what is in the open window.
    func measure(_ seconds: ClosedRange<Int>, value: Double) throws {
        try take(seconds, value: value)
        try store.seal(at: clock.now())
    }

    /// Takes readings of one series at some seconds into the open window.
    func take(_ seconds: ClosedRange<Int>, value: Double) throws {
        let power = MetricName("power") ?? unreachable()
        guard let series = store.series.index(machine: Self.key, metric: power, unit: "kW") else { return }
        for second in seconds {
            let time = TestAgent.start.microseconds + Int64(second) * 1_000_000
            if try store.admit(series: series, time: time, value: value) == .new {
                store.append(series: series, time: time, value: value, quality: 0)
            }
        }
        try store.commit(CommitBatch(), at: clock.now())
    }

    /// Sends one round; `loses` its answer, as a network does.
    func round(with world: RoundWorld, losing loses: Bool = false) async throws {
        clock.advance(seconds: 2)
        shell.step()
        if outgoing == nil { shell.handle(.syncRequested) }
        guard let request = outgoing else { return }
        outgoing = nil
        let answer = try await world.send(request)
        shell.end(request.hello.round, loses ? .failure(.timedOut) : .success(answer))
    }

    /// Sends one round, of which another frame comes back than the hub sent; read as the connection does.
    ///
    /// Says what the hub had sent.
    @discardableResult
    func round(
        with world: RoundWorld, answering change: (RoundAnswer, [UInt8]) throws -> [UInt8]
    ) async throws -> [UInt8] {
        clock.advance(seconds: 600)
        shell.step()
        if outgoing == nil { shell.handle(.syncRequested) }
        guard let request = outgoing else { return [] }
        outgoing = nil
        let answer = try await world.send(request)
        let frame = try RoundFrame.encode(answer)
        let forged = (try? change(answer, frame)) ?? []
        do throws(RoundFrameError) {
            shell.end(request.hello.round, .success(try RoundFrame.decodeAnswer(forged)))
        } catch {
            shell.end(request.hello.round, .failure(.malformed(code: error.code)))
        }
        return frame
    }

    /// The codes under which answers were refused, in order.
    var refusals: [String] {
        reports.compactMap { report in
            switch report {
            case .roundFailed(.malformed(let code), _): code
            case .answerRefused(.roundUnknown(let round)): AnswerRefusal.roundUnknown(round).code
            case .downlinkRefused(let refusal): refusal.code
            default: nil
            }
        }
    }

    /// Sends rounds until nothing is left to send.
    func drain(with world: RoundWorld) async throws {
        for _ in 0..<60 {
            try await round(with: world)
            if isDrained { return }
        }
    }

    var isDrained: Bool {
        store.acknowledgedEvents.seq == store.eventHead.seq && store.unsentTotals.segments == 0
    }

    var findings: [String] {
        reports.compactMap { if case .folderFound(let verdict) = $0 { verdict.code } else { nil } }
    }

    func send(_ request: RoundRequest, deadlineSeconds: Double) { outgoing = request }
    func resetConnection() {}
    func liveBatch(machinesMax: Int) -> LiveBatch? { nil }
    func note(_ report: SessionReport) { reports.append(report) }
    func noteSettled(_ settlement: Settlement) {}
    func noteStoreFailure(_ what: String, _ error: StoreError) { failures.append("\(what): \(error)") }
}
