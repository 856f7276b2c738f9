internal import Telemetry

extension ProtoLiveBatch {
    init(_ batch: LiveBatch) {
        self.init()
        at = batch.at.microseconds
        machines = batch.machines.map(ProtoLiveMachine.init)
    }
}

extension LiveBatch {
    init(_ message: ProtoLiveBatch) throws(RoundFrameError) {
        var machines: [LiveMachine] = []
        machines.reserveCapacity(message.machines.count)
        for machine in message.machines { machines.append(try LiveMachine(machine)) }
        self.init(at: Timestamp(microseconds: message.at), machines: machines)
    }
}

extension ProtoLiveMachine {
    init(_ machine: LiveMachine) {
        self.init()
        key = ProtoMachineKey(machine.key)
        status = machine.status.rawValue
        readings = machine.metrics.map(ProtoLiveReading.init)
        if let state = machine.twin { twin = ProtoLiveTwin(state) }
    }
}

extension LiveMachine {
    init(_ message: ProtoLiveMachine) throws(RoundFrameError) {
        guard let key = MachineKey(factory: message.key.factory, machine: message.key.machine) else {
            throw .fieldInvalid("live.machines.key")
        }
        guard let status = MachineStatus(rawValue: message.status) else { throw .fieldInvalid("live.machines.status") }
        var metrics: [LiveReading] = []
        metrics.reserveCapacity(message.readings.count)
        for reading in message.readings { metrics.append(try LiveReading(reading)) }
        self.init(key: key, status: status, metrics: metrics, twin: message.hasTwin ? LiveTwin(message.twin) : nil)
    }
}

extension ProtoLiveReading {
    init(_ reading: LiveReading) {
        self.init()
        metric = reading.name.text
        unit = reading.unit
        time = reading.time.microseconds
        value = reading.value
        quality = UInt32(reading.quality.rawValue)
        if let number = reading.score { score = number }
        if let number = reading.expected { expected = number }
        if let number = reading.low { low = number }
        if let number = reading.high { high = number }
    }
}

extension LiveReading {
    init(_ message: ProtoLiveReading) throws(RoundFrameError) {
        guard let name = MetricName(message.metric) else { throw .fieldInvalid("live.machines.readings.metric") }
        guard message.value.isFinite else { throw .fieldInvalid("live.machines.readings.value") }
        guard let quality = UInt8(exactly: message.quality).flatMap(Quality.init(rawValue:)) else {
            throw .fieldInvalid("live.machines.readings.quality")
        }
        guard !message.unit.utf8.contains(0) else { throw .fieldInvalid("live.machines.readings.unit") }
        self.init(
            name: name, unit: message.unit, time: Timestamp(microseconds: message.time), value: message.value,
            quality: quality, score: message.hasScore ? message.score.ifFinite : nil,
            expected: message.hasExpected ? message.expected.ifFinite : nil,
            low: message.hasLow ? message.low.ifFinite : nil, high: message.hasHigh ? message.high.ifFinite : nil)
    }
}

extension ProtoLiveTwin {
    init(_ state: LiveTwin) {
        self.init()
        if let number = state.temperature { temperature = number }
        if let number = state.vibration { vibration = number }
        if let number = state.health { health = number }
        if let number = state.failureProbability { failureProbability = number }
        if let number = state.remainingHours { remainingHours = number }
    }
}

extension LiveTwin {
    init(_ message: ProtoLiveTwin) {
        self.init(
            temperature: message.hasTemperature ? message.temperature.ifFinite : nil,
            vibration: message.hasVibration ? message.vibration.ifFinite : nil,
            health: message.hasHealth ? message.health.ifFinite : nil,
            failureProbability: message.hasFailureProbability ? message.failureProbability.ifFinite : nil,
            remainingHours: message.hasRemainingHours ? message.remainingHours.ifFinite : nil)
    }
}

extension Double {
    /// What an optional field may hold: JSON and SQL have no other numbers, and a peer may send any.
    fileprivate var ifFinite: Double? { isFinite ? self : nil }
}
