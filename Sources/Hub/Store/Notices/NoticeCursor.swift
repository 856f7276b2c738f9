/// How far a reader of the notices has come (pure).
///
/// Transactions commit in any order, so a place in the order of ids is not enough: one that began earlier may show its
/// rows later. The reader goes on from the oldest transaction that was still under way when it last looked, and passes
/// over what it has seen since. So it hears each notice once, at the first look after the commit, whatever else is
/// under way.
struct NoticeCursor {
    /// Where to look from: everything of the transactions before this one was there to be seen.
    private(set) var floor: UInt64
    /// What was seen from there on, with the transaction of each.
    private var seen: [Int64: UInt64] = [:]

    /// Hears what transactions from `floor` on tell.
    init(from floor: UInt64) {
        self.floor = floor
    }

    /// How many notices are remembered, so that they are not heard twice.
    var remembered: Int { seen.count }

    /// Whether a notice is news.
    mutating func take(_ notice: Int64, of transaction: UInt64) -> Bool {
        transaction >= floor && seen.updateValue(transaction, forKey: notice) == nil
    }

    /// Ends a look that began when `floor` was the oldest transaction under way.
    mutating func advance(to floor: UInt64) {
        guard floor > self.floor else { return }
        self.floor = floor
        seen = seen.filter { $0.value >= floor }
    }
}
