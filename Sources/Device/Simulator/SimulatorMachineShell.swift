internal import MillwrightDevice
internal import Runtime
internal import Synchronization
internal import Telemetry

/// One simulated machine on its connection: turns readings into messages and commands into effects and answers.
final class SimulatorMachineShell: Sendable {
    let device: DeviceMachine
    private let options: SimulatorOptions
    private let machine: Mutex<SimulatedMachine>
    private let clock: any Clock

    init(_ machine: SimulatedMachine, on publisher: DevicePublisher, options: SimulatorOptions, clock: any Clock) {
        device = DeviceMachine(machine.key, on: publisher)
        self.options = options
        self.machine = Mutex(machine)
        self.clock = clock
    }

    /// Begins to hear commands.
    func listen() {
        device.onCommand { [weak self] command in
            guard let self else { return }
            let answers = machine.withLock { $0.take(command, now: self.clock.now()) }
            send(answers)
        }
    }

    /// Measures at a moment and publishes it; what the queue refuses is counted there.
    func step(to time: Timestamp) {
        let now = clock.now()
        let (readings, answers) = machine.withLock { ($0.step(to: time), $0.takeAnswers(now: now)) }
        send(answers)
        guard options.layout == .separate else {
            guard let first = readings.first else { return }
            device.send(readings.map { ($0.metric, $0.value) }, at: first.time, qos: options.qos)
            return
        }
        for reading in readings {
            device.send(reading.metric, reading.value, unit: reading.unit, at: reading.time, qos: options.qos)
        }
    }

    private func send(_ answers: [SimulatedMachine.Answer]) {
        for answer in answers { device.answer(answer.command, answer.answer, reason: answer.reason) }
    }
}
