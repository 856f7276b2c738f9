/// What a call came to, with what live screens are to hear of it.
public struct Told<Outcome: Sendable>: Sendable {
    /// What it came to.
    public var outcome: Outcome
    /// What followed from it in documents and conflicts.
    public var news: [RoundNews]

    init(_ outcome: Outcome, _ news: [RoundNews] = []) {
        self.outcome = outcome
        self.news = news
    }
}
