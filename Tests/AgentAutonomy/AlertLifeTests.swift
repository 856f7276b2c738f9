import AgentAutonomy
import Telemetry
import Testing

@Suite("Life of an alert")
struct AlertLifeTests {
    enum Event: String, CaseIterable, Sendable {
        case warning, critical, end, acknowledge
    }

    struct Case: Sendable, CustomTestStringConvertible {
        var from: AlertState
        var event: Event
        /// Nothing when the event says nothing.
        var to: AlertState?
        var severity: Severity = .warning
        var isNew = false

        var testDescription: String { "\(from.rawValue) × \(event.rawValue)" }
    }

    /// Every state of an alert that was a WARNING × every event, within the time in which it is the same occurrence.
    static let cases: [Case] = [
        Case(from: .unacknowledgedActive, event: .warning, to: nil),
        Case(from: .unacknowledgedActive, event: .critical, to: .unacknowledgedActive, severity: .critical),
        Case(from: .unacknowledgedActive, event: .end, to: .unacknowledgedReturned),
        Case(from: .unacknowledgedActive, event: .acknowledge, to: .acknowledgedActive),
        Case(from: .acknowledgedActive, event: .warning, to: nil),
        Case(from: .acknowledgedActive, event: .critical, to: .unacknowledgedActive, severity: .critical),
        Case(from: .acknowledgedActive, event: .end, to: .normal),
        Case(from: .acknowledgedActive, event: .acknowledge, to: nil),
        Case(from: .unacknowledgedReturned, event: .warning, to: .unacknowledgedActive),
        Case(from: .unacknowledgedReturned, event: .critical, to: .unacknowledgedActive, severity: .critical),
        Case(from: .unacknowledgedReturned, event: .end, to: nil),
        Case(from: .unacknowledgedReturned, event: .acknowledge, to: .normal),
        Case(from: .normal, event: .warning, to: .unacknowledgedActive, isNew: true),
        Case(from: .normal, event: .critical, to: .unacknowledgedActive, severity: .critical, isNew: true),
        Case(from: .normal, event: .end, to: nil),
        Case(from: .normal, event: .acknowledge, to: nil),
        Case(from: .shelved, event: .warning, to: .unacknowledgedActive, isNew: true),
        Case(from: .shelved, event: .critical, to: .unacknowledgedActive, severity: .critical, isNew: true),
        Case(from: .shelved, event: .end, to: nil),
        Case(from: .shelved, event: .acknowledge, to: nil),
        Case(from: .suppressed, event: .warning, to: .unacknowledgedActive, isNew: true),
        Case(from: .suppressed, event: .critical, to: .unacknowledgedActive, severity: .critical, isNew: true),
        Case(from: .suppressed, event: .end, to: nil),
        Case(from: .suppressed, event: .acknowledge, to: nil),
    ]

    @Test("the table holds every state with every event")
    func isComplete() {
        #expect(Self.cases.count == AlertState.allCases.count * Event.allCases.count)
    }

    @Test("every state with every event", arguments: cases)
    func table(_ example: Case) throws {
        let before = try Self.alert(.warning, example.from)
        let new = try Self.alert(.info, .normal)
        var life = AlertLife(alert: before)
        let now = Timestamp(seconds: 1_500)
        let cause = { (severity: Severity) in
            AlertLife.Cause(severity: severity, value: 2, limit: 1, expected: nil, score: nil, message: "again")
        }
        let after: Alert? =
            switch example.event {
            case .warning: life.raise(cause(.warning), since: Timestamp(seconds: 1_490), at: now) { new }
            case .critical: life.raise(cause(.critical), since: Timestamp(seconds: 1_490), at: now) { new }
            case .end: life.end(at: now)
            case .acknowledge: life.acknowledge(at: now)
            }
        #expect(after?.state == example.to)
        guard let after else {
            #expect(life.alert == before)
            return
        }
        #expect(life.alert == after)
        #expect(after.changedAt == now)
        #expect(after.severity == example.severity)
        #expect(after.id == (example.isNew ? new.id : before.id))
        #expect(after.revision == (example.isNew ? 1 : before.revision + 1))
        #expect(after.raisedAt == (example.isNew ? Timestamp(seconds: 1_490) : before.raisedAt))
        #expect(!after.state.isActive || after.returnedAt == nil)
    }

    @Test("a condition that comes back after ten minutes is another alert")
    func another() throws {
        let new = try Self.alert(.info, .normal)
        var life = AlertLife(alert: try Self.alert(.critical, .unacknowledgedReturned))
        let cause = AlertLife.Cause(
            severity: .warning, value: 2, limit: 1, expected: nil, score: nil, message: "again")
        let raised = life.raise(cause, since: Timestamp(seconds: 5_000), at: Timestamp(seconds: 5_004)) { new }
        #expect(raised?.id == new.id)
        #expect(raised?.severity == .warning)
    }

    static func alert(_ severity: Severity, _ state: AlertState) throws -> Alert {
        let key = try #require(MachineKey(factory: "north", machine: "pump-7"))
        let id = AlertID(UniqueID(high: severity == .info ? 2 : 1, low: 1))
        return Alert(
            id: id, machine: key, kind: .temperature, metric: nil, severity: severity, state: state,
            revision: severity == .info ? 1 : 3, value: 1, limit: 1, message: "first",
            raisedAt: Timestamp(seconds: 1_000), changedAt: Timestamp(seconds: 1_400),
            returnedAt: state.isActive ? nil : Timestamp(seconds: 1_400))
    }
}
