import SyncCore
import Testing

@Suite struct SegmentDoubtTests {
    /// A hub's row and the rounds that it gets, each with the times of its segment.
    private struct Hub {
        var tokens = ResumeTokens()
        var doubt = SegmentDoubt()
        var rounds: UInt8 = 0

        /// Whether a segment of these times is held against the incarnation's own, and the token of the answer.
        mutating func round(_ token: [UInt8], _ times: ClosedRange<Int64>?) -> (isDoubted: Bool, token: [UInt8]) {
            rounds += 1
            let doubt = doubt.presented(token, tokens)
            let fresh = Array(repeating: rounds, count: ResumeTokens.tokenBytes)
            let next = tokens.after(token, fresh: fresh, changes: times != nil)
            self.doubt = doubt.taken(times.map { [$0] } ?? [])
            tokens = next.tokens
            return (times.map { doubt.doubted.overlaps($0) } ?? false, next.answer)
        }
    }

    @Test func aFolderThatHearsEachAnswerIsNeverDoubted() {
        var hub = Hub()
        var token: [UInt8] = []
        for start in 0..<20 as Range<Int64> {
            let answer = hub.round(token, start...start + 5)
            #expect(!answer.isDoubted)
            token = answer.token
        }
        #expect(hub.doubt.doubted.isEmpty)
    }

    @Test func whatCameWithATokenIsDoubtedWhenItIsShownAgain() {
        var hub = Hub()
        let token = hub.round([], nil).token
        #expect(!hub.round(token, 100...200).isDoubted)
        // The answer was lost, or the folder restored: the hub cannot tell.
        #expect(!hub.round(token, 300...400).isDoubted)
        let heard = hub.round(token, 150...160)
        #expect(heard.isDoubted)
        // For ever: the folder that goes on may not be the one that sent it.
        let later = hub.round(heard.token, 190...500)
        #expect(later.isDoubted)
        #expect(!hub.round(later.token, 500...600).isDoubted)
    }

    @Test func anAnswerThatWasHeardProvesOnlyItsOwnRound() {
        var hub = Hub()
        let token = hub.round([], nil).token
        let first = hub.round(token, 100...200)
        _ = hub.round(token, 300...400)
        // The first branch goes on; the second one's segment is not its own.
        #expect(hub.round(first.token, 350...360).isDoubted)
    }

    @Test func aRoundThatBringsNothingIsRememberedAsWell() {
        var hub = Hub()
        let token = hub.round([], nil).token
        _ = hub.round(token, 100...200)
        let copy = hub.round(token, nil)
        #expect(hub.round(copy.token, 150...160).isDoubted)
    }
}
