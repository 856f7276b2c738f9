import Testing

@testable import AgentPipeline

/// Whose live values go where the hub takes few.
@Suite struct LiveTurnTests {
    @Test func eachComesInItsTurn() {
        var turn = LiveTurn()
        #expect(turn.take(of: 5, max: 2) { _ in true } == [0, 1])
        #expect(turn.take(of: 5, max: 2) { _ in true } == [2, 3])
        #expect(turn.take(of: 5, max: 2) { _ in true } == [4, 0])
        #expect(turn.take(of: 5, max: .max) { _ in true } == [1, 2, 3, 4, 0])
    }

    @Test func whoHasNoNewsIsPassedOver() {
        var turn = LiveTurn()
        #expect(turn.take(of: 4, max: 1) { $0 != 0 } == [1])
        #expect(turn.take(of: 4, max: 3) { $0 != 2 } == [3, 0, 1])
        #expect(turn.take(of: 4, max: 3) { _ in false }.isEmpty)
        #expect(turn.take(of: 0, max: 3) { _ in true }.isEmpty)
        #expect(turn.take(of: 2, max: 0) { _ in true }.isEmpty)
    }
}
