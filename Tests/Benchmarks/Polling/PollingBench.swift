internal import Glibc
internal import NIOCore
internal import NIOPosix
internal import Runtime
internal import SyncClient

/// Agents that have nothing to say poll a running hub, each over a connection of its own under mutual TLS.
///
///     PollingBench "host=… port=… dbname=… user=…" CA-FOLDER https://HUB [agents] [interval in s] [intervals]
///
/// The agents are written into the hub's database, and their certificates issued by its own authority. In the first
/// four intervals they connect, one after the other; after one more `polling` is printed, and after so many further
/// ones a line of JSON about those.
@main
struct PollingBench {
    static func main() async throws {
        let arguments = CommandLine.arguments
        guard arguments.count >= 4 else {
            print("usage: PollingBench DATABASE CA-FOLDER HUB [agents] [interval] [intervals]")
            exit(64)
        }
        let numbers = arguments.dropFirst(4).compactMap { Int($0) }
        let (agents, interval) = (numbers.first ?? 10_000, numbers.count > 1 ? numbers[1] : 10)
        let intervals = numbers.count > 2 ? numbers[2] : 6
        let identities = try await PolledPlant(database: arguments[1], authority: arguments[2], hub: arguments[3])
            .makeAgents(agents)
        print("connecting")
        fflush(nil)
        let outcome = try await poll(identities, every: interval, times: intervals)
        print(
            """
            {"agents": \(agents), "interval": \(interval), "rounds": \(outcome.seconds.count), \
            "again": \(outcome.toldToComeAgain), \
            "failed": \(outcome.failed), "p50_ms": \(outcome.milliseconds(at: 0.5)), \
            "p99_ms": \(outcome.milliseconds(at: 0.99)), "worst_ms": \(outcome.milliseconds(at: 1)), \
            "failures": \(outcome.failures.sorted().prefix(8).map(\.debugDescription))}
            """)
    }

    private static let connecting = 4

    /// All at once, spread evenly.
    private static func poll(
        _ identities: [PolledPlant.Identity], every interval: Int, times: Int
    ) async throws -> PollingOutcome {
        let group = MultiThreadedEventLoopGroup(numberOfThreads: 1)
        let began = ContinuousClock.now
        let outcome = try await withThrowingTaskGroup(of: PollingOutcome.self) { tasks in
            for (number, identity) in identities.enumerated() {
                let place = Double(connecting * interval) * Double(number) / Double(identities.count)
                let quiet = connecting - Int(place) / interval
                tasks.addTask {
                    try await PollingAgent(identity, group).run(
                        from: began + .seconds(place), every: .seconds(interval), times: quiet + times,
                        counted: times)
                }
            }
            tasks.addTask {
                try await Task.sleep(until: began + .seconds((connecting + 1) * interval))
                print("polling")
                fflush(nil)
                return PollingOutcome()
            }
            return try await tasks.reduce(into: PollingOutcome()) { $0.add($1) }
        }
        try await group.shutdownGracefully()
        return outcome
    }
}
