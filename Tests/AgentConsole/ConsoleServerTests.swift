import AgentConsole
import Foundation
import FoundationNetworking
import NIOCore
import NIOPosix
import Observability
import Runtime
import SyncWire
import Synchronization
import Telemetry
import Testing

@Suite("The gateway's own pages")
struct ConsoleServerTests {
    private final class Source: ConsoleSource {
        let registry = MetricsRegistry()
        let brokerReady = Atomic<Bool>(true)
        let isBusy = Atomic<Bool>(false)
        let status: AgentStatus

        init(_ status: AgentStatus) {
            self.status = status
            registry.counter("things_total", help: "Things.").increment()
        }

        func readiness() -> [Dependency] {
            [
                Dependency(
                    name: "broker", isReady: brokerReady.load(ordering: .relaxed), isRequired: true, detail: "x"),
                Dependency(name: "hub", isReady: false, isRequired: false, detail: "not reachable"),
            ]
        }

        func metrics() -> [UInt8] { registry.prometheusText() }

        func status(_ reply: @escaping @Sendable (AgentStatus) -> Void) -> Bool {
            guard !isBusy.load(ordering: .relaxed) else { return false }
            reply(status)
            return true
        }
    }

    private func withServer(
        _ body: (_ source: Source, _ get: (String, [String: String]) async throws -> (Int, String, HTTPURLResponse))
            async throws -> Void
    ) async throws {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let source = Source(try sampleStatus())
        let server = try ConsoleServer.start(host: "127.0.0.1", port: 0, source: source, on: group)
        let session = URLSession(configuration: .ephemeral)
        func get(_ path: String, _ headers: [String: String]) async throws -> (Int, String, HTTPURLResponse) {
            var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(server.port)\(path)")))
            for (name, value) in headers {
                if name == ":method" {
                    request.httpMethod = value
                } else {
                    request.setValue(value, forHTTPHeaderField: name)
                }
            }
            let (data, response) = try await session.data(for: request)
            let answer = try #require(response as? HTTPURLResponse)
            return (answer.statusCode, String(decoding: data, as: UTF8.self), answer)
        }
        do {
            try await body(source, get)
        } catch {
            server.stop()
            try await group.shutdownGracefully()
            throw error
        }
        server.stop()
        try await group.shutdownGracefully()
    }

    @Test("health, metrics, status and the page are served with strict headers")
    func paths() async throws {
        try await withServer { _, get in
            #expect(try await get("/healthz", [:]).0 == 200)
            let metrics = try await get("/metrics", [:])
            #expect(metrics.1.contains("things_total 1\n"))
            #expect(metrics.2.value(forHTTPHeaderField: "Content-Type") == "text/plain; version=0.0.4")
            let page = try await get("/", [:])
            #expect(page.1.hasPrefix("<!doctype html>"))
            #expect(page.2.value(forHTTPHeaderField: "Content-Security-Policy")?.contains("default-src 'none'") == true)
            #expect(try await get("/console.js", [:]).0 == 200)
            #expect(try await get("/console.css", [:]).0 == 200)
            #expect(try await get("/etc/passwd", [:]).0 == 404)
            #expect(try await get("/healthz", [":method": "POST"]).0 == 405)
            #expect(try await get("/" + String(repeating: "a", count: 3_000), [:]).0 == 414)
        }
    }

    @Test("ready only while what is required is ready; the hub is not")
    func ready() async throws {
        try await withServer { source, get in
            #expect(try await get("/readyz", [:]).0 == 200)
            source.brokerReady.store(false, ordering: .relaxed)
            let answer = try await get("/readyz", [:])
            #expect(answer.0 == 503)
            #expect(answer.1.contains("\"name\":\"broker\",\"ready\":false"))
        }
    }

    @Test("the status is JSON with all that the page shows")
    func status() async throws {
        try await withServer { source, get in
            let answer = try await get("/api/status?x=1", [:])
            let json = try #require(
                try JSONSerialization.jsonObject(with: Data(answer.1.utf8)) as? [String: Any])
            #expect((json["hub"] as? [String: Any])?["reachable"] as? Bool == false)
            #expect((json["backlog"] as? [String: Any])?["readings"] as? Int == 7)
            #expect((json["events"] as? [String: Any])?["lastSequence"] as? Int == 12)
            let machine = try #require((json["machines"] as? [[String: Any]])?.first)
            #expect(machine["key"] as? String == "north/pump \"1\"")
            #expect(machine["status"] as? String == "MAINTENANCE")
            let latest = machine["latest"] as? [String: [String: Any]]
            #expect(latest?["power"]?["value"] as? Double == 22.5)
            source.isBusy.store(true, ordering: .relaxed)
            #expect(try await get("/api/status", [:]).0 == 503)
        }
    }

    @Test("a request by a foreign name is refused", arguments: ["evil.example", "127.0.0.1.evil.example:80", ""])
    func rebinding(host: String) async throws {
        #expect(!ConsoleAddress.isOwn(host))
        #expect(!ConsoleAddress.isOwn(nil))
        for own in ["localhost", "localhost:8081", "127.0.0.1:80", "10.0.0.7", "[::1]:8081"] {
            #expect(ConsoleAddress.isOwn(own), "\(own)")
        }
    }

    private func sampleStatus() throws -> AgentStatus {
        let key = try #require(MachineKey(factory: "north", machine: "pump \"1\""))
        let power = try #require(MetricName("power"))
        let now = Timestamp(seconds: 1_763_712_000)
        let live = LiveMachine(
            key: key, status: .maintenance,
            metrics: [LiveReading(name: power, unit: "kW", time: now, value: 22.5, quality: .good)], twin: nil)
        var random = SeededRandom(seed: 1)
        return AgentStatus(
            name: "gateway", version: "1", incarnation: .random(using: &random), startedAt: now, now: now,
            brokerConnected: true, hub: .init(address: "http://h", isReachable: false, since: now, detail: ""),
            machines: [
                .init(
                    live: live, profile: "pump@1", machineType: "PUMP", isConnected: true, lastSeen: now, alerts: [])
            ], decisions: [],
            backlog: Backlog(events: 1, readings: 7, segments: 1, bytes: 9, oldestAt: now), eventHead: 12,
            eventsAcknowledged: 11, disk: DiskUse(used: 1, budget: 2, free: 3), offlineDays: nil, readingsStored: 7,
            messagesQuarantined: 0)
    }
}
