import Runtime
import SyncWire
import Telemetry
import Testing

@Suite struct EventPayloadTests {
    @Test func eachKindComesBack() throws {
        for payload in try RoundSamples.payloads() {
            #expect(try EventPayload.decode(kind: payload.kind, payload: payload.encode()) == payload)
        }
    }

    @Test func aQuestionAndItsEndComeBack() throws {
        guard case .decision(var decision) = try RoundSamples.payloads()[2] else {
            Issue.record("the third sample is no decision")
            return
        }
        decision.answerBy = RoundSamples.moment.advanced(seconds: 60)
        decision.settles = DecisionID(RoundSamples.unique)
        let payload = EventPayload.decision(decision)
        #expect(try EventPayload.decode(kind: .decision, payload: payload.encode()) == payload)
    }

    /// What a decision depended on is of the deciding part's making, and goes through as it is.
    @Test func inputsComeBackAsTheyWere() throws {
        guard case .decision(var decision) = try RoundSamples.payloads()[2] else {
            Issue.record("the third sample is no decision")
            return
        }
        decision.inputs = (0..<Decision.inputsBytesMax).map { UInt8(truncatingIfNeeded: $0) }
        let payload = EventPayload.decision(decision)
        #expect(try EventPayload.decode(kind: .decision, payload: payload.encode()) == payload)
        decision.inputs.append(0)
        #expect(throws: EventPayloadError.fieldInvalid("inputs")) {
            try EventPayload.decode(kind: .decision, payload: EventPayload.decision(decision).encode())
        }
    }

    @Test func whatTakesAMachineDownIsCritical() throws {
        let priorities = try RoundSamples.payloads().map(\.priority)
        #expect(
            priorities == [.critical, .important, .critical, .critical, .routine, .critical, .routine, .routine])
    }

    @Test func anotherKindThanTheRecordSaysIsRefused() throws {
        let payload = try #require(try RoundSamples.payloads().first).encode()
        #expect(throws: EventPayloadError.kindMismatch) { try EventPayload.decode(kind: .audit, payload: payload) }
        #expect(throws: EventPayloadError.kindMismatch) { try EventPayload.decode(kind: .alert, payload: []) }
        #expect(throws: EventPayloadError.kindUnknown(99)) {
            try EventPayload.decode(kind: EventKind(rawValue: 99), payload: payload)
        }
        #expect(throws: EventPayloadError.notAMessage) { try EventPayload.decode(kind: .alert, payload: [0xFF]) }
    }

    /// One such record in the database's way would hold up the stream for ever.
    @Test func textsThatTheDatabaseCannotStoreAreRefused() {
        let entry = AuditEntry(at: RoundSamples.moment, actor: "a\u{0}b", action: "x", target: "", detail: "")
        #expect(throws: EventPayloadError.fieldInvalid("actor")) {
            try EventPayload.decode(kind: .audit, payload: EventPayload.audit(entry).encode())
        }
    }

    @Test func valuesThatAreNoNumbersAreRefused() throws {
        guard case .alert(var alert) = try #require(try RoundSamples.payloads().first) else { return }
        alert.value = .infinity
        let payload = EventPayload.alert(alert).encode()
        #expect(throws: EventPayloadError.fieldInvalid("value")) {
            try EventPayload.decode(kind: .alert, payload: payload)
        }
    }

    @Test func forgedPayloadsNeverTrap() throws {
        let payloads = try RoundSamples.payloads()
        for seed in UInt64(1)...4_000 {
            var random = SeededRandom(seed: seed)
            let payload = payloads[random.below(payloads.count)]
            var bytes = payload.encode()
            for _ in 0..<1 + random.below(4) where !bytes.isEmpty {
                switch random.below(3) {
                case 0: bytes[random.below(bytes.count)] = UInt8(random.below(256))
                case 1: bytes.remove(at: random.below(bytes.count))
                default: bytes.insert(UInt8(random.below(256)), at: random.below(bytes.count))
                }
            }
            _ = try? EventPayload.decode(kind: payload.kind, payload: bytes)
        }
    }
}
