public import Runtime

extension SeededRandom {
    /// A number at least 0 and below `bound`.
    public mutating func below(_ bound: Int) -> Int { Int(next() % UInt64(max(1, bound))) }

    /// True with a probability.
    public mutating func isTrue(_ probability: Double) -> Bool { unit() < probability }

    /// One of some things.
    public mutating func pick<Element>(_ elements: [Element]) -> Element { elements[below(elements.count)] }
}
