public import DeviceProfiles
public import MQTT
public import MillwrightDevice
internal import Runtime
public import Telemetry

/// A fleet of simulated machines, each on a connection of its own, so that each has a last will as a real one does.
public final class Simulator: Sendable {
    /// A machine to simulate.
    public struct Member: Sendable {
        /// Part of its client id, so no two members may have the same.
        public var key: MachineKey
        /// What it measures: one value for each of the profile's metrics.
        public var profile: FirmwareProfile

        /// A machine of a profile that speaks the generic topics.
        public init(key: MachineKey, profile: FirmwareProfile) {
            self.key = key
            self.profile = profile
        }
    }

    /// As given when it was made, for all members.
    public let options: SimulatorOptions
    private let shells: [SimulatorMachineShell]
    private let clock = SystemClock()
    private let startedAt: Timestamp

    /// Connects every member, its client id being `connection.clientID` with the machine's name.
    ///
    /// Throws when a connection's options cannot be used; a broker that is away is waited for in `run`.
    public init(_ members: [Member], connection: MQTTClientOptions, options: SimulatorOptions) throws(DeviceError) {
        self.options = options
        let startedAt = Self.wholeMilliseconds(options.startsAt ?? clock.now())
        self.startedAt = startedAt
        var shells: [SimulatorMachineShell] = []
        for member in members {
            var own = DevicePublisherOptions(connection: connection)
            own.connection.clientID = "\(connection.clientID)-\(member.key.factory)-\(member.key.machine)"
            own.announce(member.key, firmware: "1.0.0-simulated", profile: member.profile.name)
            let machine = SimulatedMachine(
                key: member.key, profile: member.profile, seed: options.seed, startedAt: startedAt,
                plan: options.faults)
            shells.append(
                SimulatorMachineShell(
                    machine, on: try DevicePublisher(own), options: options, clock: clock))
        }
        self.shells = shells
        for shell in shells { shell.listen() }
    }

    /// Waits until every machine has its connection; throws what the broker says when it refuses.
    public func connect(within seconds: Double = 10) async throws(DeviceError) {
        for shell in shells { try await shell.device.publisher.waitUntilConnected(within: seconds) }
    }

    /// Publishes until the duration is over or the task is cancelled, then says good-bye for every machine.
    ///
    /// Machines take turns within the interval, so that a large fleet is a stream and not a burst. `progress` is called
    /// about once a second with the machines' time.
    public func run(progress: @Sendable (Timestamp, DeliveryCounters) -> Void = { _, _ in }) async {
        let end = options.durationSeconds.map { startedAt.advanced(seconds: $0) }
        let began = clock.uptime()
        var shown = began
        var turn = 0
        while !Task.isCancelled, !shells.isEmpty {
            let seconds = Double(turn) * options.intervalSeconds / Double(shells.count)
            let time = Self.wholeMilliseconds(startedAt.advanced(seconds: seconds))
            if let end, time >= end { break }
            guard await waitFor(time, after: seconds, since: began) else { break }
            let shell = shells[turn % shells.count]
            // The past can wait for the broker; the present goes on without it.
            if isPast(time) { await shell.device.publisher.waitForSpace() }
            shell.step(to: time)
            turn += 1
            if clock.uptime().seconds(since: shown) >= 1 {
                shown = clock.uptime()
                progress(time, counters)
            }
        }
        await stop()
    }

    /// What has become of all machines' messages.
    public var counters: DeliveryCounters {
        shells.map(\.device.publisher.counters).reduce(into: DeliveryCounters()) { $0.add($1) }
    }

    /// Machines that are connected now.
    public var connected: Int { shells.count { $0.device.publisher.state == .connected } }

    /// Waits until the machines' time may be `time`; false when cancelled.
    private func waitFor(_ time: Timestamp, after seconds: Double, since began: Uptime) async -> Bool {
        // Nothing is measured before it happens: the past is as fast as asked, the present as fast as it is.
        let untilPresent = time.seconds(since: clock.now())
        let untilTurn = options.speed.map { seconds / $0 - clock.uptime().seconds(since: began) } ?? 0
        let pause = max(untilPresent, isPast(time) ? untilTurn : 0)
        guard pause > 0.0005 else {
            await Task.yield()
            return true
        }
        do {
            try await Task.sleep(for: .seconds(pause))
            return true
        } catch { return false }
    }

    private func isPast(_ time: Timestamp) -> Bool {
        time.seconds(since: clock.now()) < -max(1, options.intervalSeconds)
    }

    /// Devices tell milliseconds.
    private static func wholeMilliseconds(_ time: Timestamp) -> Timestamp {
        Timestamp(microseconds: time.microseconds - time.microseconds % 1_000)
    }

    private func stop() async {
        await withTaskGroup(of: Void.self) { group in
            for shell in shells { group.addTask { await shell.device.publisher.stop(within: 5) } }
        }
    }
}
