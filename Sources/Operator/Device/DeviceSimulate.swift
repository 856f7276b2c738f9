internal import ArgumentParser
internal import DeviceProfiles
internal import DeviceSimulator
internal import MQTT
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright device simulate`.
struct DeviceSimulate: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Lets machines run that only seem to be there.",
        discussion: """
            Machines follow the day's load, wear with age and carry noise; a seed repeats them. They obey commands on
            plant/<factory>/<machine>/cmd/<action>: stop, start, set_…, repair, and fault with args
            {"kind": "overheat", "seconds": 300}. Each acknowledges on …/ack.
            Kinds of faults: overheat, spike, bearing, drop-out, wrong-unit, clock-jump.
            """)

    @OptionGroup(title: "Broker") var broker: BrokerOptions
    @Option(help: "The folder of the profiles.", completion: .directory) var profiles = "firmware-profiles"
    @Option(help: "Profiles to take in turn, separated by commas.") var kinds = "pump,motor,compressor,conveyor"
    @Option(help: "How many machines.") var count = 6
    @Option(help: "Machines by name instead, as pump-2:pump; once for each.") var machine: [String] = []
    @Option(help: "The machines' factory.") var factory = "north"
    @Option(help: "Seconds between the readings of one machine.") var interval = 2.0
    @Option(help: "Repeats everything: the same seed gives the same machines.") var seed: UInt64 = 1
    @Option(help: "A fault to come, as overheat@pump-2+120s or spike@motor-1+1h/45s; once for each.")
    var fault: [String] = []
    @Option(parsing: .unconditional, help: "Begin in the past, as -6h or RFC 3339, and catch up with the present.")
    var from: String?
    @Option(help: "How fast the past goes by: 60 for a minute in a second, or max.") var speed = "max"
    @Option(help: "End after this time of the machines, as 90s or 2h.") var duration: String?
    @Flag(help: "One message with all metrics instead of one for each.") var together = false

    func validate() throws {
        if !(1...10_000).contains(count) { throw ValidationError("--count is 1 to 10000.") }
        if !(interval >= 0.01 && interval <= 86_400) { throw ValidationError("--interval is 0.01 to 86400 seconds.") }
        if speed != "max", (Double(speed) ?? 0) <= 0 { throw ValidationError("--speed is above 0, or max.") }
        for text in fault where PlannedFault(text) == nil {
            throw ValidationError("--fault \(text): write KIND[@MACHINE][+AFTER][/LENGTH], as overheat@pump-2+120s.")
        }
        if let duration, PlannedFault.seconds(duration) == nil {
            throw ValidationError("--duration is a time as 90s, 2m or 1h.")
        }
        if let from, start(from, now: Timestamp(seconds: 0)) == nil {
            throw ValidationError("--from is a time ago as -6h, or RFC 3339.")
        }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try await command.simulate() } }
    }

    private func simulate() async throws {
        let members = try SimulatedFleet.members(
            try ProfileLibrary.load(folder: profiles), kinds: kinds, count: count, machines: machine, factory: factory)
        let options = options(now: SystemClock().now())
        try checkFaults(options.faults, members)
        let simulator = try Simulator(members, connection: try broker.connection(), options: options)
        try await simulator.connect(within: broker.connectTimeout)
        let names = members.prefix(8).map(\.key.machine).joined(separator: ", ")
        Terminal.say(
            "\(members.count) machines of \(factory) publish to \(broker.host): \(names)"
                + "\(members.count > 8 ? ", …" : ""). Ctrl-C ends.")
        let clock = SystemClock()
        let began = clock.uptime()
        await simulator.run { time, counters in
            Terminal.show(
                "\(time) \(simulator.connected) connected, \(counters.acknowledged) acknowledged, "
                    + "\(counters.failed + counters.refused) failed")
        }
        try Reporting.close(simulator.counters, seconds: clock.uptime().seconds(since: began))
    }

    private func options(now: Timestamp) -> SimulatorOptions {
        var options = SimulatorOptions()
        options.intervalSeconds = interval
        options.qos = broker.quality
        options.layout = together ? .together : .separate
        options.seed = seed
        options.startsAt = from.flatMap { start($0, now: now) }
        options.speed = Double(speed)
        options.faults = fault.compactMap(PlannedFault.init)
        options.durationSeconds = duration.flatMap { PlannedFault.seconds($0) }
        return options
    }

    private func start(_ text: String, now: Timestamp) -> Timestamp? {
        guard text.hasPrefix("-") else { return Timestamp(rfc3339: text) }
        return PlannedFault.seconds(text.dropFirst()).map { now.advanced(seconds: -$0) }
    }

    private func checkFaults(_ faults: [PlannedFault], _ members: [Simulator.Member]) throws {
        for name in faults.compactMap(\.machine) where !members.contains(where: { $0.key.machine == name }) {
            throw CommandFailure("MACHINE_UNKNOWN", "no machine is named \(name)", field: "--fault")
        }
    }
}
