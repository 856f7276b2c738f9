/// Whose newest values go next where not all may: each in its turn, so that none waits for ever.
struct LiveTurn: Sendable {
    private var next = 0

    /// Those of `count` that have news, at most so many, beginning after the last one that was taken.
    mutating func take(of count: Int, max: Int, hasNews: (Int) -> Bool) -> [Int] {
        let first = next
        var taken: [Int] = []
        for place in 0..<count {
            let index = (first + place) % count
            guard taken.count < max else { break }
            guard hasNews(index) else { continue }
            taken.append(index)
            next = index + 1
        }
        return taken
    }
}
