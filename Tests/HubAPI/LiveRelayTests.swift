import HubPlant
import HubStore
import HubTenancy
import Logging
import Runtime
import SyncClient
import SyncWire
import Telemetry
import TestKit
import Testing

@testable import HubAPI

@Suite("Live values at the screens of every hub")
struct LiveRelayTests {
    private static let key = MachineKey(factory: "north", machine: "pump-1")
    private static let power = MetricName("power")

    private static let quiet = Logger(label: "test") { _ in SwiftLogNoOpLogHandler() }

    /// A round with a value of a machine, and what its twin says.
    private static func frame(_ agent: TestGateway, _ value: Double) throws -> [UInt8] {
        let (key, power) = (try #require(key), try #require(power))
        let now = SystemClock().now()
        let twin = LiveTwin(
            temperature: 60, vibration: 1, health: 93, failureProbability: 0.07, remainingHours: 900)
        let live = LiveBatch(
            at: now,
            machines: [
                LiveMachine(
                    key: key, status: .online,
                    metrics: [LiveReading(name: power, unit: "kW", time: now, value: value, quality: .good)], twin: twin
                )
            ])
        return try agent.frame(live: live)
    }

    @Test("what a round brings to one hub is seen at another, by its tenant alone; a hub that is alone tells nothing")
    func replicas() async throws {
        let first = try await TestHub()
        let user = try await first.newcomer()
        let stranger = try await first.newcomer()
        let gateway = try await TestGateway(first, user)
        func told() async throws -> Bool {
            try await !first.call("GET", "/metrics").text.contains("\nmillwright_hub_live_told_total 0\n")
        }
        let near = try await LiveSocket.connect(port: first.port, token: user.token)
        try await near.subscribe("machines")
        let answer = try await gateway.send(Self.frame(gateway, 1))
        #expect(answer.status == 200)
        try await near.wait(for: "sensor_update")
        #expect(try await !told())
        let second = try await TestHub(replicaOf: first)
        let screens = [
            try await LiveSocket.connect(port: second.port, token: second.token(of: user)),
            try await LiveSocket.connect(port: second.port, token: second.token(of: stranger)),
        ]
        for screen in screens { try await screen.subscribe("machines", "agents") }
        var value = 1.0
        try await waitUntil("the screen of the other hub sees the newest value") {
            value += 1
            let answer = try await gateway.send(Self.frame(gateway, value))
            #expect(answer.status == 200)
            return screens[0].messages.contains { $0["type"]?.text == "sensor_update" }
        }
        let update = try await screens[0].wait(for: "sensor_update")
        let shown = update["data"]?["metrics"]?["power"]
        #expect((shown?["value"]?.number ?? 0) > 1 && shown?["unit"]?.text == "kW")
        #expect(update["data"]?["twin"]?["health"]?.number == 93)
        try await waitUntil("and that the agent was heard") {
            screens[0].messages.contains { $0["agent"]?["id"]?.text == "\(gateway.identity.agent)" }
        }
        #expect(try await told())
        #expect(!screens[1].messages.contains { ["sensor_update", "agent_status"].contains($0["type"]?.text) })
        for screen in screens + [near] { try await screen.close() }
        try await second.stop()
        try await first.stop()
    }

    @Test("others are told only while one of them has said within the last minute that it has screens")
    func onlyWhereThereAreScreens() async throws {
        let hub = try await SharedHub.shared.get()
        let clock = ManualClock(now: SystemClock().now())
        let relay = LiveRelay(
            LiveHub(views: UnseenViews(), clock: clock, logger: Self.quiet), telling: LiveTelling(hub.pool),
            clock: clock, logger: Self.quiet)
        let running = Task { try await relay.run() }
        defer { running.cancel() }
        func publish(_ numbers: ClosedRange<UInt64>) {
            relay.publish(
                numbers.map { number in
                    PlantEvent(
                        tenant: TenantID(UniqueID(high: 9, low: 9)),
                        kind: .notice(.agent(AgentID(UniqueID(high: 0, low: number)))))
                })
        }
        publish(1...3)
        let other = UniqueID(high: 1, low: 1)
        relay.hear(LiveNews(hub: other))
        publish(4...5)
        publish(5...6)
        try await waitUntil("the other is told") { relay.toldCount == 3 }
        clock.advance(seconds: 81)
        publish(7...9)
        relay.hear(LiveNews(hub: other))
        publish(10...10)
        try await waitUntil("the other is told again") { relay.toldCount >= 4 }
        #expect(relay.toldCount == 4 && relay.droppedCount == 0)
    }
}

/// Views that nobody has asked for: no screen listens.
private struct UnseenViews: LiveViews {
    struct Asked: Error {}

    func hasMachine(_ id: MachineID, _ scope: TenantScope) async throws -> Bool { throw Asked() }
    func hasFactory(_ id: FactoryID, _ scope: TenantScope) async throws -> Bool { throw Asked() }
    func alert(_ id: AlertID, _ scope: TenantScope) async throws -> JSONValue? { throw Asked() }
    func decision(_ id: DecisionID, _ scope: TenantScope) async throws -> JSONValue? { throw Asked() }
    func conflict(_ id: ConflictID, _ scope: TenantScope) async throws -> JSONValue? { throw Asked() }
    func values(of machines: [MachineID], _ scope: TenantScope) async throws -> [MachineValues] { throw Asked() }
    func agent(_ id: AgentID, _ scope: TenantScope) async throws -> JSONValue? { throw Asked() }
    func alerts(since: Timestamp, limit: Int, _ scope: TenantScope) async throws -> [LiveAlert] { throw Asked() }
}
