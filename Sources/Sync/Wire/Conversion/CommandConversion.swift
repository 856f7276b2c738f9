internal import FoundationEssentials
internal import SwiftProtobuf
internal import Telemetry

extension CommandOrder {
    /// The bytes that are signed and travel.
    public func encode() -> [UInt8] {
        var message = ProtoCommandOrder()
        message.id = WireBytes.data(id.unique)
        message.tenant = WireBytes.data(tenant.unique)
        message.agent = WireBytes.data(agent.unique)
        message.machine = ProtoMachineKey(machine)
        message.action = action
        message.arguments = arguments.description
        message.issuer = issuer
        message.issuedAt = issuedAt.microseconds
        message.notBefore = notBefore.microseconds
        message.expiresAt = expiresAt.microseconds
        message.precondition = ProtoPrecondition(precondition)
        message.executionClass = UInt32(executionClass.rawValue)
        message.fence = fence
        // Encoding fails only for required fields, which proto3 does not have.
        return (try? message.serializedBytes()) ?? []
    }

    /// Reads what was signed; whatever the bytes are, it returns or throws.
    public static func decode(_ bytes: [UInt8]) throws(EventPayloadError) -> CommandOrder {
        guard let message = try? ProtoCommandOrder(serializedBytes: bytes) else { throw .notAMessage }
        guard let arguments = FieldValue(message.arguments), case .object = arguments else {
            throw .fieldInvalid("arguments")
        }
        guard (1...64).contains(message.action.utf8.count) else { throw .fieldInvalid("action") }
        guard let executionClass = UInt8(exactly: message.executionClass).flatMap(ExecutionClass.init) else {
            throw .fieldInvalid("execution_class")
        }
        return CommandOrder(
            id: try PayloadField.id(message.id, "id"), tenant: try PayloadField.id(message.tenant, "tenant"),
            agent: try PayloadField.id(message.agent, "agent"), machine: try PayloadField.machine(message.machine),
            action: try PayloadField.text(message.action, "action"), arguments: arguments,
            issuer: try PayloadField.text(message.issuer, "issuer"),
            issuedAt: Timestamp(microseconds: message.issuedAt), notBefore: Timestamp(microseconds: message.notBefore),
            expiresAt: Timestamp(microseconds: message.expiresAt),
            precondition: try Precondition(message.precondition), executionClass: executionClass,
            fence: message.fence)
    }
}

extension ProtoPrecondition {
    init(_ precondition: Precondition) {
        self.init()
        versions = precondition.versions.dots.map(ProtoDot.init)
        latchesClear = precondition.latchesClear
        latchesSeen = precondition.latchesSeen.map(ProtoDot.init)
        status = precondition.status?.rawValue ?? ""
        measured = precondition.measured.map { condition in
            var message = ProtoPrecondition.Measured()
            message.metric = condition.metric.text
            message.comparison = condition.comparison.rawValue
            message.value = condition.value
            message.ageSecondsMax = condition.ageSecondsMax
            return message
        }
    }
}

extension Precondition {
    init(_ message: ProtoPrecondition) throws(EventPayloadError) {
        guard message.measured.count <= Self.measuredMax else { throw .fieldInvalid("precondition.measured") }
        guard message.latchesSeen.count <= FieldWrite.namesMax else {
            throw .fieldInvalid("precondition.latches_seen")
        }
        var measured: [Measured] = []
        for condition in message.measured {
            measured.append(
                Measured(
                    metric: try PayloadField.metric(condition.metric, "precondition.metric"),
                    comparison: try PayloadField.word(condition.comparison, "precondition.comparison"),
                    value: try PayloadField.finite(condition.value, "precondition.value"),
                    ageSecondsMax: try PayloadField.finite(condition.ageSecondsMax, "precondition.age")))
        }
        var latches: [Dot] = []
        for dot in message.latchesSeen { latches.append(try Dot(dot, "precondition.latches_seen")) }
        self.init(
            versions: try VersionVector(message.versions, "precondition.versions"), latchesClear: message.latchesClear,
            latchesSeen: latches,
            status: message.status.isEmpty ? nil : try PayloadField.word(message.status, "precondition.status"),
            measured: measured)
    }
}

extension ProtoCommandResultPayload {
    init(_ result: CommandResult) {
        self.init()
        id = WireBytes.data(result.id.unique)
        state = result.state.rawValue
        code = result.code
        reason = result.reason
        at = result.at.microseconds
        machine = ProtoMachineKey(result.machine)
        received = Data(result.received?.bytes ?? [])
    }
}

extension CommandResult {
    init(_ message: ProtoCommandResultPayload) throws(EventPayloadError) {
        let received = Digest(bytes: message.received)
        guard message.received.isEmpty || received != nil else { throw .fieldInvalid("received") }
        self.init(
            id: try PayloadField.id(message.id, "id"), machine: try PayloadField.machine(message.machine),
            state: try PayloadField.word(message.state, "state"), code: try PayloadField.text(message.code, "code"),
            reason: try PayloadField.text(message.reason, "reason"), at: Timestamp(microseconds: message.at),
            received: received)
    }
}
