public import SyncWire

/// What thinning leaves, and what it took.
public struct Thinned: Sendable, Equatable {
    /// What is stored in the place of the originals.
    public var content: SegmentContent
    /// The measured readings that are only in aggregates now, for the gap manifests.
    public var folded: GapTally

    /// What was made and what it took; nothing is folded unless it is said.
    public init(content: SegmentContent, folded: GapTally = GapTally()) {
        self.content = content
        self.folded = folded
    }
}
