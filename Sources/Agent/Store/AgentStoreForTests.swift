internal import Telemetry

/// What only tests ask for.
extension AgentStore {
    /// Lets the core file grow no further than a number of pages, as a full disk would.
    package func limitPages(to count: Int) throws(StoreError) {
        _ = try database.number("PRAGMA max_page_count = \(count)")
    }

    /// Makes the file look as if a newer program had written it.
    package func pretendSchema(_ version: Int) throws(StoreError) {
        try database.run("PRAGMA user_version = \(version)")
    }

    /// Says that the round of the last `contents` did not arrive.
    package func withdrawLastOffer() throws(StoreError) {
        try withdrawOffers()
    }

    /// The unsent segment with the newest readings.
    package func newestSealed() throws(StoreError) -> UInt64? {
        try ledger.newest(.unsent, count: 1).first?.seq
    }

    /// Whether the sums that are kept along are those of the database, and what they are if not.
    package func wrongSums() throws(StoreError) -> String? {
        func sums() throws(StoreError) -> String {
            let totals = ledger.totals.sorted { $0.key.rawValue < $1.key.rawValue }
            return "\(totals), unsent since \(try ledger.earliestUnsent()?.microseconds ?? 0)"
        }
        let kept = try sums()
        try ledger.sumUp()
        let found = try sums()
        return kept == found ? nil : "kept \(kept), in the database \(found)"
    }

    /// How many files of segments there are, whole or not.
    package func realFileCount() throws(StoreError) -> Int {
        try files.names().count
    }
}

extension OpenWindow {
    /// All readings, in the order of their arrival.
    package func all() -> [(series: Int, time: Int64, value: Double)] {
        (0..<count).map { (Int(series[$0]), times[$0], values[$0]) }
    }
}
