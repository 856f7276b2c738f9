/// Counts the records in a message's bytes before any of them becomes an object.
///
/// A record takes two bytes on the wire and a hundred in memory, so a limit on bytes alone would not bound memory.
struct MessageCensus {
    /// One field that is counted, by the numbers of the fields that lead to it.
    struct Entry {
        var path: [UInt64]
        var what: String
        var countMax: Int
    }

    var entries: [Entry]

    static func ofRequest(_ limits: FrameLimits) -> MessageCensus {
        MessageCensus(entries: [
            Entry(path: [2, 3], what: "events", countMax: limits.eventsMax),
            Entry(path: [2, 3, 6], what: "origins of events", countMax: limits.eventsMax * RecordOrigin.countMax),
            Entry(
                path: [7, 3, 6], what: "origins of documents", countMax: limits.documentsMax * RecordOrigin.countMax),
            Entry(path: [3], what: "segments", countMax: limits.segmentsMax),
            Entry(path: [7, 3], what: "documents", countMax: limits.documentsMax),
            Entry(path: [4, 2], what: "live machines", countMax: limits.liveMachinesMax),
            Entry(path: [4, 2, 3], what: "live readings", countMax: limits.liveReadingsMax),
        ])
    }

    static func ofAnswer(_ limits: FrameLimits) -> MessageCensus {
        MessageCensus(entries: [
            Entry(path: [7], what: "outcomes of segments", countMax: limits.segmentsMax),
            Entry(path: [8], what: "credits", countMax: 64),
            Entry(path: [9], what: "holds", countMax: 64),
            Entry(path: [15, 3], what: "records of the downlink", countMax: limits.documentsMax),
        ])
    }

    /// Throws when a field stands there more often than it may, or when the bytes are no message.
    func check(_ bytes: [UInt8]) throws(RoundFrameError) {
        var counts = [Int](repeating: 0, count: entries.count)
        try walk(bytes[...], at: [], counts: &counts)
    }

    private func walk(
        _ bytes: ArraySlice<UInt8>, at path: [UInt64], counts: inout [Int]
    ) throws(RoundFrameError) {
        var reader = WireReader(bytes)
        while let field = try reader.nextField() {
            let here = path + [field.number]
            if let index = entries.firstIndex(where: { $0.path == here }) {
                counts[index] += 1
                if counts[index] > entries[index].countMax {
                    throw .tooMany(
                        what: entries[index].what, count: counts[index], countMax: entries[index].countMax)
                }
            }
            guard let content = field.content else { continue }
            if entries.contains(where: { $0.path.count > here.count && $0.path.starts(with: here) }) {
                try walk(content, at: here, counts: &counts)
            }
        }
    }
}
