import AgentAutonomy
import Telemetry
import Testing

@Suite("Crossing with delays")
struct CrossingTests {
    typealias State = Crossing.State

    static let origin = Timestamp(seconds: 1_000)
    static let now = Timestamp(seconds: 1_100)

    struct Case: Sendable {
        var from: State
        var place: Crossing.Place
        /// Whether the delay is over at this reading.
        var isLong: Bool
        var to: State
        var change: Crossing.Change?
    }

    /// Every state × every place × a delay that is over or not.
    static let cases: [Case] = [
        Case(from: .idle, place: .beyond, isLong: false, to: .rising(since: now), change: nil),
        Case(from: .idle, place: .beyond, isLong: true, to: .active(since: now), change: .began(since: now)),
        Case(from: .idle, place: .between, isLong: false, to: .idle, change: nil),
        Case(from: .idle, place: .between, isLong: true, to: .idle, change: nil),
        Case(from: .idle, place: .back, isLong: false, to: .idle, change: nil),
        Case(from: .idle, place: .back, isLong: true, to: .idle, change: nil),
        Case(from: .rising(since: origin), place: .beyond, isLong: false, to: .rising(since: origin), change: nil),
        Case(
            from: .rising(since: origin), place: .beyond, isLong: true, to: .active(since: origin),
            change: .began(since: origin)),
        Case(from: .rising(since: origin), place: .between, isLong: false, to: .idle, change: nil),
        Case(from: .rising(since: origin), place: .between, isLong: true, to: .idle, change: nil),
        Case(from: .rising(since: origin), place: .back, isLong: false, to: .idle, change: nil),
        Case(from: .rising(since: origin), place: .back, isLong: true, to: .idle, change: nil),
        Case(from: .active(since: origin), place: .beyond, isLong: false, to: .active(since: origin), change: nil),
        Case(from: .active(since: origin), place: .beyond, isLong: true, to: .active(since: origin), change: nil),
        Case(from: .active(since: origin), place: .between, isLong: false, to: .active(since: origin), change: nil),
        Case(from: .active(since: origin), place: .between, isLong: true, to: .active(since: origin), change: nil),
        Case(
            from: .active(since: origin), place: .back, isLong: false, to: .falling(since: origin, back: now),
            change: nil),
        Case(from: .active(since: origin), place: .back, isLong: true, to: .idle, change: .ended),
        Case(
            from: .falling(since: origin, back: origin), place: .beyond, isLong: false, to: .active(since: origin),
            change: nil),
        Case(
            from: .falling(since: origin, back: origin), place: .beyond, isLong: true, to: .active(since: origin),
            change: nil),
        Case(
            from: .falling(since: origin, back: origin), place: .between, isLong: false, to: .active(since: origin),
            change: nil),
        Case(
            from: .falling(since: origin, back: origin), place: .between, isLong: true, to: .active(since: origin),
            change: nil),
        Case(
            from: .falling(since: origin, back: origin), place: .back, isLong: false,
            to: .falling(since: origin, back: origin), change: nil),
        Case(from: .falling(since: origin, back: origin), place: .back, isLong: true, to: .idle, change: .ended),
    ]

    @Test("every state with every reading", arguments: cases)
    func table(_ example: Case) {
        // From idle or active the delay begins with this reading: only a delay of 0 is over at once.
        let fresh = [State.idle, .active(since: Self.origin)].contains(example.from)
        let delay: Double = example.isLong ? (fresh ? 0 : 100) : 101
        var crossing = Crossing(onDelaySeconds: delay, offDelaySeconds: delay)
        crossing.state = example.from
        #expect(crossing.step(example.place, at: Self.now) == example.change)
        #expect(crossing.state == example.to)
    }

    @Test("a gap begins the delays again")
    func gap() {
        var crossing = Crossing(onDelaySeconds: 10, offDelaySeconds: 10, gapSecondsMax: 30)
        #expect(crossing.step(.beyond, at: Timestamp(seconds: 0)) == nil)
        #expect(crossing.step(.beyond, at: Timestamp(seconds: 3_600)) == nil)
        #expect(crossing.step(.beyond, at: Timestamp(seconds: 3_610)) == .began(since: Timestamp(seconds: 3_600)))
        #expect(crossing.step(.back, at: Timestamp(seconds: 3_612)) == nil)
        #expect(crossing.step(.back, at: Timestamp(seconds: 7_200)) == nil)
        #expect(crossing.step(.back, at: Timestamp(seconds: 7_211)) == .ended)
    }
}
