extension Range<Int> {
    /// The first place from which on a condition no longer holds; the end of the range when it holds everywhere.
    ///
    /// The condition must hold for no place after one for which it does not. Asks it a logarithm of the length times.
    @inlinable public func end(where holds: (Int) -> Bool) -> Int {
        var low = lowerBound
        var high = upperBound
        while low < high {
            let middle = low + (high - low) / 2
            if holds(middle) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
