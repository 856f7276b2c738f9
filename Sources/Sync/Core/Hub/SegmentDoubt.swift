/// When of an incarnation's readings it is not certain that one folder sent them all.
///
/// A folder that was restored shows a good token where each answer since its backup was lost, and goes on under the old
/// name until a cursor, a chain or a segment number gives it away. Newest segments are sent first, so one with a number
/// that neither has used may come before that, with readings that a device published again and the hub has from the
/// other branch. All that can be known before: the token was shown more than once, and segments came with it.
public struct SegmentDoubt: Sendable, Equatable {
    /// Of what came with the token that was shown last: the folder was not heard to know of it.
    public private(set) var unheard: TimeRanges
    /// Of what came with a token that was shown again after it: another branch may have sent it.
    public private(set) var doubted: TimeRanges

    /// Doubt as it was kept; none at first.
    public init(unheard: TimeRanges = TimeRanges(), doubted: TimeRanges = TimeRanges()) {
        self.unheard = unheard
        self.doubted = doubted
    }

    /// The doubt in which a round is taken that shows a token.
    ///
    /// A token that was given to one of several rounds which all showed the one before it proves only that this one's
    /// answer was heard; what came with the others stays in doubt.
    public func presented(_ token: [UInt8], _ tokens: ResumeTokens) -> SegmentDoubt {
        switch tokens.check(token) {
        case .previous: SegmentDoubt(unheard: unheard, doubted: doubted.union(unheard))
        case .first, .current, .foreign:
            SegmentDoubt(doubted: tokens.issued.count > 1 ? doubted.union(unheard) : doubted)
        }
    }

    /// The same after segments of these times were taken with the round.
    public func taken(_ times: some Sequence<ClosedRange<Int64>>) -> SegmentDoubt {
        SegmentDoubt(unheard: unheard.union(TimeRanges(times)), doubted: doubted)
    }
}
