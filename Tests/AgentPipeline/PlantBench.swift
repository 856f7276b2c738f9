import AgentConsole
import AgentPipeline
import AgentStore
import DeviceProfiles
import Foundation
import Logging
import MQTT
import MillwrightDevice
import Observability
import Runtime
import SyncCore
import SyncWire
import Synchronization
import Telemetry
import TestKit

/// A plant loop on a thread of its own between a real broker and a hub that the test plays.
final class PlantBench: Sendable {
    let broker: MosquittoServer
    let folder: TemporaryFolder
    let hub: PlayedHub
    let inbox: PlantInbox
    let publisher: DevicePublisher
    private let settings: PlantSettings
    /// A profile that stands beside the shipped ones.
    private let profile: String?
    private let ended = Mutex(false)
    private let failure = Mutex<String?>(nil)
    private let board = Mutex(PlantBoard(registry: MetricsRegistry()))

    static var profiles: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .appendingPathComponent("../../firmware-profiles").standardized.path
    }

    init(profile: String? = nil, _ change: (inout PlantSettings) -> Void = { _ in }) async throws {
        self.profile = profile
        broker = try await MosquittoServer.start()
        folder = try TemporaryFolder("plant-loop")
        hub = PlayedHub()
        inbox = try PlantInbox()
        publisher = try DevicePublisher(
            DevicePublisherOptions(connection: .init(port: broker.port, clientID: "bench-device")))
        var session = SessionSettings(software: "test")
        session.intervalSeconds = 0.1
        session.unreachableAfterFailures = 1
        session.backoffFirstSeconds = 0.1
        session.backoffMaxSeconds = 0.2
        var settings = PlantSettings(
            name: "bench", version: "test", folder: folder.file("data"),
            broker: .init(port: broker.port, clientID: "bench-agent"), session: session)
        settings.store.freeBytesMin = 0
        settings.store.reserveBytes = 0
        settings.sealAfterSeconds = 0.2
        settings.sealAfterSecondsAlone = 0.2
        change(&settings)
        self.settings = settings
        try start(settings)
        try await publisher.waitUntilConnected()
        try await waitUntil("the agent is connected") { try await status().brokerConnected }
    }

    /// With a number of pages the store's core file grows by these and no further, as on a disk that fills.
    private func start(_ settings: PlantSettings, pages: Int? = nil) throws {
        let (inbox, hub, profiles, profile) = (inbox, hub, Self.profiles, profile)
        let board = PlantBoard(registry: MetricsRegistry())
        self.board.withLock { $0 = board }
        let thread = Thread { [self] in
            do {
                var all = try ProfileLibrary.load(folder: profiles).all
                if let profile { all.append(try ProfileReader.read(Array(profile.utf8), file: "bench.yaml")) }
                let library = ProfileLibrary(all)
                let loop = try PlantLoop(
                    settings: settings, library: library, inbox: inbox, hub: hub, board: board, clock: SystemClock(),
                    logger: Logger(label: "bench") { _ in SwiftLogNoOpLogHandler() }, loadProfiles: { library })
                if let pages { try loop.limitPages(more: pages) }
                try loop.run()
            } catch {
                failure.withLock { $0 = "\(error)" }
            }
            ended.withLock { $0 = true }
        }
        thread.start()
    }

    /// A loop that does not run, without a broker and a hub.
    static func idleLoop(_ folder: TemporaryFolder) throws -> PlantLoop {
        var settings = PlantSettings(
            name: "idle", version: "test", folder: folder.file("data"),
            broker: .init(port: FreePort.take(), clientID: "idle"), session: SessionSettings(software: "test"))
        settings.store.freeBytesMin = 0
        settings.store.reserveBytes = 0
        let library = try ProfileLibrary.load(folder: profiles)
        return try PlantLoop(
            settings: settings, library: library, inbox: try PlantInbox(), hub: nil,
            board: PlantBoard(registry: MetricsRegistry()), clock: SystemClock(),
            logger: Logger(label: "idle") { _ in SwiftLogNoOpLogHandler() }, loadProfiles: { library })
    }

    /// Asks over the control socket's way, as a supervisor unless said otherwise.
    func control(
        _ method: String, _ path: [String], query: [String: String] = [:], body: FieldValue? = nil,
        authority: Authority = .supervisor
    ) async throws -> (status: Int, body: FieldValue) {
        let request = ControlRequest(
            method: method, path: ["api"] + path, query: query, body: body,
            caller: ControlCaller(name: "anna", authority: authority))
        let answer = await withCheckedContinuation { continuation in
            inbox.post(.controlAsked(request) { continuation.resume(returning: $0) })
        }
        let json = try required(FieldValue(String(decoding: answer.body, as: UTF8.self)))
        return (answer.status, json)
    }

    /// Whether the store can be written.
    var isStoreReady: Bool {
        board.withLock { $0 }.readiness.first { $0.name == "store" }?.isReady ?? false
    }

    /// Ends the loop and begins another one over what it left, or over what `change` made of that.
    func restart(pages: Int? = nil, _ change: ((AgentStore, Timestamp) throws -> Void)? = nil) async throws {
        inbox.post(.stop)
        try await waitUntil("the loop ends") { ended.withLock { $0 } }
        if let change {
            var random = SystemRandomNumberGenerator()
            let now = SystemClock().now()
            try change(try AgentStore.open(folder: folder.file("data"), now: now, random: &random), now)
        }
        ended.withLock { $0 = false }
        try start(settings, pages: pages)
        try await waitUntil("the agent is connected") { try await status().brokerConnected }
    }

    func status() async throws -> AgentStatus {
        if let failure = failure.withLock({ $0 }) { throw BenchFailure(description: failure) }
        return await withCheckedContinuation { continuation in
            inbox.post(.statusAsked { continuation.resume(returning: $0) })
        }
    }

    func publish(_ topic: String, _ text: String, retain: Bool = false) async throws {
        try await publisher.publish(DeviceMessage(topic: topic, text: text, retain: retain))
    }

    /// Ends the loop as SIGTERM does, and opens what it left.
    func stop() async throws -> AgentStore {
        inbox.post(.stop)
        try await waitUntil("the loop ends") { ended.withLock { $0 } }
        await publisher.stop()
        if let failure = failure.withLock({ $0 }) { throw BenchFailure(description: failure) }
        var random = SystemRandomNumberGenerator()
        return try AgentStore.open(folder: folder.file("data"), now: SystemClock().now(), random: &random)
    }
}

struct BenchFailure: Error, CustomStringConvertible {
    let description: String
}

/// A thing that must be there for the test to make sense.
func required<Value>(_ value: Value?) throws -> Value {
    guard let value else { throw BenchFailure(description: "something that has to be there is missing") }
    return value
}

extension FieldValue {
    /// A member of an object; nothing for anything else.
    subscript(name: String) -> FieldValue? {
        if case .object(let members) = self { members[name] } else { nil }
    }

    /// The elements of a list; none for anything else.
    var elements: [FieldValue] { if case .list(let values) = self { values } else { [] } }
}
