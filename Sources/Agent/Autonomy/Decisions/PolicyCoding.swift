internal import DeviceProfiles
internal import Telemetry

/// How a record keeps the rule and what the policy says of its action, of each what decides.
extension AutonomyRule {
    func write(_ writer: inout SnapshotWriter) {
        writer.write(name)
        writer.write(UInt32(clamping: version))
        writer.write(word: mode)
        writer.write(metric.text)
        writer.write(UInt16(clamping: slot))
        writer.write(hysteresis)
        writer.write(forSeconds)
        writer.write(status) { $0.write(word: $1) }
        writer.write(action) { $0.write($1) }
        writer.write(numbers: arguments)
        writer.write(word: riskLevel)
        condition.write(&writer)
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        let name = try reader.text()
        let version = Int(try reader.number(UInt32.self))
        let mode = try reader.word(Mode.self)
        let metric = try reader.metric()
        let slot = Int(try reader.number(UInt16.self))
        let hysteresis = try reader.double()
        let forSeconds = try reader.double()
        let status = try reader.optional { reader throws(SnapshotError) in try reader.word(MachineStatus.self) }
        let action = try reader.optional { reader throws(SnapshotError) in try reader.text() }
        let arguments = try reader.numbers()
        let risk = try reader.word(Severity.self)
        self.init(
            name: name, version: version, mode: mode, metric: metric, slot: slot, condition: try Condition(&reader),
            hysteresis: hysteresis, forSeconds: forSeconds, status: status, action: action, arguments: arguments,
            riskLevel: risk, rootCause: "", recommendation: "")
    }
}

extension ActionPermission {
    func write(_ writer: inout SnapshotWriter) {
        writer.write(action)
        writer.write(UInt32(clamping: mostPerHour))
        writer.write(UInt32(clamping: mostPerDay))
        writer.write(coolDownSeconds)
        writer.write(hours) { $1.write(&$0) }
        writer.write(word: confirmation)
        writer.write(unproven) { $0.write(word: $1) }
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        self.init(
            action: try reader.text(), mostPerHour: Int(try reader.number(UInt32.self)),
            mostPerDay: Int(try reader.number(UInt32.self)), coolDownSeconds: try reader.double(),
            hours: try reader.optional { reader throws(SnapshotError) in try HoursWindow(&reader) },
            confirmation: try reader.word(Confirmation.self),
            unproven: try reader.optional { reader throws(SnapshotError) in try reader.word(Unproven.self) })
    }
}

extension Envelope {
    func write(_ writer: inout SnapshotWriter) {
        writer.write(horizonSeconds)
        writer.write(UInt8(bounds.count))
        for bound in bounds {
            writer.write(word: bound.quantity)
            writer.write(bound.above) { $0.write($1) }
            writer.write(bound.below) { $0.write($1) }
        }
        writer.write(UInt8(arguments.count))
        for (name, range) in arguments.sorted(by: { $0.key < $1.key }) {
            writer.write(name)
            writer.write(range.lowerBound)
            writer.write(range.upperBound)
        }
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        let horizon = try reader.double()
        // As far as a profile may look ahead.
        guard (1...86_400).contains(horizon) else { throw .valueInvalid }
        self.init(horizonSeconds: horizon)
        for _ in 0..<(try reader.number(UInt8.self)) {
            let quantity = try reader.word(TwinQuantity.self)
            let above = try reader.optionalDouble()
            bounds.append(Bound(quantity: quantity, above: above, below: try reader.optionalDouble()))
        }
        for _ in 0..<(try reader.number(UInt8.self)) { arguments[try reader.text()] = try reader.range() }
    }
}

extension ActionDefinition {
    func write(_ writer: inout SnapshotWriter) {
        writer.write(name)
        writer.write(leadsTo) { $0.write(word: $1) }
        writer.write(load) { writer, load in
            writer.write(load.power)
            writer.write(load.scale) { writer, scale in
                writer.write(scale.argument)
                writer.write(scale.full)
                writer.write(scale.exponent)
            }
        }
        writer.write(UInt8(arguments.count))
        for argument in arguments {
            writer.write(argument.name)
            writer.write(argument.range.lowerBound)
            writer.write(argument.range.upperBound)
            writer.write(argument.fallback) { $0.write($1) }
        }
    }

    init(_ reader: inout SnapshotReader) throws(SnapshotError) {
        self.init(name: try reader.text())
        leadsTo = try reader.optional { reader throws(SnapshotError) in try reader.word(MachineStatus.self) }
        load = try reader.optional { reader throws(SnapshotError) in
            let power = try reader.double()
            let scale = try reader.optional { reader throws(SnapshotError) in
                let argument = try reader.text()
                let full = try reader.double()
                let exponent = try reader.double()
                guard full != 0, (0.5...4).contains(exponent) else { throw .valueInvalid }
                return ActionLoad.Scale(argument: argument, full: full, exponent: exponent)
            }
            return ActionLoad(power: power, scale: scale)
        }
        for _ in 0..<(try reader.number(UInt8.self)) {
            let name = try reader.text()
            let range = try reader.range()
            let fallback = try reader.optionalDouble()
            arguments.append(ActionArgument(name: name, unit: "", range: range, fallback: fallback))
        }
    }
}
