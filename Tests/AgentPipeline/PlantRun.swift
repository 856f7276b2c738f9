import AgentConsole
import AgentPipeline
import AgentStore
import DeviceProfiles
import Foundation
import Logging
import MQTT
import Observability
import Runtime
import SyncCore
import Synchronization
import TestKit

/// A plant loop on a thread of its own, without a hub, at a broker that the test plays.
final class PlantRun: Sendable {
    let data: String
    private let inbox: PlantInbox
    private let board = PlantBoard(registry: MetricsRegistry())
    private let ended = Mutex(false)

    /// The core file of its store grows by so many pages and no further.
    init(folder: TemporaryFolder, port: Int, pages: Int) throws {
        data = folder.file("data")
        inbox = try PlantInbox()
        var settings = PlantSettings(
            name: "run", version: "test", folder: data, broker: .init(port: port, clientID: "run-agent"),
            session: SessionSettings(software: "test"))
        settings.store.freeBytesMin = 0
        settings.store.reserveBytes = 0
        // A sealed window would make room in the core file.
        settings.sealAfterSeconds = 3_600
        settings.sealAfterSecondsAlone = 3_600
        let (made, inbox, board) = (settings, inbox, board)
        let thread = Thread { [self] in
            do {
                let library = try ProfileLibrary.load(folder: PlantBench.profiles)
                let loop = try PlantLoop(
                    settings: made, library: library, inbox: inbox, hub: nil, board: board, clock: SystemClock(),
                    logger: Logger(label: "run") { _ in SwiftLogNoOpLogHandler() }, loadProfiles: { library })
                try loop.limitPages(more: pages)
                try loop.run()
            } catch {}
            ended.withLock { $0 = true }
        }
        thread.start()
    }

    /// Whether the store can be written.
    var isStoreReady: Bool { board.readiness.first { $0.name == "store" }?.isReady ?? true }

    /// Ends the loop as a signal does.
    func stop() async throws {
        inbox.post(.stop)
        try await waitUntil("the loop ends") { ended.withLock { $0 } }
    }
}
