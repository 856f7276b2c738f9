internal import ArgumentParser
internal import MQTT
internal import MillwrightDevice
internal import Runtime
internal import Telemetry

/// The command `millwright device publish`.
struct DevicePublish: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "publish",
        abstract: "Publishes one message, or the lines of standard input.",
        discussion: """
            One reading:   --factory north --machine pump-7 --metric power --value 22.1 --unit kW
            One message:   --topic plant/north/pump-7/power --payload '{"value":22.1}'
            A stream:      lines on standard input, each a JSON object with topic and payload, or with factory, machine,
                           metric and value, or TOPIC PAYLOAD; with --topic each line is a payload.
            Ends with status 1 when something was not acknowledged by the broker.
            """)

    @OptionGroup(title: "Broker") var broker: BrokerOptions
    @Option(help: "The machine's factory.") var factory: String?
    @Option(help: "The machine.") var machine: String?
    @Option(help: "The metric, as power.") var metric: String?
    @Option(help: "The metric's value.") var value: Double?
    @Option(help: "The value's UCUM unit, as kW or Cel.") var unit: String?
    @Option(help: "The reading's time in RFC 3339; the agent takes its arrival when not given.") var time: String?
    @Option(help: "A topic to publish to.") var topic: String?
    @Option(help: "The payload as it stands.") var payload: String?
    @Flag(help: "Let the broker keep the message for later subscribers.") var retain = false

    func validate() throws {
        let reading = [factory, machine, metric, value.map { "\($0)" }].compactMap { $0 }.count
        if reading > 0, reading < 4 {
            throw ValidationError("A reading needs --factory, --machine, --metric and --value.")
        }
        if reading > 0, topic != nil || payload != nil {
            throw ValidationError("Give a reading, or --topic and --payload, not both.")
        }
        if payload != nil, topic == nil { throw ValidationError("--payload needs --topic.") }
        if let time, Timestamp(rfc3339: time) == nil {
            throw ValidationError("--time is RFC 3339 with a zone, as 2026-01-31T12:00:00Z.")
        }
    }

    func run() async throws {
        let command = self
        try await Reporting.run { try await Interruption.cancels { try await command.publish() } }
    }

    private func publish() async throws {
        let single = try singleMessage()
        let publisher = try await broker.publisher()
        let clock = SystemClock()
        let began = clock.uptime()
        var badLines = 0
        if let single {
            publisher.submit(single)
        } else {
            badLines = await publishLines(to: publisher)
        }
        await publisher.stop(within: 30)
        try Reporting.close(
            publisher.counters, badLines: badLines, seconds: clock.uptime().seconds(since: began))
    }

    private func singleMessage() throws -> DeviceMessage? {
        if let factory, let machine, let metric, let value {
            return try PublishLine.reading(
                factory: factory, machine: machine, metric: metric, value: value, unit: unit,
                time: time.flatMap { Timestamp(rfc3339: $0) }, qos: broker.quality)
        }
        guard let topic, let payload else { return nil }
        return DeviceMessage(topic: topic, text: payload, qos: broker.quality, retain: retain)
    }

    /// Publishes standard input; returns how many lines were no message.
    private func publishLines(to publisher: DevicePublisher) async -> Int {
        let lines = TextLines()
        let clock = SystemClock()
        var shown = clock.uptime()
        var badLines = 0
        while let line = lines.next() {
            if line.isEmpty { continue }
            do throws(CommandFailure) {
                let message = try PublishLine.message(line, topic: topic, qos: broker.quality, retain: retain)
                while !publisher.submit(message), !Task.isCancelled { await publisher.waitForSpace() }
            } catch {
                badLines += 1
                Terminal.say("line \(lines.number): \(error)")
            }
            if clock.uptime().seconds(since: shown) > 0.5 {
                shown = clock.uptime()
                Terminal.show("\(lines.number) lines, \(publisher.counters.acknowledged) acknowledged")
            }
        }
        return badLines
    }
}
