import SyncCore
import Testing

/// A lost answer is not a copy; a copy is found however its rounds fall between the others.
@Suite struct ResumeTokensTests {
    @Test func anAnswerThatWasLostIsNoCopy() {
        var tokens = ResumeTokens().after([], fresh: [1], changes: true).tokens
        #expect(tokens.check([]) == .previous)
        tokens = tokens.after([1], fresh: [2], changes: true).tokens
        for lost: UInt8 in 3..<30 {
            #expect(tokens.check([1]) == .previous)
            tokens = tokens.after([1], fresh: [lost], changes: true).tokens
            #expect(tokens.issued.count <= ResumeTokens.issuedMax)
        }
        #expect(tokens.check([2]) == .current)
    }

    @Test func whatWasHeardOfEndsWhatWasBefore() {
        var tokens = ResumeTokens().after([], fresh: [1], changes: true).tokens
        let heard = tokens.after([1], fresh: [2], changes: false)
        #expect(heard.answer == [1])
        tokens = heard.tokens
        #expect(tokens.check([]) == .foreign)
        #expect(tokens.check([1]) == .current)
        #expect(tokens.after([1], fresh: [3], changes: false).tokens == tokens)
        tokens = tokens.after([1], fresh: [4], changes: true).tokens
        #expect(tokens.check([1]) == .previous)
        #expect(tokens.check([4]) == .current)
    }

    @Test func aFolderAndItsCopyNeverShareAToken() {
        var tokens = ResumeTokens().after([], fresh: [1], changes: true).tokens
        tokens = tokens.after([1], fresh: [2], changes: true).tokens
        // Both show the same token; the second of them may be the first one again, whose answer was lost.
        let copy = tokens.after([1], fresh: [3], changes: true)
        #expect(copy.answer == [3])
        tokens = copy.tokens.after([2], fresh: [4], changes: true).tokens
        #expect(tokens.check([3]) == .foreign)
        #expect(tokens.check([2]) == .previous)
    }

    @Test func theColumnHoldsThemAll() {
        let tokens = ResumeTokens(
            issued: [[UInt8](repeating: 1, count: 16), [UInt8](repeating: 2, count: 16)], shown: [3])
        #expect(ResumeTokens(packed: tokens.packed, shown: [3]) == tokens)
        #expect(ResumeTokens(packed: [], shown: []) == ResumeTokens())
    }
}
