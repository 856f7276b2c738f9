import AgentStore
import Runtime
import SyncCore
import SyncWire
import Telemetry
import TestKit
import Testing

/// The real store and the real session against a hub, over a network that loses, doubles and reorders, with crashes
/// between any two steps: both sides come to the same documents, and no write is lost.
@Suite("Documents between two sides")
struct DocumentSyncTests {
    @Test("both sides come to the same documents", arguments: 1...24)
    func convergence(seed: Int) throws {
        var world = try DocumentSyncWorld(seed: UInt64(seed))
        let failure = try world.run()
        #expect(failure == nil, "seed \(seed): \(failure ?? "")")
    }
}

struct DocumentSyncWorld {
    private enum Message {
        case request(RoundRequest)
        case answer(RoundAnswer)
    }

    private var bench: StoreBench
    private var store: AgentStore
    private var session: AgentSession
    private var hub: DocumentHub
    private var random: SeededRandom
    private var network: [Message] = []
    private var uptime = Uptime(nanoseconds: 1_000_000_000)
    private var wake: Uptime?
    private var isChaotic = true
    private var edgeHistory: [FieldWrite] = []
    private static let keys = [machineDocument("press-1"), machineDocument("press-2")]
    private static let settings = SessionSettings(
        roundBytesMax: 700, roundDocumentsMax: 3, roundDeadlineSeconds: 3, backoffMaxSeconds: 4, software: "test")

    init(seed: UInt64) throws {
        random = SeededRandom(seed: seed)
        bench = try StoreBench()
        store = try bench.open()
        session = AgentSession(settings: Self.settings)
        hub = DocumentHub(store.incarnation)
    }

    /// Nothing when every promise holds, else what does not.
    mutating func run() throws -> String? {
        try begin()
        for _ in 0..<150 {
            switch random.next() % 8 {
            case 0, 1: try editOnEdge()
            case 2, 3: editOnHub()
            case 4, 5: try deliver()
            case 6: try pass(seconds: Double(random.next() % 3))
            default: if random.next() % 4 == 0 { try crash() } else { try deliver() }
            }
        }
        isChaotic = false
        for _ in 0..<300 where try !isQuiet {
            while !network.isEmpty { try deliver() }
            try pass(seconds: 2)
        }
        return try verdict()
    }

    private var isQuiet: Bool {
        get throws {
            let progress = try store.sessionProgress()
            return network.isEmpty && store.documentBacklog.dirty == 0
                && progress.documentsAcknowledged.seq == store.documentBacklog.newest
                && progress.downlink.seq == UInt64(hub.downlink.count)
                && Self.keys.allSatisfy { hub.documents[$0]?.versions == (try? store.document($0))??.versions }
        }
    }

    private func verdict() throws -> String? {
        let all = edgeHistory + hub.history
        for key in Self.keys {
            let here = try store.document(key)
            if here != hub.documents[key] { return "\(key) differs: \(session.state)" }
            guard let here else { continue }
            if try store.documentCopies(key)?.isAgreed != true { return "\(key) is not agreed" }
            let standing = here.conflicts(by: .standard).filter(\.isOpen).map(\.id)
            let known = try store.conflicts(includingFinal: false, count: 1_000)
                .filter { $0.conflict.document == key && $0.state.isOpen }.map(\.conflict.id)
            if Set(standing) != Set(known) { return "\(key) has other conflicts than those that are recorded" }
        }
        let standing = Set(try Self.keys.flatMap { try store.document($0)?.writes ?? [] }.map(\.dot))
        for write in all where !standing.contains(write.dot) {
            let isKnown = all.contains { $0.path == write.path && $0.context.contains(write.dot) }
            if !isKnown { return "\(write.dot) of \(write.path) is lost" }
        }
        return nil
    }

    private mutating func edit() -> (DocumentKey, FieldEdit) {
        let key = Self.keys[Int(random.next() % 2)]
        let number = Double(random.next() % 5)
        let choices: [(FieldPath, FieldValue)] = [
            (path("setpoint.speed"), .number(number)),
            (path("limit.temperature.limit.critical.above"), .number(number)),
            (path("notes"), .text("note \(number)")), (path("name"), .text("name \(number)")),
            (path("status"), .text(["ONLINE", "MAINTENANCE", "OFFLINE"][Int(number) % 3])),
            (path("latch.lockout"), .flag(random.next() % 2 == 0)),
        ]
        let (path, value) = choices[Int(random.next() % UInt64(choices.count))]
        return (key, FieldEdit(path: path, value: value, actor: "somebody", authority: .supervisor))
    }

    private mutating func editOnEdge() throws {
        var (key, edit) = edit()
        let latches = try store.document(key)?.latches ?? []
        edit.names = latches.filter { $0.path == edit.path }.map(\.dot)
        guard try store.edit(DocumentEdit(key: key, fields: [edit]), at: bench.now) == .written else { return }
        let written = try required(store.document(key))
        let dot = Dot(replica: .edge(store.incarnation), counter: written.versions[.edge(store.incarnation)])
        edgeHistory += written.writes.filter { $0.dot == dot }
        try handle(.backlogChanged(store.sessionBacklog()))
    }

    private mutating func editOnHub() {
        var (key, edit) = edit()
        edit.names = hub.documents[key]?.latches.filter { $0.path == edit.path }.map(\.dot) ?? []
        hub.edit(key, edit, at: bench.now)
    }

    private mutating func begin() throws { try handle(.started(store.sessionProgress(), store.sessionBacklog())) }

    private mutating func crash() throws {
        bench = try bench.crashed()
        store = try bench.open()
        session = AgentSession(settings: Self.settings, random: random.next())
        wake = nil
        try begin()
    }

    private mutating func pass(seconds: Double) throws {
        uptime = uptime.advanced(seconds: seconds)
        bench.now = bench.now.advanced(seconds: seconds)
        if let due = wake, uptime >= due {
            wake = nil
            try handle(.tick(random: random.next()))
        }
    }

    /// Any of the messages that are under way arrives; in chaos it may be lost, or come again later.
    private mutating func deliver() throws {
        guard !network.isEmpty else { return try pass(seconds: 1) }
        let index = isChaotic ? Int(random.next() % UInt64(network.count)) : 0
        let message = network[index]
        let fate = isChaotic ? random.next() % 5 : 1
        if fate != 0 { network.remove(at: index) }
        if fate == 4 { return }
        switch message {
        case .request(let request):
            guard let answer = hub.serve(request, at: bench.now) else { return }
            network.append(.answer(answer))
        case .answer(let answer):
            try handle(.answered(answer, at: bench.now, random: random.next()))
        }
    }

    private mutating func handle(_ event: AgentSession.Event) throws {
        var events = [event]
        while !events.isEmpty {
            for action in session.handle(events.removeFirst(), now: uptime) {
                if isChaotic, random.next() % 120 == 0 { return try crash() }
                switch action {
                case .gather(let plan):
                    let contents = try store.contents(of: plan, at: bench.now)
                    events.append(.gathered(contents, round: plan.round, at: bench.now))
                case .send(let request, _): network.append(.request(request))
                case .settle(let settlement):
                    try store.settle(settlement, at: bench.now)
                    events.append(.settled(round: settlement.round))
                case .wait(let until): wake = until
                default: continue
                }
            }
        }
    }
}
