/// From the start of one round to that of the next, as far as the hub knows of it.
///
/// The hub takes an agent for gone by the interval that it was told. So a longer one holds only when a round has told
/// it; a shorter one at once.
struct RoundPace: Sendable {
    /// Of the round that is under way, or was last.
    var sentSeconds: Double?
    /// Of the last one that was answered.
    private var toldSeconds: Double?

    /// The hub has answered the round that was sent last.
    mutating func answered() { toldSeconds = sentSeconds }

    /// The interval to keep where this one is wanted.
    func seconds(wanted: Double) -> Double { min(wanted, toldSeconds ?? wanted) }
}
