public import MQTT
public import Telemetry

/// One machine behind a publisher: its readings, its state and its commands, on the topics of the generic profiles.
///
///     let pump = DeviceMachine(MachineKey(factory: "north", machine: "pump-7")!, on: publisher)
///     pump.send(power, 22.1, unit: "kW")
///     pump.onCommand { command in pump.answer(command, .done) }
public struct DeviceMachine: Sendable {
    /// The factory and the machine that its topics name.
    public let key: MachineKey
    /// Under `plant/<factory>/<machine>`.
    public let topics: DeviceTopics
    /// Shared with other machines, perhaps; whoever made it stops it.
    public let publisher: DevicePublisher

    /// A machine; several may share one publisher.
    public init(_ key: MachineKey, on publisher: DevicePublisher) {
        self.key = key
        topics = DeviceTopics(key)
        self.publisher = publisher
    }

    /// Submits one reading; false when it was not taken (`DevicePublisher.submit`) or is not a finite number.
    @discardableResult
    public func send(
        _ metric: MetricName, _ value: Double, unit: String? = nil, at time: Timestamp? = nil, quality: Quality? = nil,
        qos: MQTTQoS = .atLeastOnce
    ) -> Bool {
        guard value.isFinite else { return false }
        let payload = DevicePayload.reading(value, unit: unit, at: time, quality: quality)
        return publisher.submit(DeviceMessage(topic: topics.reading(metric), payload: payload, qos: qos))
    }

    /// Submits several metrics of one moment in one message.
    @discardableResult
    public func send(
        _ values: [(metric: MetricName, value: Double)], at time: Timestamp? = nil, qos: MQTTQoS = .atLeastOnce
    ) -> Bool {
        guard values.allSatisfy(\.value.isFinite) else { return false }
        let payload = DevicePayload.readings(values, at: time)
        return publisher.submit(DeviceMessage(topic: topics.readings, payload: payload, qos: qos))
    }

    /// Hears the machine's commands, on the publisher's thread; payloads that are no commands are passed over.
    public func onCommand(_ handler: @escaping @Sendable (DeviceCommand) -> Void) {
        publisher.subscribe(topics.commands) { message in
            if let command = DeviceCommand(message) { handler(command) }
        }
    }

    /// Answers a command: `accepted` at once, `done` or `failed` when it is over.
    @discardableResult
    public func answer(_ command: DeviceCommand, _ answer: DeviceCommandAnswer, reason: String? = nil) -> Bool {
        let payload = DevicePayload.acknowledgement(of: command.id, answer, reason: reason)
        return publisher.submit(DeviceMessage(topic: topics.acknowledgement, payload: payload))
    }
}

extension DevicePublisherOptions {
    /// Lets a connection speak for one machine: its retained state says online while it holds, and offline after it,
    /// by a farewell or, when it is lost, by the broker's last will.
    public mutating func announce(_ machine: MachineKey, firmware: String? = nil, profile: String? = nil) {
        let topic = DeviceTopics(machine).state
        let online = DevicePayload.state(isOnline: true, firmware: firmware, profile: profile)
        let offline = DevicePayload.state(isOnline: false, firmware: firmware, profile: profile)
        birth = DeviceMessage(topic: topic, payload: online, retain: true)
        farewell = DeviceMessage(topic: topic, payload: offline, retain: true)
        connection.will = .init(topic: topic, payload: offline)
    }
}
