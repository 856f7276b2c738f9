/// How far the walk through the files of the segments has come; begins with a start, a few names at a time.
struct StrayFiles {
    private enum Place {
        case notBegun
        case within(any FileListing)
        case over
    }

    private var place = Place.notBegun
    private var removed = 0

    /// Looks at some more names; gives how many files were removed in all, once, when it has come to the end.
    mutating func sweep(
        _ files: any StoreFiles, count: Int, isListed: (UInt64) throws(StoreError) -> Bool
    ) throws(StoreError) -> Int? {
        if case .notBegun = place { place = .within(try files.listing()) }
        guard case .within(let listing) = place else { return nil }
        for _ in 0..<count {
            guard let name = try listing.next() else {
                place = .over
                return removed
            }
            if let seq = SegmentName.seq(name), try isListed(seq) { continue }
            try files.remove(name)
            removed += 1
        }
        return nil
    }
}
