package import AgentAutonomy
internal import DeviceProfiles
internal import SyncWire
internal import Telemetry

/// The open commands as they are kept in the store.
package enum CommandSnapshot {
    private static let version: UInt8 = 2

    /// The bytes of the commands; none for none, so that the state is removed.
    package static func encode(_ commands: [DeviceCommand]) -> [UInt8] {
        guard !commands.isEmpty else { return [] }
        var writer = SnapshotWriter(version: version, capacity: 512 * commands.count)
        writer.write(UInt16(commands.count))
        for command in commands {
            writer.write(EventPayload.action(command.action).encode())
            writer.write(command.topic)
            writer.write(command.payload)
            writer.write(command.timeoutSeconds)
            writer.write(command.executionClass.rawValue)
            writer.write(command.probe) { writer, probe in
                writer.write(probe.metric.text)
                writer.write(probe.value)
                writer.write(probe.tolerance)
            }
        }
        return writer.bytes
    }

    /// The commands of a snapshot; those that cannot be read end the list.
    package static func decode(_ bytes: [UInt8]) -> [DeviceCommand] {
        let isOld = bytes.first == 1
        guard !bytes.isEmpty, var reader = try? SnapshotReader(bytes, version: isOld ? 1 : version),
            let count = try? reader.number(UInt16.self)
        else { return [] }
        var commands: [DeviceCommand] = []
        for _ in 0..<count {
            var probe: CommandProbe?
            guard let payload = try? reader.blob(),
                case .action(let action)? = try? EventPayload.decode(kind: .action, payload: payload),
                let topic = try? reader.text(), let body = try? reader.blob(), let timeout = try? reader.double(),
                let word = try? reader.text(), let execution = ActionDefinition.ExecutionClass(rawValue: word)
            else { return commands }
            guard isOld || reader.hasProbe(&probe) else { return commands }
            commands.append(
                DeviceCommand(
                    action: action, topic: topic, payload: body, timeoutSeconds: timeout, executionClass: execution,
                    probe: probe))
        }
        return commands
    }
}

extension SnapshotReader {
    /// Reads what may be read back of a command; false when that cannot be read.
    fileprivate mutating func hasProbe(_ probe: inout CommandProbe?) -> Bool {
        guard let isThere = try? bool() else { return false }
        guard isThere else { return true }
        guard let metric = (try? text()).flatMap(MetricName.init), let value = try? double(),
            let tolerance = try? double()
        else { return false }
        probe = CommandProbe(metric: metric, value: value, tolerance: tolerance)
        return true
    }
}
